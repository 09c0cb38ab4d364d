/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/devpath.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "devpath.h"
#include "paths.h"
#include "uefierror.h"

#define DAMAGED ERR_OPTION_DAMAGED
#define UNTOUCHED 12345

/* --- Measuring ------------------------------------------------------------ */

static const struct measured {
	const char *name;
	const char *bytes;
	size_t len;
	int rc;
	size_t measured;
} measured_rows[] = {
    {"measure: nothing", BYTES(""), DAMAGED, 0},
    {"measure: an end alone", BYTES(END), 0, 4},
    {"measure: whole", BYTES(ROOT PCI SATA END), 0, 32},
    {"measure: what follows does not count", BYTES(PCI END SATA), 0, 10},
    {"measure: no end", BYTES(ROOT PCI), DAMAGED, 0},
    {"measure: half a header", BYTES(PCI "\x7f\xff\x04"), DAMAGED, 0},
    {"measure: a node of no length", BYTES("\x01\x01\x00\x00" END), DAMAGED, 0},
    {"measure: a node shorter than its header", BYTES("\x01\x01\x03\x00" END),
     DAMAGED, 0},
    {"measure: a node beyond the end", BYTES("\x01\x01\x09\x00" END), DAMAGED,
     0},
    {"measure: a node up to the end", BYTES("\x01\x01\x08\x00" END), DAMAGED,
     0},
    {"measure: several instances", BYTES(PCI "\x7f\x01\x04\x00" PCI END),
     DAMAGED, 0},
};

static void measures(void **state)
{
	const struct measured *row = *state;
	char *bytes = exact_new(row->bytes, row->len);
	size_t len = UNTOUCHED;

	assert_int_equal(devpath_measure(bytes, row->len, &len), row->rc);
	assert_int_equal(len, row->rc ? UNTOUCHED : row->measured);
	exact_free(bytes);
}

static void every_length(void **state)
{
	static const char whole[] = ROOT PCI SATA HD FILE_A END;
	size_t ret = UNTOUCHED;
	size_t len;
	char *bytes;

	(void)state;
	for (len = 0; len < sizeof(whole); len++) {
		bytes = exact_new(whole, len);
		assert_int_equal(devpath_measure(bytes, len, &ret),
				 len < sizeof(whole) - 1 ? DAMAGED : 0);
		exact_free(bytes);
	}
	assert_int_equal(ret, sizeof(whole) - 1);
}

static void longest(void **state)
{
	static uint8_t path[DEVPATH_MAX_LEN + 5] = {1, 1};
	size_t node = DEVPATH_MAX_LEN - 4;
	size_t len;

	(void)state;
	for (; node <= DEVPATH_MAX_LEN - 3; node++) {
		path[2] = (uint8_t)node;
		path[3] = (uint8_t)(node >> 8);
		memcpy(path + node, END, 4);
		assert_int_equal(devpath_measure(path, sizeof(path), &len),
				 node == DEVPATH_MAX_LEN - 4 ? 0 : DAMAGED);
	}
}

/* --- What it is ----------------------------------------------------------- */

enum { NET = 1, FW = 2, AT_USB = 4, CD = 8 };

static const struct look {
	const char *name;
	const char *bytes;
	size_t len;
	uint8_t form;
	uint8_t flags;
	size_t partition; /* 0: no HD() node, unless the form is DEVPATH_HD */
	size_t device_len;
	uint8_t has_file;
} look_rows[] = {
    {"look: disk", BYTES(ROOT PCI SATA END), DEVPATH_FULL, 0, 0, 28, 0},
    {"look: file on a partition", BYTES(ROOT PCI SATA HD FILE_A END),
     DEVPATH_FULL, 0, 28, 70, 1},
    {"look: two file nodes", BYTES(HD FILE_A FILE_B END), DEVPATH_HD, 0, 0, 42,
     1},
    {"look: short form of a partition", BYTES(HD END), DEVPATH_HD, 0, 0, 42, 0},
    {"look: HD() too short is none", BYTES("\x04\x01\x08\x00....." END),
     DEVPATH_HD, 0, 0, 8, 0},
    {"look: file alone", BYTES(FILE_A END), DEVPATH_FILE, 0, 0, 0, 1},
    {"look: USB class", BYTES(USB_CLASS END), DEVPATH_SHORT, AT_USB, 0, 11, 0},
    {"look: URI alone", BYTES(URI END), DEVPATH_SHORT, NET, 0, 4, 0},
    {"look: BIOS", BYTES(BBS END), DEVPATH_LEGACY, 0, 0, 9, 0},
    {"look: end alone", BYTES(END), DEVPATH_EMPTY, 0, 0, 0, 0},
    {"look: nothing", BYTES(""), DEVPATH_EMPTY, 0, 0, 0, 0},
    {"look: network", BYTES(ROOT PCI MAC END), DEVPATH_FULL, NET, 0, 29, 0},
    {"look: firmware", BYTES(FIRMWARE_FILE END), DEVPATH_FULL, FW, 0, 20, 0},
    {"look: USB stick", BYTES(ROOT PCI USB HD END), DEVPATH_FULL, AT_USB, 24,
     66, 0},
    {"look: CD", BYTES(ROOT PCI SATA CDROM END), DEVPATH_FULL, CD, 0, 52, 0},
    {"look: damage ends it", BYTES(ROOT PCI "\x03\x0b\x00\x00"), DEVPATH_FULL,
     0, 0, 18, 0},
};

