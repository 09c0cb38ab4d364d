/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware we run on: its tables, its errors, its variables.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_FIRMWARE_H
#define LOADER_FIRMWARE_H

#include <efi.h>
#include <stddef.h>
#include <stdint.h>

/* Set by firmware_init(), before anything else is called. */
extern EFI_SYSTEM_TABLE *st;
extern EFI_BOOT_SERVICES *bs;
extern EFI_RUNTIME_SERVICES *rt;
extern EFI_HANDLE self;
extern EFI_LOADED_IMAGE *self_image; /* NULL: the firmware does not tell */

/* The processor, as in BOOTX64.EFI: "x64", "aa64". */
#define FIRMWARE_ARCH EFI_ARCH

/* The whole of a path with its end node, or NULL. */
typedef EFI_DEVICE_PATH path_t;

void firmware_init(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

/* What a status of LoadImage or of a read means, as an ERR_* code. */
int firmware_error(EFI_STATUS status);

/*
 * Memory from the firmware's pool, zeroed; NULL when there is none.
 * firmware_free(NULL) does nothing.
 */
void *firmware_alloc(size_t len);
void firmware_free(void *memory);

/* The protocol on a handle, or NULL. */
void *firmware_protocol(EFI_HANDLE handle, EFI_GUID *guid);

/*
 * All handles with this protocol, to be freed; *ret_count of them. NULL and 0
 * when there is none.
 */
EFI_HANDLE *firmware_handles(EFI_GUID *guid, UINTN *ret_count);

/*
 * A variable of the UEFI specification ("BootOrder"), to be freed; NULL when
 * there is none.
 */
uint8_t *firmware_variable(const CHAR16 *name, size_t *ret_len);
/* A number of two bytes, or `otherwise` when it is not there. */
uint32_t firmware_variable_u16(const CHAR16 *name, uint32_t otherwise);

/* Non-volatile, for boot time and for the system. Returns 1 when it worked. */
int firmware_set_variable(const CHAR16 *name, const void *value, size_t len);

/* What only lasts until the reset: BootCurrent. */
void firmware_set_volatile_u16(const CHAR16 *name, uint16_t value);

/* The same for a variable of ours. len 0 takes it away. */
uint8_t *firmware_own_variable(const CHAR16 *name, size_t *ret_len);
int firmware_set_own_variable(const CHAR16 *name, const void *value,
			      size_t len);

/* Seconds since 2000, or 0 when the machine has no clock that runs. */
uint64_t firmware_time(void);

#endif /* LOADER_FIRMWARE_H */
