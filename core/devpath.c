/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UEFI device paths: reading, classifying, comparing, as text.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "devpath.h"
#include "text.h"
#include "uefierror.h"

/* UEFI 2.10, section 10.3: type, sub-type, length of the node. */
#define HEADER_LEN 4
#define KIND(type, subtype) ((type) << 8 | (subtype))

enum kind {
	KIND_PCI = KIND(1, 1),
	KIND_VENDOR = KIND(1, 4),
	KIND_CONTROLLER = KIND(1, 5),
	KIND_ACPI = KIND(2, 1),
	KIND_ATA = KIND(3, 1),
	KIND_SCSI = KIND(3, 2),
	KIND_USB = KIND(3, 5),
	KIND_MAC = KIND(3, 11),
	KIND_IPV4 = KIND(3, 12),
	KIND_IPV6 = KIND(3, 13),
	KIND_USB_CLASS = KIND(3, 15),
	KIND_USB_WWID = KIND(3, 16),
	KIND_UNIT = KIND(3, 17),
	KIND_SATA = KIND(3, 18),
	KIND_ISCSI = KIND(3, 19),
	KIND_VLAN = KIND(3, 20),
	KIND_NVME = KIND(3, 23),
	KIND_URI = KIND(3, 24),
	KIND_SD = KIND(3, 26),
	KIND_WIFI = KIND(3, 28),
	KIND_EMMC = KIND(3, 29),
	KIND_HD = KIND(4, 1),
	KIND_CDROM = KIND(4, 2),
	KIND_FILE = KIND(4, 4),
	KIND_FIRMWARE_FILE = KIND(4, 6),
	KIND_FIRMWARE_VOLUME = KIND(4, 7),
	KIND_LEGACY = KIND(5, 1),
	KIND_END = KIND(0x7f, 0xff),
};

/* Of an HD() node, section 10.3.5.1. */
enum hd {
	HD_NUMBER = 4,
	HD_SIGNATURE = 24,
	HD_SIGNATURE_TYPE = 41,
	HD_LEN = 42,
	HD_SIGNATURE_LEN = 16,
};
enum hd_signature_type { HD_NO_SIGNATURE, HD_MBR, HD_GUID };

/* Of MAC(), IPv4() and iSCSI() nodes: 10.3.4.13, 10.3.4.14, 10.3.4.21. */
enum mac { MAC_ADDRESS = 4, MAC_LEN = 10 };
enum ipv4 {
	IPV4_ADDRESS = 4,
	IPV4_GATEWAY = 19,
	IPV4_NETMASK = 23,
	IPV4_LEN = 27,
};
enum iscsi { ISCSI_LUN = 8, ISCSI_TARGET = 18 };

_Static_assert(IPV4_LEN == HEADER_LEN + 4 + 4 + 2 + 2 + 2 + 1 + 4 + 4,
	       "IPv4() node, UEFI 2.10, section 10.3.4.14");
_Static_assert(ISCSI_TARGET == HEADER_LEN + 2 + 2 + 8 + 2,
	       "iSCSI() node, UEFI 2.10 table 10.35");
_Static_assert(HD_LEN == HEADER_LEN + 4 + 8 + 8 + 16 + 1 + 1,
	       "HD() node, UEFI 2.10 table 10.47");

struct node {
	const uint8_t *bytes; /* with the header */
	size_t len;
	unsigned int kind;
};

/*
 * The node at *off of len bytes, and *off behind it. Returns 1, 0 at the end
 * node, or ERR_OPTION_DAMAGED.
 */
static int next_node(const uint8_t *path, size_t len, size_t *off,
		     struct node *ret_node)
{
	size_t left = len - *off;

	if (left < HEADER_LEN)
		return ERR_OPTION_DAMAGED;
	ret_node->bytes = path + *off;
	ret_node->len = get_le16(path + *off + 2);
	ret_node->kind = KIND(path[*off], path[*off + 1]);
	if (ret_node->len < HEADER_LEN || ret_node->len > left)
		return ERR_OPTION_DAMAGED;
	*off += ret_node->len;
	return ret_node->kind != KIND_END;
}

