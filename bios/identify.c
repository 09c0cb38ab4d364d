/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Model and serial number of a drive, asked of its controller.
 *
 * The controllers are the BIOS's, and it goes on using them: no command of it
 * is under way while we run, for INT 13h waits until it is done, and what we
 * change is put back.
 *
 * Runs in: flat 32-bit.
 */
#include <string.h>

#include "bios.h"
#include "identify.h"

/* ATA commands, and bits of the status register (ATA8-ACS). */
enum ata {
	ATA_READ_DMA = 0xc8, /* what drives without 48-bit addresses have too */
	ATA_IDENTIFY = 0xec,
	ATA_IDENTIFY_PACKET = 0xa1,
	ATA_ERR = 0x01,
	ATA_DRQ = 0x08,
	ATA_DF = 0x20,
	ATA_BSY = 0x80,
};

/* Words of the answer (ATA8-ACS, IDENTIFY DEVICE). */
enum identify_word {
	WORD_SERIAL = 10,
	WORD_MODEL = 27,
	WORD_SECTORS28 = 60,  /* dword */
	WORD_FEATURES2 = 83,  /* bit 10: 48-bit addresses */
	WORD_SECTORS48 = 100, /* qword */
	WORD_SECTOR_SIZE = 106,
};

#define LBA48 0x0400
#define SECTOR_SIZE_MASK 0xd000	 /* bits 15:14 are 01 in a valid word */
#define SECTOR_SIZE_LARGE 0x5000 /* bit 12: more than 256 words */

/*
 * Time is counted on timer channel 0 (Intel 8254), for interrupts may be off
 * and the BIOS's ticks stand still; one to two seconds, by the timer's mode.
 */
#define PORT_TIMER0 0x40
#define PORT_TIMER_CONTROL 0x43
#define TIMER_LATCH0 0x00
#define WAIT_COUNTS (2 * 1193182)

union answer {
	uint16_t word[256];
	uint32_t dword[128];
};

/* An AHCI command table (AHCI 1.3.1, section 4.2.3), and what is asked for. */
static struct command {
	uint32_t fis[16]; /* command FIS */
	uint32_t packet[16];
	uint32_t data; /* the only PRD: address, high half, 0, length - 1 */
	uint32_t data_high;
	uint32_t reserved;
	uint32_t data_last;
	union answer answer;
} dma __attribute__((aligned(128)));

_Static_assert(__builtin_offsetof(struct command, data) == 0x80,
	       "AHCI 1.3.1, section 4.2.3");

/* In and out; the compiler is to keep memory accesses on their side. */
static inline uint8_t in8(uint32_t port)
{
	uint8_t value;

	__asm__ volatile("inb %w1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline void out8(uint32_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %w1" : : "a"(value), "Nd"(port) : "memory");
}

static inline uint32_t in32(uint32_t port)
{
	uint32_t value;

	__asm__ volatile("inl %w1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void out32(uint32_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %w1" : : "a"(value), "Nd"(port));
}

static inline void in16_words(uint32_t port, void *to, uint32_t count)
{
	__asm__ volatile("rep insw"
			 : "+D"(to), "+c"(count)
			 : "d"(port)
			 : "memory");
}

static uint32_t timer_count(void)
{
	uint32_t low;

	out8(PORT_TIMER_CONTROL, TIMER_LATCH0);
	low = in8(PORT_TIMER0);
	return low | (uint32_t)in8(PORT_TIMER0) << 8;
}

/*
 * Wait until the masked bits of a register have this value: an I/O port, when
 * below 64 KiB, else a register in memory. Reads it 400 ns after the call at
 * the earliest, as a drive needs it after a command, for the timer's ports
 * take longer. Returns 1, or 0 when time is up; a timer that stands still
 * counts one a poll.
 */
static __attribute__((noinline)) int wait_for(uint32_t reg, uint32_t mask,
					      uint32_t value)
{
	int32_t left = WAIT_COUNTS;
	uint32_t last = 0;
	uint32_t now;
	uint32_t is;

	do {
		now = timer_count();
		left -= (uint16_t)(last - now) | 1;
		last = now;
		if (left < 0)
			return 0;
		is = reg < 0x10000 ? in8(reg) : phys_read32(reg);
	} while ((is & mask) != value);
	return 1;
}

