/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/unpack.c. The streams are liblzma's (Python: lzma.compress with
 * FORMAT_RAW, FILTER_LZMA1, core/unpack.h's properties), cut where the last
 * byte is known.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "unpack.h"

#define MAX_LEN 65536

/* What is packed in a row. */
struct plain {
	uint8_t bytes[MAX_LEN];
	size_t len;
	uint32_t random;
};

static void add(struct plain *p, unsigned int byte)
{
	assert_true(p->len < MAX_LEN);
	p->bytes[p->len++] = (uint8_t)byte;
}

static void noise(struct plain *p, unsigned int len)
{
	while (len--) {
		p->random = p->random * 1103515245 + 12345;
		add(p, p->random >> 16);
	}
}

static void run(struct plain *p, unsigned int byte, unsigned int len)
{
	while (len--)
		add(p, byte);
}

static void copy(struct plain *p, unsigned int back, unsigned int len)
{
	while (len--)
		add(p, p->bytes[p->len - back]);
}

static void build_a(struct plain *p)
{
	add(p, 'a');
}

static void build_noise(struct plain *p)
{
	noise(p, 20);
}

static void build_run(struct plain *p)
{
	run(p, 'a', 40);
}

static void build_lengths(struct plain *p)
{
	static const uint16_t lengths[] = {2, 9, 10, 17, 18, 272, 273, 274};
	unsigned int i;

	noise(p, 30);
	for (i = 0; i < COUNT_OF(lengths); i++) {
		copy(p, 20 + i, lengths[i]);
		noise(p, 3);
	}
}

static void build_near(struct plain *p)
{
	static const uint8_t backs[] = {1,  2,	3,  4,	5,  7,	11,
					14, 23, 30, 45, 60, 90, 101};
	unsigned int i;

	noise(p, 110);
	for (i = 0; i < COUNT_OF(backs); i++) {
		copy(p, backs[i], 3 + i % 4);
		noise(p, 2);
	}
}

static void build_far(struct plain *p)
{
	unsigned int slot;
	unsigned int first;

	noise(p, 12);
	for (slot = 14; slot < 28; slot++) {
		first = (2 | (slot & 1)) << (slot / 2 - 1);
		run(p, slot, first * 9 / 8);
		copy(p, first * 9 / 8 + 4, 4);
		noise(p, 4);
	}
}

static void build_last(struct plain *p)
{
	static const uint8_t backs[] = {10, 20, 30, 40, 10, 20, 30, 40, 40,
					30, 20, 10, 20, 10, 30, 10, 40, 10,
					10, 20, 20, 30, 30, 40, 40};
	static const uint8_t single[] = {10, 20, 10, 30, 10, 40, 10, 20};
	unsigned int i;

	noise(p, 60);
	for (i = 0; i < COUNT_OF(backs); i++) {
		copy(p, backs[i], 6);
		noise(p, 1);
	}
	for (i = 0; i < COUNT_OF(single); i++) {
		copy(p, single[i], 6);
		noise(p, 1);
		copy(p, single[i], 1);
		noise(p, 1);
	}
}

static void build_states(struct plain *p)
{
	static const uint8_t backs[] = {3, 8, 13, 21};
	unsigned int choice;
	unsigned int i;

	noise(p, 30);
	for (i = 0; i < 90; i++) {
		noise(p, 1);
		choice = p->bytes[p->len - 1];
		copy(p, backs[choice & 3],
		     1 + (choice >> 2 & 3) + (choice >> 4 & 1) * 3);
		if (choice & 64)
			noise(p, 1);
	}
}

