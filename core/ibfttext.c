/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iSCSI Boot Firmware Table: as text, in the words of Linux.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "ibft.h"

/* What a line is about, and the folder of Linux it stands in. */
enum kind { ACPI, INITIATOR, NIC, TARGET };

static const char folders[] = "acpi_header\0initiator\0ethernet\0target";

/*
 * What a field holds, and when Linux shows it: always, or
 * (1) when it is not zero (an address: not empty, a string: its length),
 * (2) when it has a place, if only of an empty string,
 * (3) when the string before it has a length.
 */
enum format {
	NUMBER,
	NUMBER16,
	LUN,
	MAC,
	ADDRESS,
	IP,	/* (1) */
	PREFIX, /* (1) */
	MASK,	/* (1) */
	TEXT,	/* (1) */
	PLACED, /* (2) */
	SECRET, /* (3) */
	CHARS	/* and their number */
};

#define NIC_AT(field) offsetof(struct ibft_nic, field)
#define TARGET_AT(field) offsetof(struct ibft_target, field)
#define INITIATOR_AT(field) offsetof(struct ibft_initiator, field)
#define INDEX offsetof(struct ibft_header, index)
#define FLAGS offsetof(struct ibft_header, flags)

/* In the order of Linux's drivers/scsi/iscsi_boot_sysfs.c. */
#define ROWS(X)                                                                \
	X(ACPI, 0, CHARS + 4, "signature")                                     \
	X(ACPI, 10, CHARS + 6, "oem_id")                                       \
	X(ACPI, 16, CHARS + 8, "oem_table_id")                                 \
	X(INITIATOR, INDEX, NUMBER, "index")                                   \
	X(INITIATOR, FLAGS, NUMBER, "flags")                                   \
	X(INITIATOR, INITIATOR_AT(isns), IP, "isns-server")                    \
	X(INITIATOR, INITIATOR_AT(slp), IP, "slp-server")                      \
	X(INITIATOR, INITIATOR_AT(radius[0]), IP, "pri-radius-server")         \
	X(INITIATOR, INITIATOR_AT(radius[1]), IP, "sec-radius-server")         \
	X(INITIATOR, INITIATOR_AT(name), TEXT, "initiator-name")               \
	X(NIC, INDEX, NUMBER, "index")                                         \
	X(NIC, FLAGS, NUMBER, "flags")                                         \
	X(NIC, NIC_AT(ip), IP, "ip-addr")                                      \
	X(NIC, NIC_AT(prefix), PREFIX, "prefix-len")                           \
	X(NIC, NIC_AT(prefix), MASK, "subnet-mask")                            \
	X(NIC, NIC_AT(origin), NUMBER, "origin")                               \
	X(NIC, NIC_AT(gateway), IP, "gateway")                                 \
	X(NIC, NIC_AT(dns[0]), IP, "primary-dns")                              \
	X(NIC, NIC_AT(dns[1]), IP, "secondary-dns")                            \
	X(NIC, NIC_AT(dhcp), IP, "dhcp")                                       \
	X(NIC, NIC_AT(vlan), NUMBER16, "vlan")                                 \
	X(NIC, NIC_AT(mac), MAC, "mac")                                        \
	X(NIC, NIC_AT(hostname), PLACED, "hostname")                           \
	X(TARGET, INDEX, NUMBER, "index")                                      \
	X(TARGET, FLAGS, NUMBER, "flags")                                      \
	X(TARGET, TARGET_AT(ip), ADDRESS, "ip-addr")                           \
	X(TARGET, TARGET_AT(port), NUMBER16, "port")                           \
	X(TARGET, TARGET_AT(lun), LUN, "lun")                                  \
	X(TARGET, TARGET_AT(chap_type), NUMBER, "chap-type")                   \
	X(TARGET, TARGET_AT(nic), NUMBER, "nic-assoc")                         \
	X(TARGET, TARGET_AT(name), TEXT, "target-name")                        \
	X(TARGET, TARGET_AT(chap_name), TEXT, "chap-name")                     \
	X(TARGET, TARGET_AT(chap_secret), SECRET, "chap-secret")               \
	X(TARGET, TARGET_AT(rev_chap_name), TEXT, "rev-chap-name")             \
	X(TARGET, TARGET_AT(rev_chap_secret), SECRET, "rev-chap-name-secret")

struct row {
	uint8_t kind;
	uint8_t at;
	uint8_t format;
};

#define ROW(kind, at, format, name) {kind, at, format},
static const struct row rows[] = {ROWS(ROW)};
#define COUNT (sizeof(rows) / sizeof(*rows))

/* One after the other, each with its NUL: no pointers to relocate. */
#define NAME(kind, at, format, name) name "\0"
static const char names[] = ROWS(NAME);

static const char *nth(const char *texts, unsigned int n)
{
	for (; n; n--)
		texts += strlen(texts) + 1;
	return texts;
}

