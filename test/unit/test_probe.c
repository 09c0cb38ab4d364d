/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/probe.c: one drive, one rung.
 *
 * Runs in: host.
 */
#include "machine.h"

#include "probe.h"

#define BIG_DISK(n) .kind = KIND_DISK, .number = 0x80, .count = (n)
#define DISK BIG_DISK(1000000)
#define CD .kind = KIND_CD, .number = 0xe0
#define MBR .scheme = PARTITION_SCHEME_MBR
#define GPT .scheme = PARTITION_SCHEME_GPT
#define PARTS .parts =
/* Number, first sector and the boot sector of a partition of 100. */
#define PART(n, at, kind)                                                      \
	.number = (n), .type = 7, .first = (at), .sectors = 100, .code = (kind)
#define ESP .number = 4, .type = 0xef, .first = 40, .sectors = 100
#define TIB2 UINT64_C(0x100000000) /* of sectors of 512 */

struct row {
	const char *name;
	const char *line; /* its first rung counts */
	int verdict;
	struct drive_row drive; /* alone in the machine */
	const char *start;	/* as log_start() writes it */
	const char *loader;
	uint32_t room; /* 0: as usual */
};

/* clang-format off */
static const struct row rows[] = {
    /* Boot sectors of disks. */
    {"disk: boots", "hd", 0, .drive = {DISK, .code = CODE_BOOTS},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"disk: whose it is", "hd", 0, .drive = {DISK, .code = CODE_GRUB},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "GRUB"},
    {"disk: a file system without table", "hd", 0,
     .drive = {DISK, .code = CODE_FAT},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"disk: sectors of 4096 bytes", "hd", 0,
     .drive = {DISK, .code = CODE_BOOTS, .sector_len = 4096, GPT,
	       PARTS {{PART(1, 9, CODE_NONE)}}},
     "[0x80: 1 x 4096 @ 0 to 07c0]\n", "unknown"},
    {"disk: empty", "hd", ERR_SECTOR_EMPTY, .drive = {DISK}},
    {"disk: empty but for its table", "hd", ERR_SECTOR_EMPTY,
     .drive = {DISK, MBR, PARTS {{PART(1, 63, CODE_FAT)}}}},
    {"disk: unsigned", "hd", ERR_SECTOR_SIGNATURE,
     .drive = {DISK, .code = CODE_UNSIGNED}},
    {"disk: not bootable by its own words", "hd", ERR_SECTOR_DATA,
     .drive = {DISK, .code = CODE_DATA}, .loader = "not bootable"},
    {"disk: so when it is named, too", "hd0", ERR_SECTOR_DATA,
     .drive = {DISK, .code = CODE_DATA}, .loader = "not bootable"},
    {"disk: unknown to the BIOS", "hd", ERR_DRIVE_NONE,
     .drive = {DISK, .absent = 1, .code = CODE_BOOTS}},
    {"disk: cannot be read", "hd", ERR_DRIVE_READ,
     .drive = {DISK, .code = CODE_BOOTS, .unread = 1}},
    {"disk: its table cannot be read", "hd", ERR_DRIVE_READ,
     .drive = {DISK, .code = CODE_BOOTS, GPT, .bad_from = 1},
     .loader = "unknown"},
    {"disk: hangs", "hd", ERR_DRIVE_HUNG, .drive = {DISK, .hung = 1}},
    {"disk: no medium", "hd", ERR_DRIVE_EMPTY,
     .drive = {DISK, .no_medium = 1}},
    {"disk: a damaged GPT does not matter", "hd", 0,
     .drive = {DISK, .code = CODE_BOOTS, GPT, .bad_primary = 1,
	       .bad_backup = 1},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"san: left out by hd", "hd", ERR_DRIVE_SAN,
     .drive = {DISK, .san = 1, .code = CODE_BOOTS}},
    {"san: left out by part=hd", "part=hd,1", ERR_DRIVE_SAN,
     .drive = {DISK, .san = 1, MBR, PARTS {{PART(1, 63, CODE_FAT)}}}},
    {"san: started when it is named", "hd0", 0,
     .drive = {DISK, .san = 1, .code = CODE_BOOTS},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"san: started when its partition is named", "part=hd0,1", 0,
     .drive = {DISK, .san = 1, MBR, PARTS {{PART(1, 63, CODE_BOOTS)}}},
     "[0x80: 1 x 512 @ 63 to 07c0; type 07 63+100]\n", "unknown"},
    {"map: another number", "hd map=0x81", 0,
     .drive = {DISK, .code = CODE_BOOTS},
     "[0x80 as 0x81: 1 x 512 @ 0 to 07c0]\n", "unknown"},

    /* Boot code that wants an active partition. */
    {"active: bootable", "hd", 0,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{PART(1, 63, CODE_NONE)},
		      {PART(2, 200, CODE_FAT), .active = 1}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "standard MBR"},
    {"active: none", "hd", ERR_SECTOR_NO_ACTIVE,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{PART(1, 63, CODE_FAT)}}}, .loader = "standard MBR"},
    {"active: none, and no partition", "hd", ERR_SECTOR_NO_ACTIVE,
     .drive = {DISK, .code = CODE_ACTIVE}, .loader = "standard MBR"},
    {"active: without boot sector", "hd", ERR_SECTOR_ACTIVE_EMPTY,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{PART(1, 63, CODE_FAT)},
		      {PART(4, 200, CODE_UNSIGNED), .active = 1}}},
     .loader = "standard MBR"},
    {"active: cannot be read", "hd", ERR_DRIVE_READ,
     .drive = {DISK, .code = CODE_ACTIVE, MBR, .bad_from = 200,
	       PARTS {{PART(1, 200, CODE_FAT), .active = 1}}},
     .loader = "standard MBR"},
    {"active: beyond the disk", "hd", ERR_DRIVE_READ,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{PART(1, 1000000, CODE_FAT), .active = 1}}},
     .loader = "standard MBR"},
    {"active: does not matter when the drive is named", "hd0", 0,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{PART(1, 63, CODE_FAT)}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "standard MBR"},
    {"active: does not matter to GRUB", "hd", 0,
     .drive = {DISK, .code = CODE_GRUB, MBR,
	       PARTS {{PART(1, 63, CODE_NONE)}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "GRUB"},
    {"active: an extended partition with a loader", "hd", 0,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{.number = 1, .type = 5, .active = 1, .first = 63,
		       .sectors = 100, .code = CODE_BOOTS},
		      {PART(5, 64, CODE_NONE)}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "standard MBR"},
    {"active: only a logical one", "hd", ERR_SECTOR_NO_ACTIVE,
     .drive = {DISK, .code = CODE_ACTIVE, MBR,
	       PARTS {{.number = 1, .type = 5, .first = 63, .sectors = 100},
		      {PART(5, 64, CODE_FAT), .active = 1}}},
     .loader = "standard MBR"},
    {"active: in a hybrid MBR", "hd", 0,
     .drive = {DISK, .code = CODE_ACTIVE, GPT,
	       .hybrid = {PART(2, 63, CODE_FAT), .active = 1},
	       PARTS {{PART(1, 63, CODE_FAT)}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "standard MBR"},
    {"active: in the GPT only, which an MBR's code does not know", "hd",
     ERR_SECTOR_NO_ACTIVE,
     .drive = {DISK, .code = CODE_ACTIVE, GPT,
	       PARTS {{PART(1, 63, CODE_FAT), .active = 1}}},
     .loader = "standard MBR"},

    /* Disks that were installed for UEFI. */
    {"uefi: empty boot code, GPT with ESP", "hd", ERR_SECTOR_UEFI,
     .drive = {DISK, GPT, PARTS {{PART(1, 200, CODE_NONE)}, {ESP}}}},
    {"uefi: the drive is named", "hd0", ERR_SECTOR_UEFI,
     .drive = {DISK, GPT, PARTS {{ESP}}}},
    {"uefi: MBR with ESP", "hd", ERR_SECTOR_UEFI,
     .drive = {DISK, MBR, PARTS {{ESP}}}},
    {"uefi: the backup GPT has the ESP", "hd", ERR_SECTOR_UEFI,
     .drive = {DISK, GPT, .bad_primary = 1, PARTS {{ESP}}}},
    {"uefi: Windows' boot code, which finds nothing active", "hd",
     ERR_SECTOR_UEFI,
     .drive = {DISK, .code = CODE_ACTIVE, GPT, PARTS {{ESP}}},
     .loader = "standard MBR"},
    {"uefi: no ESP", "hd", ERR_SECTOR_EMPTY,
     .drive = {DISK, GPT, PARTS {{PART(1, 200, CODE_NONE)}}}},
    {"uefi: an ESP beside boot code is no matter", "hd", 0,
     .drive = {DISK, .code = CODE_GRUB, GPT, PARTS {{ESP}}},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "GRUB"},

    /* Partitions. */
    {"part: primary", "part=hd0,2", 0,
     .drive = {DISK, MBR, PARTS {{PART(2, 63, CODE_FAT), .hidden = 63}}},
     "[0x80: 1 x 512 @ 63 to 07c0; type 07 63+100]\n", "unknown"},
    {"part: hidden sectors are wrong", "part=hd0,2", 0,
     .drive = {DISK, MBR, PARTS {{PART(2, 2048, CODE_FAT), .hidden = 63}}},
     "[0x80: 1 x 512 @ 2048 to 07c0; type 07 2048+100; hidden 2048]\n",
     "unknown"},
    {"part: no BPB, nothing to correct", "part=hd0,2", 0,
     .drive = {DISK, MBR, PARTS {{PART(2, 2048, CODE_GRUB)}}},
     "[0x80: 1 x 512 @ 2048 to 07c0; type 07 2048+100]\n", "GRUB"},
    {"part: the second logical one", "part=hd0,6", 0,
     .drive = {DISK, MBR,
	       PARTS {{.number = 1, .type = 15, .first = 99, .sectors = 900},
		      {PART(5, 100, CODE_NONE)},
		      {PART(6, 300, CODE_FAT), .hidden = 1}}},
     "[0x80: 1 x 512 @ 300 to 07c0; type 07 300+100; hidden 300]\n",
     "unknown"},
    {"part: of a GPT", "part=hd0,3", 0,
     .drive = {DISK, GPT, PARTS {{PART(1, 200, CODE_NONE)},
				 {PART(3, 400, CODE_FAT)}}},
     "[0x80: 1 x 512 @ 400 to 07c0; type ed 400+100; hidden 400]\n",
     "unknown"},
    {"part: of a GPT's backup", "part=hd0,3", 0,
     .drive = {DISK, GPT, .bad_primary = 1,
	       PARTS {{PART(3, 400, CODE_BOOTS)}}},
     "[0x80: 1 x 512 @ 400 to 07c0; type ed 400+100]\n", "unknown"},
    {"part: sectors of 4096 bytes", "part=hd0,1", 0,
     .drive = {DISK, .sector_len = 4096, GPT,
	       PARTS {{PART(1, 256, CODE_FAT)}}},
     "[0x80: 1 x 4096 @ 256 to 07c0; type ed 256+100; hidden 256]\n",
     "unknown"},
    {"part: the last sector below 2 TiB", "part=hd0,1", 0,
     .drive = {BIG_DISK(2 * TIB2), GPT,
	       PARTS {{PART(1, TIB2 - 1, CODE_FAT)}}},
     "[0x80: 1 x 512 @ 4294967295 to 07c0; type ed 4294967295+100; "
     "hidden 4294967295]\n", "unknown"},
    {"part: beyond 2 TiB", "part=hd0,1", ERR_PARTITION_FAR,
     .drive = {BIG_DISK(2 * TIB2), GPT,
	       PARTS {{PART(1, TIB2, CODE_FAT)}}}},
    {"part: longer than 2 TiB", "part=hd0,1", 0,
     .drive = {BIG_DISK(3 * TIB2), GPT,
	       PARTS {{.number = 1, .first = 63, .sectors = 2 * TIB2,
		       .code = CODE_BOOTS}}},
     "[0x80: 1 x 512 @ 63 to 07c0; type ed 63+4294967295]\n", "unknown"},
    {"part: no such one", "part=hd0,1", ERR_PARTITION_NONE,
     .drive = {DISK, MBR, PARTS {{PART(2, 63, CODE_FAT)}}}},
    {"part: the extended partition is none", "part=hd0,1", ERR_PARTITION_NONE,
     .drive = {DISK, MBR,
	       PARTS {{.number = 1, .type = 5, .first = 99, .sectors = 900},
		      {PART(5, 100, CODE_NONE)}}}},
    {"part: no table", "part=hd0,1", ERR_PARTITION_TABLE,
     .drive = {DISK, .code = CODE_FAT}},
    {"part: a damaged GPT", "part=hd0,1", ERR_GPT_DAMAGED,
     .drive = {DISK, GPT, .bad_primary = 1, .bad_backup = 1,
	       PARTS {{PART(1, 200, CODE_FAT)}}}},
    {"part: a chain that leads beyond the disk", "part=hd0,5",
     ERR_PARTITION_CHAIN,
     .drive = {DISK, MBR, PARTS {{.number = 1, .type = 5, .first = 1000000,
				  .sectors = 900}}}},
    {"part: empty", "part=hd0,1", ERR_SECTOR_EMPTY,
     .drive = {DISK, MBR, PARTS {{PART(1, 63, CODE_NONE)}}}},
    {"part: not bootable by its own words", "part=hd0,1", ERR_SECTOR_DATA,
     .drive = {DISK, MBR, PARTS {{PART(1, 63, CODE_DATA)}}},
     .loader = "not bootable"},
    {"part: beyond the disk", "part=hd0,1", ERR_DRIVE_READ,
     .drive = {DISK, MBR, PARTS {{PART(1, 1000000, CODE_BOOTS)}}}},
    {"part: map, for a partition too", "part=hd0,1 map=hd1", 0,
     .drive = {DISK, MBR, PARTS {{PART(1, 63, CODE_GRUB)}}},
     "[0x80 as 0x81: 1 x 512 @ 63 to 07c0; type 07 63+100]\n", "GRUB"},

    /* Disks by their properties. */
    {"select: another one", "hd size=1T", ERR_SELECT_OTHER,
     .drive = {DISK, .code = CODE_BOOTS}, .loader = "unknown"},
    {"select: another one, though it is empty", "hd size=1T",
     ERR_SELECT_OTHER, .drive = {DISK}},
    {"select: this one is empty", "hd serial=A", ERR_SECTOR_EMPTY,
     .drive = {DISK, .serial = "A"}},
    {"select: this one", "hd internal=yes serial=A", 0,
     .drive = {DISK, .code = CODE_BOOTS, .serial = "A",
	       .place = DRIVE_INTERNAL},
     "[0x80: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"select: this one, and its partition", "part=hd,1 guid=89abcdef", 0,
     .drive = {DISK, MBR, .signature = 0x89abcdef,
	       PARTS {{PART(1, 63, CODE_GRUB)}}},
     "[0x80: 1 x 512 @ 63 to 07c0; type 07 63+100]\n", "GRUB"},
    {"select: another one's partition", "part=hd,1 guid=89abcdee",
     ERR_SELECT_OTHER,
     .drive = {DISK, MBR, .signature = 0x89abcdef,
	       PARTS {{PART(1, 63, CODE_GRUB)}}}},
    {"select: by label, and the GPT is damaged", "hd label=X",
     ERR_SELECT_OTHER,
     .drive = {DISK, .code = CODE_BOOTS, GPT, .bad_primary = 1,
	       .bad_backup = 1, PARTS {{PART(1, 200, CODE_FAT),
					.label = "X"}}}, .loader = "unknown"},

    /* Floppies. */
    {"fd: bootable", "fd", 0,
     .drive = {.kind = KIND_FLOPPY, .code = CODE_FAT},
     "[0x00: 1 x 512 @ 0 to 07c0]\n", "unknown"},
    {"fd: unsigned", "fd", ERR_SECTOR_SIGNATURE,
     .drive = {.kind = KIND_FLOPPY, .code = CODE_UNSIGNED}},
    {"fd: not bootable by its own words", "fd", ERR_SECTOR_DATA,
     .drive = {.kind = KIND_FLOPPY, .code = CODE_DATA},
     .loader = "not bootable"},
    {"fd: no medium", "fd", ERR_DRIVE_EMPTY,
     .drive = {.kind = KIND_FLOPPY, .no_medium = 1}},
    {"fd: cannot be read", "fd", ERR_DRIVE_READ,
     .drive = {.kind = KIND_FLOPPY, .unread = 1}},

    /* CDs. */
    {"cd: one sector of the CD", "cd", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 4, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"cd: no sector means one", "cd", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 0, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"cd: part of a sector is one", "cd", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0x7c0, 5, 25}}},
     "[0xe0: 2 x 2048 @ 25 to 07c0]\n"},
    {"cd: no map for it", "cd map=0x80", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0x1000, 4, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 1000]\n"},
    {"cd: even of a SAN", "cd", 0,
     .drive = {CD, .san = 1, .entries = {{0x88, 0, 0, 0, 4, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"cd: selectors are about disks", "cd serial=A", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 4, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"cd: entry by number", "cd entry=2", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 4, 25},
			       {0x88, 0, 0, 0, 8, 30}}},
     "[0xe0: 2 x 2048 @ 30 to 07c0]\n"},
    {"cd: the entry is not for a BIOS", "cd entry=2", ERR_CD_PLATFORM,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 4, 25},
			       {0x88, 0xef, 0, 0, 8, 30}}}},
    {"cd: no such entry", "cd entry=3", ERR_CD_ENTRY,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 4, 25},
			       {0x88, 0xef, 0, 0, 8, 30}}}},
    {"cd: floppy emulation", "cd", ERR_CD_EMULATION,
     .drive = {CD, .entries = {{0x88, 0, 2, 0, 1, 25}}}},
    {"cd: no boot record", "cd", ERR_CD_FORMAT, .drive = {CD}},
    {"cd: no medium", "cd", ERR_DRIVE_EMPTY, .drive = {CD, .no_medium = 1}},
    {"cd: sectors that are no CD's", "cd", ERR_CD_FORMAT,
     .drive = {CD, .sector_len = 512, .entries = {{0x88, 0, 0, 0, 4, 25}}}},
    {"cd: the lowest segment", "cd", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0xa0, 4, 25}}},
     "[0xe0: 1 x 2048 @ 25 to 00a0]\n"},
    {"cd: a segment in the BIOS's data", "cd", ERR_CD_LOAD,
     .drive = {CD, .entries = {{0x88, 0, 0, 0x9f, 4, 25}}}},
    {"cd: up to the end of base memory", "cd", 0,
     .drive = {CD, .entries = {{0x88, 0, 0, 0x800, 16, 25}}},
     "[0xe0: 4 x 2048 @ 25 to 0800]\n", .room = 0xa000},
    {"cd: one sector past it", "cd", ERR_CD_LOAD,
     .drive = {CD, .entries = {{0x88, 0, 0, 0x800, 17, 25}}},
     .room = 0xa000},
    {"cd: begins behind it", "cd", ERR_CD_LOAD,
     .drive = {CD, .entries = {{0x88, 0, 0, 0xf000, 4, 25}}}},
    {"cd: the greatest segment", "cd", ERR_CD_LOAD,
     .drive = {CD, .entries = {{0x88, 0, 0, 0xffff, 4, 25}}}},
    {"cd: the greatest count", "cd", ERR_CD_LOAD,
     .drive = {CD, .entries = {{0x88, 0, 0, 0, 0xffff, 25}}}},
};
/* clang-format on */

