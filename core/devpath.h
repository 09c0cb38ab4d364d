/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UEFI device paths: reading, classifying, comparing, as text.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_DEVPATH_H
#define CORE_DEVPATH_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* A longer path is damaged: real ones have some 20 to 300 bytes. */
#define DEVPATH_MAX_LEN 4096
/* The node that ends a path. */
#define DEVPATH_END_LEN 4
/* Room for a path as text; a longer one is cut. */
#define DEVPATH_TEXT_LEN 256

/* What a path begins with, and so how its device is found (section 3.1.2). */
enum devpath_form {
	DEVPATH_FULL,	/* hardware; also firmware volumes */
	DEVPATH_HD,	/* a hard disk's partition: "HD(...)/File" */
	DEVPATH_FILE,	/* a file name alone */
	DEVPATH_SHORT,	/* another short form: USB class, USB WWID, URI */
	DEVPATH_LEGACY, /* a BIOS boot device */
	DEVPATH_EMPTY,	/* nothing */
};

struct devpath_info {
	uint8_t form;	   /* enum devpath_form */
	uint8_t network;   /* there is a MAC, IP, URI, iSCSI ... node in it */
	uint8_t firmware;  /* a file or volume of the firmware itself */
	uint8_t usb;	   /* behind a USB port */
	uint8_t optical;   /* an El Torito image */
	size_t partition;  /* offset of the last HD() node; 0: see form */
	size_t device_len; /* bytes before the first file node, or the end */
	uint8_t has_hd;	   /* partition counts */
	uint8_t has_file;  /* there is a file node */
};

/*
 * Measure the path that begins at buf, of which at most max bytes are there
 * (UEFI 2.10, section 10.3.1): *ret_len includes the end node. Returns 0, or
 * ERR_OPTION_DAMAGED when a node is shorter than its header or reaches beyond
 * max, when no node ends the path, or it has more than one instance.
 */
int devpath_measure(const void *buf, size_t max, size_t *ret_len);

/*
 * Look at a path of len bytes, as measured. What is not understood is passed
 * over: it is a device then. Never fails; damage ends the reading.
 */
void devpath_look(const void *path, size_t len, struct devpath_info *ret_info);

/*
 * Are the HD() nodes at these addresses (of at most max bytes) the same
 * partition? By GUID or by MBR signature and number; one without either is
 * none.
 */
int devpath_same_partition(const void *a, size_t a_max, const void *b,
			   size_t b_max);

/*
 * Partition number of the HD() node at this address, or 0 when it is none.
 */
uint32_t devpath_partition_number(const void *node, size_t max);

/*
 * Do the first part_len bytes of path (without its end node) lead the way to
 * whole? 1 too when they are the same.
 */
int devpath_begins(const void *whole, size_t whole_len, const void *part,
		   size_t part_len);

/*
 * The MAC address of the last NIC in the path. Returns 1 and its six bytes in
 * the path, or 0 when there is none.
 */
int devpath_mac(const void *path, size_t len, const uint8_t **ret_mac);

/* Our side of an IPv4 connection, section 10.3.4.14; all in the path. */
struct devpath_ipv4 {
	const uint8_t *address; /* 4 bytes each; 0.0.0.0: not known */
	const uint8_t *gateway;
	const uint8_t *netmask;
};

/*
 * The path's last IPv4 node, as UEFI 2.5 and later have it. Returns 1, or 0
 * when there is none.
 */
int devpath_ipv4(const void *path, size_t len, struct devpath_ipv4 *ret_ipv4);

/*
 * The last URI in the path that is not empty, section 10.3.4.23: where HTTP
 * boot had a file from. Returns 1, or 0 when there is none.
 */
int devpath_uri(const void *path, size_t len, struct span *ret_uri);

/* An iSCSI disk, section 10.3.4.21; both point into the path. */
struct devpath_iscsi {
	struct span target;
	const uint8_t *lun; /* 8 bytes, most significant first */
};

/* The path's iSCSI node. Returns 1, or 0 when there is none. */
int devpath_iscsi(const void *path, size_t len, struct devpath_iscsi *ret_disk);

/*
 * Write a path as text, as the specification's section 10.6 shows it, nodes
 * with a '/' between; of others "Path(type,subtype)". Characters that are not
 * printable ASCII are '?'. Returns the length, at most len - 1.
 */
size_t devpath_text(const void *path, size_t path_len, char *buf, size_t len);

/*
 * The last part of the path's file name, "shimx64.efi", as ASCII, into buf
 * (len bytes, cut). Returns its length; 0: it has none.
 */
size_t devpath_file_name(const void *path, size_t path_len, char *buf,
			 size_t len);

#endif /* CORE_DEVPATH_H */
