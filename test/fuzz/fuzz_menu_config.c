/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/parse.c, build.c, value.c, config.c. The input's first
 * byte is the arena's length in units of 256 bytes (0: enough); up to four
 * files follow.
 *
 * Runs in: host.
 */
#include "menu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct menu_input input = {.mistakes = 0};
	struct config config;
	size_t arena_len = 1 << 18;
	uint8_t *arena;
	const char *files;

	if (!len)
		return 0;
	if (*data)
		arena_len = *data * (size_t)256;
	menu_input_cut(&input, data + 1, len - 1);
	arena = malloc(arena_len);
	REQUIRE(arena);
	if (menu_input_load(&input, &config, arena, arena_len, "m n") == 0) {
		files = config_menu_files(config_text(&config, config.ui));
		REQUIRE(!files || *files);
		if (config_find(&config, "a") != ENTRY_NONE)
			REQUIRE(config_find(&config, "a") < config.count);
		config_set_default(&config, "a b");
		menu_check(&config);
	}
	free(arena);
	return 0;
}
