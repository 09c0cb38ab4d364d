/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nodes of device paths, as bytes, for the tests.
 *
 * Runs in: host.
 */
#ifndef UNIT_PATHS_H
#define UNIT_PATHS_H

/* A string literal's bytes and their number, without the NUL. */
#define BYTES(string) string, sizeof(string) - 1

#define END "\x7f\xff\x04\x00"
#define ROOT "\x02\x01\x0c\x00\xd0\x41\x03\x0a\x00\x00\x00\x00"
#define PCI "\x01\x01\x06\x00\x02\x1f"
#define SATA "\x03\x12\x0a\x00\x01\x00\xff\xff\x00\x00"
#define GUID "\x78\x56\x34\x12\x34\x12\x78\x56\x9a\xbc\xde\xf0\x12\x34\x56\x78"
#define GUID_TEXT "12345678-1234-5678-9abc-def012345678"
#define PLACE "\x40\x00\x00\x00\x00\x00\x00\x00\x00\x20\x00\x00\x00\x00\x00\x00"
#define HD_NODE(number, signature, kinds)                                      \
	"\x04\x01\x2a\x00" number "\x00\x00\x00" PLACE signature kinds
#define HD HD_NODE("\x01", GUID, "\x02\x02")
#define MBR_SIGNATURE(byte)                                                    \
	byte "\xb0\xad\xde\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
#define HD_MBR(number, byte) HD_NODE(number, MBR_SIGNATURE(byte), "\x01\x01")
/* "\A" and "b.efi" */
#define FILE_A "\x04\x04\x0a\x00\\\0A\0\0\0"
#define FILE_B                                                                 \
	"\x04\x04\x10\x00"                                                     \
	"b\0.\0e\0f\0i\0\0\0"
#define MAC "\x03\x0b\x0b\x00\x52\x54\x00\x12\x34\x56\x00"
#define USB "\x03\x05\x06\x00\x01\x02"
#define USB_CLASS "\x03\x0f\x0b\x00\xff\xff\xff\xff\xff\xff\xff"
#define CDROM "\x04\x02\x18\x00\x00\x00\x00\x00" PLACE
#define BBS "\x05\x01\x09\x00\x02\x00\x00\x00\x00"
#define FIRMWARE_FILE "\x04\x06\x14\x00" GUID
#define URI "\x03\x18\x04\x00"
#define NVME "\x03\x17\x10\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

#endif /* UNIT_PATHS_H */
