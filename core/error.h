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
 * The sentence beside each code is its text: what is wrong and what to do.
 * error_text() returns it; the caller says on what it happened.
 */
#define ERROR_TABLE(X)                                                         \
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
	X(ERR_METHOD, "not a method or key")                                   \
	X(ERR_METHOD_DRIVE, "drive out of range: hd0 to hd127, 0x80 to 0xff")  \
	X(ERR_METHOD_MANY, "too many methods")                                 \
	X(ERR_SECTOR_SHORT, "less than one sector could be read")              \
	X(ERR_SECTOR_EMPTY, "no boot code in its first sector (all zero)")     \
	X(ERR_SECTOR_SIGNATURE,                                                \
	  "no boot signature (55AA) in its first sector")                      \
	X(ERR_COOKIE_NONE, "no cookie")                                        \
	X(ERR_COOKIE_EXPIRED, "cookie expired")                                \
	X(ERR_DHCP_PACKET, "not a DHCP packet")                                \
	X(ERR_DHCP_OPTION, "no such DHCP option")                              \
	X(ERR_PXE_NONE, "no PXE stack found")                                  \
	X(ERR_PXE_CALL, "the PXE stack refused the call")                      \
	X(ERR_DRIVE_NONE, "the BIOS knows no such drive")                      \
	X(ERR_DRIVE_READ, "cannot be read")                                    \
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
			    "message stands above.")

#define ERROR_NUMBER(name, text) name##_NUMBER,
enum { ERROR_OK_NUMBER, ERROR_TABLE(ERROR_NUMBER) ERROR_COUNT };
#undef ERROR_NUMBER

#define ERROR_CODE(name, text) name = -name##_NUMBER,
enum error { ERROR_TABLE(ERROR_CODE) ERROR_NONE = 0 };
#undef ERROR_CODE

/*
 * The text for a code, without full stop; or with a line break, and then
 * whole sentences. For 0 "ok"; for a number that is no code, "unknown error".
 * Never NULL.
 */
const char *error_text(int code);

#endif /* CORE_ERROR_H */