int devpath_measure(const void *buf, size_t max, size_t *ret_len)
{
	struct node node;
	size_t off = 0;
	int rc;

	if (max > DEVPATH_MAX_LEN)
		max = DEVPATH_MAX_LEN;
	do {
		rc = next_node(buf, max, &off, &node);
		if (rc < 0 || (rc && node.kind >> 8 == KIND_END >> 8))
			return ERR_OPTION_DAMAGED;
	} while (rc);
	*ret_len = off;
	return 0;
}

static int is_network(unsigned int kind)
{
	return kind == KIND_MAC || kind == KIND_IPV4 || kind == KIND_IPV6 ||
	       kind == KIND_URI || kind == KIND_ISCSI || kind == KIND_VLAN ||
	       kind == KIND_WIFI;
}

static uint8_t form_of(unsigned int first)
{
	switch (first) {
	case KIND_END:
		return DEVPATH_EMPTY;
	case KIND_HD:
		return DEVPATH_HD;
	case KIND_FILE:
		return DEVPATH_FILE;
	case KIND_LEGACY:
		return DEVPATH_LEGACY;
	case KIND_USB_CLASS:
	case KIND_USB_WWID:
	case KIND_URI:
		return DEVPATH_SHORT;
	default:
		return DEVPATH_FULL;
	}
}

static void look_at(const struct node *node, size_t off,
		    struct devpath_info *info)
{
	unsigned int kind = node->kind;

	info->network |= is_network(kind);
	info->firmware |=
	    kind == KIND_FIRMWARE_FILE || kind == KIND_FIRMWARE_VOLUME;
	info->usb |=
	    kind == KIND_USB || kind == KIND_USB_CLASS || kind == KIND_USB_WWID;
	info->optical |= kind == KIND_CDROM;
	if (kind == KIND_HD && node->len >= HD_LEN) {
		info->has_hd = 1;
		info->partition = off;
	}
	if (kind == KIND_FILE && !info->has_file) {
		info->has_file = 1;
		info->device_len = off;
	}
}

void devpath_look(const void *path, size_t len, struct devpath_info *ret_info)
{
	struct devpath_info info;
	struct node node;
	size_t begin;
	size_t off = 0;
	int rc;

	memset(&info, 0, sizeof(info));
	info.form = DEVPATH_EMPTY;
	do {
		begin = off;
		rc = next_node(path, len, &off, &node);
		if (rc < 0)
			break;
		if (!begin)
			info.form = form_of(node.kind);
		if (rc)
			look_at(&node, begin, &info);
	} while (rc);
	if (!info.has_file)
		info.device_len = begin;
	*ret_info = info;
}

/* The last node of this kind that is at least min_len long; 1 or 0. */
static int find_node(const void *path, size_t len, unsigned int kind,
		     size_t min_len, struct node *ret_node)
{
	struct node node;
	size_t off = 0;
	int found = 0;

	while (next_node(path, len, &off, &node) > 0)
		if (node.kind == kind && node.len >= min_len) {
			*ret_node = node;
			found = 1;
		}
	return found;
}

int devpath_mac(const void *path, size_t len, const uint8_t **ret_mac)
{
	struct node node;

	if (!find_node(path, len, KIND_MAC, MAC_LEN, &node))
		return 0;
	*ret_mac = node.bytes + MAC_ADDRESS;
	return 1;
}

int devpath_ipv4(const void *path, size_t len, struct devpath_ipv4 *ret_ipv4)
{
	struct node node;

	if (!find_node(path, len, KIND_IPV4, IPV4_LEN, &node))
		return 0;
	ret_ipv4->address = node.bytes + IPV4_ADDRESS;
	ret_ipv4->gateway = node.bytes + IPV4_GATEWAY;
	ret_ipv4->netmask = node.bytes + IPV4_NETMASK;
	return 1;
}

int devpath_uri(const void *path, size_t len, struct span *ret_uri)
{
	struct node node;

	if (!find_node(path, len, KIND_URI, HEADER_LEN + 1, &node))
		return 0;
	ret_uri->text = (const char *)node.bytes + HEADER_LEN;
	ret_uri->len = node.len - HEADER_LEN;
	return 1;
}

int devpath_iscsi(const void *path, size_t len, struct devpath_iscsi *ret_disk)
{
	struct span *target = &ret_disk->target;
	struct node node;
	const char *nul;

	if (!find_node(path, len, KIND_ISCSI, ISCSI_TARGET, &node))
		return 0;
	ret_disk->lun = node.bytes + ISCSI_LUN;
	target->text = (const char *)node.bytes + ISCSI_TARGET;
	target->len = node.len - ISCSI_TARGET;
	nul = memchr(target->text, 0, target->len);
	if (nul)
		target->len = (size_t)(nul - target->text);
	return 1;
}

