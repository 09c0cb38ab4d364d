/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files: on a volume, and beside our own file wherever that came from.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "dhcp.h"
#include "download.h"
#include "files.h"
#include "http.h"
#include "httpboot.h"
#include "paths.h"
#include "sink.h"
#include "tftp.h"
#include "uefierror.h"

#define PATH_LEN 256
#define URL_LEN 2048
#define TFTP_BLOCK_LEN 1428 /* fills an Ethernet frame */
#define INFO_LEN 1024

/* RFC 2131: offsets in a DHCP packet; RFC 2132: options. */
enum packet { SIADDR = 20, FILE_NAME = 108, FILE_NAME_LEN = 128 };
#define DHCP_SERVER 54
#define DHCP_BOOT_FILE 67

static void widen(const char *text, CHAR16 wide[PATH_LEN])
{
	unsigned int i;

	for (i = 0; i < PATH_LEN - 1 && text[i]; i++)
		wide[i] = (CHAR16)text[i];
	wide[i] = 0;
}

EFI_FILE_HANDLE files_open_volume(EFI_HANDLE handle)
{
	static EFI_GUID guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_FILE_IO_INTERFACE *volume = firmware_protocol(handle, &guid);
	EFI_FILE_HANDLE root;

	if (!volume || EFI_ERROR(volume->OpenVolume(volume, &root)))
		return NULL;
	return root;
}

void files_close(EFI_FILE_HANDLE file)
{
	if (file)
		file->Close(file);
}

static EFI_FILE_HANDLE open_file(EFI_FILE_HANDLE root, const char *path)
{
	CHAR16 wide[PATH_LEN];
	EFI_FILE_HANDLE file;

	widen(path, wide);
	if (EFI_ERROR(root->Open(root, &file, wide, EFI_FILE_MODE_READ, 0)))
		return NULL;
	return file;
}

int files_exist(EFI_FILE_HANDLE root, const char *path)
{
	EFI_FILE_HANDLE file = open_file(root, path);

	files_close(file);
	return file != NULL;
}

int files_has(const EFI_DEVICE_PATH *path)
{
	static EFI_GUID guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_DEVICE_PATH *rest = (EFI_DEVICE_PATH *)path;
	char name[PATH_LEN];
	EFI_FILE_HANDLE root;
	EFI_HANDLE handle;
	int found;

	if (EFI_ERROR(bs->LocateDevicePath(&guid, &rest, &handle)))
		return 0;
	root = files_open_volume(handle);
	devpath_text(rest, path_len(rest), name, sizeof(name));
	found = root && files_exist(root, name);
	files_close(root);
	return found;
}

/* Returns 0 when it is too long or not ASCII. */
static int narrow(const CHAR16 *wide, char *name, size_t len)
{
	size_t i;

	for (i = 0; wide[i]; i++) {
		if (i + 1 >= len || wide[i] <= ' ' || wide[i] > '~')
			return 0;
		name[i] = (char)wide[i];
	}
	name[i] = '\0';
	return i && *name != '.';
}

unsigned int files_folders(EFI_FILE_HANDLE root, const char *path, char *names,
			   size_t len, unsigned int max)
{
	static union {
		EFI_FILE_INFO info;
		uint8_t bytes[INFO_LEN];
	} entry;
	EFI_FILE_HANDLE folder = open_file(root, path);
	unsigned int count = 0;
	UINTN entry_len;

	while (folder && count < max) {
		entry_len = sizeof(entry) - sizeof(CHAR16);
		if (EFI_ERROR(folder->Read(folder, &entry_len, &entry)) ||
		    !entry_len)
			break;
		if (entry.info.Attribute & EFI_FILE_DIRECTORY &&
		    narrow(entry.info.FileName, names + count * len, len))
			count++;
	}
	files_close(folder);
	return count;
}

/*
 * The folder of a path with its last slash, as far as it fits, and the name;
 * or the path itself (NULL).
 */
