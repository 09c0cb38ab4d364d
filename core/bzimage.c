/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Linux boot protocol's file.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "bzimage.h"
#include "error.h"

/* Offsets in the file (boot.rst, "The Real-Mode Kernel Header"). */
enum header {
	SETUP_SECTS = 0x1f1,
	SYSSIZE = 0x1f4, /* of the protected-mode part, in 16 bytes */
	BOOT_FLAG = 0x1fe,
	MAGIC = 0x202,
	VERSION = 0x206,
	TYPE_OF_LOADER = 0x210,
	LOADFLAGS = 0x211,
	CODE32_START = 0x214,
	RAMDISK_IMAGE = 0x218,
	RAMDISK_SIZE = 0x21c,
	HEAP_END_PTR = 0x224,
	CMD_LINE_PTR = 0x228,
	INITRD_ADDR_MAX = 0x22c,
	HEADER_END = 0x230,   /* of version 2.03 */
	CMDLINE_SIZE = 0x238, /* since 2.06 */
	PREF_ADDRESS = 0x258, /* since 2.10 */
	INIT_SIZE = 0x260,
};

#define SECTOR 512
#define DEFAULT_SETUP_SECTS 4
#define MIN_VERSION 0x0203
#define LOADED_HIGH 0x01
#define CAN_USE_HEAP 0x80
#define LOADER_UNDEFINED 0xff
#define HEAP_END (BZIMAGE_STACK - 0x200)
#define OLD_CMDLINE_MAX 255
/* Before 2.10 nothing tells how much a kernel unpacks to. */
#define OLD_GROWTH 8

/* A sum that stays at the highest address there is. */
static uint32_t add(uint32_t a, uint32_t b)
{
	return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/*
 * A relocatable kernel unpacks at its preferred address, or above.
 */
static uint32_t find_end(const uint8_t *header, uint32_t kernel_len)
{
	uint32_t at = BZIMAGE_KERNEL_ADDRESS;
	uint32_t loaded = add(at, kernel_len);
	uint32_t end;

	if (get_le16(header + VERSION) < 0x020a)
		return kernel_len > UINT32_MAX / OLD_GROWTH
			   ? UINT32_MAX
			   : add(at, OLD_GROWTH * kernel_len);
	if (get_le32(header + PREF_ADDRESS) > at)
		at = get_le32(header + PREF_ADDRESS);
	end = add(at, get_le32(header + INIT_SIZE));
	return end > loaded ? end : loaded;
}

int bzimage_parse(const void *file, size_t len, struct bzimage *ret)
{
	const uint8_t *header = file;
	uint32_t setup_len;
	uint32_t sects;
	size_t rest;

	if (len < HEADER_END || get_le16(header + BOOT_FLAG) != 0xaa55 ||
	    memcmp(header + MAGIC, "HdrS", 4) != 0 ||
	    get_le16(header + VERSION) < MIN_VERSION ||
	    !(header[LOADFLAGS] & LOADED_HIGH))
		return ERR_CARRIER_IMAGE;
	sects = header[SETUP_SECTS] ? header[SETUP_SECTS] : DEFAULT_SETUP_SECTS;
	setup_len = (1 + sects) * SECTOR;
	if (setup_len > BZIMAGE_SETUP_MAX)
		return ERR_CARRIER_IMAGE;
	if (len <= setup_len)
		return ERR_CARRIER_SHORT;
	rest = len - setup_len;
	if (rest / 16 + (rest % 16 != 0) < get_le32(header + SYSSIZE))
		return ERR_CARRIER_SHORT;
	ret->setup_len = setup_len;
	ret->kernel_len = (uint32_t)rest;
	ret->code32_start = get_le32(header + CODE32_START);
	ret->initrd_max = get_le32(header + INITRD_ADDR_MAX);
	ret->cmdline_max = OLD_CMDLINE_MAX;
	if (get_le16(header + VERSION) >= 0x0206)
		ret->cmdline_max = get_le32(header + CMDLINE_SIZE);
	ret->end = find_end(header, ret->kernel_len);
	return 0;
}

void bzimage_set_initrd(void *file, uint32_t address, uint32_t len)
{
	uint8_t *header = file;

	header[TYPE_OF_LOADER] = LOADER_UNDEFINED;
	header[LOADFLAGS] |= CAN_USE_HEAP;
	header[HEAP_END_PTR] = HEAP_END & 0xff;
	header[HEAP_END_PTR + 1] = HEAP_END >> 8;
	put_le32(header + RAMDISK_IMAGE, address);
	put_le32(header + RAMDISK_SIZE, len);
	put_le32(header + CMD_LINE_PTR, 0);
}

void bzimage_set_cmdline(void *file, uint32_t address)
{
	put_le32((uint8_t *)file + CMD_LINE_PTR, address);
}
