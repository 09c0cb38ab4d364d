/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/climb.c: what happens on a machine, line by line.
 *
 * Runs in: host.
 */
#include "machine.h"

#include "climb.h"
#include "cookie.h"
#include "report.h"

#define MAX_DRIVES (MACHINE_DRIVES + 1)
#define HAND_OVERS 64

/* What the lines end with. */
#define EMPTY "no boot code in its first sector (all zero)\n"
#define UNSIGNED "no boot signature (55AA) in its first sector\n"
#define SAN "a SAN disk, left out\n"
#define NO_DRIVE "the BIOS knows no such drive\n"
#define OTHER "not the disk asked for\n"
#define UNTOLD "the BIOS does not tell what is asked for\n"
#define BACK ": came back here through the network; going on after it\n"
#define DRIVE_BACK(n) ": drive " n ": came back here through the network\n"
#define NO_DISKS "the BIOS knows no fixed disk\n"
#define NO_CDS "the BIOS shows no CD or DVD drive to programs\n"
#define NO_BOOT_RECORD "no bootable CD: it has no El Torito boot record\n"
#define UEFI                                                                   \
	"nothing for a BIOS to boot, but an EFI system partition: installed "  \
	"for UEFI, so switch the firmware to UEFI boot\n"
#define NOT_READY "cannot be read: drive not ready (INT 13h status 0xaa)\n"

/* The other methods, in their own words, and what becomes of them. */
#define INT19                                                                  \
	"int19: starting the BIOS boot order from its beginning\n[int19]\n"
#define INT18 "int18: asking the BIOS for the next boot device\n[int18]\n"
#define EXIT "exit: back to the boot ROM\n[exit]\n"
#define MENU "menu: back to the loader\n[menu]\n"
#define REBOOT "reboot: restarting the machine\n[reboot]\n"
#define POWEROFF "poweroff: switching the machine off\n[poweroff]\n"

/* A drive's boot sector. */
#define START(number)                                                          \
	"starting drive " number "\n[" number ": 1 x 512 @ 0 to 07c0]\n"
/* The machine comes back, and the program begins again. */
#define AGAIN "--\n"

/* Drives of the tables. */
#define DISK(n) .kind = KIND_DISK, .number = (n), .count = 1000000
#define CD(n) .kind = KIND_CD, .number = (n)
#define FLOPPY .kind = KIND_FLOPPY, .number = 0
#define BOOTS .code = CODE_BOOTS
#define MBR .scheme = PARTITION_SCHEME_MBR
#define GPT .scheme = PARTITION_SCHEME_GPT
#define CD_BOOTS .entries = {{0x88, 0, 0, 0, 4, 25}}

struct row {
	const char *name;
	const char *line;
	struct drive_row drives[MAX_DRIVES];
	const char *events;
	unsigned int comes_back; /* so often, and then something boots */
	const char *next_line;	 /* with which it runs then; NULL: the same */
	uint8_t is_refused;	 /* a hand-over is impossible, and returns */
};

