/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device paths and the devices that they lead to.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "paths.h"
#include "text.h"
#include "uefierror.h"

#define CONNECT_PASSES 16
#define PCI_CLASS 0x0b /* offset of the base class in configuration space */
#define PCI_CLASS_NETWORK 0x02
#define DEFAULT_FILE "\\EFI\\BOOT\\" EFI_BOOT_FILE

static EFI_GUID device_path_guid = EFI_DEVICE_PATH_PROTOCOL_GUID;
static EFI_GUID file_system_guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
static EFI_GUID block_io_guid = EFI_BLOCK_IO_PROTOCOL_GUID;

static int is_network_card(EFI_HANDLE handle)
{
	static EFI_GUID guid = EFI_PCI_IO_PROTOCOL_GUID;
	EFI_PCI_IO_PROTOCOL *pci = firmware_protocol(handle, &guid);
	UINT8 class;

	return pci &&
	       !EFI_ERROR(pci->Pci.Read(pci, EfiPciIoWidthUint8, PCI_CLASS, 1,
					&class)) &&
	       class == PCI_CLASS_NETWORK;
}

/* Network cards and what hangs on them are in use by what loaded us. */
static int is_network(EFI_HANDLE handle)
{
	const path_t *path = path_of(handle);
	struct devpath_info info;

	if (is_network_card(handle))
		return 1;
	if (!path)
		return 0;
	devpath_look(path, path_len(path), &info);
	return info.network;
}

/* Returns how many handles there are. */
static UINTN connect_each(void)
{
	EFI_HANDLE *handles;
	UINTN count;
	UINTN i;

	if (EFI_ERROR(bs->LocateHandleBuffer(AllHandles, NULL, NULL, &count,
					     &handles)))
		return 0;
	for (i = 0; i < count; i++)
		if (!is_network(handles[i]))
			bs->ConnectController(handles[i], NULL, NULL, FALSE);
	firmware_free(handles);
	return count;
}

void paths_connect_all(void)
{
	static int done;
	UINTN before = 0;
	UINTN count;
	unsigned int pass;

	/* A bus driver makes handles, which the next pass connects. */
	for (pass = 0; !done && pass < CONNECT_PASSES; pass++) {
		count = connect_each();
		if (count == before)
			break;
		before = count;
	}
	done = 1;
}

size_t path_len(const path_t *path)
{
	size_t len;

	if (!path || devpath_measure(path, DEVPATH_MAX_LEN, &len))
		return 0;
	return len;
}

const path_t *path_of(EFI_HANDLE handle)
{
	const path_t *path = firmware_protocol(handle, &device_path_guid);

	return path_len(path) ? path : NULL;
}

/* `head` bytes of one path, then `tail` bytes, which end it. */
static path_t *join(const void *head, size_t head_len, const void *tail,
		    size_t tail_len)
{
	uint8_t *path = firmware_alloc(head_len + tail_len);

	if (!path)
		return NULL;
	memcpy(path, head, head_len);
	memcpy(path + head_len, tail, tail_len);
	return (path_t *)path;
}

path_t *path_with_file(const path_t *device, const char *file)
{
	uint8_t tail[4 + 2 * DEVPATH_TEXT_LEN + DEVPATH_END_LEN] = {4, 4};
	static const uint8_t end[DEVPATH_END_LEN] = {0x7f, 0xff, 4, 0};
	size_t len = 4;
	size_t i = 0;

	do {
		tail[len] = (uint8_t)file[i];
		len += 2;
	} while (file[i++] && i < DEVPATH_TEXT_LEN);
	tail[2] = (uint8_t)len;
	tail[3] = (uint8_t)(len >> 8);
	memcpy(tail + len, end, sizeof(end));
	return join(device, path_len(device) - DEVPATH_END_LEN, tail,
		    len + sizeof(end));
}

path_t *path_join(const path_t *device, const path_t *rest)
{
	return join(device, path_len(device) - DEVPATH_END_LEN, rest,
		    path_len(rest));
}

path_t *path_copy(const path_t *path)
{
	return join(path, 0, path, path_len(path));
}

/* One expansion: what is looked for, and what came of it. */
struct search {
	const path_t *path;
	size_t len;
	struct devpath_info info;
	path_visitor visitor;
	void *context;
	int visited;
};

static int visit(struct search *search, path_t *path)
{
	int rc;

	if (!path)
		return ERR_LOAD_MEMORY;
	search->visited = 1;
	rc = search->visitor(search->context, path);
	firmware_free(path);
	return rc;
}

/* What stands behind the part that names the device: a file, or nothing. */
static int visit_on(struct search *search, const path_t *device)
{
	const uint8_t *bytes = (const uint8_t *)search->path;
	size_t off = search->info.device_len;

	if (!search->info.has_file)
		return visit(search, path_with_file(device, DEFAULT_FILE));
	return visit(search, join(device, path_len(device) - DEVPATH_END_LEN,
				  bytes + off, search->len - off));
}

static int fits(const struct search *search, const path_t *device,
		const struct devpath_info *info)
{
	const uint8_t *bytes = (const uint8_t *)search->path;

	if (info->network)
		return 0;
	if (search->info.has_hd)
		return info->has_hd &&
		       devpath_same_partition(
			   bytes + search->info.partition,
			   search->len - search->info.partition,
			   (const uint8_t *)device + info->partition,
			   path_len(device) - info->partition);
	return search->info.form == DEVPATH_FILE ||
	       devpath_begins(device, path_len(device), search->path,
			      search->info.device_len);
}

static int visit_file_systems(struct search *search)
{
	struct devpath_info info;
	const path_t *device;
	EFI_HANDLE *handles;
	UINTN count;
	UINTN i;
	int rc = 0;

	handles = firmware_handles(&file_system_guid, &count);
	for (i = 0; i < count && !rc; i++) {
		device = path_of(handles[i]);
		if (!device)
			continue;
		devpath_look(device, path_len(device), &info);
		if (fits(search, device, &info))
			rc = visit_on(search, device);
	}
	firmware_free(handles);
	return rc;
}

/* Why nothing was found: is there no device, no medium, no file system? */
static int explain(const struct search *search)
{
	EFI_DEVICE_PATH *rest = (EFI_DEVICE_PATH *)search->path;
	EFI_BLOCK_IO *block;
	EFI_HANDLE handle;

	if (search->info.form != DEVPATH_FULL || search->info.has_hd ||
	    EFI_ERROR(bs->LocateDevicePath(&block_io_guid, &rest, &handle)) ||
	    (size_t)((uint8_t *)rest - (uint8_t *)search->path) !=
		search->info.device_len)
		return ERR_OPTION_DEVICE;
	block = firmware_protocol(handle, &block_io_guid);
	return block && !block->Media->MediaPresent ? ERR_DRIVE_EMPTY
						    : ERR_ESP_NONE;
}

int path_expand(const path_t *path, path_visitor visitor, void *context)
{
	struct search search = {.path = path, .len = path_len(path)};
	int rc;

	search.visitor = visitor;
	search.context = context;
	devpath_look(path, search.len, &search.info);
	rc = visit_file_systems(&search);
	if (rc || search.visited)
		return rc;
	return explain(&search);
}
