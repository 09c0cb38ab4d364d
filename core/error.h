/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error codes and the text a user sees for each.
 *
 * Runs in: everywhere (no firmware, no allocation).
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

/*
 * Functions return 0 or one of these. Platform codes (PXE status, INT 13h
 * status) are translated to them where the platform is called, never above.
 *
 * The sentence beside each code is its text: what is wrong and what to do;
 * the caller says on what it happened. There are three tables, so that a
 * program carries only the texts it can show.
 */
#define ERROR_TABLE(X)                                                         \
	X(ERR_SECTOR_SHORT, "less than one sector could be read")              \
	X(ERR_SECTOR_EMPTY, "no boot code in its first sector (all zero)")     \
	X(ERR_SECTOR_SIGNATURE,                                                \
	  "no boot signature (55AA) in its first sector")                      \
	X(ERR_DRIVE_HUNG, "hangs; given up")                                   \
	X(ERR_DRIVE_EMPTY, "no medium in it")                                  \
	X(ERR_DHCP_PACKET, "not a DHCP packet")                                \
	X(ERR_DHCP_OPTION, "no such DHCP option")                              \
	X(ERR_PXE_NONE, "no PXE stack found")                                  \
	X(ERR_PXE_CALL, "the PXE stack refused the call")                      \
	X(ERR_DRIVE_NONE, "the BIOS knows no such drive")                      \
	X(ERR_DRIVE_READ, "cannot be read")

/* What localboot says. */
#define ERROR_TABLE_LOCAL(X)                                                   \
	X(ERR_COOKIE_NONE, "no cookie")                                        \
	X(ERR_COOKIE_EXPIRED, "cookie expired")                                \
	X(ERR_METHOD, "not a method or key")                                   \
	X(ERR_METHOD_DRIVE, "drive out of range: hd0 to hd127, 0x80 to 0xff")  \
	X(ERR_METHOD_MANY, "too many methods")                                 \
	X(ERR_METHOD_PART, "the form is part=hd0,1 (drive, partition)")        \
	X(ERR_KEY_VALUE, "this value does not fit its key")                    \
	X(ERR_SECTOR_UEFI,                                                     \
	  "nothing for a BIOS to boot, but an EFI system partition: "          \
	  "installed for UEFI, so switch the firmware to UEFI boot")           \
	X(ERR_SECTOR_NO_ACTIVE,                                                \
	  "its boot code wants an active partition, and none is active")       \
	X(ERR_SECTOR_ACTIVE_EMPTY,                                             \
	  "its active partition has no boot sector (55AA)")                    \
	X(ERR_SECTOR_DATA,                                                     \
	  "its boot sector only says that it is not bootable")                 \
	X(ERR_PARTITION_NONE, "no such partition on it")                       \
	X(ERR_PARTITION_TABLE, "no partition table")                           \
	X(ERR_PARTITION_CHAIN,                                                 \
	  "its chain of logical partitions is damaged (loop, or beyond the "   \
	  "disk)")                                                             \
	X(ERR_PARTITION_FAR,                                                   \
	  "the partition lies beyond 2 TiB, where a boot sector cannot be "    \
	  "told of it")                                                        \
	X(ERR_GPT_DAMAGED, "both copies of its GPT are damaged (checksum)")    \
	X(ERR_CD_FORMAT, "no bootable CD: it has no El Torito boot record")    \
	X(ERR_CD_CATALOG, "its El Torito boot catalogue is damaged")           \
	X(ERR_CD_ENTRY, "its El Torito catalogue has no such entry")           \
	X(ERR_CD_NOT_BOOTABLE, "its El Torito entry is not marked bootable")   \
	X(ERR_CD_EMULATION, "floppy or hard disk emulation is not supported "  \
			    "here; use int18")                                 \
	X(ERR_CD_PLATFORM, "its El Torito entry is not for a BIOS")            \
	X(ERR_CD_LOAD, "its boot image does not fit into base memory")         \
	X(ERR_SMBIOS_NONE, "this BIOS has no SMBIOS table")                    \
	X(ERR_QUIRK_NONE, "no row for this machine")                           \
	X(ERR_QUIRK_FIELDS, "a row is VENDOR | PRODUCT | BIOS VERSION | "      \
			    "ARGUMENTS")                                       \
	X(ERR_QUIRK_LONG, "line too long")                                     \
	X(ERR_SELECT_OTHER, "not the disk asked for")                          \
	X(ERR_SELECT_UNKNOWN, "the BIOS does not tell what is asked for")      \
	X(ERR_DRIVE_SAN, "a SAN disk, left out")                               \
	X(ERR_START,                                                           \
	  "it cannot be read any more, or there is too little memory")         \
	X(ERR_CAME_BACK, "came back here through the network")                 \
	X(ERR_NO_APM, "this BIOS has no APM to switch off by")                 \
	X(ERR_REPORT_HOST,                                                     \
	  "only gPXE and iPXE can send it, and the PXE stack here is neither") \
	X(ERR_FILE_NONE, "no such file on the server")                         \
	X(ERR_FILE_READ, "the file cannot be read")                            \
	X(ERR_DRIVE_NO_DISK, "the BIOS knows no fixed disk")                   \
	X(ERR_DRIVE_NO_CD, "the BIOS shows no CD or DVD drive to programs")

