/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An attached SAN disk: finding it, looking at it, and at the iBFT.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "acpi.h"
#include "console.h"
#include "devpath.h"
#include "partition.h"
#include "sandisk.h"
#include "sanibft.h"
#include "uefierror.h"

#define LINE_LEN 160
#define SCREEN_LINES 20
#define PAUSE_SECONDS 10
#define MIB_SHIFT 20

/* Is it the disk of this address? Of another kind than iSCSI, any is. */
static int is_disk(const struct efi_drive *drive, const struct span *address)
{
	static struct sanuri_fault fault;
	struct devpath_iscsi disk;
	struct sanuri uri;
	unsigned int i;

	if (sanuri_parse(address->text, address->len, &uri, &fault) ||
	    !uri.is_iscsi)
		return 1;
	if (!devpath_iscsi(drive->path, path_len(drive->path), &disk) ||
	    disk.target.len != uri.target.len ||
	    memcmp(disk.target.text, uri.target.text, uri.target.len) != 0)
		return 0;
	for (i = 0; i < 4; i++)
		if (disk.lun[2 * i] != uri.lun[i] >> 8 ||
		    disk.lun[2 * i + 1] != (uri.lun[i] & 0xff))
			return 0;
	return 1;
}

static int is_wanted(const struct efi_drive *drive, const struct span *uri,
		     unsigned int uris)
{
	unsigned int i;

	if (!drive->drive.san)
		return 0;
	for (i = 0; i < uris; i++)
		if (is_disk(drive, &uri[i]))
			return 1;
	return !uris;
}

int sandisk_find(const struct span *uri, unsigned int uris,
		 struct efi_drive *ret_drive)
{
	static EFI_GUID guid = EFI_BLOCK_IO_PROTOCOL_GUID;
	EFI_HANDLE *handles;
	int rc = ERR_UEFI_NO_DISK;
	UINTN count;
	UINTN i;

	handles = firmware_handles(&guid, &count);
	for (i = 0; i < count && rc; i++) {
		if (!drive_open(handles[i], ret_drive) ||
		    !is_wanted(ret_drive, uri, uris))
			continue;
		/* iPXE has done this, but for drivers that came later. */
		bs->ConnectController(handles[i], NULL, NULL, TRUE);
		rc = 0;
	}
	firmware_free(handles);
	return rc;
}

static const char *table_name(const struct efi_drive *drive, int *ret_rc)
{
	static const char *const names[] = {
	    [PARTITION_SCHEME_NONE] = "no partition table",
	    [PARTITION_SCHEME_MBR] = "MBR",
	    [PARTITION_SCHEME_GPT] = "GPT",
	};
	struct partition_table table;

	*ret_rc = partition_table_read(&drive->drive.sectors, &table);
	if (*ret_rc)
		return error_text_uefi(*ret_rc);
	return names[table.scheme];
}

int sandisk_check(const struct efi_drive *drive)
{
	const struct sectors *sectors = &drive->drive.sectors;
	char path[DEVPATH_TEXT_LEN];
	const char *table;
	uint64_t mib;
	int rc = 0;

	devpath_text(drive->path, path_len(drive->path), path, sizeof(path));
	if (sectors->sector_len < 512 || sectors->sector_len > SECTORS_MAX_LEN)
		rc = ERR_DRIVE_READ;
	table = rc ? error_text_uefi(rc) : table_name(drive, &rc);
	mib = (sectors->count * sectors->sector_len) >> MIB_SHIFT;
	say("sanboot: %s\n  %u MiB, blocks of %u bytes, %s\n", path,
	    (unsigned int)mib, (unsigned int)sectors->sector_len, table);
	if (rc == ERR_DRIVE_READ)
		return rc;
	if (!sectors->read(sectors, sectors->count - 1)) {
		say("sanboot: its last block: %s\n",
		    error_text_uefi(ERR_DRIVE_READ));
		return ERR_DRIVE_READ;
	}
	say("sanboot: first and last block read\n");
	return 0;
}

/* Returns NULL when there is none that can be read; that has been said. */
static uint8_t *find_ibft(size_t *ret_len, struct ibft *ret_ibft, int *ret_rc)
{
	uint8_t *table = acpi_table("iBFT", ret_len);

	*ret_rc = table ? ibft_parse(table, *ret_len, ret_ibft) : ERR_IBFT_NONE;
	if (!*ret_rc)
		return table;
	say("sanboot: iBFT: %s\n", error_text_san(*ret_rc));
	return NULL;
}

static void say_findings(const struct ibft *ibft,
			 const struct ibft_expect *expect)
{
	struct ibft_finding findings[IBFT_FINDINGS];
	unsigned int count = ibft_check(ibft, expect, findings);
	unsigned int i;

	for (i = 0; i < count; i++)
		say("sanboot: iBFT%s: %s\n",
		    findings[i].warning ? ", warning" : "",
		    error_text_san(findings[i].code));
	if (!count)
		say("sanboot: iBFT: present and consistent\n");
}

static void change_gateway(uint8_t *table, size_t len,
			   const struct ibft_target *target, int to_target)
{
	uint8_t ip[4];
	int rc = sanibft_set_gateway(table, len, target, to_target, ip);

	if (!rc)
		say("sanboot: iBFT: gateway is now %u.%u.%u.%u\n", ip[0], ip[1],
		    ip[2], ip[3]);
	else if (rc == ERR_IBFT_GATEWAY_FAR)
		say("sanboot: iBFT: gateway= left out, for the target is in "
		    "another subnet\n");
}

void sandisk_check_ibft(const struct efi_drive *drive,
			const struct sanargs *args, const struct span *uri,
			unsigned int uris)
{
	static struct sanibft wanted;
	struct devpath_iscsi disk;
	struct ibft ibft;
	uint8_t *table;
	unsigned int i;
	size_t len;
	int rc;

	sanibft_expect(uri, uris, &wanted);
	/* AoE, HTTP ...: there is none. */
	if (!devpath_iscsi(drive->path, path_len(drive->path), &disk))
		return;
	table = find_ibft(&len, &ibft, &rc);
	if (!table)
		return;
	for (i = 0; i < IBFT_PAIRS && args->gateway != SANARGS_GATEWAY_KEEP;
	     i++)
		if (ibft.targets[i])
			change_gateway(table, len, ibft.targets[i],
				       args->gateway == SANARGS_GATEWAY_TARGET);
	devpath_mac(drive->path, path_len(drive->path), &wanted.expect.mac);
	if (!ibft_parse(table, len, &ibft))
		say_findings(&ibft, &wanted.expect);
}

int sandisk_show_ibft(void)
{
	static const struct ibft_expect nothing;
	char line[LINE_LEN];
	struct ibft ibft;
	unsigned int n;
	size_t len;
	int rc;

	if (!find_ibft(&len, &ibft, &rc))
		return rc;
	for (n = 0; ibft_line(&ibft, n, line, sizeof(line)); n++) {
		if (n && n % SCREEN_LINES == 0)
			console_pause(PAUSE_SECONDS);
		say("%s\n", line);
	}
	say_findings(&ibft, &nothing);
	return 0;
}