static const struct machine machine = {MACHINE_DRIVES_OF};

static void finds(void **state)
{
	const struct row *row = *state;
	const struct drive_row drives[2] = {row->drive};
	struct finding finding;
	struct ladder ladder;
	struct drive drive;
	struct span word;

	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	machine_new(drives, &ladder);
	if (row->room)
		here.room = row->room;
	memset(&drive, 0xa5, sizeof(drive));
	memset(&finding, 0xa5, sizeof(finding));
	probe_drive(&ladder, 0, &machine, row->drive.number, 0, &drive,
		    &finding);
	assert_int_equal(finding.verdict, row->verdict);
	assert_int_equal(finding.rung, 0);
	assert_ptr_equal(finding.drive, &drive);
	assert_int_equal(drive.number, row->drive.number);
	assert_int_equal(finding.start.method, ladder.rung[0].method);
	assert_int_equal(!finding.status, row->verdict != ERR_DRIVE_READ);
	if (row->loader)
		assert_string_equal(finding.loader, row->loader);
	else
		assert_null(finding.loader);
	if (!finding.verdict)
		log_start(&finding.start);
	assert_string_equal(here.log, row->start ? row->start : "");
	machine_free();
}

/* --- Which drives a rung is about ----------------------------------------- */

struct candidates {
	const char *name;
	const char *line;
	struct drive_row drives[5];
	int numbers[4]; /* -1: no more */
};

