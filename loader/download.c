/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files by the download protocol of the iPXE that started us.
 *
 * Runs in: UEFI.
 */
#include "download.h"
#include "uefierror.h"

#define DOWNLOAD_POLL_US 1000
#define DOWNLOAD_POLLS 30000 /* 30 s without a byte */

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

/* That a connection ends too soon comes without the high bit of EFI_ERROR(). */
static int result(const struct sink *sink)
{
	if (sink->status == EFI_SUCCESS)
		return 0;
	if (sink->status == EFI_TIMEOUT || sink->status == EFI_NO_RESPONSE)
		return ERR_FILE_SILENT;
	return sink->len ? ERR_FILE_READ : ERR_FILE_NONE;
}

int download_fetch(const char *url, struct sink *sink)
{
	download_t *download;
	size_t seen = 0;
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
		if (sink->len != seen)
			i = 0;
		seen = sink->len;
	}
	if (!sink->done)
		download->abort(download, file, EFI_TIMEOUT);
	/* iPXE has the firmware reset five minutes after it was polled. */
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	return result(sink);
}
