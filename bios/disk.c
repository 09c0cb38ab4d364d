/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drives over INT 13h.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#include <string.h>

#include "bios.h"
#include "disk.h"
#include "error.h"
#include "identify.h"
#include "pxe.h"
#include "text.h"

#define READ_TRIES 3
#define PACKET_ACCESS 0x0001   /* AH=41h CX (EDD 3.0, table 2) */
#define MEDIA_REMOVABLE 0x0004 /* AH=48h flags (EDD 3.0, table 8) */
#define NO_CONTROLLER 0xffffffff
#define PATH_KEY 0xbedd
#define CD_SECTOR_LEN 2048
#define STATUS_NO_MEDIUM 0x31
#define STATUS_TIMEOUT 0x80
/* All of one drive's calls together: 30 s of 18.2 Hz. */
#define DRIVE_TICKS 546
/* Lent to the guard while INT 13h runs: free for programs since the IBM PC. */
#define GUARD_VECTOR 0x66
#define TIMER_VECTOR 0x08

/* Beside INT 13h's own status bytes. */
enum drive_status { STATUS_HUNG = 0xfe, STATUS_NOTHING = 0xff };

/* Disk address packet (EDD 3.0, table 5). */
struct disk_packet {
	uint8_t len;
	uint8_t reserved;
	uint16_t sectors;
	uint16_t offset;
	uint16_t segment;
	uint64_t lba;
	uint64_t address; /* with offset and segment FFFFh */
};

#define PACKET_LEN 16 /* without the address */

_Static_assert(sizeof(struct disk_packet) == 24, "EDD 3.0 table 5");

/* Result of AH=48h (EDD 3.0, table 7). */
struct disk_parameters {
	uint16_t len;
	uint16_t flags;
	uint8_t geometry[12];
	uint64_t sectors;
	uint16_t sector_len;
	uint32_t dpte; /* far pointer to the controller's parameters */
	uint16_t key;  /* PATH_KEY when the path follows */
	uint8_t path_len;
	uint8_t reserved[3];
	char host_bus[4];
	char interface[8];
	uint8_t path[32];
} __attribute__((packed));

_Static_assert(__builtin_offsetof(struct disk_parameters, key) == 30,
	       "EDD 3.0 table 7");

/* The tail of bios/guard.asm. */
struct guard_params {
	uint32_t chain;
	uint32_t stack;
	uint16_t result[5];
	uint16_t left;
	uint16_t timer_entry;
	uint8_t busy;
	uint8_t hung;
} __attribute__((packed));

#define HIDDEN __attribute__((visibility("hidden")))
extern const uint8_t guard_blob[] HIDDEN;
extern const uint8_t guard_blob_end[] HIDDEN;

/* clang-format off */
static const struct {
	uint8_t status;
	const char *text;
} status_texts[] = {
    {0x01, "invalid command or drive"},
    {0x02, "address mark not found"},
    {0x04, "sector not found"},
    {0x0c, "no medium, or one it cannot read"},
    {0x10, "uncorrectable data error"},
    {0x20, "controller failure"},
    {0x40, "seek failed"},
    {0x80, "time-out, drive not ready"},
    {0xaa, "drive not ready"},
};
/* clang-format on */

/* Ticks that each drive's failures have taken, and how the last one failed. */
static uint16_t lost_ticks[256];
static uint8_t last_status[256];

static const char *status_text(uint8_t status)
{
	size_t i;

	for (i = 0; i < sizeof(status_texts) / sizeof(status_texts[0]); i++)
		if (status_texts[i].status == status)
			return status_texts[i].text;
	return "error";
}

static int is_given_up(uint8_t drive)
{
	return last_status[drive] == STATUS_HUNG ||
	       lost_ticks[drive] >= DRIVE_TICKS;
}