/* What sanboot says. */
#define ERROR_TABLE_SAN(X)                                                     \
	X(ERR_URI_SCHEME, "not a SAN address; it must begin with iscsi:")      \
	X(ERR_URI_FIELDS, "too few fields; the form is "                       \
			  "iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET")             \
	X(ERR_URI_SERVER, "SERVER must be a name, an IPv4 address or "         \
			  "[an IPv6 address]")                                 \
	X(ERR_URI_PROTOCOL, "PROTOCOL must be empty or 6 (TCP)")               \
	X(ERR_URI_PORT, "PORT must be empty or decimal, 1 to 65535")           \
	X(ERR_URI_LUN, "LUN must be empty or hexadecimal, like 1 or "          \
		       "0001-0000-0000-0000")                                  \
	X(ERR_URI_TARGET, "TARGET must be an iSCSI name (iqn. eui. naa.)")     \
	X(ERR_URI_CHAR, "this character cannot stand in a SAN address")        \
	X(ERR_URI_TOO_LONG, "SAN address too long")                            \
	X(ERR_ATTACH_TIMEOUT,                                                  \
	  "no answer from the server.\n  Check its address, that it is up, "   \
	  "and the route to it.")                                              \
	X(ERR_ATTACH_REFUSED, "connection refused or reset.\n  Is the iSCSI "  \
			      "target service running, on this port?")         \
	X(ERR_ATTACH_UNREACHABLE,                                              \
	  "no way to the server.\n  Check its name or address, the gateway "   \
	  "and the cable.")                                                    \
	X(ERR_ATTACH_TARGET, "the server has no such target, or not for "      \
			     "this initiator.\n  Compare TARGET with the "     \
			     "list on the server, letter by letter.")          \
	X(ERR_ATTACH_LUN, "logged in, but the LUN gives an I/O error.\n  "     \
			  "It does not exist or has no medium; LUN is "        \
			  "hexadecimal.")                                      \
	X(ERR_ATTACH_DENIED, "login denied.\n  Check user name, secret and "   \
			     "the target's list of initiators.")               \
	X(ERR_ATTACH_OTHER, "gPXE/iPXE could not attach it.\n  Its own "       \
			    "message stands above.")                           \
	X(ERR_CARRIER_FILE, "no such file on the TFTP server")                 \
	X(ERR_CARRIER_READ,                                                    \
	  "cannot be read to its end, or is longer than any iPXE")             \
	X(ERR_CARRIER_IMAGE, "not an iPXE image")                              \
	X(ERR_CARRIER_SHORT, "cut short; copy the file again")                 \
	X(ERR_CARRIER_MEMORY, "too little memory to load it")                  \
	X(ERR_CARRIER_ARGUMENTS,                                               \
	  "too many arguments to hand on to iPXE, or ${...} in them")          \
	X(ERR_CARRIER_DHCP,                                                    \
	  "the PXE stack does not tell which server and boot file it used")

#define ERROR_NUMBER(name, text) name##_NUMBER,
enum {
	ERROR_OK_NUMBER,
	ERROR_TABLE(ERROR_NUMBER) ERROR_COMMON_COUNT,
	ERROR_LOCAL_FIRST = ERROR_COMMON_COUNT - 1,
	ERROR_TABLE_LOCAL(ERROR_NUMBER) ERROR_LOCAL_COUNT,
	ERROR_SAN_FIRST = ERROR_LOCAL_COUNT - 1,
	ERROR_TABLE_SAN(ERROR_NUMBER) ERROR_COUNT
};
#undef ERROR_NUMBER

#define ERROR_CODE(name, text) name = -name##_NUMBER,
enum error {
	ERROR_TABLE(ERROR_CODE) ERROR_TABLE_LOCAL(ERROR_CODE)
	    ERROR_TABLE_SAN(ERROR_CODE) ERROR_NONE = 0
};
#undef ERROR_CODE

/*
 * The text for a code, without full stop; or with a line break, and then
 * whole sentences. For 0 "ok"; for a number that is no code, or one of
 * another table, "unknown error". Never NULL.
 */
const char *error_text(int code);

/* The same, for the common codes and those of one program. */
const char *error_text_local(int code);
const char *error_text_san(int code);

#endif /* CORE_ERROR_H */
