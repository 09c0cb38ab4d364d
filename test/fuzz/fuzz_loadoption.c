/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/loadoption.c. The input is a Boot#### variable.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bytes.h"
#include "devpath.h"
#include "fuzz.h"
#include "loadoption.h"
#include "uefierror.h"

static void check_parts(const struct loadoption *option, const uint8_t *data,
			size_t len)
{
	size_t path_len = 0;
	size_t i;

	REQUIRE(option->name == data + 6);
	for (i = 0; i < option->name_units; i++)
		REQUIRE(get_le16(option->name + 2 * i));
	REQUIRE(!get_le16(option->name + 2 * i));
	REQUIRE(option->path == option->name + 2 * i + 2);
	REQUIRE(!devpath_measure(option->path, option->path_len, &path_len));
	REQUIRE(path_len == option->path_len);
	REQUIRE(option->data == option->path + get_le16(data + 4));
	REQUIRE(option->path_len <= get_le16(data + 4));
	REQUIRE(!option->data_len ||
		option->data + option->data_len == data + len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char name[LOADOPTION_NAME_LEN];
	struct loadoption option;
	int rc;

	memset(&option, 0xa5, sizeof(option));
	rc = loadoption_read(data, len, &option);
	REQUIRE(!rc || rc == ERR_OPTION_DAMAGED);
	if (rc) {
		REQUIRE(option.attributes == 0xa5a5a5a5);
		return 0;
	}
	check_parts(&option, data, len);
	loadoption_name(&option, name);
	REQUIRE(strlen(name) < LOADOPTION_NAME_LEN &&
		strlen(name) <= option.name_units);
	rc = loadoption_judge(&option);
	REQUIRE(!rc || (rc <= ERR_OPTION_INACTIVE && rc >= ERR_OPTION_FORM));
	if (!(data[0] & 1))
		REQUIRE(rc == ERR_OPTION_INACTIVE);
	return 0;
}