/* INT 13h under bios/guard.asm; returns 1 when it had to be left. */
static int guarded_int13(com32sys_t *regs, uint16_t *lost)
{
	size_t len = (size_t)(guard_blob_end - guard_blob);
	uint8_t *blob = host->lowmem + LOWMEM_GUARD;
	struct guard_params *guard = (void *)(blob + len - sizeof(*guard));
	volatile uint32_t *timer = phys(4 * TIMER_VECTOR);
	volatile uint32_t *entry = phys(4 * GUARD_VECTOR);
	uint32_t segment = (uint32_t)SEG(blob) << 16;
	uint32_t saved = *entry;
	uint16_t limit = (uint16_t)(DRIVE_TICKS - *lost);

	memcpy(blob, guard_blob, len);
	guard->chain = *timer;
	guard->left = limit;
	*entry = segment;
	*timer = segment | guard->timer_entry;
	host->intcall(GUARD_VECTOR, regs, regs);
	*timer = guard->chain;
	*entry = saved;
	if (regs->eflags.l & EFLAGS_CF)
		*lost = (uint16_t)(*lost + limit - guard->left);
	return guard->hung;
}

/* INT 13h. Returns AH of the answer when carry is set, else 0. */
static uint8_t int13(com32sys_t *regs)
{
	uint8_t drive = regs->edx.b[0];

	if (is_given_up(drive))
		return last_status[drive] ? last_status[drive] : STATUS_TIMEOUT;
	regs->eflags.l |= EFLAGS_CF;
	/* gPXE and iPXE limit the time themselves, and cannot be left. */
	if (pxe_holds_san())
		host->intcall(0x13, regs, regs);
	else if (guarded_int13(regs, &lost_ticks[drive]))
		return last_status[drive] = STATUS_HUNG;
	if (!(regs->eflags.l & EFLAGS_CF))
		return 0;
	return regs->eax.b[1] ? regs->eax.b[1] : STATUS_NOTHING;
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

	drive_regs(&regs, 0x0800, DRIVE_FIRST_DISK);
	/* DL: drives of this kind; gPXE and iPXE count theirs in, BDA not. */
	if (!int13(&regs) && regs.edx.b[0] > count)
		count = regs.edx.b[0];
	return count > 128 ? 128 : count;
}

static int has_packet_access(uint8_t drive)
{
	com32sys_t regs;

	drive_regs(&regs, 0x4100, drive);
	regs.ebx.w[0] = 0x55aa;
	return !int13(&regs) && regs.ebx.w[0] == 0xaa55 &&
	       (regs.ecx.w[0] & PACKET_ACCESS);
}

/* AH=48h; returns NULL when the drive has none. */
static const struct disk_parameters *parameters(uint8_t drive)
{
	struct disk_parameters *params = (void *)(host->lowmem + LOWMEM_PARAM);
	com32sys_t regs;

	memset(params, 0, sizeof(*params));
	params->len = sizeof(*params);
	drive_regs(&regs, 0x4800, drive);
	regs.ds = SEG(params);
	regs.esi.w[0] = OFFS(params);
	return int13(&regs) ? NULL : params;
}

uint8_t disk_cd(unsigned int index)
{
	/* SeaBIOS, AMI and Award: E0h on; Phoenix: 9Fh; others: EFh, FFh. */
	static const uint8_t ranges[][2] = {{0xe0, 0xef}, {0x9f, 0x9f}};
	const struct disk_parameters *params;
	unsigned int number;
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		for (number = ranges[i][0]; number <= ranges[i][1]; number++) {
			if (!has_packet_access((uint8_t)number))
				continue;
			params = parameters((uint8_t)number);
			if (params && params->sector_len == CD_SECTOR_LEN &&
			    !index--)
				return (uint8_t)number;
		}
	}
	return DRIVE_NONE;
}

/*
 * A sector that comes back with the bytes that stood there before: a drive
 * that says "success" and reads nothing, or not all.
 */
#define UNREAD_WORD 0x5aa5c33c

static struct disk_packet *packet_new(uint64_t lba, unsigned int sectors)
{
	struct disk_packet *packet = (void *)(host->lowmem + LOWMEM_PARAM);

	memset(packet, 0, sizeof(*packet));
	packet->len = PACKET_LEN;
	packet->sectors = (uint16_t)sectors;
	packet->lba = lba;
	return packet;
}

static uint8_t packet_read(uint8_t drive, const struct disk_packet *packet)
{
	com32sys_t regs;

	drive_regs(&regs, 0x4200, drive);
	regs.ds = SEG(packet);
	regs.esi.w[0] = OFFS(packet);
	return int13(&regs);
}