#define NTH(n) .kind = KIND_DISK, .number = (n)

/* clang-format off */
static const struct candidates candidate_rows[] = {
    {"candidates: hd", "hd", {{NTH(0x80)}, {NTH(0x81)}}, {0x80, 0x81, -1}},
    {"candidates: part=hd", "part=hd,7", {{NTH(0x80)}}, {0x80, -1}},
    {"candidates: hd, and no disk", "hd", {{CD}}, {-1}},
    {"candidates: hd1, counted or not", "hd1", {{NTH(0x80)}}, {0x81, -1}},
    {"candidates: hd127", "hd127", {{NTH(0x80)}}, {0xff, -1}},
    {"candidates: part=hd1", "part=hd1,1", {{NTH(0x80)}}, {0x81, -1}},
    {"candidates: cd", "cd", {{CD}, {.kind = KIND_CD, .number = 0x9f}},
     {0xe0, 0x9f, -1}},
    {"candidates: cd, and none", "cd", {{NTH(0x80)}}, {-1}},
    {"candidates: fd, counted or not", "fd", {{NTH(0x80)}}, {0, -1}},
    {"candidates: int19 has none", "int19", {{NTH(0x80)}}, {-1}},
    {"candidates: menu has none", "menu", {{NTH(0x80)}}, {-1}},
    {"candidates: poweroff has none", "poweroff", {{NTH(0x80)}}, {-1}},
};
/* clang-format on */