static void looks(void **state)
{
	const struct look *row = *state;
	char *bytes = exact_new(row->bytes, row->len);
	struct devpath_info info;

	devpath_look(bytes, row->len, &info);
	assert_int_equal(info.form, row->form);
	assert_int_equal(info.network, !!(row->flags & NET));
	assert_int_equal(info.firmware, !!(row->flags & FW));
	assert_int_equal(info.usb, !!(row->flags & AT_USB));
	assert_int_equal(info.optical, !!(row->flags & CD));
	assert_int_equal(info.partition, row->partition);
	assert_int_equal(info.has_hd, row->partition || row->device_len == 42);
	assert_int_equal(info.device_len, row->device_len);
	assert_int_equal(info.has_file, row->has_file);
	exact_free(bytes);
}

/* --- Comparing ------------------------------------------------------------ */

#define ONE "\x01"
#define TWO "\x02"

static const struct same {
	const char *name;
	const char *a;
	size_t a_len;
	const char *b;
	size_t b_len;
	int same;
} same_rows[] = {
    {"same: itself", BYTES(HD), BYTES(HD), 1},
    {"same: GUID, another number", BYTES(HD),
     BYTES(HD_NODE(TWO, GUID, "\x02\x02")), 1},
    {"same: other GUID", BYTES(HD),
     BYTES(HD_NODE(ONE, MBR_SIGNATURE("x"), "\x02\x02")), 0},
    {"same: MBR", BYTES(HD_MBR(ONE, "x")), BYTES(HD_MBR(ONE, "x")), 1},
    {"same: MBR, another number", BYTES(HD_MBR(ONE, "x")),
     BYTES(HD_MBR(TWO, "x")), 0},
    {"same: MBR, another disk", BYTES(HD_MBR(ONE, "x")),
     BYTES(HD_MBR(ONE, "y")), 0},
    {"same: kinds differ", BYTES(HD), BYTES(HD_NODE(ONE, GUID, "\x01\x01")), 0},
    {"same: no signature", BYTES(HD_NODE(ONE, GUID, "\x02\x00")),
     BYTES(HD_NODE(ONE, GUID, "\x02\x00")), 0},
    {"same: first is no HD()", BYTES(SATA), BYTES(HD), 0},
    {"same: second is no HD()", BYTES(HD), BYTES(END), 0},
    {"same: first is cut", HD, sizeof(HD) - 2, BYTES(HD), 0},
    {"same: second is cut", BYTES(HD), HD, sizeof(HD) - 2, 0},
    {"same: nothing", BYTES(""), BYTES(HD), 0},
};

static void compares(void **state)
{
	const struct same *row = *state;
	char *a = exact_new(row->a, row->a_len);
	char *b = exact_new(row->b, row->b_len);

	assert_int_equal(devpath_same_partition(a, row->a_len, b, row->b_len),
			 row->same);
	exact_free(a);
	exact_free(b);
}

static void partition_numbers(void **state)
{
	(void)state;
	assert_int_equal(devpath_partition_number(BYTES(HD_MBR(TWO, "x"))), 2);
	assert_int_equal(devpath_partition_number(HD, sizeof(HD) - 2), 0);
	assert_int_equal(devpath_partition_number(BYTES(SATA)), 0);
}

static void begins(void **state)
{
	(void)state;
	assert_true(devpath_begins(BYTES(ROOT PCI SATA), BYTES(ROOT PCI)));
	assert_true(devpath_begins(BYTES(ROOT), BYTES(ROOT)));
	assert_false(devpath_begins(BYTES(ROOT), BYTES(ROOT PCI)));
	assert_false(devpath_begins(BYTES(ROOT PCI), BYTES(ROOT SATA)));
}

