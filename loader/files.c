/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files: on a volume, and beside our own file wherever that came from.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "dhcp.h"
#include "files.h"
#include "paths.h"
#include "uefierror.h"

#define PATH_LEN 256
#define TFTP_BLOCK_LEN 1428 /* fills an Ethernet frame */
#define INFO_LEN 1024
/* iPXE: a server that does not answer is given up by iPXE itself before. */
#define DOWNLOAD_POLL_US 1000
#define DOWNLOAD_POLLS 60000

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

/* Where a file goes. */
struct fetch {
	uint8_t *buf;
	size_t max;
	size_t len; /* the file's, as far as it came, cut to max */
	int grows;  /* buf is the pool's, and to be as long as the file */
	int done;
	EFI_STATUS status;
};

/* Make room for this many bytes, if it may grow. Returns 0 without memory. */
static int make_room(struct fetch *fetch, size_t len)
{
	uint8_t *larger;

	if (!fetch->grows || len <= fetch->max)
		return 1;
	larger = firmware_alloc(len);
	if (!larger)
		return 0;
	memcpy(larger, fetch->buf, fetch->len);
	firmware_free(fetch->buf);
	fetch->buf = larger;
	fetch->max = len;
	return 1;
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

static EFI_STATUS read_open(EFI_FILE_HANDLE file, struct fetch *fetch)
{
	UINT64 end = 0;
	UINTN len;
	EFI_STATUS status;

	if (fetch->grows) {
		file->SetPosition(file, UINT64_MAX);
		file->GetPosition(file, &end);
		file->SetPosition(file, 0);
		if (!make_room(fetch, (size_t)end))
			return EFI_OUT_OF_RESOURCES;
	}
	len = fetch->max;
	status = file->Read(file, &len, fetch->buf);
	fetch->len = EFI_ERROR(status) ? 0 : len;
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

static int read_from_volume(const char *name, struct fetch *fetch)
{
	char path[PATH_LEN];
	EFI_FILE_HANDLE root;
	EFI_FILE_HANDLE file;
	EFI_STATUS status;

	root = files_open_volume(self_image->DeviceHandle);
	if (!root)
		return ERR_FILE_NONE;
	path_on_volume(name, path);
	file = open_file(root, path);
	if (!file) {
		files_close(root);
		return ERR_FILE_NONE;
	}
	status = read_open(file, fetch);
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
	struct span boot;
	struct span id;

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

static int read_from_tftp(const char *name, struct fetch *fetch)
{
	EFI_PXE_BASE_CODE_PROTOCOL *pxe = pxe_stack();
	EFI_IP_ADDRESS server = {{0}};
	UINTN block_len = TFTP_BLOCK_LEN;
	char path[PATH_LEN];
	UINT64 len = 0;
	EFI_STATUS status = EFI_SUCCESS;

	if (!find_on_tftp(pxe, name, &server, path))
		return ERR_FILE_NONE;
	if (fetch->grows)
		status = pxe->Mtftp(pxe, EFI_PXE_BASE_CODE_TFTP_GET_FILE_SIZE,
				    NULL, FALSE, &len, &block_len, &server,
				    (UINT8 *)path, NULL, FALSE);
	if (!EFI_ERROR(status) && !make_room(fetch, (size_t)len))
		return ERR_FILE_READ;
	len = fetch->max;
	if (!EFI_ERROR(status))
		status = pxe->Mtftp(pxe, EFI_PXE_BASE_CODE_TFTP_READ_FILE,
				    fetch->buf, FALSE, &len, &block_len,
				    &server, (UINT8 *)path, NULL, FALSE);
	if (status == EFI_BUFFER_TOO_SMALL || status == EFI_TIMEOUT)
		return ERR_FILE_READ;
	if (EFI_ERROR(status))
		return ERR_FILE_NONE;
	fetch->len = (size_t)len;
	return 0;
}

/* iPXE's EFI_DOWNLOAD protocol, as its efi_download.h describes it. */
typedef struct download download_t;
struct download {
	EFI_STATUS(EFIAPI *start)
	(download_t *this, const CHAR8 *url,
	 EFI_STATUS(EFIAPI *data)(void *, void *, UINTN, UINTN),
	 void(EFIAPI *finish)(void *, EFI_STATUS), void *context, void **file);
	EFI_STATUS(EFIAPI *abort)
	(download_t *this, void *file, EFI_STATUS status);
	EFI_STATUS(EFIAPI *poll)(download_t *this);
};

static EFI_GUID download_guid = {
    0x3eaeaebd,
    0xdecf,
    0x493b,
    {0x9b, 0xd1, 0xcd, 0xb2, 0xde, 0xca, 0xe7, 0x19}};

/* An empty buffer only tells how long the file will be; iPXE ends at errors. */
static EFI_STATUS EFIAPI take_data(void *context, void *data, UINTN len,
				   UINTN offset)
{
	struct fetch *fetch = context;
	size_t end = offset + len;

	if (len && end > fetch->max)
		end += end / 2;
	if (!make_room(fetch, end))
		return EFI_OUT_OF_RESOURCES;
	if (!len || offset >= fetch->max)
		return EFI_SUCCESS;
	if (len > fetch->max - offset)
		len = fetch->max - offset;
	memcpy(fetch->buf + offset, data, len);
	if (fetch->len < offset + len)
		fetch->len = offset + len;
	return EFI_SUCCESS;
}

static void EFIAPI take_end(void *context, EFI_STATUS status)
{
	struct fetch *fetch = context;

	fetch->status = status;
	fetch->done = 1;
}

/* Returns 0, ERR_UEFI_REPORT without iPXE, or ERR_FILE_NONE. */
static int ipxe_fetch(const char *url, struct fetch *fetch)
{
	download_t *download;
	void *file;
	unsigned int i;

	download = firmware_protocol(self_image->DeviceHandle, &download_guid);
	if (!download)
		return ERR_UEFI_REPORT;
	if (EFI_ERROR(download->start(download, (const CHAR8 *)url, take_data,
				      take_end, fetch, &file)))
		return ERR_FILE_NONE;
	for (i = 0; i < DOWNLOAD_POLLS && !fetch->done; i++) {
		download->poll(download);
		bs->Stall(DOWNLOAD_POLL_US);
	}
	if (!fetch->done)
		download->abort(download, file, EFI_TIMEOUT);
	return EFI_ERROR(fetch->status) ? ERR_FILE_NONE : 0;
}

static int read_beside(const char *name, struct fetch *fetch)
{
	int is_root = name && memcmp(name, FILES_ROOT, 2) == 0;
	char url[PATH_LEN];
	int rc;

	if (!self_image)
		return ERR_FILE_NONE;
	/* While iPXE runs a file, what it names lies beside that. */
	text_format(url, sizeof(url), "%s%s",
		    is_root && name[2] != '/' ? "/" : "",
		    name ? name + (is_root ? 2 : 0) : "");
	rc = ipxe_fetch(url, fetch);
	if (rc != ERR_UEFI_REPORT)
		return rc;
	rc = read_from_volume(name, fetch);
	return rc == ERR_FILE_NONE ? read_from_tftp(name, fetch) : rc;
}

int files_read_beside(const char *name, void *buf, size_t max)
{
	struct fetch fetch = {.buf = buf, .max = max};
	int rc = read_beside(name, &fetch);

	return rc ? rc : (int)fetch.len;
}

int files_load(const char *name, struct files_data *ret_data)
{
	struct fetch fetch = {.grows = 1};
	int rc = read_beside(name, &fetch);

	if (rc) {
		firmware_free(fetch.buf);
		return rc;
	}
	ret_data->data = fetch.buf;
	ret_data->len = fetch.len;
	return 0;
}

path_t *files_path(const char *name)
{
	const path_t *device = path_of(self_image->DeviceHandle);
	EFI_IP_ADDRESS server;
	char path[PATH_LEN];

	if (!device)
		return NULL;
	text_format(path, sizeof(path), "%s", name);
	if (is_on_volume())
		path_on_volume(name, path);
	else
		find_on_tftp(pxe_stack(), name, &server, path);
	return path_with_file(device, path);
}

int files_dhcp_option(uint8_t option, struct span *ret_value)
{
	const EFI_PXE_BASE_CODE_PROTOCOL *pxe = pxe_stack();

	if (!pxe || !pxe->Mode->DhcpAckReceived)
		return ERR_DHCP_OPTION;
	return dhcp_option(&pxe->Mode->DhcpAck, sizeof(pxe->Mode->DhcpAck),
			   option, ret_value);
}

const uint8_t *files_dhcp_ack(size_t *ret_len)
{
	const EFI_PXE_BASE_CODE_PROTOCOL *pxe = pxe_stack();

	if (!pxe || !pxe->Mode->DhcpAckReceived)
		return NULL;
	*ret_len = sizeof(pxe->Mode->DhcpAck);
	return (const uint8_t *)&pxe->Mode->DhcpAck;
}

int files_server(uint8_t ret_ip[4])
{
	EFI_IP_ADDRESS server = {{0}};
	char path[PATH_LEN];

	if (!find_on_tftp(pxe_stack(), "", &server, path))
		return ERR_DHCP_OPTION;
	memcpy(ret_ip, &server, 4);
	return 0;
}

int files_read_own(void *buf, size_t max)
{
	struct fetch fetch = {.buf = buf, .max = max};
	char own[PATH_LEN];
	int rc;

	/* Firmware's PXE gives no name; then it is the boot file's. */
	if (!self_image)
		return ERR_FILE_NONE;
	devpath_file_name(self_image->FilePath, path_len(self_image->FilePath),
			  own, sizeof(own));
	rc = read_beside(own[0] ? own : NULL, &fetch);
	return rc ? rc : (int)fetch.len;
}

int files_request(const char *url)
{
	struct fetch fetch = {.max = 0};
	int rc = self_image ? ipxe_fetch(url, &fetch) : ERR_UEFI_REPORT;

	return rc && rc != ERR_UEFI_REPORT ? ERR_UEFI_SEND : rc;
}