/* Copy an ATA string: bytes swapped, padded with blanks or, by some, NULs. */
static __attribute__((noinline)) void copy_string(char *to, const void *words,
						  unsigned int len)
{
	const uint8_t *from = words;
	char *end = to;
	char *at = to;
	unsigned int i;
	uint8_t c;

	for (i = 0; i < len; i++) {
		c = from[i ^ 1];
		if (c && c != ' ') {
			*at++ = (char)(c > ' ' && c <= '~' ? c : '?');
			end = at;
		} else if (at != to) {
			*at++ = ' ';
		}
	}
	*end = '\0';
}

static __attribute__((noinline)) int
copy_answer(const union answer *answer, struct identity *ret, const char *bus)
{
	if (!answer)
		return 0;
	copy_string(ret->model, &answer->word[WORD_MODEL],
		    sizeof(ret->model) - 1);
	copy_string(ret->serial, &answer->word[WORD_SERIAL],
		    sizeof(ret->serial) - 1);
	ret->bus = bus;
	return 1;
}

/* --- IDE: polled PIO ------------------------------------------------------ */

/* Device parameter table extension (EDD-4, section 8.20.4, table 25). */
struct dpte {
	uint16_t io;
	uint16_t control;
	uint8_t head; /* as for the device register */
	uint8_t unused[5];
	uint16_t options;
	uint8_t rest[4]; /* the last byte makes the sum of all 0 */
};

_Static_assert(sizeof(struct dpte) == 16, "EDD-4, table 25");

#define HEAD_FIXED 0xa0 /* bits that are 1 in each such table */
#define HEAD_DEVICE1 0x10
#define OPTION_ATAPI 0x0040

/* Registers from the I/O base. */
#define IDE_DEVICE 6
#define IDE_COMMAND 7
#define IDE_STATUS 7

/*
 * Device control, write-only. What BIOSes leave in it: interrupts on, for one
 * that waits for them would hang without, and bit 3, which drives before ATA-2
 * need for heads beyond 8 and others ignore.
 */
#define CONTROL_BIOS 0x08
#define CONTROL_NIEN 0x02

static int dpte_is_valid(const struct dpte *dpte)
{
	const uint8_t *bytes = (const uint8_t *)dpte;
	uint8_t sum = 0;
	unsigned int i;

	for (i = 0; i < sizeof(*dpte); i++)
		sum = (uint8_t)(sum + bytes[i]);
	return !sum && dpte->io && (dpte->head & HEAD_FIXED) == HEAD_FIXED;
}

static const union answer *ide_ask(const struct dpte *dpte)
{
	uint32_t control = dpte->control;
	uint32_t io = dpte->io;

	out8(io + IDE_DEVICE, HEAD_FIXED | (dpte->head & HEAD_DEVICE1));
	if (!wait_for(control, ATA_BSY | ATA_DRQ, 0))
		return NULL;
	out8(io + IDE_COMMAND,
	     dpte->options & OPTION_ATAPI ? ATA_IDENTIFY_PACKET : ATA_IDENTIFY);
	if (!wait_for(control, ATA_BSY | ATA_DRQ, ATA_DRQ))
		return NULL;
	in16_words(io, &dma.answer, sizeof(dma.answer) / 2);
	return &dma.answer;
}

int identify_ide(const void *buf, struct identity *ret)
{
	const struct dpte *dpte = buf;
	const union answer *answer;
	uint8_t device;

	if (!dpte_is_valid(dpte))
		return 0;
	out8(dpte->control, CONTROL_BIOS | CONTROL_NIEN);
	device = in8(dpte->io + IDE_DEVICE);
	answer = ide_ask(dpte);
	/* Takes back an interrupt that the drive may have asked for. */
	in8(dpte->io + IDE_STATUS);
	out8(dpte->io + IDE_DEVICE, device);
	out8(dpte->control, CONTROL_BIOS);
	return copy_answer(answer, ret, "IDE");
}

/* --- AHCI: slot 0 of the BIOS's own command list -------------------------- */

/* Port registers, as dwords (AHCI 1.3.1, section 3.3). */
enum port {
	PORT_CLB = 0x00 / 4,
	PORT_CLBU = 0x04 / 4,
	PORT_IS = 0x10 / 4,
	PORT_IE = 0x14 / 4,
	PORT_CMD = 0x18 / 4,
	PORT_TFD = 0x20 / 4,
	PORT_SIG = 0x24 / 4,
	PORT_SSTS = 0x28 / 4,
	PORT_SCTL = 0x2c / 4,
	PORT_SERR = 0x30 / 4,
	PORT_SACT = 0x34 / 4,
	PORT_CI = 0x38 / 4,
};

