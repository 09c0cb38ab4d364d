/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text: formatting into a buffer, words of a command line, numbers.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "text.h"

/* Output that stops writing, but not counting, at its end. */
struct sink {
	char *buf;
	size_t len;
	size_t used;
};

static void sink_put(struct sink *sink, char c)
{
	if (sink->used + 1 < sink->len)
		sink->buf[sink->used++] = c;
}

static void sink_span(struct sink *sink, const char *text, size_t len)
{
	while (len--)
		sink_put(sink, *text++);
}

static void sink_number(struct sink *sink, uint32_t value, unsigned int base,
			unsigned int width)
{
	char digits[10];
	unsigned int n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	for (; width > n; width--)
		sink_put(sink, '0');
	while (n)
		sink_put(sink, digits[--n]);
}

size_t text_vformat(char *buf, size_t len, const char *format, va_list args)
{
	struct sink sink = {buf, len, 0};
	const struct span *span;
	const char *string;
	unsigned int width;

	for (; *format; format++) {
		if (*format != '%') {
			sink_put(&sink, *format);
			continue;
		}
		width = 0;
		format++;
		if (*format == '0' && format[1])
			format++;
		if (*format >= '1' && *format <= '9' && format[1])
			width = (unsigned int)(*format++ - '0');
		switch (*format) {
		case 's':
			string = va_arg(args, const char *);
			sink_span(&sink, string, strlen(string));
			break;
		case 'S':
			span = va_arg(args, const struct span *);
			sink_span(&sink, span->text, span->len);
			break;
		case 'u':
			sink_number(&sink, va_arg(args, unsigned int), 10,
				    width);
			break;
		case 'x':
			sink_number(&sink, va_arg(args, unsigned int), 16,
				    width);
			break;
		case 'c':
			sink_put(&sink, (char)va_arg(args, int));
			break;
		default:
			sink_put(&sink, '%');
			if (*format == '\0')
				format--;
			break;
		}
	}
	if (len)
		buf[sink.used] = '\0';
	return sink.used;
}

size_t text_format(char *buf, size_t len, const char *format, ...)
{
	va_list args;
	size_t used;

	va_start(args, format);
	used = text_vformat(buf, len, format, args);
	va_end(args);
	return used;
}

void sheet_put(struct sheet *sheet, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sheet->used += text_vformat(sheet->buf + sheet->used,
				    sheet->len - sheet->used, format, args);
	va_end(args);
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int text_next_word(const char **line, struct span *ret_word)
{
	const char *p = *line;
	const char *start;

	while (is_blank(*p))
		p++;
	start = p;
	while (*p && !is_blank(*p))
		p++;
	*line = p;
	if (p == start)
		return 0;
	ret_word->text = start;
	ret_word->len = (size_t)(p - start);
	return 1;
}

int span_is(const struct span *span, const char *string)
{
	size_t len = strlen(string);

	return span->len == len && memcmp(span->text, string, len) == 0;
}

int span_skip(struct span *span, const char *prefix)
{
	size_t len = strlen(prefix);

	if (span->len < len || memcmp(span->text, prefix, len) != 0)
		return 0;
	span->text += len;
	span->len -= len;
	return 1;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

int span_skip_any_case(struct span *span, const char *prefix)
{
	size_t i;

	for (i = 0; prefix[i]; i++)
		if (i == span->len || small(span->text[i]) != prefix[i])
			return 0;
	span->text += i;
	span->len -= i;
	return 1;
}

int span_cut(struct span *rest, char c, struct span *ret_part)
{
	size_t i;
	int found;

	for (i = 0; i < rest->len && rest->text[i] != c; i++)
		;
	found = i < rest->len;
	ret_part->text = rest->text;
	ret_part->len = i;
	rest->text += i + (size_t)found;
	rest->len -= i + (size_t)found;
	return found;
}

static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	c |= 0x20;
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a' + 10);
	return 16;
}

int span_number(const struct span *span, unsigned int base, uint32_t max,
		uint32_t *ret_value)
{
	uint32_t value = 0;
	unsigned int digit;
	size_t i;

	if (!span->len)
		return 0;
	for (i = 0; i < span->len; i++) {
		digit = digit_value(span->text[i]);
		if (digit >= base || digit > max ||
		    value > (max - digit) / base)
			return 0;
		value = value * base + digit;
	}
	*ret_value = value;
	return 1;
}

int text_ipv4(struct span text, uint8_t ret_ip[4])
{
	struct span part;
	uint8_t ip[4];
	uint32_t value;
	int more;
	int n;

	for (n = 0; n < 4; n++) {
		more = span_cut(&text, '.', &part);
		if (more != (n < 3) || !span_number(&part, 10, 255, &value))
			return 0;
		ip[n] = (uint8_t)value;
	}
	memcpy(ret_ip, ip, sizeof(ip));
	return 1;
}