static const struct row {
	const char *name;
	void (*build)(struct plain *p);
	const char *packed; /* hexadecimal */
} rows[] = {
    {"a literal", build_a, "0030c3ebff"},
    {"literals", build_noise,
     "00632089aee63395d279a734d22cac5131e839b26e3d212ec67c"},
    {"a run: a match that overlaps itself", build_run, "0030eeb5afbfff"},
    {"lengths 2, 9, 10, 17, 18, 272, 273 and 274", build_lengths,
     "00632089aee63395d279a734d22cac5131e839b26e3d1f293f2d4a6bafa1772c3d7ae9"
     "6ba75a86f3e7c85964edbb0de99a157dc1b27b39de64717c7cf099900c85d8e6952dc9"
     "f890df3fb1f58c384b469372"},
    {"distances of slots 0 to 13", build_near,
     "00632089aee63395d279a734d22cac5131e839b26e3d1f293f2d4a6bafa1772c3d5ab4"
     "db8af4bd8098bfc7268f2dfacef55fd586a11fb60466046171a74b6b797a60df5f4359"
     "a1d927ab8c5af12e53da578c51be0d18d29e6c2d0fd82a503cc21f5402f7e1b65407a0"
     "0f16a6422915195fecf2b43d37de98a8934b7d1091e3b8da0ddf6f8040351a864dc687"
     "4115e5300d2807b6abb2a6ee6ae80dc6d4875f98ef03fd3ff74f9597450e663447"},
    {"distances of slots 14 to 27", build_far,
     "00632089aee63395d279a734d22c97d11da5e779959df67c2b438145176d0c89bd975a"
     "acc04ba4367190dea4d57bf8da410eccc4a2af927fe8f71150931a874eb733da8633ff"
     "69622824c9d326d08c551616d4da432d96c5b6bcfcdb3155b169a5c66f20378e68306d"
     "4ea3778ccf26a492145c07e099b4cad3dd8522b83e97cee91cc283c8ca7414fb08b221"
     "63e0003fbb101be7c81b46686b99c57ead83146a203e5807ff1d1604f940e30b7ea156"
     "4ba39f1e6c09b0d47458f3a9d0a2f529a46455ff75ff1ee70c2baab6a0df4c"},
    {"all states", build_states,
     "00632089aee63395d279a734d22cac5131e839b26e3d1f293f2d4a6bafa1772c3d5acf"
     "104fb3e210c92c51a0f3c83809602dbd8579d99d01ac4cd9c917fe1511b34bbaea3d4b"
     "b22ed25f527d7d7708a0d6f98a340fbc31ba0f7db17a2d88fb8b9e9de2c9eadb968f55"
     "5671651e5769863c16668d3e35a4dd96605f98928e7e61f1a1344e21d835ed06cf0902"
     "06ae8c5a0906379bdf0c3537508fbd257c947f109272c27dcb8a79cc2a059fe2397da9"
     "fdcd6109c4f7bc36104d46b90d54af43c057960e7d170e3cb92923813c77455f923b8b"
     "381cc91951ad0665a1d851afe59eb37efa55b8d8e2dba31157feca5f4dff5ab24ff51b"
     "87b68d9cfdafdff2a41b6927"},
    {"the four last distances", build_last,
     "00632089aee63395d279a734d22cac5131e839b26e3d1f293f2d4a6bafa1772c3d5ab4"
     "db8af4bd8098bfc7268f2dfacef55fd586a11fb60466046171a74b6b79985d14cc7bad"
     "c7d4130aafb41e60303686fcebb935d1157ed1525a8ae1150bb79cfe18c1a7e84fea1e"
     "7799f8122c4254fd1c5108be623b5c4641af0777c235fb120f2515ba357b34777a2752"
     "db87a88ee6"}};

/* Streams that are none, or whose length does not fit; by hand. */
static const struct part_row {
	const char *name;
	const char *packed;
	size_t out_len;
	int rc;
} part_rows[] = {
    {"nothing to unpack", "0000000000", 0, 1},
    {"nothing to unpack, and no stream", "00000000", 0, 0},
    {"no stream", "", 1, 0},
    {"less is asked for than is there", "0030994dd89588a4", 2, 1},
    {"match longer than what is left", "0030ec5fefffff", 9, 0},
    {"match of the two bytes before", "003099210b9f0000", 4, 1},
    {"match from a byte before the first", "0030c203c00000", 3, 0},
    {"the same, further on", "003099210f7e0000", 4, 0},
    {"match before the first byte", "007ffffc0000", 2, 0},
    {"repeat before the first byte", "00bffffc00", 1, 0},
    {"end marker too soon", "0083fffbffffc0000000", 1, 0},
    {"nothing but ones", "ffffffffffffffffffffffffffff", 64, 0},
};