#define AHCI_PI 0x0c
#define AHCI_PORTS 0x100
#define AHCI_PORT_LEN 0x80

#define CMD_ST 0x0001u
#define CMD_RUNNING 0xc011 /* CR, FR, FRE, ST */
#define CMD_CR 0x8000
#define SSTS_MASK 0xf0f
#define SSTS_ACTIVE 0x103 /* IPM 1, DET 3 */
#define SCTL_RESET 1u
#define RESET_US 2000 /* at least 1 ms; a port of the timer takes 1 us */
#define SIG_ATA 0x101

/* Command header (AHCI 1.3.1, section 4.2.2). */
struct header {
	uint32_t options;
	uint32_t len_done;
	uint32_t table;
	uint32_t table_high;
};

#define HEADER_OPTIONS (1 << 16 | 5) /* one PRD; a command FIS of 5 dwords */
#define FIS_COMMAND 0x8027	     /* host to device, a new command */
#define FIS_LBA 0x40000000	     /* device register; LBA 0 */

/* What is looked for, and what has it. */
struct search {
	uint64_t sectors;
	const uint8_t *first;
	volatile uint32_t *port;
	unsigned int matches;
};

/* A drive is there, and the BIOS has its port ready for a command. */
static __attribute__((noinline)) int port_is_ready(volatile uint32_t *port)
{
	return port[PORT_SIG] == SIG_ATA &&
	       (port[PORT_SSTS] & SSTS_MASK) == SSTS_ACTIVE &&
	       (port[PORT_CMD] & CMD_RUNNING) == CMD_RUNNING &&
	       !(port[PORT_TFD] & (ATA_BSY | ATA_DRQ)) && !port[PORT_CI] &&
	       !port[PORT_SACT] && port[PORT_CLB] && !port[PORT_CLBU];
}

/* Clear the bits that are set in a register whose bits 1 written clears. */
static void clear_bits(volatile uint32_t *reg)
{
	uint32_t bits = *reg;

	*reg = bits;
}

/*
 * Take a command back that failed or hangs, and reset the link, so that the
 * drive is ready for the BIOS again (AHCI 1.3.1, sections 6.2.2.1, 10.4.2).
 */
static __attribute__((noinline)) void port_restart(volatile uint32_t *port)
{
	unsigned int us;

	port[PORT_CMD] &= ~CMD_ST;
	wait_for((uint32_t)&port[PORT_CMD], CMD_CR, 0);
	port[PORT_SCTL] |= SCTL_RESET;
	for (us = RESET_US; us; us--)
		in8(PORT_TIMER_CONTROL);
	port[PORT_SCTL] &= ~SCTL_RESET;
	wait_for((uint32_t)&port[PORT_SSTS], SSTS_MASK, SSTS_ACTIVE);
	clear_bits(&port[PORT_SERR]);
	wait_for((uint32_t)&port[PORT_TFD], ATA_BSY | ATA_DRQ, 0);
	port[PORT_CMD] |= CMD_ST;
}

/* Run a command that answers 512 bytes; returns the answer or NULL. */
static const union answer *port_run(volatile uint32_t *port, uint8_t code)
{
	volatile struct header *header = phys(port[PORT_CLB]);
	struct command *command = phys((uint32_t)&dma);
	const union answer *answer = NULL;
	uint32_t interrupts = port[PORT_IE];
	struct header saved = *header;

	command->fis[0] = FIS_COMMAND | (uint32_t)code << 16;
	command->fis[1] = FIS_LBA;
	command->fis[3] = 1; /* sector */
	command->data = (uint32_t)&command->answer;
	command->data_last = sizeof(command->answer) - 1;
	header->options = HEADER_OPTIONS;
	header->len_done = 0;
	header->table = (uint32_t)command;
	header->table_high = 0;
	port[PORT_IE] = 0;
	clear_bits(&port[PORT_IS]);
	/* A list in write-protected shadow RAM still has the last command. */
	if (header->table == (uint32_t)command) {
		__asm__ volatile("" : : : "memory");
		port[PORT_CI] = 1;
		if (wait_for((uint32_t)&port[PORT_CI], 1, 0) &&
		    !(port[PORT_TFD] & (ATA_BSY | ATA_DF | ATA_ERR)))
			answer = &command->answer;
		else
			port_restart(port);
	}
	*header = saved;
	clear_bits(&port[PORT_IS]);
	port[PORT_IE] = interrupts;
	return answer;
}