static void has_candidates(void **state)
{
	const struct candidates *row = *state;
	struct ladder ladder;
	struct span word;
	unsigned int i = 0;
	int number;

	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	machine_new(row->drives, &ladder);
	do {
		number = probe_candidate(&ladder.rung[0], &machine, i);
		assert_int_equal(number, row->numbers[i++]);
	} while (number >= 0);
}

static void it_identifies_for_a_report_and_for_two_keys_only(void **state)
{
	static const struct drive_row drives[] = {
	    {DISK, .code = CODE_BOOTS, .model = "M", .serial = "A"},
	    {.kind = KIND_NONE}};
	static const struct {
		const char *line;
		int asked;
		unsigned int identified;
	} cases[] = {
	    {"hd", 0, 0},	  {"hd", 1, 1},
	    {"hd size=1T", 0, 0}, {"hd serial=A", 0, 1},
	    {"hd label=A", 0, 0}, {"hd internal=yes", 0, 1},
	};
	struct finding finding;
	struct ladder ladder;
	struct drive drive;
	struct span word;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(ladder_parse(cases[i].line, &ladder, &word),
				 0);
		machine_new(drives, &ladder);
		probe_drive(&ladder, 0, &machine, 0x80, cases[i].asked, &drive,
			    &finding);
		assert_int_equal(here.identified, cases[i].identified);
		assert_string_equal(drive.model,
				    cases[i].identified ? "M" : "");
	}
	machine_free();
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(candidate_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_ROWS(tests, n, candidate_rows, has_candidates);
	UNIT_TEST(tests, n, it_identifies_for_a_report_and_for_two_keys_only);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