static unsigned int digit(char c)
{
	return (unsigned int)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The bytes, in memory of exactly their length: exact_free() it. */
static char *packed_new(const char *hex, size_t *ret_len)
{
	uint8_t bytes[1024];
	size_t len;

	for (len = 0; hex[2 * len]; len++)
		bytes[len] = (uint8_t)(digit(hex[2 * len]) << 4 |
				       digit(hex[2 * len + 1]));
	*ret_len = len;
	return exact_new(bytes, len);
}

static int unpack_part(const char *packed, size_t len, uint8_t *out,
		       size_t out_len)
{
	static struct unpack u;
	char *exact = exact_new(packed, len);
	int rc;

	memset(&u, 0xa5, sizeof(u));
	u.in = (const uint8_t *)exact;
	u.in_len = len;
	u.out = out;
	u.out_len = out_len;
	rc = unpack(&u);
	exact_free(exact);
	return rc;
}

static struct plain *plain_new(const struct row *row)
{
	static struct plain p;

	p.len = 0;
	p.random = 1;
	row->build(&p);
	return &p;
}

static void unpacks(void **state)
{
	const struct row *row = *state;
	const struct plain *p = plain_new(row);
	uint8_t *out = malloc(p->len);
	size_t len;
	char *packed = packed_new(row->packed, &len);

	assert_int_equal(unpack_part(packed, len, out, p->len), 1);
	assert_memory_equal(out, p->bytes, p->len);
	exact_free(packed);
	free(out);
}

/* Each byte is needed, and a short stream is no reason to write elsewhere. */
static void every_cut_is_noticed(void **state)
{
	const struct row *row = *state;
	const struct plain *p = plain_new(row);
	uint8_t *out = malloc(p->len);
	size_t len;
	size_t cut;
	char *packed = packed_new(row->packed, &len);

	for (cut = 0; cut < len; cut++)
		assert_int_equal(unpack_part(packed, cut, out, p->len), 0);
	exact_free(packed);
	free(out);
}

/* As a program unpacks itself: the packed bytes lie a little behind. */
static void unpacks_in_place(void **state)
{
	const struct row *row = *state;
	const struct plain *p = plain_new(row);
	size_t room = p->len + 64;
	uint8_t *out = malloc(room);
	static struct unpack u;
	size_t len;
	char *packed = packed_new(row->packed, &len);

	memcpy(out + room - len, packed, len);
	u.in = out + room - len;
	u.in_len = len;
	u.out = out;
	u.out_len = p->len;
	assert_int_equal(unpack(&u), 1);
	assert_memory_equal(out, p->bytes, p->len);
	exact_free(packed);
	free(out);
}

static void part(void **state)
{
	const struct part_row *row = *state;
	uint8_t *out = malloc(row->out_len + 1);
	size_t len;
	char *packed = packed_new(row->packed, &len);

	out[row->out_len] = 0x5a;
	assert_int_equal(unpack_part(packed, len, out, row->out_len), row->rc);
	assert_int_equal(out[row->out_len], 0x5a);
	exact_free(packed);
	free(out);
}

static const struct crc_row {
	const char *name;
	const char *text;
	uint32_t crc;
} crc_rows[] = {
    {"CRC of nothing", "", 0},
    {"CRC of a byte", "a", 0xe8b7be43},
    {"CRC: the check value", "123456789", 0xcbf43926},
};

static void crc(void **state)
{
	const struct crc_row *row = *state;
	char *exact = exact_new(row->text, strlen(row->text));

	assert_int_equal(unpack_crc32(exact, strlen(row->text)), row->crc);
	exact_free(exact);
}

int main(void)
{
	static struct CMUnitTest tests[3 * COUNT_OF(rows) +
				       COUNT_OF(part_rows) +
				       COUNT_OF(crc_rows)];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, unpacks);
	UNIT_ROWS(tests, n, rows, every_cut_is_noticed);
	UNIT_ROWS(tests, n, rows, unpacks_in_place);
	UNIT_ROWS(tests, n, part_rows, part);
	UNIT_ROWS(tests, n, crc_rows, crc);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
