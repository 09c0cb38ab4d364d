/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot sectors: may this sector be jumped to, and whose is it?
 *
 * Runs in: everywhere.
 */
#include <stdint.h>
#include <string.h>

#include "bootsect.h"
#include "bytes.h"
#include "error.h"

#define SIGNATURE_OFFSET 510
/* The partition table begins here; boot code stands before it. */
#define BOOT_CODE_LEN 440

/* Fields of a volume's boot sector. */
#define OEM_NAME 0x03
#define BPB_SECTOR_LEN 0x0b
#define BPB_CLUSTER_LEN 0x0d
#define BPB_MEDIA 0x15
#define BPB_HIDDEN 0x1c
#define EXFAT_OFFSET 0x40

int bootsect_check(const void *sector, size_t len)
{
	const uint8_t *bytes = sector;
	size_t i;

	if (len < BOOTSECT_LEN)
		return ERR_SECTOR_SHORT;
	for (i = 0; i < BOOT_CODE_LEN && !bytes[i]; i++)
		;
	if (i == BOOT_CODE_LEN)
		return ERR_SECTOR_EMPTY;
	if (bytes[SIGNATURE_OFFSET] != 0x55 ||
	    bytes[SIGNATURE_OFFSET + 1] != 0xaa)
		return ERR_SECTOR_SIGNATURE;
	return 0;
}

/*
 * Loaders by their texts: behind each name its texts, each with its NUL; any
 * one of them will do. Texts that say more stand before those that others
 * have too: Syslinux's "Missing operating system." is in most MBRs, the word
 * TCPA of Windows' MBR in its volume boot sector too, and SYSLINUX stays in
 * the OEM name when Windows has replaced the code.
 */
static const struct bootsect_loader loaders[] = {
    /* mkfs.fat, mkntfs; newfs_msdos. DOS itself writes "Non-System". */
    {"not bootable\0"
     "This is not a bootable disk\0"
     "Non-system disk\0",
     0, 1},
    {"GRUB\0GRUB \0", 0, 0},
    {"ISOLINUX\0isolinux.bin missing\0", 0, 0},
    {"Syslinux GPT MBR\0Missing OS\0", 0, 0},
    {"Syslinux MBR\0Multiple active partitions.\0", 1, 0},
    {"Syslinux altmbr\0Operating system load error.\0", 0, 0},
    {"VeraCrypt\0Crypt Boot Loader\0", 0, 0},
    {"BOOTMGR\0BOOTMGR\0", 0, 0},
    {"NTLDR\0NTLDR\0", 0, 0},
    {"FreeDOS\0KERNEL  SYS\0", 0, 0},
    {"MS-DOS\0IO      SYS\0", 0, 0},
    {"LILO\0LILO\0", 0, 0},
    {"SYSLINUX\0SYSLINUX\0", 0, 0},
    {"EXTLINUX\0EXTLINUX\0", 0, 0},
    /* boot0; pmbr for GPT. */
    {"FreeBSD\0F6 PXE\0Default: F\0Boot loader too large\0", 0, 0},
    /* From Vista on it asks the TPM for "TCPA", in each language. */
    {"Windows MBR\0TCPA\0", 1, 0},
    /* DOS, Windows, FreeBSD; NetBSD and OpenBSD; FreeDOS. */
    {"standard MBR\0"
     "Invalid partition table\0"
     "Missing operating system\0"
     "No active partition\0"
     "no active partition\0",
     1, 0},
};
static const struct bootsect_loader unknown_loader = {"unknown", 0, 0};

static int contains(const uint8_t *sector, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i <= BOOTSECT_LEN - len; i++)
		if (memcmp(sector + i, text, len) == 0)
			return 1;
	return 0;
}

const struct bootsect_loader *bootsect_identify(const void *sector)
{
	const struct bootsect_loader *loader = loaders;
	const char *text;
	size_t len;

	for (; loader < loaders + sizeof(loaders) / sizeof(*loaders);
	     loader++) {
		text = loader->name + strlen(loader->name) + 1;
		for (; (len = strlen(text)) != 0; text += len + 1)
			if (contains(sector, text, len))
				return loader;
	}
	return &unknown_loader;
}

/*
 * Where the field is, or 0. Boot code in an MBR may begin with the same jump
 * as a volume's, so what makes a BPB are values that mean something.
 */
static unsigned int hidden_offset(const uint8_t *bytes)
{
	uint16_t len = get_le16(bytes + BPB_SECTOR_LEN);

	if (memcmp(bytes + OEM_NAME, "EXFAT   ", 8) == 0)
		return EXFAT_OFFSET;
	if ((bytes[0] == 0xeb || bytes[0] == 0xe9) && len >= 512 &&
	    len <= 4096 && !(len & (len - 1)) && bytes[BPB_CLUSTER_LEN] &&
	    bytes[BPB_MEDIA] >= 0xf0)
		return BPB_HIDDEN;
	return 0;
}

int bootsect_hidden(const void *sector, uint32_t *ret_hidden)
{
	const uint8_t *bytes = sector;
	unsigned int offset = hidden_offset(bytes);

	if (!offset)
		return 0;
	*ret_hidden = get_le32(bytes + offset);
	if (offset == EXFAT_OFFSET && get_le32(bytes + offset + 4))
		*ret_hidden = UINT32_MAX;
	return 1;
}

void bootsect_set_hidden(void *sector, uint32_t hidden)
{
	uint8_t *bytes = sector;
	unsigned int offset = hidden_offset(bytes);

	if (offset)
		put_le32(bytes + offset, hidden);
	if (offset == EXFAT_OFFSET)
		put_le32(bytes + offset + 4, 0);
}
