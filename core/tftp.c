/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TFTP's packets, as far as they tell whether a file is there (RFC 1350).
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "text.h"
#include "tftp.h"

/* The first two bytes, in network order. */
#define READ_REQUEST 1
#define DATA 3
#define ERROR 5
#define OACK 6

#define HEADER_LEN 2
#define MIN_LEN 4	  /* of any answer */
#define ERROR_NOT_FOUND 1 /* RFC 1350, appendix I */

/* What stands behind the file's name; the NUL that C adds ends it. */
static const char mode_and_size[] = "octet\0tsize\0"
				    "0";

const char *tftp_url(const char *name, uint8_t ret_server[4])
{
	struct span rest = {name, strlen(name)};
	struct span server;

	if (!span_skip(&rest, "tftp://") || !span_cut(&rest, '/', &server) ||
	    !text_ipv4(server, ret_server))
		return NULL;
	return rest.text;
}

size_t tftp_request(void *buf, size_t size, const char *path)
{
	size_t len = strlen(path) + 1;
	uint8_t *packet = buf;

	if (size < HEADER_LEN + sizeof(mode_and_size) ||
	    len > size - HEADER_LEN - sizeof(mode_and_size))
		return 0;
	packet[0] = 0;
	packet[1] = READ_REQUEST;
	memcpy(packet + HEADER_LEN, path, len);
	memcpy(packet + HEADER_LEN + len, mode_and_size, sizeof(mode_and_size));
	return HEADER_LEN + len + sizeof(mode_and_size);
}

enum tftp_answer tftp_answer(const void *packet, size_t len)
{
	const uint8_t *bytes = packet;

	if (len < MIN_LEN || bytes[0])
		return TFTP_UNCLEAR;
	if (bytes[1] == DATA || bytes[1] == OACK)
		return TFTP_THERE;
	return bytes[1] == ERROR && !bytes[2] && bytes[3] == ERROR_NOT_FOUND
		   ? TFTP_ABSENT
		   : TFTP_UNCLEAR;
}
