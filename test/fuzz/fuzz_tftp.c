/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/tftp.c. The input is a server's packet; then it is a path,
 * up to its first NUL, that is asked for in a buffer of its own length.
 *
 * Runs in: host.
 */
#include <string.h>

#include "fuzz.h"
#include "tftp.h"

static void check_answer(const uint8_t *data, size_t len)
{
	enum tftp_answer answer = tftp_answer(data, len);

	REQUIRE(answer <= TFTP_THERE);
	if (answer == TFTP_UNCLEAR)
		return;
	REQUIRE(len >= 4 && data[0] == 0);
	REQUIRE((answer == TFTP_ABSENT) == (data[1] == 5));
}

static void check_request(const uint8_t *data, size_t len)
{
	char *path = malloc(len + 1);
	uint8_t *packet = malloc(len + 1);
	size_t used;

	if (!path || !packet)
		abort();
	if (len)
		memcpy(path, data, len);
	path[len] = '\0';
	used = tftp_request(packet, len, path);
	REQUIRE(used <= len);
	if (used) {
		REQUIRE(used > strlen(path) + 1);
		REQUIRE(strcmp((char *)packet + 2, path) == 0);
		REQUIRE(packet[used - 1] == 0);
	}
	free(path);
	free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_answer(data, len);
	check_request(data, len);
	return 0;
}