/*
 * The drive that has just answered has sectors of 512 bytes, and so many; of
 * the number the low half is enough, for the first sector is compared as well.
 */
static int has_sectors(const union answer *answer, uint64_t sectors)
{
	uint32_t has = answer->dword[WORD_SECTORS28 / 2];

	if (answer->word[WORD_FEATURES2] & LBA48)
		has = answer->dword[WORD_SECTORS48 / 2];
	return (answer->word[WORD_SECTOR_SIZE] & SECTOR_SIZE_MASK) !=
		   SECTOR_SIZE_LARGE &&
	       (!sectors || has == (uint32_t)sectors);
}

static __attribute__((noinline)) void search_port(volatile uint32_t *port,
						  struct search *search)
{
	const union answer *answer;

	if (!port_is_ready(port))
		return;
	answer = port_run(port, ATA_IDENTIFY);
	if (!answer || !has_sectors(answer, search->sectors))
		return;
	answer = port_run(port, ATA_READ_DMA);
	if (!answer || memcmp(answer, search->first, sizeof(*answer)))
		return;
	search->port = port;
	search->matches++;
}

static void search_controller(uint32_t base, struct search *search)
{
	uint32_t ports = phys_read32(base + AHCI_PI);
	volatile uint32_t *port = phys(base + AHCI_PORTS);

	for (; ports; ports >>= 1, port += AHCI_PORT_LEN / 4)
		if (ports & 1)
			search_port(port, search);
}

/* PCI configuration mechanism #1 (PCI 3.0, sections 3.2.2.3.2 and 6.1). */
enum pci {
	PCI_ADDRESS = 0xcf8,
	PCI_DATA = 0xcfc,
	PCI_COMMAND = 0x04,
	PCI_CLASS = 0x08,
	PCI_HEADER = 0x0c,
	PCI_BAR5 = 0x24,
};

#define PCI_ENABLE 0x80000000
#define PCI_FUNCTIONS 0x10000 /* bus, device, function: 8, 5, 3 bits */
#define PCI_FUNCTION 7u
#define PCI_ABSENT 0xffffffff	     /* no header is like that either */
#define PCI_MULTIFUNCTION 0x00800000 /* in the dword at PCI_HEADER */
#define PCI_COMMAND_MEMORY_MASTER 6
#define PCI_CLASS_AHCI 0x010601 /* above the revision */
#define BAR_TYPE 7		/* 0: memory, 32-bit */
#define BAR_PREFETCH 8u		/* above it the address */

static __attribute__((noinline)) uint32_t pci_read(uint32_t function,
						   uint32_t reg)
{
	out32(PCI_ADDRESS, PCI_ENABLE | function << 8 | reg);
	return in32(PCI_DATA);
}

/* The registers of an AHCI controller the BIOS has switched on, else 0. */
static __attribute__((noinline)) uint32_t ahci_base(uint32_t function)
{
	uint32_t bar;

	if (pci_read(function, PCI_CLASS) >> 8 != PCI_CLASS_AHCI ||
	    (~pci_read(function, PCI_COMMAND) & PCI_COMMAND_MEMORY_MASTER))
		return 0;
	bar = pci_read(function, PCI_BAR5);
	return bar & BAR_TYPE ? 0 : bar & ~BAR_PREFETCH;
}

int identify_ahci(uint64_t sectors, const uint8_t *first, struct identity *ret)
{
	struct search search = {.sectors = sectors, .first = first};
	uint32_t function;
	uint32_t header;
	uint32_t base;

	for (function = 0; function < PCI_FUNCTIONS; function++) {
		base = ahci_base(function);
		if (base)
			search_controller(base, &search);
		if (function & PCI_FUNCTION)
			continue;
		/* Without more functions, function 0 may answer for all. */
		header = pci_read(function, PCI_HEADER);
		if (header == PCI_ABSENT || !(header & PCI_MULTIFUNCTION))
			function |= PCI_FUNCTION;
	}
	if (search.matches != 1)
		return 0;
	return copy_answer(port_run(search.port, ATA_IDENTIFY), ret, "AHCI");
}
