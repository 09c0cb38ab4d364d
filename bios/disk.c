/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Disks over INT 13h.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#include <string.h>

#include "bios.h"
#include "error.h"

#define READ_TRIES 3
#define FIRST_DISK 0x80
#define EDD_PACKET_ACCESS 0x0001

/* Disk address packet (EDD 3.0, table 5). */
struct disk_packet {
	uint8_t len;
	uint8_t reserved;
	uint16_t sectors;
	uint16_t offset;
	uint16_t segment;
	uint64_t lba;
};

_Static_assert(sizeof(struct disk_packet) == 16, "EDD 3.0 table 5");

/* clang-format off */
static const struct {
	uint8_t status;
	const char *text;
} status_texts[] = {
    {0x01, "invalid command or drive"},
    {0x02, "address mark not found"},
    {0x04, "sector not found"},
    {0x0c, "unsupported track or medium"},
    {0x10, "uncorrectable data error"},
    {0x20, "controller failure"},
    {0x31, "no medium in the drive"},
    {0x40, "seek failed"},
    {0x80, "time-out, drive not ready"},
    {0xaa, "drive not ready"},
};
/* clang-format on */

const char *disk_status_text(uint8_t status)
{
	size_t i;

	for (i = 0; i < sizeof(status_texts) / sizeof(status_texts[0]); i++)
		if (status_texts[i].status == status)
			return status_texts[i].text;
	return "error";
}

/* INT 13h; returns AH of the answer when carry is set, else 0. */
static uint8_t int13(com32sys_t *regs)
{
	regs->eflags.l |= EFLAGS_CF;
	host->intcall(0x13, regs, regs);
	if (!(regs->eflags.l & EFLAGS_CF))
		return 0;
	return regs->eax.b[1] ? regs->eax.b[1] : 0xff;
}

static void drive_regs(com32sys_t *regs, uint16_t ax, uint8_t drive)
{
	memset(regs, 0, sizeof(*regs));
	regs->eax.w[0] = ax;
	regs->edx.b[0] = drive;
}

unsigned int disk_count(void)
{
	unsigned int count = *(uint8_t *)phys(BDA_DISKS);
	com32sys_t regs;

	drive_regs(&regs, 0x0800, FIRST_DISK);
	/* DL: drives of this kind; gPXE and iPXE count theirs in, BDA not. */
	if (!int13(&regs) && regs.edx.b[0] > count)
		count = regs.edx.b[0];
	return count > 128 ? 128 : count;
}

static int drive_exists(uint8_t drive)
{
	com32sys_t regs;

	drive_regs(&regs, 0x0800, drive);
	return !int13(&regs) && (drive & 0x7fu) < disk_count();
}

static int has_packet_access(uint8_t drive)
{
	com32sys_t regs;

	drive_regs(&regs, 0x4100, drive);
	regs.ebx.w[0] = 0x55aa;
	return !int13(&regs) && regs.ebx.w[0] == 0xaa55 &&
	       (regs.ecx.w[0] & EDD_PACKET_ACCESS);
}

/* Result of AH=48h (EDD 3.0, table 7). */
struct disk_parameters {
	uint16_t len;
	uint8_t geometry[24];
	uint32_t configuration; /* far pointer to the controller's parameters */
} __attribute__((packed));

#define NO_CONFIGURATION 0xffffffff

int disk_is_virtual(uint8_t drive)
{
	struct disk_parameters *params = (void *)(host->lowmem + LOWMEM_PARAM);
	com32sys_t regs;

	memset(params, 0, sizeof(*params));
	params->len = sizeof(*params);
	drive_regs(&regs, 0x4800, drive);
	regs.ds = SEG(params);
	regs.esi.w[0] = OFFS(params);
	return !int13(&regs) && params->configuration == NO_CONFIGURATION;
}

static uint8_t read_packet(uint8_t drive, const uint8_t *buf)
{
	struct disk_packet *packet = (void *)(host->lowmem + LOWMEM_PARAM);
	com32sys_t regs;

	memset(packet, 0, sizeof(*packet));
	packet->len = sizeof(*packet);
	packet->sectors = 1;
	packet->segment = SEG(buf);
	packet->offset = OFFS(buf);
	drive_regs(&regs, 0x4200, drive);
	regs.ds = SEG(packet);
	regs.esi.w[0] = OFFS(packet);
	return int13(&regs);
}

static uint8_t read_chs(uint8_t drive, const uint8_t *buf)
{
	com32sys_t regs;

	drive_regs(&regs, 0x0201, drive);
	regs.ecx.w[0] = 0x0001;
	regs.es = SEG(buf);
	regs.ebx.w[0] = OFFS(buf);
	return int13(&regs);
}

int disk_read_first(uint8_t drive, uint8_t *ret_status)
{
	uint8_t *buf = host->lowmem + LOWMEM_SECTOR;
	com32sys_t regs;
	uint8_t status = 0;
	int packet;
	int i;

	if (!drive_exists(drive))
		return ERR_DRIVE_NONE;
	packet = has_packet_access(drive);
	for (i = 0; i < READ_TRIES; i++) {
		memset(buf, 0, 512);
		status =
		    packet ? read_packet(drive, buf) : read_chs(drive, buf);
		if (!status)
			return 0;
		drive_regs(&regs, 0x0000, drive);
		int13(&regs);
	}
	*ret_status = status;
	return ERR_DRIVE_READ;
}