/* clang-format off */
static const struct row rows[] = {
    {"auto: SeaBIOS with one IDE disk", "", .drives = {{DISK(0x80), BOOTS}},
     "hd: " START("0x80")},
    {"auto: second disk, the first has no signature", "",
     .drives = {{DISK(0x80), .code = CODE_UNSIGNED}, {DISK(0x81), BOOTS}},
     "hd: drive 0x80: " UNSIGNED
     "hd: " START("0x81")},
    {"auto: SAN disk first", "",
     .drives = {{DISK(0x80), BOOTS, .san = 1}, {DISK(0x81), BOOTS}},
     "hd: drive 0x80: " SAN
     "hd: " START("0x81")},
    {"auto: CD only", "", .drives = {{CD(0xe0), CD_BOOTS}},
     "hd: " NO_DISKS
     "cd: starting drive 0xe0\n"
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"auto: empty CD drive and blank disk", "",
     .drives = {{DISK(0x80)}, {CD(0xe0), .no_medium = 1}},
     "hd: drive 0x80: " EMPTY
     "cd: drive 0xe0: no medium in it\n"
     INT19},
    {"auto: two CD drives, audio in the first", "",
     .drives = {{DISK(0x80)}, {CD(0x9f)}, {CD(0xe0), CD_BOOTS}},
     "hd: drive 0x80: " EMPTY
     "cd: drive 0x9f: " NO_BOOT_RECORD
     "cd: starting drive 0xe0\n"
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},
    {"auto: no device at all", "", .drives = {{.kind = KIND_NONE}},
     "hd: " NO_DISKS
     "cd: " NO_CDS
     INT19},
    {"auto: twenty disks, the last one boots", "",
     .drives = {{DISK(0x80)}, {DISK(0x81)}, {DISK(0x82)}, {DISK(0x83)}, {DISK(0x84)},
      {DISK(0x85)}, {DISK(0x86)}, {DISK(0x87)}, {DISK(0x88)}, {DISK(0x89)},
      {DISK(0x8a)}, {DISK(0x8b)}, {DISK(0x8c)}, {DISK(0x8d)}, {DISK(0x8e)},
      {DISK(0x8f)}, {DISK(0x90)}, {DISK(0x91)}, {DISK(0x92)},
      {DISK(0x93), BOOTS}},
     "hd: drive 0x80: " EMPTY "hd: drive 0x81: " EMPTY
     "hd: drive 0x82: " EMPTY "hd: drive 0x83: " EMPTY
     "hd: drive 0x84: " EMPTY "hd: drive 0x85: " EMPTY
     "hd: drive 0x86: " EMPTY "hd: drive 0x87: " EMPTY
     "hd: drive 0x88: " EMPTY "hd: drive 0x89: " EMPTY
     "hd: drive 0x8a: " EMPTY "hd: drive 0x8b: " EMPTY
     "hd: drive 0x8c: " EMPTY "hd: drive 0x8d: " EMPTY
     "hd: drive 0x8e: " EMPTY "hd: drive 0x8f: " EMPTY
     "hd: drive 0x90: " EMPTY "hd: drive 0x91: " EMPTY
     "hd: drive 0x92: " EMPTY
     "hd: " START("0x93")},
    {"auto: a drive that is counted, and then unknown", "",
     .drives = {{DISK(0x80), .absent = 1}, {DISK(0x81), BOOTS}},
     "hd: drive 0x80: " NO_DRIVE
     "hd: " START("0x81")},
    {"auto: the first sector is all that can be read", "",
     .drives = {{DISK(0x80), BOOTS, .bad_from = 1}},
     "hd: " START("0x80")},
    {"auto: a hung drive and one that is not ready", "",
     .drives = {{DISK(0x80), .hung = 1}, {DISK(0x81), BOOTS, GPT, .bad_from = 1},
      {DISK(0x82), BOOTS}},
     "hd: drive 0x80: hangs; given up\n"
     "hd: drive 0x81: " NOT_READY
     "hd: " START("0x82")},
    {"auto: a disk installed for UEFI", "",
     .drives = {{DISK(0x80), GPT, .parts = {{.number = 1, .type = 0xef, .first = 40,
				   .sectors = 100}}}},
     "hd: drive 0x80: " UEFI
     "cd: " NO_CDS
     INT19},
    {"auto: no partition is active", "",
     .drives = {{DISK(0x80), .code = CODE_ACTIVE, MBR,
       .parts = {{.number = 1, .type = 7, .first = 63, .sectors = 9,
		  .code = CODE_FAT}}},
      {DISK(0x81), BOOTS}},
     "hd: drive 0x80: its boot code wants an active partition, and none is "
     "active\n"
     "hd: " START("0x81")},
    {"auto: the active partition has no boot sector", "",
     .drives = {{DISK(0x80), .code = CODE_ACTIVE, MBR,
       .parts = {{.number = 1, .type = 7, .active = 1, .first = 63,
		  .sectors = 9}}},
      {DISK(0x81), BOOTS}},
     "hd: drive 0x80: its active partition has no boot sector (55AA)\n"
     "hd: " START("0x81")},
    {"auto: a superfloppy that says it is not bootable", "",
     .drives = {{DISK(0x80), .code = CODE_DATA}, {DISK(0x81), BOOTS}},
     "hd: drive 0x80: its boot sector only says that it is not bootable\n"
     "hd: " START("0x81")},
    {"auto: starting is impossible, so the next", "",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS}, {CD(0xe0), CD_BOOTS}},
     "hd: " START("0x80")
     "hd: " START("0x81")
     "cd: starting drive 0xe0\n"
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"
     INT19
     "[report 3]\n"
     INT18
     "[report 4, final]\n"
     MENU "[1]\n", .is_refused = 1},

    {"fd: no drive", "fd,menu", .drives = {{DISK(0x80), BOOTS}},
     "fd: drive 0x00: " NO_DRIVE
     "[report 1, final]\n"
     MENU "[1]\n"},
    {"fd: empty", "fd,menu", .drives = {{FLOPPY, .no_medium = 1}},
     "fd: drive 0x00: no medium in it\n"
     "[report 1, final]\n"
     MENU "[1]\n"},
    {"fd: unsigned", "fd,hd0", .drives = {{FLOPPY, .code = CODE_UNSIGNED},
				{DISK(0x80), BOOTS}},
     "fd: drive 0x00: " UNSIGNED
     "hd0: " START("0x80")},
    {"fd: bootable", "fd,hd0", .drives = {{FLOPPY, BOOTS}, {DISK(0x80), BOOTS}},
     "fd: " START("0x00")},
    {"drive: named, even a SAN disk", "hd1,hd0",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS, .san = 1}},
     "hd1: " START("0x81")},
    {"drive: named, though none is active", "0x80",
     .drives = {{DISK(0x80), .code = CODE_ACTIVE, MBR,
       .parts = {{.number = 1, .type = 7, .first = 63, .sectors = 9}}}},
     "hd0: " START("0x80")},
    {"drive: named, and not there", "hd2", .drives = {{DISK(0x80), BOOTS}},
     "hd2: drive 0x82: " NO_DRIVE
     "[report 1, final]\n[1]\n"},
    {"drive: of a CD, by its number", "0xe0", .drives = {{CD(0xe0), .code = 0}},
     "hd96: drive 0xe0: " EMPTY
     "[report 1, final]\n[1]\n"},
    {"part: its boot sector", "part=hd0,1",
     .drives = {{DISK(0x80), MBR, .parts = {{.number = 1, .type = 7, .first = 63,
				   .sectors = 100, .code = CODE_FAT,
				   .hidden = 63}}}},
     "part=hd0,1: starting drive 0x80\n"
     "[0x80: 1 x 512 @ 63 to 07c0; type 07 63+100]\n"},
    {"part: hidden sectors corrected", "part=hd0,1",
     .drives = {{DISK(0x80), MBR, .parts = {{.number = 1, .type = 7, .first = 2048,
				   .sectors = 100, .code = CODE_FAT,
				   .hidden = 63}}}},
     "part=hd0,1: its hidden-sectors field is wrong; started with 2048 "
     "there\n"
     "part=hd0,1: starting drive 0x80\n"
     "[0x80: 1 x 512 @ 2048 to 07c0; type 07 2048+100; hidden 2048]\n"},
    {"part: of the first disk that has it", "part=hd,2",
     .drives = {{DISK(0x80), BOOTS},
      {DISK(0x81), .san = 1, BOOTS},
      {DISK(0x82), MBR, .parts = {{.number = 1, .type = 7, .first = 9,
				   .sectors = 9, .code = CODE_FAT}}},
      {DISK(0x83), MBR, .parts = {{.number = 2, .type = 7, .first = 9,
				   .sectors = 9, .code = CODE_BOOTS}}}},
     "part=hd,2: drive 0x80: no partition table\n"
     "part=hd,2: drive 0x81: " SAN
     "part=hd,2: drive 0x82: no such partition on it\n"
     "part=hd,2: starting drive 0x83\n"
     "[0x83: 1 x 512 @ 9 to 07c0; type 07 9+9]\n"},
    {"part: no disk", "part=hd,2", .drives = {{FLOPPY, BOOTS}},
     "part=hd,2: " NO_DISKS
     "[report 1, final]\n[1]\n"},

    {"select: the second of two by disk GUID",
     "guid=23222120-2524-2726-2829-2a2b2c2d2e2f",
     .drives = {{DISK(0x80), BOOTS, GPT, .guid = 0x10},
      {DISK(0x81), BOOTS, GPT, .guid = 0x20}},
     "hd: drive 0x80: " OTHER
     "hd: " START("0x81")},
    {"select: by serial, which the first does not tell", "serial=wd-7",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS, .serial = "WD-7"}},
     "hd: drive 0x80: " UNTOLD
     "hd: " START("0x81")},
    {"select: none fits, and no other disk is started", "size=500G",
     .drives = {{DISK(0x80), BOOTS}},
     "hd: drive 0x80: " OTHER
     "[report 1, final]\n"
     MENU "[1]\n"},
    {"select: a named drive must fit as well", "hd0,hd1 label=DATA",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS, MBR,
       .parts = {{.number = 1, .type = 12, .first = 9, .sectors = 9,
		  .code = CODE_FAT, .label = "DATA"}}}},
     "hd0: drive 0x80: " OTHER
     "hd1: " START("0x81")},

    {"map: the second disk as the first", "hd1 map=0x80",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS}},
     "hd1: starting drive 0x81\n"
     "[0x81 as 0x80: 1 x 512 @ 0 to 07c0]\n"},
    {"map: for partitions, and not for CDs", "part=hd0,1,cd map=hd0",
     .drives = {{DISK(0x80)}, {CD(0xe0), CD_BOOTS}},
     "part=hd0,1: drive 0x80: no partition table\n"
     "cd: starting drive 0xe0\n"
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n"},

    {"report: before int18, before exit, and not before int19",
     "hd,int19,int18,exit", .drives = {{DISK(0x80)}},
     "hd: drive 0x80: " EMPTY
     INT19 AGAIN
     "int19" BACK
     "[report 2]\n"
     INT18 AGAIN
     "int18" BACK
     "[report 3]\n"
     EXIT "[0]\n", .comes_back = 2},
    {"report: nothing failed before int18", "int18", .drives = {{DISK(0x80)}}, INT18},
    {"report: nothing failed before exit", "exit", .drives = {{DISK(0x80)}},
     EXIT "[0]\n"},
    {"report: nothing failed before menu", "menu,hd0", .drives = {{DISK(0x80)}},
     MENU "[0]\n"},
    {"report: menu is the end of the list", "hd0,menu,hd1", .drives = {{DISK(0x80)}},
     "hd0: drive 0x80: " EMPTY
     "[report 1, final]\n"
     MENU "[1]\n"},
    {"report: the end without menu", "hd0,hd1", .drives = {{DISK(0x80)}},
     "hd0: drive 0x80: " EMPTY
     "hd1: drive 0x81: " NO_DRIVE
     "[report 2, final]\n[1]\n"},
    {"report: no APM, so the end", "poweroff", .drives = {{DISK(0x80)}},
     POWEROFF "[report 1, final]\n[1]\n"},
    {"reboot", "hd0,reboot,menu", .drives = {{DISK(0x80)}},
     "hd0: drive 0x80: " EMPTY REBOOT},

    {"comeback: of everything in the default list", "",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81)}, {DISK(0x82), BOOTS},
      {CD(0xe0), CD_BOOTS}},
     "hd: " START("0x80") AGAIN
     "hd" DRIVE_BACK("0x80")
     "hd: drive 0x81: " EMPTY
     "hd: " START("0x82") AGAIN
     "hd" DRIVE_BACK("0x82")
     "cd: starting drive 0xe0\n"
     "[0xe0: 1 x 2048 @ 25 to 07c0]\n" AGAIN
     "cd" DRIVE_BACK("0xe0")
     INT19 AGAIN
     "int19" BACK
     "[report 3]\n" INT18 AGAIN
     "int18" BACK
     "[report 4, final]\n" MENU "[1]\n", .comes_back = 9},
    {"comeback: in the middle of hd", "hd,menu",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS}, {DISK(0x82), BOOTS}},
     "hd: " START("0x80") AGAIN
     "hd" DRIVE_BACK("0x80")
     "hd: " START("0x81") AGAIN
     "hd" DRIVE_BACK("0x81")
     "hd: " START("0x82"), .comes_back = 2},
    {"comeback: of the only one", "hd0", .drives = {{DISK(0x80), BOOTS}},
     "hd0: " START("0x80") AGAIN
     "hd0" DRIVE_BACK("0x80")
     "[report 1, final]\n[1]\n", .comes_back = 9},
    {"comeback: floppy, whose number is 0", "fd,hd0",
     .drives = {{FLOPPY, BOOTS}, {DISK(0x80), BOOTS}},
     "fd: " START("0x00") AGAIN
     "fd" DRIVE_BACK("0x00")
     "hd0: " START("0x80"), .comes_back = 1},
    {"comeback: the same drive twice in the list", "hd0,hd0,menu",
     .drives = {{DISK(0x80), BOOTS}},
     "hd0: " START("0x80") AGAIN
     "hd0" DRIVE_BACK("0x80")
     "hd0: " START("0x80") AGAIN
     "hd0" DRIVE_BACK("0x80")
     "[report 2, final]\n" MENU "[1]\n", .comes_back = 9},
    {"comeback: of a method that is not in the list any more", "int19,hd0",
     .drives = {{DISK(0x80), BOOTS}}, INT19 AGAIN "hd0: " START("0x80"),
     .comes_back = 1, .next_line = "hd0"},
    {"comeback: in another list, after the last place of the method", "int19",
     .drives = {{DISK(0x80)}, {DISK(0x81), BOOTS}},
     INT19 AGAIN "int19" BACK "hd1: " START("0x81"),
     .comes_back = 1, .next_line = "hd0,int19,hd0,int19,hd1"},
    {"comeback: another drive is asked for by now", "hd0",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS}},
     "hd0: " START("0x80") AGAIN
     "hd1: " START("0x81"), .comes_back = 1, .next_line = "hd1"},
    {"comeback: another drive is asked for by now, and then this one", "hd0",
     .drives = {{DISK(0x80), BOOTS}, {DISK(0x81), BOOTS}},
     "hd0: " START("0x80") AGAIN
     "hd1: " START("0x81") AGAIN
     "hd1" DRIVE_BACK("0x81")
     "hd0: " START("0x80") AGAIN
     "hd0" DRIVE_BACK("0x80")
     "[report 2, final]\n[1]\n", .comes_back = 9, .next_line = "hd1,hd0"},
    {"comeback: another disk's partition is asked for by now", "part=hd0,1",
     .drives = {{DISK(0x80), MBR, .parts = {{.number = 1, .type = 7, .first = 9,
				   .sectors = 9, .code = CODE_BOOTS}}},
      {DISK(0x81), MBR, .parts = {{.number = 1, .type = 7, .first = 9,
				   .sectors = 9, .code = CODE_BOOTS}}}},
     "part=hd0,1: starting drive 0x80\n"
     "[0x80: 1 x 512 @ 9 to 07c0; type 07 9+9]\n" AGAIN
     "part=hd1,1: starting drive 0x81\n"
     "[0x81: 1 x 512 @ 9 to 07c0; type 07 9+9]\n",
     .comes_back = 1, .next_line = "part=hd1,1"},
    {"comeback: another partition is asked for by now", "part=hd0,1",
     .drives = {{DISK(0x80), MBR, .parts = {
       {.number = 1, .type = 7, .first = 9, .sectors = 9, .code = CODE_BOOTS},
       {.number = 2, .type = 7, .first = 18, .sectors = 9,
	.code = CODE_BOOTS}}}},
     "part=hd0,1: starting drive 0x80\n"
     "[0x80: 1 x 512 @ 9 to 07c0; type 07 9+9]\n" AGAIN
     "part=hd0,2: starting drive 0x80\n"
     "[0x80: 1 x 512 @ 18 to 07c0; type 07 18+9]\n",
     .comes_back = 1, .next_line = "part=hd0,2"},
};
/* clang-format on */

