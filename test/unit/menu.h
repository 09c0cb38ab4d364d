/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu's tests share: files in memory, an arena of exactly its
 * length, mistakes as text.
 *
 * Runs in: host.
 */
#ifndef UNIT_MENU_H
#define UNIT_MENU_H

#include "unit.h"

#include "config.h"

#define MENU_TEST_FILES 24
#define MENU_TEST_HEARD 4096
#define MENU_TEST_GONE (-1234)

struct menu_files {
	const char *name[MENU_TEST_FILES];
	const char *text[MENU_TEST_FILES];
	size_t len[MENU_TEST_FILES]; /* 0: as long as the string */
	unsigned int reads;
	const uint8_t *arena;
	size_t arena_len;
	char heard[MENU_TEST_HEARD]; /* "file:line:CODE=word;" */
	size_t used;
};

static inline int menu_read(void *context, const char *name, void *buf,
			    size_t len, size_t *ret_len)
{
	struct menu_files *files = context;
	size_t text_len;
	unsigned int i;

	files->reads++;
	for (i = 0; i < MENU_TEST_FILES && files->name[i]; i++) {
		if (strcmp(files->name[i], name) != 0)
			continue;
		text_len =
		    files->len[i] ? files->len[i] : strlen(files->text[i]);
		if (text_len > len)
			return MENU_TEST_GONE;
		memcpy(buf, files->text[i], text_len);
		*ret_len = text_len;
		return 0;
	}
	return MENU_TEST_GONE;
}

static inline const char *menu_error_name(int error)
{
#define MENU_NAME(name, text)                                                  \
	if (error == name)                                                     \
		return #name + sizeof("ERR_MENU_") - 1;
	MISTAKE_TABLE(MENU_NAME)
	return error == MENU_TEST_GONE ? "GONE" : "?";
}

static inline void menu_hear(void *context, const struct mistake *mistake)
{
	struct menu_files *files = context;
	const char *arena = (const char *)files->arena;

	if (mistake->word.len)
		assert_true(mistake->word.text >= arena &&
			    mistake->word.text + mistake->word.len <=
				arena + files->arena_len);
	files->used += text_format(
	    files->heard + files->used, MENU_TEST_HEARD - files->used,
	    "%s:%u:%s=%S;", mistake->file, mistake->line,
	    menu_error_name(mistake->error), &mistake->word);
}

/* Read names out of the files; ends in the arena are seen by ASan. */
static inline int menu_load(struct menu_files *files, struct config *config,
			    uint32_t *arena, size_t len, const char *names)
{
	const struct config_io io = {menu_read, menu_hear, files};

	files->arena = (const uint8_t *)arena;
	files->arena_len = len;
	memset(config, 0, sizeof(*config));
	return config_read(config, arena, len, &io, names);
}

#endif /* UNIT_MENU_H */