/* --- As text -------------------------------------------------------------- */

static const struct text {
	const char *name;
	const char *bytes;
	size_t len;
	const char *text;
	const char *file;
} text_rows[] = {
    {"text: nothing", BYTES(""), "", ""},
    {"text: end", BYTES(END), "", ""},
    {"text: the usual", BYTES(ROOT PCI SATA HD FILE_A END),
     "PciRoot(0x0)/Pci(0x1f,0x2)/Sata(0x1,0xffff,0x0)/HD(1,GPT," GUID_TEXT
     ")/\\A",
     "A"},
    {"text: two file nodes", BYTES(FILE_A FILE_B END), "\\A/b.efi", "b.efi"},
    {"text: folders", BYTES("\x04\x04\x0c\x00\\\0a\0/\0b\0" END), "\\a/b", "b"},
    {"text: a file node without NUL", BYTES("\x04\x04\x08\x00x\0y\0" END), "xy",
     "xy"},
    {"text: an empty file node", BYTES("\x04\x04\x04\x00" END), "", ""},
    {"text: half a character", BYTES("\x04\x04\x07\x00x\0y" END), "x", "x"},
    {"text: beyond ASCII", BYTES("\x04\x04\x08\x00\xe4\0\x41\x30" END), "??",
     "??"},
    {"text: a folder's name alone", BYTES("\x04\x04\x08\x00x\0\\\0" END), "x\\",
     ""},
    {"text: MBR", BYTES(HD_MBR("\x05", "\x0d") END), "HD(5,MBR,deadb00d)", ""},
    {"text: MAC", BYTES(MAC END), "MAC(525400123456)", ""},
    {"text: USB", BYTES(USB END), "USB(0x1,0x2)", ""},
    {"text: NVMe", BYTES(NVME END), "NVMe(0x1)", ""},
    {"text: CD", BYTES(CDROM END), "CDROM(0x0)", ""},
    {"text: BIOS", BYTES(BBS END), "BBS(0x2)", ""},
    {"text: URI", BYTES(URI END), "Uri()", ""},
    {"text: other ACPI", BYTES("\x02\x01\x0c\x00\xd0\x41\x01\x05\x02\0\0\0"),
     "Acpi(0x050141d0,0x2)", ""},
    {"text: unknown", BYTES("\x03\x63\x04\x00" END), "Path(3,99)", ""},
    {"text: too short for its fields",
     BYTES("\x03\x12\x09\x00\0\0\0\0\0"
	   "\x03\x0b\x04\x00"
	   "\x02\x01\x04\x00"
	   "\x04\x01\x04\x00" END),
     "Path(3,18)/Path(3,11)/Path(2,1)/Path(4,1)", ""},
};

static void shows(void **state)
{
	const struct text *row = *state;
	char *bytes = exact_new(row->bytes, row->len);
	char buf[DEVPATH_TEXT_LEN];

	assert_int_equal(devpath_text(bytes, row->len, buf, sizeof(buf)),
			 strlen(row->text));
	assert_string_equal(buf, row->text);
	assert_int_equal(devpath_file_name(bytes, row->len, buf, sizeof(buf)),
			 strlen(row->file));
	assert_string_equal(buf, row->file);
	exact_free(bytes);
}

static void text_is_cut(void **state)
{
	static const char whole[] = "PciRoot(0x0)/Pci(0x1f,0x2)";
	size_t len;
	char *buf;

	(void)state;
	assert_int_equal(devpath_text(BYTES(ROOT PCI END), NULL, 0), 0);
	assert_int_equal(devpath_file_name(BYTES(FILE_B END), NULL, 0), 0);
	for (len = 1; len <= sizeof(whole); len++) {
		buf = exact_new(whole, len);
		devpath_text(BYTES(ROOT PCI END), buf, len);
		assert_int_equal(strlen(buf), len < sizeof(whole)
						  ? len - 1
						  : sizeof(whole) - 1);
		assert_memory_equal(buf, whole, strlen(buf));
		exact_free(buf);
	}
}

/* --- Nodes of a network boot -----------------------------------------------
 */

#define ISCSI(len, name)                                                       \
	"\x03\x13" len "\x00\x00\x00\x00\x00"                                  \
	"\x00\x02\x00\x00\x00\x00\x00\x03\x01\x00" name

