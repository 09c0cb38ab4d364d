/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files by the download protocol of the iPXE that started us.
 *
 * Runs in: UEFI.
 */
#include "download.h"
#include "uefierror.h"

/* iPXE: a server that does not answer is given up by iPXE itself before. */
#define DOWNLOAD_POLL_US 1000
#define DOWNLOAD_POLLS 60000

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
	return sink_take(context, data, len, offset) ? EFI_SUCCESS
						     : EFI_OUT_OF_RESOURCES;
}

static void EFIAPI take_end(void *context, EFI_STATUS status)
{
	struct sink *sink = context;

	sink->status = status;
	sink->done = 1;
}

int download_fetch(const char *url, struct sink *sink)
{
	download_t *download;
	void *file;
	unsigned int i;

	download = firmware_protocol(self_image->DeviceHandle, &download_guid);
	if (!download)
		return ERR_UEFI_REPORT;
	if (EFI_ERROR(download->start(download, (const CHAR8 *)url, take_data,
				      take_end, sink, &file)))
		return ERR_FILE_NONE;
	for (i = 0; i < DOWNLOAD_POLLS && !sink->done; i++) {
		download->poll(download);
		bs->Stall(DOWNLOAD_POLL_US);
	}
	if (!sink->done)
		download->abort(download, file, EFI_TIMEOUT);
	return EFI_ERROR(sink->status) ? ERR_FILE_NONE : 0;
}
