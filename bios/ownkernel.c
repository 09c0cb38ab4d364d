/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel where no loader below does it.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#include <string.h>

#include "bios.h"
#include "bootfile.h"
#include "error.h"
#include "handoff.h"
#include "ownkernel.h"
#include "place.h"
#include "start.h"

#define PAGE 0x1000u
#define KERNEL_ROOM 0x400000

static const char no_memory[] = "too little memory";

/* Memory that is being filled from its beginning on. */
struct room {
	uint32_t at;
	uint32_t end;
};

/* Returns what is wrong, or NULL with the length. */
static const char *load(const char *name, struct room *room, uint32_t *ret_len)
{
	uint32_t len = room->end - room->at;
	int rc = host->read_file(place_for_host(name), phys(room->at), len);

	if (rc < 0)
		return error_text_local(rc);
	if ((uint32_t)rc == len)
		return no_memory;
	*ret_len = (uint32_t)rc;
	return NULL;
}

/* One behind the other, each at an address divisible by 4. */
static const char *load_initrds(struct span list, struct room *room,
				struct span *ret_file)
{
	static char name[LOWMEM_STRING_LEN];
	const char *wrong;
	uint32_t len;

	while (list.len) {
		span_cut(&list, ',', ret_file);
		if (!ret_file->len)
			continue;
		text_format(name, sizeof(name), "%S", ret_file);
		wrong = load(name, room, &len);
		if (wrong)
			return wrong;
		for (room->at += len; room->at % 4; room->at++)
			*(uint8_t *)phys(room->at) = 0;
	}
	return NULL;
}

/*
 * Behind all that the kernel needs, and behind the file, which is moved down
 * last; the command line is to fit behind the initrds. Returns 0 when there is
 * no room.
 */
static int leave_kernel_room(const struct bzimage *image, uint32_t file_end,
			     struct room *room)
{
	uint32_t at = image->end > file_end ? image->end : file_end;
	uint32_t end = room->end;

	if (image->initrd_max < end)
		end = image->initrd_max;
	if (at >= end || end - at < PAGE + BZIMAGE_CMDLINE_MAX + 1)
		return 0;
	room->at = (at + PAGE - 1) & ~(PAGE - 1);
	room->end = (end - BZIMAGE_CMDLINE_MAX - 1) & ~3u;
	return 1;
}

static struct handoff_block put_cmdline(const struct ipxekernel *kernel,
					uint8_t *file, uint32_t at)
{
	struct handoff_block block = {
	    .from = at,
	    .to = BOOTFILE_SETUP + BZIMAGE_CMDLINE,
	};

	block.len = 1 + text_format(phys(at), BZIMAGE_CMDLINE_MAX + 1,
				    "BOOT_IMAGE=%s %s", kernel->name,
				    kernel->arguments);
	bzimage_set_cmdline(file, block.to);
	return block;
}

const char *ownkernel_start(const struct ipxekernel *kernel,
			    struct span *ret_file)
{
	uint8_t *file = start_stage(KERNEL_ROOM);
	struct room room = {(uint32_t)file, start_memory_end()};
	struct handoff_block cmdline;
	struct bzimage image;
	const char *wrong;
	uint32_t initrd;
	uint32_t len;

	ret_file->text = kernel->file;
	ret_file->len = strlen(kernel->file);
	if (!file ||
	    *host->taken & start_places(file, room.end - (uint32_t)file))
		return no_memory;
	handoff_a20_on();
	wrong = load(kernel->file, &room, &len);
	if (wrong)
		return wrong;
	if (bzimage_parse(file, len, &image))
		return "no Linux kernel, or cut short";
	if (!leave_kernel_room(&image, room.at + len, &room))
		return no_memory;
	initrd = room.at;
	wrong = load_initrds(kernel->initrds, &room, ret_file);
	if (wrong)
		return wrong;
	len = room.at - initrd;
	bzimage_set_initrd(file, len ? initrd : 0, len);
	cmdline = put_cmdline(kernel, file, room.at);
	bootfile_linux(file, &image, &cmdline);
}