static int is_hd(const void *node, size_t max, struct node *ret_node)
{
	size_t off = 0;

	return next_node(node, max, &off, ret_node) == 1 &&
	       ret_node->kind == KIND_HD && ret_node->len >= HD_LEN;
}

uint32_t devpath_partition_number(const void *node, size_t max)
{
	struct node hd;

	return is_hd(node, max, &hd) ? get_le32(hd.bytes + HD_NUMBER) : 0;
}

int devpath_same_partition(const void *a, size_t a_max, const void *b,
			   size_t b_max)
{
	struct node one;
	struct node two;
	uint8_t type;

	if (!is_hd(a, a_max, &one) || !is_hd(b, b_max, &two))
		return 0;
	type = one.bytes[HD_SIGNATURE_TYPE];
	if (type != two.bytes[HD_SIGNATURE_TYPE])
		return 0;
	if (type == HD_GUID)
		return memcmp(one.bytes + HD_SIGNATURE,
			      two.bytes + HD_SIGNATURE, HD_SIGNATURE_LEN) == 0;
	return type == HD_MBR &&
	       get_le32(one.bytes + HD_SIGNATURE) ==
		   get_le32(two.bytes + HD_SIGNATURE) &&
	       get_le32(one.bytes + HD_NUMBER) ==
		   get_le32(two.bytes + HD_NUMBER);
}

int devpath_begins(const void *whole, size_t whole_len, const void *part,
		   size_t part_len)
{
	return part_len <= whole_len && memcmp(whole, part, part_len) == 0;
}

/* UTF-16 up to a NUL or the end of the node. */
static void put_name(struct sheet *sheet, const uint8_t *units, size_t len)
{
	char c[2];

	for (; len >= 2 && get_le16(units); units += 2, len -= 2) {
		bytes_name(units, 1, 2, c);
		sheet_put(sheet, "%c", c[0] ? c[0] : ' ');
	}
}

static void put_guid(struct sheet *sheet, const uint8_t *guid)
{
	unsigned int i;

	sheet_put(sheet, "%08x-%04x-%04x-", get_le32(guid), get_le16(guid + 4),
		  get_le16(guid + 6));
	for (i = 8; i < 16; i++)
		sheet_put(sheet, i == 10 ? "-%02x" : "%02x", guid[i]);
}

static void put_hd(struct sheet *sheet, const uint8_t *node)
{
	sheet_put(sheet, "HD(%u,", get_le32(node + HD_NUMBER));
	if (node[HD_SIGNATURE_TYPE] == HD_GUID) {
		sheet_put(sheet, "GPT,");
		put_guid(sheet, node + HD_SIGNATURE);
		sheet_put(sheet, ")");
	} else {
		sheet_put(sheet, "MBR,%08x)", get_le32(node + HD_SIGNATURE));
	}
}

/* How the numbers of a node are shown. */
static const struct {
	uint16_t kind;
	char name[11];
	uint8_t field[3]; /* offset << 3 | bytes; 0: none */
} numbered[] = {
    {KIND_PCI, "Pci", {5 << 3 | 1, 4 << 3 | 1, 0}},
    {KIND_CONTROLLER, "Ctrl", {4 << 3 | 4, 0, 0}},
    {KIND_ATA, "Ata", {4 << 3 | 1, 5 << 3 | 1, 6 << 3 | 2}},
    {KIND_SCSI, "Scsi", {4 << 3 | 2, 6 << 3 | 2, 0}},
    {KIND_USB, "USB", {4 << 3 | 1, 5 << 3 | 1, 0}},
    {KIND_UNIT, "Unit", {4 << 3 | 1, 0, 0}},
    {KIND_SATA, "Sata", {4 << 3 | 2, 6 << 3 | 2, 8 << 3 | 2}},
    {KIND_NVME, "NVMe", {4 << 3 | 4, 0, 0}},
    {KIND_SD, "SD", {4 << 3 | 1, 0, 0}},
    {KIND_EMMC, "eMMC", {4 << 3 | 1, 0, 0}},
    {KIND_CDROM, "CDROM", {4 << 3 | 4, 0, 0}},
    {KIND_IPV4, "IPv4", {0, 0, 0}},
    {KIND_IPV6, "IPv6", {0, 0, 0}},
    {KIND_URI, "Uri", {0, 0, 0}},
    {KIND_ISCSI, "iSCSI", {0, 0, 0}},
    {KIND_LEGACY, "BBS", {4 << 3 | 2, 0, 0}},
};

