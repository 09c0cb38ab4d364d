/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iBFT and sanboot's arguments: what it should say, and gateway=.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "sanibft.h"

/* Returns 0 for another address than an iSCSI one. */
static int expect_path(const struct span *word, struct sanuri *uri,
		       uint8_t ip[4], struct ibft_path *path)
{
	static struct sanuri_fault fault;

	if (sanuri_parse(word->text, word->len, uri, &fault) || !uri->is_iscsi)
		return 0;
	memset(path, 0, sizeof(*path));
	path->target = uri->target;
	path->lun = uri->lun;
	path->port = (uint16_t)uri->port;
	path->is_ipv6 = uri->server.text[-1] == '[';
	path->ip = text_ipv4(uri->server, ip) ? ip : NULL;
	return 1;
}

void sanibft_expect(const struct span *uri, unsigned int uris,
		    struct sanibft *ret_expect)
{
	unsigned int count = 0;
	unsigned int i;

	for (i = 0; i < uris; i++)
		count += (unsigned int)expect_path(
		    &uri[i], &ret_expect->uri[count], ret_expect->ip[count],
		    &ret_expect->paths[count]);
	ret_expect->expect.mac = NULL;
	ret_expect->expect.paths = ret_expect->paths;
	ret_expect->expect.count = count;
}

/* Does a target need another gateway than its NIC has? */
static int cuts_off(const void *table, size_t len)
{
	struct ibft_finding findings[IBFT_FINDINGS];
	struct ibft_expect nothing = {NULL, NULL, 0};
	unsigned int count;
	struct ibft ibft;

	if (ibft_parse(table, len, &ibft))
		return 0;
	count = ibft_check(&ibft, &nothing, findings);
	while (count--)
		if (findings[count].code == ERR_IBFT_GATEWAY_FAR ||
		    findings[count].code == ERR_IBFT_GATEWAY_NONE)
			return 1;
	return 0;
}

int sanibft_set_gateway(void *table, size_t len,
			const struct ibft_target *target, int to_target,
			uint8_t ret_ip[4])
{
	const uint8_t *ip = to_target ? ibft_ipv4(&target->ip) : NULL;
	const struct ibft_nic *nic;
	const uint8_t *old;
	struct ibft ibft;
	uint8_t kept[4];
	int rc;

	rc = ibft_parse(table, len, &ibft);
	if (rc)
		return rc;
	nic = ibft_nic(&ibft, target->nic);
	old = nic ? ibft_ipv4(&nic->gateway) : NULL;
	if (old)
		old = memcpy(kept, old, sizeof(kept));
	if (to_target && !ip)
		return ERR_IBFT_IPV6;
	rc = ibft_set_gateway(table, len, target->nic, ip);
	if (rc)
		return rc;
	if (cuts_off(table, len)) {
		ibft_set_gateway(table, len, target->nic, old);
		return ERR_IBFT_GATEWAY_FAR;
	}
	memset(ret_ip, 0, 4);
	if (ip)
		memcpy(ret_ip, ip, 4);
	return 0;
}