/* --- A machine that runs -------------------------------------------------- */

/* What the hand-overs of a run leave behind. */
static struct {
	jmp_buf given_away;
	uint8_t cookie[COOKIE_LEN];
	int is_refused;
	struct cookie seen[HAND_OVERS];
	unsigned int hand_overs;
} run;

static void give_away(uint8_t method, unsigned int rung, uint8_t drive)
{
	struct cookie cookie = {
	    .method = method,
	    .rung = (uint8_t)rung,
	    .drive = drive,
	    .partition = here.ladder->rung[rung].partition,
	};

	assert_in_range(run.hand_overs, 0, HAND_OVERS - 1);
	run.seen[run.hand_overs++] = cookie;
	cookie_write(run.cookie, &cookie, 1000);
	if (!run.is_refused)
		longjmp(run.given_away, 1);
}

static void take_start(const struct start *start, unsigned int rung)
{
	log_start(start);
	assert_int_equal(start->method, here.ladder->rung[rung].method);
	give_away(start->method, rung, start->drive);
}

static void take_leave(uint8_t method, unsigned int rung)
{
	const struct rung *at = &here.ladder->rung[rung];
	char name[LADDER_NAME_LEN];

	assert_int_equal(at->method, method);
	ladder_name(at, name);
	log_text("[%s]\n", name);
	if (method == METHOD_INT19 || method == METHOD_INT18)
		give_away(method, rung, COOKIE_NO_DRIVE);
	if (method == METHOD_REBOOT)
		longjmp(run.given_away, 2);
}

