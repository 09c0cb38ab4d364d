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

/*
 * The folder of a path with its last slash, as far as it fits, and the name;
 * or the path itself (NULL).
 */
static void beside(const char *path, size_t path_len_, const char *name,
		   char buf[PATH_LEN])
{
	struct span folder = {path, 0};
	size_t i;

	for (i = 0; i < path_len_ && path[i]; i++)
		if (!name || path[i] == '/' || path[i] == '\\')
			folder.len = i + 1;
	text_format(buf, PATH_LEN, "%S%s", &folder, name ? name : "");
}

static int read_from_volume(const char *name, void *buf, size_t max)
{
	char own_path[PATH_LEN];
	char path[PATH_LEN];
	EFI_FILE_HANDLE root;
	EFI_FILE_HANDLE file;
	UINTN len = max;
	EFI_STATUS status;

	root = files_open_volume(self_image->DeviceHandle);
	if (!root)
		return ERR_FILE_NONE;
	devpath_text(self_image->FilePath, path_len(self_image->FilePath),
		     own_path, sizeof(own_path));
	beside(own_path, sizeof(own_path), name, path);
	file = open_file(root, path);
	if (!file) {
		files_close(root);
		return ERR_FILE_NONE;
	}
	status = file->Read(file, &len, buf);
	files_close(file);
	files_close(root);
	return EFI_ERROR(status) ? ERR_FILE_READ : (int)len;
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

static int read_from_tftp(const char *name, void *buf, size_t max)
{
	static EFI_GUID guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
	EFI_PXE_BASE_CODE_PROTOCOL *pxe;
	const EFI_PXE_BASE_CODE_PACKET *packet;
	EFI_IP_ADDRESS server = {{0}};
	struct span boot;
	struct span id;
	char path[PATH_LEN];
	UINT64 len = max;
	EFI_STATUS status;

	pxe = firmware_protocol(self_image->DeviceHandle, &guid);
	if (!pxe || !pxe->Mode->Started || pxe->Mode->UsingIpv6 ||
	    !find_boot_file(pxe->Mode, &packet, &boot))
		return ERR_FILE_NONE;
	memcpy(&server, (const uint8_t *)packet + SIADDR, 4);
	if (!server.Addr[0] &&
	    !dhcp_option(packet, sizeof(*packet), DHCP_SERVER, &id) &&
	    id.len == 4)
		memcpy(&server, id.text, 4);
	beside(boot.text, boot.len, name, path);
	status = pxe->Mtftp(pxe, EFI_PXE_BASE_CODE_TFTP_READ_FILE, buf, FALSE,
			    &len, NULL, &server, (UINT8 *)path, NULL, FALSE);
	if (status == EFI_BUFFER_TOO_SMALL)
		return ERR_FILE_READ;
	return EFI_ERROR(status) ? ERR_FILE_NONE : (int)len;
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

/* Where a download goes. */
struct fetch {
	uint8_t *buf;
	size_t max;
	size_t len; /* the file's, as far as it came, cut to max */
	int done;
	EFI_STATUS status;
};

/* An empty buffer only tells how long the file will be. */
static EFI_STATUS EFIAPI take_data(void *context, void *data, UINTN len,
				   UINTN offset)
{
	struct fetch *fetch = context;

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

static int read_beside(const char *name, void *buf, size_t max)
{
	struct fetch fetch = {.buf = buf, .max = max};
	char own[PATH_LEN];
	int rc;

	if (!self_image)
		return ERR_FILE_NONE;
	/* While iPXE runs a file, what it names lies beside that. */
	devpath_file_name(self_image->FilePath, path_len(self_image->FilePath),
			  own, sizeof(own));
	rc = ipxe_fetch(name ? name : own, &fetch);
	if (rc != ERR_UEFI_REPORT)
		return rc ? rc : (int)fetch.len;
	rc = read_from_volume(name, buf, max);
	return rc == ERR_FILE_NONE ? read_from_tftp(name, buf, max) : rc;
}

int files_read_beside(const char *name, void *buf, size_t max)
{
	return read_beside(name, buf, max);
}

int files_read_own(void *buf, size_t max)
{
	return read_beside(NULL, buf, max);
}

int files_dhcp_option(uint8_t option, struct span *ret_value)
{
	static EFI_GUID guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
	EFI_PXE_BASE_CODE_PROTOCOL *pxe;

	pxe = self_image ? firmware_protocol(self_image->DeviceHandle, &guid)
			 : NULL;
	if (!pxe || !pxe->Mode->DhcpAckReceived || pxe->Mode->UsingIpv6)
		return ERR_DHCP_OPTION;
	return dhcp_option(&pxe->Mode->DhcpAck, sizeof(pxe->Mode->DhcpAck),
			   option, ret_value);
}

int files_request(const char *url)
{
	struct fetch fetch = {.max = 0};
	int rc = self_image ? ipxe_fetch(url, &fetch) : ERR_UEFI_REPORT;

	return rc && rc != ERR_UEFI_REPORT ? ERR_UEFI_SEND : rc;
}
