/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ${mac} and its like in arguments, and SYSAPPEND's words.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "expand.h"
#include "line.h"
#include "mistake.h"

/*
 * Where a fact stands in the row of spans that struct facts begins with.
 * Syslinux's offsetof is no constant to clang.
 */
#define FACT(member)                                                           \
	(__builtin_offsetof(struct facts, member) / sizeof(struct span))

_Static_assert(FACT(form_factor) == FACT(uuid) + SYSAPPEND_BITS - 3,
	       "facts are in the order of SYSAPPEND's bits");

/* Names in ${}: first those that may stand behind "net0/". */
#define NET_NAMES 4
static const char names[] = "mac\0"
			    "ip\0"
			    "gateway\0"
			    "netmask\0"
			    "next-server\0"
			    "uuid\0"
			    "manufacturer\0"
			    "product\0"
			    "serial\0"
			    "asset\0";
static const uint8_t named_facts[] = {
    FACT(mac),	FACT(ip),     FACT(gateway), FACT(netmask), FACT(server),
    FACT(uuid), FACT(vendor), FACT(product), FACT(serial),  FACT(asset)};

/* SYSAPPEND's words, by bit (Syslinux 6, doc/syslinux.txt). */
#define BIT_IP 0
#define BIT_BOOTIF 1
#define BIT_UUID 2
static const char words[] = " ip=\0"
			    " BOOTIF=\0"
			    " SYSUUID=\0"
			    " CPU=\0"
			    " SYSVENDOR=\0"
			    " SYSPRODUCT=\0"
			    " SYSVERSION=\0"
			    " SYSSERIAL=\0"
			    " SYSSKU=\0"
			    " SYSFAMILY=\0"
			    " MBVENDOR=\0"
			    " MBPRODUCT=\0"
			    " MBVERSION=\0"
			    " MBSERIAL=\0"
			    " MBASSET=\0"
			    " BIOSVENDOR=\0"
			    " BIOSVERSION=\0"
			    " SYSFF=";

static const struct span *fact(const struct facts *facts, unsigned int number)
{
	return (const struct span *)(const void *)facts + number;
}

size_t facts_uuid(const struct facts *facts, char buf[FACTS_UUID_LEN])
{
	static const uint8_t order[] = {6,  7,	4, 5,  2,  3,  0,  1,  8,
					11, 12, 9, 10, 13, 16, 17, 14, 15};
	const struct span *uuid = &facts->uuid;
	unsigned int i;

	if (uuid->len != FACTS_UUID_LEN)
		return 0;
	memcpy(buf, uuid->text, FACTS_UUID_LEN);
	for (i = 0; i < sizeof(order); i++)
		buf[i] = uuid->text[order[i]];
	return buf[14] == '0' || (buf[14] | 0x20) == 'f' ? 0 : FACTS_UUID_LEN;
}

/* Text between "${" and "}". */
struct name {
	const struct span *value;
	char colon; /* what to write for ':' ; 0: nothing */
};

/* Returns 0 when it is none of our names. */
static int find_fact(struct span text, const struct facts *facts,
		     struct name *ret_name)
{
	int is_net = 0;
	int number;
	size_t len;

	if (text.len > 5 && memcmp(text.text, "net", 3) == 0 &&
	    text.text[4] == '/') {
		is_net = 1;
		text.text += 5;
		text.len -= 5;
	}
	for (len = 0; len < text.len && text.text[len] != ':'; len++)
		;
	number = find_name(names, text.text, len);
	if (number < 0 || (is_net && number >= NET_NAMES))
		return 0;
	text.text += len;
	text.len -= len;
	if (!text.len)
		ret_name->colon = ':';
	else if (span_is(&text, ":hexhyp"))
		ret_name->colon = '-';
	else if (span_is(&text, ":hexraw"))
		ret_name->colon = '\0';
	else
		return 0;
	ret_name->value = fact(facts, named_facts[number]);
	return 1;
}

/* RFC 3986, section 2.3; and ':', which may stand in path and query. */
static int is_url_char(char c)
{
	char letter = c | 0x20;

	return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= ':') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static int add_value(const struct name *name, unsigned int flags, char *buf,
		     int at, size_t size)
{
	const char *text = name->value->text;
	char piece[4];
	size_t len;
	size_t i;

	for (i = 0; i < name->value->len; i++) {
		piece[0] = text[i] == ':' ? name->colon : text[i];
		len = piece[0] != '\0';
		if (len && flags & EXPAND_URL && !is_url_char(piece[0]))
			len = text_format(piece, sizeof(piece), "%%%02x",
					  (unsigned char)text[i]);
		at = line_add(buf, at, size, piece, len);
	}
	return at;
}

