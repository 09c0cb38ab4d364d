/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ipxescript.c. The input is the buffer's length (2 bytes),
 * three texts, each with its NUL (boot file, program, which is none when
 * empty, arguments), and the DHCPACK.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "ipxescript.h"

#define BUF_MAX 0x2000

/* The next text, or "" when there is none with its NUL. */
static const char *take_text(const uint8_t **data, size_t *len)
{
	const char *text = (const char *)*data;
	const uint8_t *end = *len ? memchr(*data, '\0', *len) : NULL;

	if (!end)
		return "";
	*len -= (size_t)(end + 1 - *data);
	*data = end + 1;
	return text;
}

static void check(const struct ipxescript *script, size_t len)
{
	char *buf = malloc(len);
	int rc;

	REQUIRE(buf || !len);
	rc = ipxescript_write(script, buf, len);
	REQUIRE(rc > 0 || rc == ERR_CARRIER_ARGUMENTS || rc == ERR_DHCP_PACKET);
	if (rc > 0) {
		REQUIRE((size_t)rc < len && strlen(buf) == (size_t)rc);
		REQUIRE(memcmp(buf, "#!ipxe\n", 7) == 0);
		REQUIRE(memcmp(buf + rc - 7, "reboot\n", 7) == 0);
		REQUIRE(!strstr(script->arguments, "${"));
	}
	free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct ipxescript script = {.server = {192, 0, 2, 1}};
	size_t buf_len;

	if (len < 2)
		return 0;
	buf_len = (data[0] | (size_t)data[1] << 8) % (BUF_MAX + 1);
	data += 2;
	len -= 2;
	script.boot.text = take_text(&data, &len);
	script.boot.len = strlen(script.boot.text);
	script.program = take_text(&data, &len);
	if (!*script.program)
		script.program = NULL;
	script.arguments = take_text(&data, &len);
	script.ack = data;
	script.ack_len = len;
	check(&script, buf_len);
	return 0;
}
