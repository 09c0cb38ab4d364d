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
	X(ERR_FILE_SILENT, "the server does not answer")                       \
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
	X(ERR_URI_LUN_PORT,                                                    \
	  "3260 is iSCSI's port, and stands in LUN's place (LUN "              \
	  "0x3260 is 3260-0)")                                                 \
	X(ERR_URI_TARGET,                                                      \
	  "TARGET must be an iSCSI name: iqn. and a name, eui. and "           \
	  "16, or naa. and 16 or 32 hexadecimal digits")                       \
	X(ERR_URI_TARGET_LONG,                                                 \
	  "TARGET is longer than an iSCSI name can be (223)")                  \
	X(ERR_URI_SLASH, "gPXE and iPXE do not know iscsi://; their form is "  \
			 "iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET")              \
	X(ERR_URI_HTTP, "the form is http://SERVER/PATH")                      \
	X(ERR_URI_AOE, "the form is aoe:e0.1 (shelf, slot)")                   \
	X(ERR_URI_FCP,                                                         \
	  "the form is fcp:WWN:LUN, WWN being 8 bytes as 01:02:...:08")        \
	X(ERR_URI_IB_SRP,                                                      \
	  "the form is ib_srp: and nine fields, see the manual")               \
	X(ERR_URI_CHAR, "this character cannot stand in a SAN address")        \
	X(ERR_URI_TOO_LONG, "SAN address too long")                            \
	X(ERR_HINT_SCHEME,                                                     \
	  "gPXE, and iPXE before 2021, want it in small letters")              \
	X(ERR_HINT_PORT, "an unusual PORT; perhaps it is the LUN")             \
	X(ERR_HINT_CASE,                                                       \
	  "capital letters in TARGET; iSCSI names have none, and a "           \
	  "server may compare letter by letter")                               \
	X(ERR_HINT_NAME,                                                       \
	  "iSCSI names have only letters, digits, '-', '.' and ':'")           \
	X(ERR_ARG_WORD, "not an address or key")                               \
	X(ERR_ARG_ALONE, "ibft and help stand alone")                          \
	X(ERR_ARG_TWICE, "given twice")                                        \
	X(ERR_ARG_URIS, "more than four addresses")                            \
	X(ERR_ARG_FAILOVER, "more than two failover= addresses")               \
	X(ERR_ARG_IPXE, "more than two ipxe= files")                           \
	X(ERR_ARG_DESCRIBE, "an iBFT is always made")                          \
	X(ERR_ARG_DRIVE, "drive must be 0x80 to 0xff")                         \
	X(ERR_ARG_DRIVE_MISSING, "drive number missing")                       \
	X(ERR_ARG_EMPTY, "its value is missing")                               \
	X(ERR_ARG_LONG, "its value is too long")                               \
	X(ERR_ARG_CHAR,                                                        \
	  "this character cannot be handed to gPXE or iPXE here")              \
	X(ERR_ARG_GATEWAY, "gateway= is target, none or keep")                 \
	X(ERR_ARG_SPEED, "speed= is yes or no")                                \
	X(ERR_ARG_RETRY,                                                       \
	  "the form is retry=3 or retry=3,10 (tries, seconds), at "            \
	  "most 99,600")                                                       \
	X(ERR_ARG_NAME,                                                        \
	  "initiator= must be an iSCSI name: iqn. and a name, eui. "           \
	  "and 16, or naa. and 16 or 32 hexadecimal digits")                   \
	X(ERR_ARG_CHAP, "user= and secret= belong together; target-user= and " \
			"target-secret= also, and need the other two")         \
	X(ERR_ARG_THEN,                                                        \
	  "the form is then=menu (nothing behind it), then=cd, "               \
	  "then=hd1, then=localboot ARGUMENTS or then=kernel FILE ARGUMENTS")  \
	X(ERR_ARG_KERNEL, "then=kernel needs a FILE")                          \
	X(ERR_ATTACH_TIMEOUT, "no answer from the server.\n  Check its "       \
			      "address, that it is up, and the route to it.")  \
	X(ERR_ATTACH_REFUSED, "connection refused or reset.\n  Is the iSCSI "  \
			      "target service running, on this port?")         \
	X(ERR_ATTACH_RESET,                                                    \
	  "the server ended the connection.\n  Look into its log; is the "     \
	  "port its iSCSI port, and is this initiator allowed?")               \
	X(ERR_ATTACH_UNREACHABLE,                                              \
	  "no way to the server.\n  Check its address, the netmask, the "      \
	  "gateway and the cable.")                                            \
	X(ERR_ATTACH_NAME,                                                     \
	  "the server's name is not known.\n  Check its spelling and the DNS " \
	  "server, or write its address.")                                     \
	X(ERR_ATTACH_TARGET,                                                   \
	  "the server has no such target, or not for this initiator.\n  "      \
	  "Compare TARGET with the list on the server, letter by letter.")     \
	X(ERR_ATTACH_FORBIDDEN,                                                \
	  "the target is not for this initiator.\n  Put the initiator's name " \
	  "on the target's list, or set initiator=.")                          \
	X(ERR_ATTACH_LUN,                                                      \
	  "logged in, but the LUN gives an I/O error.\n  It does not exist "   \
	  "or has no medium, is not ready, or another machine has reserved "   \
	  "it; LUN is hexadecimal.")                                           \
	X(ERR_ATTACH_NO_LUN,                                                   \
	  "logged in, but the target has no such LUN.\n  LUN is hexadecimal; " \
	  "compare it with the list on the server.")                           \
	X(ERR_ATTACH_NOT_READY,                                                \
	  "the LUN is there, but not ready, or has no medium.\n  Look at it "  \
	  "on the server: offline, or its file missing?")                      \
	X(ERR_ATTACH_MEDIUM, "the LUN reports a read or hardware error.\n  "   \
			     "Check the disk behind it on the server.")        \
	X(ERR_ATTACH_BUSY,                                                     \
	  "the target is out of service or out of resources.\n  Check it on "  \
	  "the server; too many sessions?")                                    \
	X(ERR_ATTACH_DENIED, "login denied.\n  Check user name, secret and "   \
			     "the target's list of initiators.")               \
	X(ERR_ATTACH_CREDENTIALS, "the target wants a user name and secret "   \
				  "(CHAP).\n  Set user= and secret=.")         \
	X(ERR_ATTACH_MUTUAL,                                                   \
	  "the target did not prove who it is (mutual CHAP).\n  Check its "    \
	  "own user name and secret, here and on the server.")                 \
	X(ERR_ATTACH_PROTOCOL,                                                 \
	  "the server answers, but not as iSCSI asks for.\n  Is this its "     \
	  "iSCSI port? Look into its log.")                                    \
	X(ERR_ATTACH_HTTP,                                                     \
	  "the web server does not give it.\n  Does the file exist, may "      \
	  "everybody read it, and does the server know ranges?")               \
	X(ERR_ATTACH_INITIATOR, "this machine has no initiator name.\n  Set "  \
				"initiator=, or a host name in DHCP.")         \
	X(ERR_ATTACH_BLOCKSIZE,                                                \
	  "the disk's blocks are not of 512 bytes, as a BIOS needs them.\n  "  \
	  "Set the LUN's block size to 512 on the server.")                    \
	X(ERR_ATTACH_MEMORY, "gPXE/iPXE is out of memory.\n  Reset the "       \
			     "machine, and attach before anything else.")      \
	X(ERR_ATTACH_TABLE,                                                    \
	  "the table that tells the system of its disks (iBFT) is full.\n  "   \
	  "Attach fewer disks, or by fewer addresses.")                        \
	X(ERR_ATTACH_ARGUMENT,                                                 \
	  "gPXE/iPXE cannot use these settings.\n  Check the SAN address; a "  \
	  "target's user name needs one for the initiator.")                   \
	X(ERR_ATTACH_UNSUPPORTED, "this gPXE/iPXE is built without this "      \
				  "protocol.\n  Use an iPXE that has it.")     \
	X(ERR_ATTACH_DRIVE,                                                    \
	  "the drive number is taken by a disk attached before.\n  Use "       \
	  "another drive=, or detach that one.")                               \
	X(ERR_ATTACH_OTHER,                                                    \
	  "gPXE/iPXE could not attach it.\n  Its own message stands above.")   \
	X(ERR_IBFT_NONE, "there is none in memory, so the started system "     \
			 "will not find its disk")                             \
	X(ERR_IBFT_LENGTH, "it is longer than the memory it lies in")          \
	X(ERR_IBFT_CONTROL, "its control structure is damaged")                \
	X(ERR_IBFT_INITIATOR, "its initiator structure is damaged")            \
	X(ERR_IBFT_NIC, "one of its NIC structures is damaged")                \
	X(ERR_IBFT_TARGET, "one of its target structures is damaged")          \
	X(ERR_IBFT_STRING, "one of its strings lies outside it")               \
	X(ERR_IBFT_CHECKSUM, "its checksum is wrong, so systems ignore it")    \
	X(ERR_IBFT_REVISION, "its revision is not 1, so systems ignore it")    \
	X(ERR_IBFT_NO_INITIATOR,                                               \
	  "it has no valid initiator with a name; set initiator=")             \
	X(ERR_IBFT_NO_NIC, "it has no valid NIC of this number")               \
	X(ERR_IBFT_NO_TARGET, "it has no valid target")                        \
	X(ERR_IBFT_NIC_BOOT, "its NIC is not marked as the one to boot from")  \
	X(ERR_IBFT_MAC,                                                        \
	  "its NIC has not the MAC address of the one that booted; close the " \
	  "other NICs (ifclose) before attaching")                             \
	X(ERR_IBFT_NO_ADDRESS,                                                 \
	  "its NIC has no IP address; configure it (dhcp)")                    \
	X(ERR_IBFT_MASK,                                                       \
	  "its NIC has no sane subnet mask; set netmask, or option 1 in DHCP") \
	X(ERR_IBFT_IPV6,                                                       \
	  "it holds IPv4 addresses only; attach by the server's IPv4 address") \
	X(ERR_IBFT_TARGET_NAME, "the attached target is not in it")            \
	X(ERR_IBFT_TARGET_LUN, "its target has another LUN than was attached") \
	X(ERR_IBFT_TARGET_ADDRESS,                                             \
	  "its target has another address than was attached")                  \
	X(ERR_IBFT_TARGET_PORT,                                                \
	  "its target has another port than was attached")                     \
	X(ERR_IBFT_NIC_NONE, "its target names a NIC that it has not")         \
	X(ERR_IBFT_GATEWAY_LOCAL,                                              \
	  "a gateway, but the target is in the same subnet: Windows sends "    \
	  "the disk's traffic through it and is slow; gateway=target cures "   \
	  "that")                                                              \
	X(ERR_IBFT_GATEWAY_FAR,                                                \
	  "its gateway is outside the NIC's subnet; correct option 3 in "      \
	  "DHCP, or use gateway=none")                                         \
	X(ERR_IBFT_GATEWAY_NONE, "its target is in another subnet, and there " \
				 "is no gateway; set option 3 in DHCP")        \
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