static void beside(const char *path, size_t path_len_, const char *name,
		   char buf[PATH_LEN])
{
	struct span folder = {path, 0};
	size_t i;

	if (name && memcmp(name, FILES_ROOT, 2) == 0)
		name += 2;
	else if (name && (*name == '/' || *name == '\\'))
		path_len_ = 0;
	for (i = 0; i < path_len_ && path[i]; i++)
		if (!name || path[i] == '/' || path[i] == '\\')
			folder.len = i + 1;
	text_format(buf, PATH_LEN, "%S%s", &folder, name ? name : "");
}

static EFI_STATUS read_open(EFI_FILE_HANDLE file, struct sink *sink)
{
	UINT64 end = 0;
	UINTN len;
	EFI_STATUS status;

	if (sink->grows) {
		file->SetPosition(file, UINT64_MAX);
		file->GetPosition(file, &end);
		file->SetPosition(file, 0);
		if (!sink_room(sink, (size_t)end))
			return EFI_OUT_OF_RESOURCES;
	}
	len = sink->max;
	status = file->Read(file, &len, sink->buf);
	sink->len = EFI_ERROR(status) ? 0 : len;
	return status;
}

static int is_on_volume(void)
{
	static EFI_GUID guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;

	return firmware_protocol(self_image->DeviceHandle, &guid) != NULL;
}

/* Where a file lies on our volume. */
static void path_on_volume(const char *name, char path[PATH_LEN])
{
	char own_path[PATH_LEN];

	devpath_text(self_image->FilePath, path_len(self_image->FilePath),
		     own_path, sizeof(own_path));
	beside(own_path, sizeof(own_path), name, path);
	for (; *path; path++)
		if (*path == '/')
			*path = '\\';
}

static int read_from_volume(const char *path, struct sink *sink)
{
	EFI_FILE_HANDLE root;
	EFI_FILE_HANDLE file;
	EFI_STATUS status;

	root = files_open_volume(self_image->DeviceHandle);
	if (!root)
		return ERR_FILE_NONE;
	file = open_file(root, path);
	if (!file) {
		files_close(root);
		return ERR_FILE_NONE;
	}
	status = read_open(file, sink);
	files_close(file);
	files_close(root);
	return EFI_ERROR(status) ? ERR_FILE_READ : 0;
}

/* Returns 1 and the file's name, when the packet has one. */
static int boot_file(const EFI_PXE_BASE_CODE_PACKET *packet, struct span *name)
{
	const char *bytes = (const char *)packet;

	if (!dhcp_option(packet, sizeof(*packet), DHCP_BOOT_FILE, name) &&
	    name->len)
		return 1;
	name->text = bytes + FILE_NAME;
	name->len = FILE_NAME_LEN;
	return *name->text != '\0';
}

static int find_boot_file(const EFI_PXE_BASE_CODE_MODE *mode,
			  const EFI_PXE_BASE_CODE_PACKET **ret_packet,
			  struct span *name)
{
	*ret_packet = &mode->PxeReply;
	if (mode->PxeReplyReceived && boot_file(*ret_packet, name))
		return 1;
	*ret_packet = &mode->ProxyOffer;
	if (mode->ProxyOfferReceived && boot_file(*ret_packet, name))
		return 1;
	*ret_packet = &mode->DhcpAck;
	return mode->DhcpAckReceived && boot_file(*ret_packet, name);
}

/* The PXE stack that we came by, or NULL. */
static EFI_PXE_BASE_CODE_PROTOCOL *pxe_stack(void)
{
	static EFI_GUID guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
	EFI_PXE_BASE_CODE_PROTOCOL *pxe;

	pxe = self_image ? firmware_protocol(self_image->DeviceHandle, &guid)
			 : NULL;
	return pxe && pxe->Mode->Started && !pxe->Mode->UsingIpv6 ? pxe : NULL;
}

