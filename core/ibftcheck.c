/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iSCSI Boot Firmware Table: is it what a started system needs?
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "ibft.h"

/* What systems look for in a NIC. */
#define READY (IBFT_VALID | IBFT_BOOT)

struct check {
	const struct ibft *ibft;
	struct ibft_finding *findings;
	unsigned int count;
};

static void find(struct check *check, int code, uint8_t index)
{
	struct ibft_finding *finding = check->findings + check->count;

	if (check->count == IBFT_FINDINGS)
		return;
	finding->code = code;
	finding->index = index;
	finding->warning = code == ERR_IBFT_GATEWAY_LOCAL;
	check->count++;
}

static int is_ready(const struct ibft_nic *nic)
{
	return nic && (nic->header.flags & READY) == READY;
}

static int is_valid(const struct ibft_target *target)
{
	return target && target->header.flags & IBFT_VALID;
}

static int is_same_subnet(const uint8_t *a, const uint8_t *b, unsigned int bits)
{
	for (; bits >= 8; bits -= 8)
		if (*a++ != *b++)
			return 0;
	return !bits || !((*a ^ *b) >> (8 - bits));
}

static int is_ipv6(const struct ibft_ip *ip)
{
	return !ibft_ip_is_empty(ip) && !ibft_ipv4(ip);
}

static void check_nic(struct check *check, const struct ibft_nic *nic)
{
	uint8_t index = nic->header.index;

	if (is_ipv6(&nic->ip) || is_ipv6(&nic->gateway))
		find(check, ERR_IBFT_IPV6, index);
	else if (!ibft_ipv4(&nic->ip))
		find(check, ERR_IBFT_NO_ADDRESS, index);
	else if (!nic->prefix || nic->prefix > 32)
		find(check, ERR_IBFT_MASK, index);
}

/* Those that systems take: valid, and marked for booting. */
static void check_nics(struct check *check, const uint8_t *mac)
{
	const struct ibft_nic *nic;
	unsigned int valid = 0;
	unsigned int ready = 0;
	unsigned int i;

	for (i = 0; i < IBFT_PAIRS; i++) {
		nic = check->ibft->nics[i];
		if (nic && nic->header.flags & IBFT_VALID)
			valid++;
		if (!is_ready(nic))
			continue;
		ready++;
		check_nic(check, nic);
		if (mac && memcmp(nic->mac, mac, sizeof(nic->mac)) == 0)
			mac = NULL;
	}
	if (!valid)
		find(check, ERR_IBFT_NO_NIC, 0);
	else if (!ready)
		find(check, ERR_IBFT_NIC_BOOT, 0);
	else if (mac)
		find(check, ERR_IBFT_MAC, 0);
}

static void check_targets(struct check *check)
{
	const struct ibft_target *target;
	unsigned int valid = 0;
	unsigned int i;

	for (i = 0; i < IBFT_PAIRS; i++) {
		target = check->ibft->targets[i];
		if (!is_valid(target))
			continue;
		valid++;
		if (is_ipv6(&target->ip))
			find(check, ERR_IBFT_IPV6, target->header.index);
		if (!ibft_nic(check->ibft, target->nic))
			find(check, ERR_IBFT_NIC_NONE, target->header.index);
	}
	if (!valid)
		find(check, ERR_IBFT_NO_TARGET, 0);
}

/*
 * How a target differs from a path: a bit for each field, the weightiest
 * the highest, so that the least number is the most alike. In the order of
 * differences[].
 */
static const int differences[] = {
    ERR_IBFT_TARGET_PORT,
    ERR_IBFT_TARGET_ADDRESS,
    ERR_IBFT_TARGET_LUN,
    ERR_IBFT_TARGET_NAME,
};
#define DIFFERENCES (sizeof(differences) / sizeof(*differences))

static int is_lun(const uint8_t *bytes, const uint16_t *lun)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		if ((bytes[2 * i] << 8 | bytes[2 * i + 1]) != lun[i])
			return 0;
	return 1;
}