static void take_report(unsigned int rungs, int final)
{
	log_text(final ? "[report %u, final]\n" : "[report %u]\n", rungs);
}

static const struct machine machine = {
    MACHINE_DRIVES_OF,
    .start = take_start,
    .leave = take_leave,
    .say = log_text,
};

static void read_comeback(const struct ladder *ladder,
			  struct comeback *comeback)
{
	struct cookie cookie;

	memset(comeback, 0, sizeof(*comeback));
	if (cookie_read(run.cookie, 1001, &cookie))
		return;
	cookie_clear(run.cookie);
	comeback->drive = cookie.drive;
	comeback->partition = cookie.partition;
	comeback->happened = (uint8_t)ladder_resume(
	    ladder, cookie.method, cookie.rung, &comeback->rung);
}

/* Returns what is left of comes_back: the machine is still ours then. */
static unsigned int boot(const struct row *row, unsigned int comes_back)
{
	static struct ladder ladder;
	static struct comeback comeback;
	static unsigned int left;
	struct span word;

	left = comes_back;
	memset(&run, 0, sizeof(run));
	run.is_refused = row->is_refused;
	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	machine_new(row->drives, &ladder);
	for (;;) {
		read_comeback(&ladder, &comeback);
		switch (setjmp(run.given_away)) {
		case 0:
			log_text("[%u]\n",
				 (unsigned int)climb(&ladder, &machine,
						     &comeback, take_report));
			return left;
		case 2:
			return left;
		}
		if (!left)
			return 0;
		left--;
		log_text(AGAIN);
		if (row->next_line)
			assert_int_equal(
			    ladder_parse(row->next_line, &ladder, &word), 0);
	}
}