/* Returns 0 when we did not come by TFTP. */
static int find_on_tftp(const EFI_PXE_BASE_CODE_PROTOCOL *pxe, const char *name,
			EFI_IP_ADDRESS *server, char path[PATH_LEN])
{
	const EFI_PXE_BASE_CODE_PACKET *packet;
	const char *of_url;
	struct span boot;
	struct span id;

	of_url = name ? tftp_url(name, server->v4.Addr) : NULL;
	if (pxe && of_url) {
		text_format(path, PATH_LEN, "%s", of_url);
		return 1;
	}
	if (!pxe || !find_boot_file(pxe->Mode, &packet, &boot))
		return 0;
	memcpy(server, (const uint8_t *)packet + SIADDR, 4);
	if (!server->Addr[0] &&
	    !dhcp_option(packet, sizeof(*packet), DHCP_SERVER, &id) &&
	    id.len == 4)
		memcpy(server, id.text, 4);
	beside(boot.text, boot.len, name, path);
	return 1;
}

static int read_from_tftp(const char *name, struct sink *sink)
{
	EFI_PXE_BASE_CODE_PROTOCOL *pxe = pxe_stack();
	EFI_IP_ADDRESS server = {{0}};
	UINTN block_len = TFTP_BLOCK_LEN;
	char path[PATH_LEN];
	UINT64 len = 0;
	EFI_STATUS status = EFI_SUCCESS;

	if (!find_on_tftp(pxe, name, &server, path))
		return ERR_FILE_NONE;
	if (sink->grows)
		status = pxe->Mtftp(pxe, EFI_PXE_BASE_CODE_TFTP_GET_FILE_SIZE,
				    NULL, FALSE, &len, &block_len, &server,
				    (UINT8 *)path, NULL, FALSE);
	if (!EFI_ERROR(status) && !sink_room(sink, (size_t)len))
		return ERR_FILE_READ;
	len = sink->max;
	if (!EFI_ERROR(status))
		status = pxe->Mtftp(pxe, EFI_PXE_BASE_CODE_TFTP_READ_FILE,
				    sink->buf, FALSE, &len, &block_len, &server,
				    (UINT8 *)path, NULL, FALSE);
	if (status == EFI_TIMEOUT)
		return ERR_FILE_SILENT;
	if (status == EFI_BUFFER_TOO_SMALL)
		return ERR_FILE_READ;
	if (EFI_ERROR(status))
		return ERR_FILE_NONE;
	sink->len = (size_t)len;
	return 0;
}

/*
 * Where a file lies on the server of the firmware's HTTP boot: ret_path of the
 * URL. Returns 0 when that is not how we came.
 */
static int find_on_http(const char *name, struct span *ret_server,
			char ret_path[PATH_LEN])
{
	int is_root = name && memcmp(name, FILES_ROOT, 2) == 0;
	struct span own;
	struct span path;
	struct span file;

	if (!httpboot_url(&own) || !http_cut(own, ret_server, &path))
		return 0;
	if (is_root && name[2] != '/')
		text_format(ret_path, PATH_LEN, "/%s", name + 2);
	else if (!name)
		text_format(ret_path, PATH_LEN, "%S", &path);
	else {
		span_cut(&path, '?', &file);
		beside(file.text, file.len, name, ret_path);
	}
	return 1;
}

static int find_by_http(const char *name, char url[URL_LEN])
{
	struct span server;
	char path[PATH_LEN];

	if (!find_on_http(name, &server, path))
		return 0;
	text_format(url, URL_LEN, "%S%s%s", &server, *path == '/' ? "" : "/",
		    path);
	return 1;
}