static uint32_t get_field(const uint8_t *node, uint8_t field)
{
	switch (field & 7) {
	case 1:
		return node[field >> 3];
	case 2:
		return get_le16(node + (field >> 3));
	default:
		return get_le32(node + (field >> 3));
	}
}

/* Returns 0 when the node is none of the table, or shorter than its fields. */
static int put_numbered(struct sheet *sheet, const struct node *node)
{
	const uint8_t *field;
	unsigned int i;
	unsigned int n;

	for (i = 0; i < sizeof(numbered) / sizeof(numbered[0]); i++) {
		if (numbered[i].kind != node->kind)
			continue;
		field = numbered[i].field;
		for (n = 0; n < 3 && field[n]; n++)
			if ((size_t)(field[n] >> 3) + (field[n] & 7) >
			    node->len)
				return 0;
		sheet_put(sheet, "%s(", numbered[i].name);
		for (n = 0; n < 3 && field[n]; n++)
			sheet_put(sheet, n ? ",0x%x" : "0x%x",
				  get_field(node->bytes, field[n]));
		sheet_put(sheet, ")");
		return 1;
	}
	return 0;
}

/* "PNP0A03" and "PNP0A08" are the roots of PCI. */
static void put_acpi(struct sheet *sheet, const uint8_t *node)
{
	uint32_t hid = get_le32(node + 4);

	if (hid == 0x0a0341d0 || hid == 0x0a0841d0)
		sheet_put(sheet, "PciRoot(0x%x)", get_le32(node + 8));
	else
		sheet_put(sheet, "Acpi(0x%08x,0x%x)", hid, get_le32(node + 8));
}

static void put_mac(struct sheet *sheet, const uint8_t *node)
{
	unsigned int i;

	sheet_put(sheet, "MAC(");
	for (i = 0; i < 6; i++)
		sheet_put(sheet, "%02x", node[4 + i]);
	sheet_put(sheet, ")");
}

static void put_node(struct sheet *sheet, const struct node *node)
{
	if (node->kind == KIND_FILE)
		put_name(sheet, node->bytes + HEADER_LEN,
			 node->len - HEADER_LEN);
	else if (node->kind == KIND_HD && node->len >= HD_LEN)
		put_hd(sheet, node->bytes);
	else if (node->kind == KIND_ACPI && node->len >= 12)
		put_acpi(sheet, node->bytes);
	else if (node->kind == KIND_MAC && node->len >= 10)
		put_mac(sheet, node->bytes);
	else if (!put_numbered(sheet, node))
		sheet_put(sheet, "Path(%u,%u)", node->kind >> 8,
			  node->kind & 0xff);
}

size_t devpath_text(const void *path, size_t path_len, char *buf, size_t len)
{
	struct sheet sheet = {buf, len, 0};
	struct node node;
	size_t off = 0;

	if (len)
		*buf = '\0';
	while (len && next_node(path, path_len, &off, &node) == 1) {
		if (sheet.used)
			sheet_put(&sheet, "/");
		put_node(&sheet, &node);
	}
	return sheet.used;
}

size_t devpath_file_name(const void *path, size_t path_len, char *buf,
			 size_t len)
{
	struct sheet sheet = {buf, len, 0};
	const uint8_t *name = NULL;
	size_t name_len = 0;
	size_t start = 0;
	struct node node;
	size_t off = 0;
	size_t i;

	if (!len)
		return 0;
	*buf = '\0';
	while (next_node(path, path_len, &off, &node) == 1) {
		if (node.kind != KIND_FILE)
			continue;
		name = node.bytes + HEADER_LEN;
		name_len = node.len - HEADER_LEN;
	}
	for (i = 0; i + 2 <= name_len && get_le16(name + i); i += 2)
		if (get_le16(name + i) == '\\' || get_le16(name + i) == '/')
			start = i + 2;
	if (name)
		put_name(&sheet, name + start, name_len - start);
	return sheet.used;
}