static void happens(void **state)
{
	const struct row *row = *state;

	boot(row, row->comes_back);
	assert_string_equal(here.log, row->events);
	machine_free();
}

/* No boot loop: whatever comes back always, there is an end. */
static void comes_to_an_end(void **state)
{
	const struct row *row = *state;
	unsigned int i;
	unsigned int j;

	assert_true(boot(row, HAND_OVERS) > 0);
	for (i = row->next_line ? 1 : 0; i < run.hand_overs; i++)
		for (j = row->next_line ? 1 : 0; j < i; j++)
			assert_memory_not_equal(&run.seen[i], &run.seen[j],
						sizeof(run.seen[i]));
	machine_free();
}

/* --- Reviews -------------------------------------------------------------- */

struct review {
	const char *name;
	const char *line;
	unsigned int rungs;
	struct drive_row drives[5];
	const char *lines;
};

/* clang-format off */
static const struct review review_rows[] = {
    {"review: the default list, all of it", "", 5,
     {{DISK(0x80), .bus = "ATA", .model = "ST3500", .serial = "5QM0"},
      {DISK(0x81), .code = CODE_GRUB, MBR,
       .parts = {{.number = 1, .type = 0x83, .first = 9, .sectors = 9}}},
      {DISK(0x82), .san = 1},
      {CD(0xe0), .no_medium = 1, .bus = "ATAPI", .model = "DVD"}},
     "hd: drive 0x80, ATA \"ST3500\" serial 5QM0, 488 MiB, no table - "
     EMPTY
     "hd: drive 0x81, 488 MiB, MBR, GRUB - came back here through the "
     "network\n"
     "hd: drive 0x82, 488 MiB - " SAN
     "cd: drive 0xe0, ATAPI \"DVD\" - no medium in it\n"
     "int19: came back here through the network\n"
     "int18: came back here through the network\n"
     "menu: came back here through the network\n"},
    {"review: no drives", "hd,part=hd,1,cd,fd,hd7,poweroff", 6,
     {{.kind = KIND_NONE}},
     "hd: " NO_DISKS
     "part=hd,1: " NO_DISKS
     "cd: " NO_CDS
     "fd: drive 0x00 - " NO_DRIVE
     "hd7: drive 0x87 - " NO_DRIVE
     "poweroff: this BIOS has no APM to switch off by\n"},
    {"review: no further than it came", "hd0,cd,int18,menu", 2,
     {{DISK(0x80), .hung = 1}, {CD(0xe0), CD_BOOTS}},
     "hd0: drive 0x80, 488 MiB - hangs; given up\n"
     "cd: drive 0xe0 - came back here through the network\n"},
    {"review: nothing", "hd0", 0, {{DISK(0x80)}}, ""},
};
/* clang-format on */