static uint8_t read_packet(uint8_t drive, uint64_t lba, uint8_t *buf)
{
	struct disk_packet *packet = packet_new(lba, 1);

	packet->segment = SEG(buf);
	packet->offset = OFFS(buf);
	return packet_read(drive, packet);
}

int disk_read_high(uint8_t number, uint64_t lba, unsigned int sectors,
		   void *buf)
{
	struct disk_packet *packet = packet_new(lba, sectors);
	volatile uint32_t *first = buf;

	if (!pxe_holds_san())
		return -1;
	packet->len = sizeof(*packet);
	packet->segment = 0xffff;
	packet->offset = 0xffff;
	packet->address = (uint32_t)buf;
	*first = UNREAD_WORD;
	return packet_read(number, packet) || *first == UNREAD_WORD ? -1 : 0;
}

/* AH=08h's geometry, for drives without packet access. */
static uint8_t read_chs(uint8_t drive, uint64_t lba, uint8_t *buf)
{
	uint32_t sectors = 63;
	uint32_t heads = 255;
	uint32_t track = (uint32_t)lba;
	uint32_t cylinder;
	com32sys_t regs;

	drive_regs(&regs, 0x0800, drive);
	if (lba && !int13(&regs)) {
		sectors = regs.ecx.b[0] & 0x3fu;
		heads = regs.edx.b[1] + 1u;
	}
	if (!sectors || lba > UINT32_MAX)
		return 0x04;
	track = (uint32_t)lba / sectors;
	cylinder = track / heads;
	if (cylinder > 1023)
		return 0x04;
	drive_regs(&regs, 0x0201, drive);
	regs.ecx.w[0] = (uint16_t)(cylinder << 8 | (cylinder >> 2 & 0xc0) |
				   ((uint32_t)lba % sectors + 1));
	regs.edx.b[1] = (uint8_t)(track % heads);
	regs.es = SEG(buf);
	regs.ebx.w[0] = OFFS(buf);
	return int13(&regs);
}

static void fill_unread(uint8_t *buf, uint32_t len)
{
	uint32_t i;

	for (i = 0; i < len; i += 4)
		*(uint32_t *)(buf + i) = UNREAD_WORD;
}

static int is_unread(const uint8_t *buf, uint32_t len)
{
	return *(const uint32_t *)buf == UNREAD_WORD ||
	       *(const uint32_t *)(buf + len - 4) == UNREAD_WORD;
}

static const uint8_t *read_sector(const struct sectors *sectors, uint64_t lba)
{
	const struct drive *drive = (const void *)sectors;
	uint8_t *buf = host->lowmem + LOWMEM_SECTOR;
	com32sys_t regs;
	uint8_t status;
	int i;

	/* gPXE and iPXE have tried for 50 s themselves. */
	for (i = drive->san ? READ_TRIES - 1 : 0;
	     i < READ_TRIES && !is_given_up(drive->number); i++) {
		fill_unread(buf, sectors->sector_len);
		status = drive->packet ? read_packet(drive->number, lba, buf)
				       : read_chs(drive->number, lba, buf);
		if (!status && !is_unread(buf, sectors->sector_len))
			return buf;
		last_status[drive->number] = status ? status : STATUS_NOTHING;
		drive_regs(&regs, 0x0000, drive->number);
		int13(&regs);
	}
	return NULL;
}

int disk_error(uint8_t number, const char **ret_text)
{
	static char text[64];
	uint8_t status = last_status[number];

	*ret_text = NULL;
	if (status == STATUS_HUNG)
		return ERR_DRIVE_HUNG;
	if (status == STATUS_NO_MEDIUM)
		return ERR_DRIVE_EMPTY;
	text_format(text, sizeof(text), "%s (INT 13h status 0x%02x)",
		    status_text(status), status);
	*ret_text = status == STATUS_NOTHING ? "nothing was read" : text;
	return ERR_DRIVE_READ;
}

static int floppy_exists(uint8_t number)
{
	com32sys_t regs;

	drive_regs(&regs, 0x0800, number);
	return !int13(&regs) && regs.edx.b[0] > number;
}