static unsigned int difference(const struct ibft *ibft,
			       const struct ibft_target *target,
			       const struct ibft_path *path)
{
	struct span name = ibft_string(ibft, &target->name);
	const uint8_t *ip = ibft_ipv4(&target->ip);
	unsigned int bits = 0;

	if (path->port && get_le16(target->port) != path->port)
		bits |= 1;
	if (path->ip && (!ip || memcmp(ip, path->ip, 4) != 0))
		bits |= 2;
	if (path->lun && !is_lun(target->lun, path->lun))
		bits |= 4;
	if (path->target.len &&
	    (name.len != path->target.len ||
	     memcmp(name.text, path->target.text, name.len) != 0))
		bits |= 8;
	return bits;
}

/* One of the paths has to be there; other disks may be too. */
static void check_paths(struct check *check, const struct ibft_expect *expect)
{
	const struct ibft_target *target;
	unsigned int best = 1 << DIFFERENCES;
	unsigned int bits;
	unsigned int i;
	uint8_t index = 0;

	for (i = 0; i < IBFT_PAIRS * expect->count; i++) {
		target = check->ibft->targets[i % IBFT_PAIRS];
		if (!is_valid(target))
			continue;
		bits = difference(check->ibft, target,
				  expect->paths + i / IBFT_PAIRS);
		if (bits < best) {
			best = bits;
			index = target->header.index;
		}
	}
	if (best == 1 << DIFFERENCES)
		return;
	for (i = DIFFERENCES; i--;) {
		if (best & 1 << i) {
			find(check, differences[i], index);
			return;
		}
	}
}

/* Where the targets lie that are reached by a NIC. */
struct route {
	unsigned int local;
	unsigned int far;
	unsigned int is_gateway; /* a target's own address is the gateway's */
};

static void count_targets(const struct ibft *ibft, const struct ibft_nic *nic,
			  struct route *route)
{
	const uint8_t *gateway = ibft_ipv4(&nic->gateway);
	const struct ibft_target *target;
	const uint8_t *ip;
	unsigned int i;

	for (i = 0; i < IBFT_PAIRS; i++) {
		target = ibft->targets[i];
		if (!is_valid(target) || target->nic != nic->header.index)
			continue;
		ip = ibft_ipv4(&target->ip);
		if (!ip)
			continue;
		if (is_same_subnet(ip, ibft_ipv4(&nic->ip), nic->prefix))
			route->local++;
		else
			route->far++;
		if (gateway && memcmp(gateway, ip, 4) == 0)
			route->is_gateway = 1;
	}
}

/* What only a NIC with an address and a mask can be asked. */
static void check_route(struct check *check, const struct ibft_nic *nic)
{
	const uint8_t *gateway = ibft_ipv4(&nic->gateway);
	const uint8_t *ip = ibft_ipv4(&nic->ip);
	struct route route = {0, 0, 0};
	uint8_t index = nic->header.index;

	if (!ip || !nic->prefix || nic->prefix > 32)
		return;
	count_targets(check->ibft, nic, &route);
	if (gateway && !is_same_subnet(gateway, ip, nic->prefix))
		find(check, ERR_IBFT_GATEWAY_FAR, index);
	else if (!gateway && route.far)
		find(check, ERR_IBFT_GATEWAY_NONE, index);
	else if (gateway && route.local && !route.far && !route.is_gateway)
		find(check, ERR_IBFT_GATEWAY_LOCAL, index);
}

static void check_whole(struct check *check)
{
	const struct ibft_initiator *initiator = check->ibft->initiator;

	if (!check->ibft->checksum_ok)
		find(check, ERR_IBFT_CHECKSUM, 0);
	if (check->ibft->revision != 1)
		find(check, ERR_IBFT_REVISION, 0);
	if (!initiator || !(initiator->header.flags & IBFT_VALID) ||
	    !ibft_string(check->ibft, &initiator->name).len)
		find(check, ERR_IBFT_NO_INITIATOR, 0);
}

unsigned int ibft_check(const struct ibft *ibft,
			const struct ibft_expect *expect,
			struct ibft_finding ret_findings[IBFT_FINDINGS])
{
	struct check check = {ibft, ret_findings, 0};
	unsigned int i;

	check_whole(&check);
	check_nics(&check, expect->mac);
	check_targets(&check);
	for (i = 0; i < expect->count; i++)
		if (expect->paths[i].is_ipv6)
			find(&check, ERR_IBFT_IPV6, 0);
	check_paths(&check, expect);
	for (i = 0; i < IBFT_PAIRS; i++)
		if (is_ready(ibft->nics[i]))
			check_route(&check, ibft->nics[i]);
	return check.count;
}