static int read_beside(const char *name, struct sink *sink)
{
	int is_root = name && memcmp(name, FILES_ROOT, 2) == 0;
	static char url[URL_LEN];
	static char whole[URL_LEN];
	char path[PATH_LEN];
	uint8_t ip[4];
	int rc;

	if (!self_image)
		return ERR_FILE_NONE;
	/* While iPXE runs a file, what it names lies beside that. */
	text_format(url, sizeof(url), "%s%s",
		    is_root && name[2] != '/' ? "/" : "",
		    name ? name + (is_root ? 2 : 0) : "");
	rc = download_fetch(url, sink);
	/* Its images are a volume; they have names only. */
	if (rc == ERR_FILE_NONE && name)
		return read_from_volume(name, sink);
	if (rc != ERR_UEFI_REPORT)
		return rc;
	if (name && http_is_url(name) && !(pxe_stack() && tftp_url(name, ip)))
		return http_fetch(name, sink);
	if (find_by_http(name, whole))
		return http_fetch(whole, sink);
	path_on_volume(name, path);
	rc = read_from_volume(path, sink);
	return rc == ERR_FILE_NONE ? read_from_tftp(name, sink) : rc;
}

int files_read_beside(const char *name, void *buf, size_t max)
{
	struct sink sink = {.buf = buf, .max = max};
	int rc = read_beside(name, &sink);

	return rc ? rc : (int)sink.len;
}

int files_load(const char *name, struct files_data *ret_data)
{
	struct sink sink = {.grows = 1};
	int rc = read_beside(name, &sink);

	if (rc) {
		firmware_free(sink.buf);
		return rc;
	}
	ret_data->data = sink.buf;
	ret_data->len = sink.len;
	return 0;
}

/* Where it lies on its server. */
static void path_in_url(const char *name, char path[PATH_LEN])
{
	const struct span url = {name, strlen(name)};
	struct span server;
	struct span rest;

	if (http_cut(url, &server, &rest))
		text_format(path, PATH_LEN, "%S", &rest);
	else
		find_on_http(name, &server, path);
}

path_t *files_path(const char *name)
{
	const path_t *device = path_of(self_image->DeviceHandle);
	EFI_IP_ADDRESS server;
	char path[PATH_LEN];

	if (!device)
		return NULL;
	text_format(path, sizeof(path), "%s", name);
	if (is_on_volume() && !http_is_url(name))
		path_on_volume(name, path);
	else if (!find_on_tftp(pxe_stack(), name, &server, path))
		path_in_url(name, path);
	return path_with_file(device, path);
}

const uint8_t *files_dhcp_ack(size_t *ret_len)
{
	const EFI_PXE_BASE_CODE_PROTOCOL *pxe = pxe_stack();

	if (!pxe)
		return httpboot_packet(ret_len);
	if (!pxe->Mode->DhcpAckReceived)
		return NULL;
	*ret_len = sizeof(pxe->Mode->DhcpAck);
	return (const uint8_t *)&pxe->Mode->DhcpAck;
}

int files_dhcp_option(uint8_t option, struct span *ret_value)
{
	size_t len;
	const uint8_t *packet = files_dhcp_ack(&len);

	return packet ? dhcp_option(packet, len, option, ret_value)
		      : ERR_DHCP_OPTION;
}

int files_server(uint8_t ret_ip[4])
{
	EFI_IP_ADDRESS server = {{0}};
	char path[PATH_LEN];
	struct span url;

	if (httpboot_url(&url) && text_ipv4(http_host(url), ret_ip))
		return 0;
	if (!find_on_tftp(pxe_stack(), "", &server, path))
		return ERR_DHCP_OPTION;
	memcpy(ret_ip, &server, 4);
	return 0;
}

int files_read_own(void *buf, size_t max)
{
	struct sink sink = {.buf = buf, .max = max};
	char own[PATH_LEN];
	int rc;

	/* Firmware's PXE gives no name; then it is the boot file's. */
	if (!self_image)
		return ERR_FILE_NONE;
	devpath_file_name(self_image->FilePath, path_len(self_image->FilePath),
			  own, sizeof(own));
	rc = read_beside(own[0] ? own : NULL, &sink);
	return rc ? rc : (int)sink.len;
}

int files_request(const char *url)
{
	struct sink sink = {.max = 0};
	int rc = self_image ? download_fetch(url, &sink) : ERR_UEFI_REPORT;

	if (rc == ERR_UEFI_REPORT)
		return http_fetch(url, &sink);
	return rc ? ERR_UEFI_SEND : 0;
}
