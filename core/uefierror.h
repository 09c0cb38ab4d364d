/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error codes of the UEFI programs and the text a user sees for each.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_UEFIERROR_H
#define CORE_UEFIERROR_H

#include "error.h"

/*
 * A table of its own, below the numbers of core/error.h: the BIOS programs do
 * not carry its texts. EFI status codes become these where the firmware is
 * called.
 */
#define ERROR_TABLE_UEFI(X)                                                    \
	X(ERR_UEFI_METHOD, "not a method or key")                              \
	X(ERR_UEFI_UNKNOWN, "the firmware does not tell what is asked for")    \
	X(ERR_OPTION_DAMAGED, "its load option is damaged")                    \
	X(ERR_OPTION_NONE, "in BootOrder, but there is no such entry")         \
	X(ERR_OPTION_CURRENT, "what this boot came from")                      \
	X(ERR_OPTION_INACTIVE, "switched off (inactive)")                      \
	X(ERR_OPTION_APP, "an application, not a system")                      \
	X(ERR_OPTION_NETWORK, "boots from the network")                        \
	X(ERR_OPTION_LEGACY, "boots as a BIOS does; not from here")            \
	X(ERR_OPTION_FIRMWARE, "a part of the firmware")                       \
	X(ERR_OPTION_FORM, "a short device path of a kind not known here")     \
	X(ERR_OPTION_DEVICE, "its disk is not there (a stale entry?)")         \
	X(ERR_LOAD_NONE, "there is no such file on it")                        \
	X(ERR_LOAD_FORMAT, "not a program for this firmware, or damaged")      \
	X(ERR_LOAD_REFUSED, "refused by Secure Boot")                          \
	X(ERR_LOAD_READ, "it cannot be read")                                  \
	X(ERR_LOAD_MEMORY, "too little memory for it")                         \
	X(ERR_LOAD_OTHER, "the firmware cannot load it")                       \
	X(ERR_LOADER_RETURNED, "ran, and gave up")                             \
	X(ERR_LOADER_BEFORE, "was started before; not again")                  \
	X(ERR_ESP_NONE, "no EFI system partition, and no FAT with \\EFI")      \
	X(ERR_ESP_UNREADABLE,                                                  \
	  "the firmware shows no file system on its EFI system partition")     \
	X(ERR_ESP_EMPTY, "no boot loader that is known on its EFI system "     \
			 "partition")                                          \
	X(ERR_UEFI_NO_DISK, "the firmware knows no such drive")                \
	X(ERR_BOOTNEXT_SET, "the firmware did not keep BootNext")              \
	X(ERR_BOOTNEXT_BEFORE, "was started by BootNext, and came back here")  \
	X(ERR_BOOTNEXT_MANY, "8 others were started by BootNext, in vain")     \
	X(ERR_BOOTNEXT_NONE, "BootOrder has no entry that could be started")   \
	X(ERR_RESET, "the firmware did not do it")                             \
	X(ERR_UEFI_REPORT,                                                     \
	  "needs a start from the network: by PXE, HTTP boot or iPXE")         \
	X(ERR_UEFI_SEND, "the server or the network did not take it")          \
	X(ERR_HTTP_NONE, "the firmware has no HTTP: start from iPXE instead")  \
	X(ERR_HTTP_ADDRESS, "the firmware's HTTP does not start: it needs an " \
			    "IPv4 address, by DHCP")                           \
	X(ERR_HTTP_SCHEME, "the firmware's HTTP is used for http:// only: "    \
			   "for others start from iPXE instead")               \
	X(ERR_HTTP_SERVER, "the web server does not answer: is it running, "   \
			   "is the address right?")                            \
	X(ERR_HTTP_NAME, "the web server's name is not found, or it does not " \
			 "answer: try its address")                            \
	X(ERR_HTTP_STATUS, "the web server refuses it, or has moved it: its "  \
			   "log tells")

#define UEFI_ERROR_NUMBER(name, text) name##_NUMBER,
enum {
	UEFI_ERROR_FIRST = 1000,
	ERROR_TABLE_UEFI(UEFI_ERROR_NUMBER) UEFI_ERROR_END
};
#undef UEFI_ERROR_NUMBER

#define UEFI_ERROR_CODE(name, text) name = -name##_NUMBER,
enum uefi_error { ERROR_TABLE_UEFI(UEFI_ERROR_CODE) UEFI_ERROR_NONE = 0 };
#undef UEFI_ERROR_CODE

/* The text of such a code, or error_text_local() of any other. Never NULL. */
const char *error_text_uefi(int code);

#endif /* CORE_UEFIERROR_H */
