/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking an NVMe drive who it is.
 *
 * Runs in: UEFI.
 */
#include "nvme.h"

/* UEFI 2.10, section 13.15; gnu-efi does not have it. */
typedef struct {
	UINT32 opcode;
	UINT8 valid; /* which of cdw2 to cdw15 count */
	UINT32 nsid;
	UINT32 cdw2;
	UINT32 cdw3;
	UINT32 cdw10;
	UINT32 cdw11;
	UINT32 cdw12;
	UINT32 cdw13;
	UINT32 cdw14;
	UINT32 cdw15;
} command_t;

typedef struct {
	UINT64 timeout; /* 100 ns */
	void *data;
	UINT32 data_len;
	void *metadata;
	UINT32 metadata_len;
	UINT8 queue;
	command_t *command;
	UINT32 *completion; /* four of them */
} packet_t;

typedef struct pass_thru pass_thru_t;
struct pass_thru {
	void *mode;
	EFI_STATUS(EFIAPI *pass_thru)
	(pass_thru_t *this, UINT32 nsid, packet_t *packet, EFI_EVENT event);
};

enum { ADMIN_QUEUE = 0, IDENTIFY = 6, CDW10_VALID = 4, CNS_CONTROLLER = 1 };
#define TIMEOUT 50000000 /* 5 s */

int nvme_identify(const path_t *path, uint8_t data[NVME_IDENTIFY_LEN])
{
	static EFI_GUID guid = {
	    0x52c78312,
	    0x8edc,
	    0x4233,
	    {0x98, 0xf2, 0x1a, 0x1a, 0xa5, 0xe3, 0x88, 0xa5}};
	UINT32 completion[4] = {0};
	command_t command = {
	    .opcode = IDENTIFY, .valid = CDW10_VALID, .cdw10 = CNS_CONTROLLER};
	packet_t packet = {
	    .timeout = TIMEOUT,
	    .data = data,
	    .data_len = NVME_IDENTIFY_LEN,
	    .queue = ADMIN_QUEUE,
	    .command = &command,
	    .completion = completion,
	};
	EFI_DEVICE_PATH *rest = (EFI_DEVICE_PATH *)path;
	pass_thru_t *nvme;
	EFI_HANDLE handle;

	if (EFI_ERROR(bs->LocateDevicePath(&guid, &rest, &handle)))
		return 0;
	nvme = firmware_protocol(handle, &guid);
	return nvme && !EFI_ERROR(nvme->pass_thru(nvme, 0, &packet, NULL));
}