static const struct target {
	const char *name;
	const char *bytes;
	size_t len;
	const char *target; /* NULL: none */
} target_rows[] = {
    {"target: up to its NUL", BYTES(MAC ISCSI("\x18", "iqn.a\0") END), "iqn.a"},
    {"target: up to the node's end", BYTES(ISCSI("\x17", "iqn.a") HD END),
     "iqn.a"},
    {"target: empty", BYTES(ISCSI("\x12", "") END), ""},
    {"target: none", BYTES(ROOT PCI SATA END), NULL},
    {"target: the node is too short", BYTES("\x03\x13\x06\x00\x00\x00" END),
     NULL},
    {"target: the node is damaged", BYTES(ISCSI("\x20", "iqn") END), NULL},
};

static void has_target(void **state)
{
	const struct target *row = *state;
	char *bytes = exact_new(row->bytes, row->len);
	struct devpath_iscsi disk;
	int rc = devpath_iscsi(bytes, row->len, &disk);

	assert_int_equal(rc, row->target != NULL);
	if (rc) {
		assert_span(disk.target, row->target);
		assert_memory_equal(disk.lun, "\0\2\0\0\0\0\0\3", 8);
	}
	exact_free(bytes);
}

static void has_mac(void **state)
{
	static const char path[] = ROOT PCI MAC URI END;
	const uint8_t *mac = NULL;

	(void)state;
	assert_int_equal(devpath_mac(path, sizeof(path) - 1, &mac), 1);
	assert_memory_equal(mac, "\x52\x54\x00\x12\x34\x56", 6);
	assert_int_equal(devpath_mac(BYTES(ROOT PCI END), &mac), 0);
	assert_int_equal(
	    devpath_mac(BYTES("\x03\x0b\x09\x00\1\2\3\4\5" END), &mac), 0);
}

#define IPV4                                                                   \
	"\x03\x0c\x1b\x00\x0a\x00\x02\x0f\x0a\x00\x02\x02\x00\x00\x00\x00"     \
	"\x00\x00\x01\x0a\x00\x02\x03\xff\xff\xff\x00"

static void has_ipv4(void **state)
{
	static const char path[] = ROOT PCI MAC IPV4 END;
	struct devpath_ipv4 ipv4;

	(void)state;
	assert_int_equal(devpath_ipv4(path, sizeof(path) - 1, &ipv4), 1);
	assert_memory_equal(ipv4.address, "\x0a\x00\x02\x0f", 4);
	assert_memory_equal(ipv4.gateway, "\x0a\x00\x02\x03", 4);
	assert_memory_equal(ipv4.netmask, "\xff\xff\xff\x00", 4);
	assert_int_equal(devpath_ipv4(BYTES(MAC END), &ipv4), 0);
	/* Of UEFI 2.4: without gateway and netmask. */
	assert_int_equal(
	    devpath_ipv4(BYTES("\x03\x0c\x13\x00\1\2\3\4\5\6\7\10\1\2\3"
			       "\4\5\6\7" END),
			 &ipv4),
	    0);
}

static void has_uri(void **state)
{
	struct span uri = {NULL, 0};

	(void)state;
	assert_int_equal(
	    devpath_uri(BYTES(MAC "\x03\x18\x0c\x00http://a" END), &uri), 1);
	assert_span(uri, "http://a");
	assert_int_equal(devpath_uri(BYTES(MAC "\x03\x18\x04\x00" END), &uri),
			 0);
	assert_int_equal(devpath_uri(BYTES(MAC END), &uri), 0);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(measured_rows) + COUNT_OF(look_rows) +
		  COUNT_OF(same_rows) + COUNT_OF(text_rows) +
		  COUNT_OF(target_rows) + 8];
	size_t n = 0;

	UNIT_ROWS(tests, n, measured_rows, measures);
	UNIT_TEST(tests, n, every_length);
	UNIT_TEST(tests, n, longest);
	UNIT_ROWS(tests, n, look_rows, looks);
	UNIT_ROWS(tests, n, same_rows, compares);
	UNIT_TEST(tests, n, partition_numbers);
	UNIT_TEST(tests, n, begins);
	UNIT_ROWS(tests, n, text_rows, shows);
	UNIT_TEST(tests, n, text_is_cut);
	UNIT_ROWS(tests, n, target_rows, has_target);
	UNIT_TEST(tests, n, has_mac);
	UNIT_TEST(tests, n, has_ipv4);
	UNIT_TEST(tests, n, has_uri);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