/* The structures of a table in order; NULL for one that it has not. */
#define BLOCKS (2 + 2 * IBFT_PAIRS)

static const void *block_at(const struct ibft *ibft, unsigned int n,
			    enum kind *ret_kind)
{
	unsigned int pair = (n - 2) / 2;

	if (n < 2) {
		*ret_kind = n ? INITIATOR : ACPI;
		return n ? (const void *)ibft->initiator : ibft->table;
	}
	*ret_kind = n % 2 ? TARGET : NIC;
	return n % 2 ? (const void *)ibft->targets[pair] : ibft->nics[pair];
}

static int is_shown(const uint8_t *field, enum format format)
{
	switch (format) {
	case IP:
		return !ibft_ip_is_empty((const void *)field);
	case PREFIX:
		return *field != 0;
	case MASK:
		return *field && *field <= 32;
	case TEXT:
		return get_le16(field) != 0;
	case PLACED:
		return get_le16(field + 2) != 0;
	case SECRET:
		return get_le16(field - sizeof(struct ibft_text)) != 0;
	default:
		return 1;
	}
}

/* Numbers with a separator between them. */
static void put_bytes(struct sheet *line, const uint8_t *bytes,
		      unsigned int count, const char *format, char between)
{
	for (; count; count--) {
		sheet_put(line, format, *bytes++);
		if (count > 1 && between)
			sheet_put(line, "%c", between);
	}
}

static void put_ip(struct sheet *line, const struct ibft_ip *ip)
{
	unsigned int i;

	/* ::ffff:0.0.0.0 is empty, but IPv4. */
	if (ibft_ipv4(ip) || (ibft_ip_is_empty(ip) && ip->bytes[11])) {
		put_bytes(line, ip->bytes + 12, 4, "%u", '.');
		return;
	}
	for (i = 0; i < 16; i += 2) {
		put_bytes(line, ip->bytes + i, 2, "%02x", 0);
		if (i < 14)
			sheet_put(line, "%c", ':');
	}
}

static void put_mask(struct sheet *line, unsigned int prefix)
{
	uint32_t mask = 0xffffffff << (32 - prefix);
	uint8_t bytes[4];
	unsigned int i;

	for (i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(mask >> (24 - 8 * i));
	put_bytes(line, bytes, 4, "%u", '.');
}

/* Characters that a NUL may end sooner. */
static void put_chars(struct sheet *line, const uint8_t *chars, size_t max)
{
	struct span span = {(const char *)chars, 0};

	while (span.len < max && span.text[span.len])
		span.len++;
	sheet_put(line, "%S", &span);
}

static void put_value(struct sheet *line, const struct ibft *ibft,
		      const uint8_t *field, unsigned int format)
{
	struct span string;

	switch (format) {
	case NUMBER:
	case PREFIX:
		sheet_put(line, "%u", *field);
		break;
	case NUMBER16:
		sheet_put(line, "%u", get_le16(field));
		break;
	case LUN:
		put_bytes(line, field, 8, "%x", 0);
		break;
	case MAC:
		put_bytes(line, field, 6, "%02x", ':');
		break;
	case ADDRESS:
	case IP:
		put_ip(line, (const void *)field);
		break;
	case MASK:
		put_mask(line, *field);
		break;
	case TEXT:
	case PLACED:
		string = ibft_string(ibft, (const void *)field);
		sheet_put(line, "%S", &string);
		break;
	case SECRET:
		sheet_put(line, "***");
		break;
	default:
		put_chars(line, field, format - CHARS);
		break;
	}
}

/* A console does as control characters tell it. */
static void make_printable(struct sheet *line)
{
	size_t i;

	for (i = 0; i < line->used; i++)
		if (line->buf[i] < ' ' || line->buf[i] > '~')
			line->buf[i] = '?';
}

static void put_line(struct sheet *line, const struct ibft *ibft,
		     const uint8_t *block, unsigned int row)
{
	enum kind kind = rows[row].kind;

	sheet_put(line, "%s", nth(folders, kind));
	if (kind == NIC || kind == TARGET)
		sheet_put(line, "%u", block[INDEX]);
	sheet_put(line, "/%s: ", nth(names, row));
	put_value(line, ibft, block + rows[row].at, rows[row].format);
	make_printable(line);
}

size_t ibft_line(const struct ibft *ibft, unsigned int n, char *buf, size_t len)
{
	struct sheet line = {buf, len, 0};
	const uint8_t *block;
	unsigned int row;
	enum kind kind;
	unsigned int i;

	for (i = 0; i < BLOCKS; i++) {
		block = block_at(ibft, i, &kind);
		for (row = 0; block && row < COUNT; row++) {
			if (rows[row].kind != kind ||
			    !is_shown(block + rows[row].at, rows[row].format))
				continue;
			if (!n--) {
				put_line(&line, ibft, block, row);
				return line.used;
			}
		}
	}
	return 0;
}