static void log_finding(const struct finding *finding)
{
	char line[240];

	report_finding(here.ladder, finding, " - ", line, sizeof(line));
	log_text("%s\n", line);
}

static void no_start(const struct start *start, unsigned int rung)
{
	(void)start;
	fail_msg("a review starts rung %u", rung);
}

static void no_leave(uint8_t method, unsigned int rung)
{
	(void)method;
	fail_msg("a review leaves by rung %u", rung);
}

static void no_word(const char *format, ...)
{
	fail_msg("a review says %s", format);
}

static void reviews(void **state)
{
	static const struct machine looked_at = {
	    MACHINE_DRIVES_OF,
	    .start = no_start,
	    .leave = no_leave,
	    .say = no_word,
	};
	const struct review *row = *state;
	struct ladder ladder;
	struct span word;

	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	machine_new(row->drives, &ladder);
	climb_review(&ladder, &looked_at, row->rungs, log_finding);
	assert_string_equal(here.log, row->lines);
	machine_free();
}

int main(void)
{
	static struct CMUnitTest
	    tests[2 * COUNT_OF(rows) + COUNT_OF(review_rows)];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, happens);
	UNIT_ROWS(tests, n, rows, comes_to_an_end);
	UNIT_ROWS(tests, n, review_rows, reviews);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
