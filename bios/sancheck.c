/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at an attached SAN disk, and at what a system is told of it.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bootsect.h"
#include "dhcp.h"
#include "disk.h"
#include "error.h"
#include "ibft.h"
#include "keyboard.h"
#include "localboot.h"
#include "pxe.h"
#include "report.h"
#include "sancheck.h"
#include "sanibft.h"

#define LINE_LEN 160
#define SCREEN_LINES 20
/* gPXE and iPXE have it in base memory; above lie screen and BIOS. */
#define IBFT_SEARCH_END 0xa0000

static void print_address(const char *before, const uint8_t *ip)
{
	console_print("%s%u.%u.%u.%u", before, ip[0], ip[1], ip[2], ip[3]);
}

static unsigned int prefix_len(const uint8_t *mask)
{
	unsigned int bits = 0;

	while (bits < 32 && mask[bits / 8] & 0x80 >> bits % 8)
		bits++;
	return bits;
}

void san_show_address(void)
{
	struct span option;
	uint8_t mac[6];
	uint8_t ip[4];

	if (pxe_address(ip)) {
		console_print("sanboot: address: not told by the loader\n");
		return;
	}
	print_address("sanboot: address: ", ip);
	if (!pxe_dhcp_option(DHCP_NETMASK, &option) && option.len == 4)
		console_print("/%u", prefix_len((const uint8_t *)option.text));
	if (!pxe_dhcp_option(DHCP_ROUTER, &option) && option.len >= 4)
		print_address(", gateway ", (const uint8_t *)option.text);
	if (!pxe_mac(mac))
		console_print(", NIC %02x:%02x:%02x:%02x:%02x:%02x", mac[0],
			      mac[1], mac[2], mac[3], mac[4], mac[5]);
	console_print("\n");
}

static void say_drive_error(uint8_t number, int rc, const char *status)
{
	console_print("sanboot: drive 0x%02x: %s%s%s\n", number,
		      error_text_local(rc), status ? ": " : "",
		      status ? status : "");
}

/* Its last block: a capacity that is not there shows now, not in a system. */
static int read_last(const struct drive *drive, const char **ret_status)
{
	uint64_t count = drive->sectors.count;

	if (!count || drive->sectors.read(&drive->sectors, count - 1))
		return 0;
	return disk_error(drive->number, ret_status);
}

int san_check_drive(uint8_t number, int must_boot, struct start *ret_start)
{
	static const struct ladder one = {
	    .rung = {{.method = METHOD_DRIVE, .drive = DRIVE_FIRST_DISK}},
	    .count = 1,
	};
	uint32_t began = phys_read32(BDA_TICKS);
	struct finding finding;
	unsigned int tenths;
	char line[LINE_LEN];
	struct drive drive;
	int rc;

	probe_drive(&one, 0, &localboot_machine, number, 0, &drive, &finding);
	rc = finding.verdict;
	if (rc != ERR_DRIVE_NONE && !finding.status) {
		report_drive(&finding, line, sizeof(line));
		console_print("sanboot: %s\n", line);
		if (read_last(&drive, &finding.status))
			rc = ERR_DRIVE_READ;
	}
	if (!rc && must_boot && drive.sectors.sector_len != BOOTSECT_LEN) {
		console_print("sanboot: %s\n",
			      error_text_san(ERR_ATTACH_BLOCKSIZE));
		return ERR_ATTACH_BLOCKSIZE;
	}
	if (rc && (must_boot || rc == ERR_DRIVE_NONE || finding.status)) {
		say_drive_error(number, rc, finding.status);
		if (rc == ERR_SECTOR_EMPTY || rc == ERR_SECTOR_SIGNATURE)
			console_print("  It is attached, but no system is "
				      "installed on it, or the LUN is the "
				      "wrong one.\n");
		return rc;
	}
	tenths = bios_tenths(phys_read32(BDA_TICKS) - began);
	console_print("sanboot: first and last block read in %u.%u s\n",
		      tenths / 10, tenths % 10);
	*ret_start = finding.start;
	return 0;
}

int san_check_again(uint8_t number)
{
	const char *status = NULL;
	struct drive drive;
	int rc;

	rc = disk_open(number, &drive);
	if (!rc && !drive.sectors.read(&drive.sectors, 0))
		rc = disk_error(number, &status);
	if (rc)
		say_drive_error(number, rc, status);
	return rc;
}

/* Returns NULL when there is none; says so, with what else is wrong with it. */
static uint8_t *find_ibft(size_t *ret_len, struct ibft *ret_ibft)
{
	const uint8_t *area = phys(IBFT_AREA);
	size_t at;
	int rc;

	rc = ibft_find(area, IBFT_SEARCH_END - IBFT_AREA, &at);
	if (!rc) {
		*ret_len = IBFT_SEARCH_END - IBFT_AREA - at;
		rc = ibft_parse(area + at, *ret_len, ret_ibft);
	}
	if (!rc)
		return phys(IBFT_AREA + at);
	console_print("sanboot: iBFT: %s\n", error_text_san(rc));
	return NULL;
}

static void say_findings(const struct ibft *ibft,
			 const struct ibft_expect *expect)
{
	struct ibft_finding findings[IBFT_FINDINGS];
	unsigned int count = ibft_check(ibft, expect, findings);
	unsigned int i;

	for (i = 0; i < count; i++)
		console_print("sanboot: iBFT%s: %s\n",
			      findings[i].warning ? ", warning" : "",
			      error_text_san(findings[i].code));
	if (!count)
		console_print("sanboot: iBFT: present and consistent\n");
}

/* gateway=: of the NIC that a target is reached by. */
static void change_gateway(uint8_t *table, size_t len,
			   const struct ibft_target *target, int to_target)
{
	uint8_t ip[4];
	int rc = sanibft_set_gateway(table, len, target, to_target, ip);

	if (rc == ERR_IBFT_GATEWAY_FAR)
		console_print("sanboot: iBFT: gateway= left out, for the "
			      "target is in another subnet\n");
	if (rc)
		return;
	print_address("sanboot: iBFT: gateway is now ", ip);
	console_print("\n");
}

void san_check_ibft(const struct sanargs *args, const struct span *uri,
		    unsigned int uris)
{
	struct sanibft wanted;
	struct ibft ibft;
	uint8_t *table;
	uint8_t mac[6];
	unsigned int i;
	size_t len;

	sanibft_expect(uri, uris, &wanted);
	if (uris && !wanted.expect.count)
		return; /* AoE, HTTP ...: there is none */
	table = find_ibft(&len, &ibft);
	if (!table)
		return;
	for (i = 0; i < IBFT_PAIRS && args->gateway != SANARGS_GATEWAY_KEEP;
	     i++)
		if (ibft.targets[i])
			change_gateway(table, len, ibft.targets[i],
				       args->gateway == SANARGS_GATEWAY_TARGET);
	if (!pxe_mac(mac))
		wanted.expect.mac = mac;
	if (!ibft_parse(table, len, &ibft))
		say_findings(&ibft, &wanted.expect);
}

int san_show_ibft(void)
{
	char line[LINE_LEN];
	struct ibft ibft;
	unsigned int n;
	size_t len;

	if (!find_ibft(&len, &ibft))
		return 1;
	for (n = 0; ibft_line(&ibft, n, line, sizeof(line)); n++) {
		if (n && n % SCREEN_LINES == 0) {
			keyboard_drop();
			console_print("More: press a key (10 s)\n");
			keyboard_wait(10);
		}
		console_print("%s\n", line);
	}
	say_findings(&ibft, &(struct ibft_expect){0});
	return 0;
}