int expand(const char *text, size_t len, const struct facts *facts,
	   unsigned int flags, char *buf, size_t size)
{
	int at = line_add(buf, 0, size, text, 0);
	struct span inner;
	struct name name;
	size_t i = 0;

	while (i < len) {
		inner.text = text + i + 2;
		inner.len = 0;
		if (text[i] == '$' && i + 1 < len && text[i + 1] == '{')
			while (i + 2 + inner.len < len &&
			       inner.text[inner.len] != '}')
				inner.len++;
		if (inner.len && i + 2 + inner.len < len &&
		    find_fact(inner, facts, &name)) {
			at = add_value(&name, flags, buf, at, size);
			i += inner.len + 3;
		} else {
			at = line_add(buf, at, size, text + i++, 1);
		}
	}
	return at;
}

/* Blanks and control characters become one '_', and none at the ends. */
static int add_word(const struct span *value, char *buf, int at, size_t size)
{
	int pending = 0;
	int any = 0;
	size_t i;

	for (i = 0; i < value->len; i++) {
		if (is_blank(value->text[i])) {
			pending = any;
			continue;
		}
		if (pending)
			at = line_add_text(buf, at, size, "_");
		at = line_add(buf, at, size, value->text + i, 1);
		any = 1;
		pending = 0;
	}
	return at;
}

/* ip=<client>:<server>:<gateway>:<netmask> */
static int add_ip(const struct facts *facts, char *buf, int at, size_t size)
{
	const struct span *address = &facts->ip;
	unsigned int i;

	for (i = 0; i < 4; i++, address++) {
		if (i)
			at = line_add_text(buf, at, size, ":");
		if (address->len)
			at = line_add(buf, at, size, address->text,
				      address->len);
		else
			at = line_add_text(buf, at, size, "0.0.0.0");
	}
	return at;
}

/* BOOTIF=01-52-54-00-12-34-56 */
static int add_bootif(const struct facts *facts, char *buf, int at, size_t size)
{
	const struct name name = {&facts->mac, '-'};
	char type[4];

	text_format(type, sizeof(type), "%02x-", facts->arp_type);
	at = line_add_text(buf, at, size, type);
	return add_value(&name, 0, buf, at, size);
}

/* What a bit's word is made from. */
static const struct span *bit_value(const struct facts *facts, unsigned int bit)
{
	const struct span *value;

	if (bit == BIT_IP)
		value = &facts->ip;
	else if (bit == BIT_BOOTIF)
		value = &facts->mac;
	else
		value = fact(facts, FACT(uuid) + bit - BIT_UUID);
	return value;
}

int sysappend(uint32_t mask, const struct facts *facts, char *buf, size_t at,
	      size_t size)
{
	char text[FACTS_UUID_LEN];
	const struct span uuid = {text, facts_uuid(facts, text)};
	const char *word = words;
	const struct span *value;
	int end = (int)at;
	unsigned int bit;

	for (bit = 0; bit < SYSAPPEND_BITS; bit++, word += strlen(word) + 1) {
		value = bit == BIT_UUID ? &uuid : bit_value(facts, bit);
		if (!(mask >> bit & 1) || !value || !value->len)
			continue;
		end = line_add_text(buf, end, size, word);
		if (bit == BIT_IP)
			end = add_ip(facts, buf, end, size);
		else if (bit == BIT_BOOTIF)
			end = add_bootif(facts, buf, end, size);
		else
			end = add_word(value, buf, end, size);
	}
	if (end < 0 && at < size)
		buf[at] = '\0';
	return end;
}

void expand_cpu(const struct cpuid *cpuid, char buf[EXPAND_CPU_LEN])
{
	/* In Syslinux's order: the register, and its bit. */
	const struct {
		uint32_t value;
		uint8_t bit;
		char letter;
	} features[] = {
	    {cpuid->features, 6, 'P'},	    {cpuid->features2, 5, 'V'},
	    {cpuid->features2, 6, 'T'},	    {cpuid->ext_features, 20, 'X'},
	    {cpuid->ext_features, 29, 'L'}, {cpuid->ext_features2, 2, 'S'},
	};
	uint32_t family = cpuid->signature >> 8 & 0xff00f;
	unsigned int i;

	*buf++ = (char)(family >= 6 ? '6' : '0' + family);
	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		if (features[i].value >> features[i].bit & 1)
			*buf++ = features[i].letter;
	*buf = '\0';
}