static int disk_exists(uint8_t number)
{
	com32sys_t regs;

	drive_regs(&regs, 0x0800, number);
	return (!int13(&regs) && (number & 0x7fu) < disk_count()) ||
	       has_packet_access(number);
}

static int begins(const char *text, const char *prefix)
{
	return memcmp(text, prefix, strlen(prefix)) == 0;
}

/* EDD 3.0, table 10: how the drive is attached. */
static void take_path(struct drive *drive, const struct disk_parameters *params)
{
	static const char *const outside[] = {"USB", "1394", "FIBRE"};
	size_t i;

	if (params->flags & MEDIA_REMOVABLE)
		drive->place = DRIVE_EXTERNAL;
	if (params->key != PATH_KEY)
		return;
	for (i = 0; i < sizeof(params->interface); i++)
		if (params->interface[i] > ' ' && params->interface[i] <= '~')
			drive->bus[i] = params->interface[i];
		else
			break;
	if (drive->place == DRIVE_PLACE_UNKNOWN && drive->bus[0])
		drive->place = DRIVE_INTERNAL;
	for (i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (begins(drive->bus, outside[i]))
			drive->place = DRIVE_EXTERNAL;
}

int disk_open(uint8_t number, struct drive *ret_drive)
{
	const struct disk_parameters *params;
	struct drive drive;

	memset(&drive, 0, sizeof(drive));
	drive.sectors.read = read_sector;
	drive.sectors.sector_len = 512;
	drive.number = number;
	*ret_drive = drive;
	if (number < DRIVE_FIRST_DISK)
		return floppy_exists(number) ? 0 : ERR_DRIVE_NONE;
	if (!disk_exists(number))
		return ERR_DRIVE_NONE;
	drive.packet = (uint8_t)has_packet_access(number);
	params = drive.packet ? parameters(number) : NULL;
	if (params) {
		if (params->sector_len == 2048 || params->sector_len == 4096 ||
		    params->sector_len == 1024)
			drive.sectors.sector_len = params->sector_len;
		if (params->sectors != UINT64_MAX)
			drive.sectors.count = params->sectors;
		take_path(&drive, params);
		drive.san = pxe_holds_san() && params->key != PATH_KEY &&
			    params->dpte == NO_CONTROLLER;
	}
	*ret_drive = drive;
	return 0;
}

/* PCI BIOS 2.1, find class code: any USB host controller. */
static int has_usb(void)
{
	static const uint8_t interfaces[] = {0x00, 0x10, 0x20, 0x30};
	com32sys_t regs;
	size_t i;

	for (i = 0; i < sizeof(interfaces); i++) {
		memset(&regs, 0, sizeof(regs));
		regs.eax.w[0] = 0xb103;
		regs.ecx.l = 0x0c0300u | interfaces[i];
		host->intcall(0x1a, &regs, &regs);
		if (!(regs.eflags.l & EFLAGS_CF) && !regs.eax.b[1])
			return 1;
	}
	return 0;
}

static void take_identity(struct drive *drive, const struct identity *identity)
{
	text_format(drive->bus, sizeof(drive->bus), "%s", identity->bus);
	text_format(drive->model, sizeof(drive->model), "%s", identity->model);
	text_format(drive->serial, sizeof(drive->serial), "%s",
		    identity->serial);
	if (drive->place == DRIVE_PLACE_UNKNOWN)
		drive->place = DRIVE_INTERNAL;
}

void disk_identify(struct drive *drive)
{
	const struct disk_parameters *params;
	struct identity identity;
	const uint8_t *first;

	if (drive->san || drive->number < DRIVE_FIRST_DISK)
		return;
	first = drive->sectors.sector_len == 512
		    ? read_sector(&drive->sectors, 0)
		    : NULL;
	params = drive->packet ? parameters(drive->number) : NULL;
	if ((first && identify_ahci(drive->sectors.count, first, &identity)) ||
	    (params && params->dpte && params->dpte != NO_CONTROLLER &&
	     identify_ide(
		 phys((params->dpte >> 16 << 4) + (params->dpte & 0xffff)),
		 &identity)))
		take_identity(drive, &identity);
	if (drive->place == DRIVE_PLACE_UNKNOWN && !has_usb())
		drive->place = DRIVE_INTERNAL;
}
