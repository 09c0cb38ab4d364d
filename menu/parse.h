/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files that read a configuration share: parse.c (files, lines),
 * directive.c, build.c (entries and menus), value.c (numbers, colours).
 *
 * Runs in: everywhere.
 */
#ifndef MENU_PARSE_H
#define MENU_PARSE_H

#include "config.h"
#include "line.h"

/* Lists of LABELs with the same hash. */
#define LABEL_BUCKETS 64

/* A file that is being read; its text is in the arena. */
struct source {
	char *next; /* the line that follows */
	char *end;  /* one byte behind the text, to be overwritten */
	const char *name;
	unsigned int line;
	uint8_t closes; /* its end is a MENU END */
};

/* Where a directive stood that can be judged at the end only. */
struct place {
	const char *file;
	unsigned int line;
};

struct parser {
	struct config *config;
	const struct config_io *io;
	unsigned int depth; /* of source[] in use */
	unsigned int files; /* read so far */
	int rc;		    /* of the last file */
	struct place place; /* of the line being read */
	struct place default_place;
	struct place once_place;
	struct place goto_place;
	char *rest; /* of the line */

	menu_ref menu; /* being read */
	menu_ref last_menu;
	unsigned int lost; /* MENU BEGINs for which there was no memory */
	struct entry entry;
	uint8_t open;	   /* entry is being read */
	uint8_t own_flags; /* of the entry, that the menu's do not change */
	text_ref append;   /* for all entries */
	uint32_t sysappend;

	/* Last, because they are long. */
	uint16_t bucket[LABEL_BUCKETS];
	struct source source[MENU_MAX_DEPTH];
};

/* parse.c */

static inline char *skip_blanks(char *text)
{
	return text + blank_len(text);
}

static inline text_ref ref_of(const struct parser *parser, const char *text)
{
	return (text_ref)((const uint8_t *)text - parser->config->arena);
}

/* Tell of a mistake in the line being read; the word is where text begins. */
void complain(struct parser *parser, int error, const char *text);

/* Bytes of the arena that files, menus and entries may still take. */
size_t room(const struct config *config);

/* Cut the next word off parser->rest; it is "" when there is none. */
char *cut_word(struct parser *parser);

/*
 * Read a file and make it the innermost one; what is wrong with it is told.
 * closes: where it ends, or cannot be read, a submenu ends.
 */
void open_file(struct parser *parser, const char *name, int closes);

/*
 * Take a line off the innermost file, as it is, up to *ret_end, where its end
 * stands. Returns NULL at the file's end.
 */
char *cut_line(struct parser *parser, char **ret_end);

/* directive.c */

/* One line, without blanks around and NUL-terminated. */
void do_line(struct parser *parser, char *line);

/* build.c */

/* An entry of the menu being read; ENTRY_NONE, told of, when it won't fit. */
uint16_t add_entry(struct parser *parser, const struct entry *entry);
void open_label(struct parser *parser);
void close_label(struct parser *parser);
void add_separator(struct parser *parser);
void begin_menu(struct parser *parser, const char *tag);
void end_menu(struct parser *parser);
/* MENU LABEL, of the entry or of the submenu being read. */
void set_label(struct parser *parser);
void set_title(struct parser *parser);
/* Make the top menu. Returns 0 or ERR_MENU_MEMORY. */
int build_start(struct parser *parser);
/* Whatever can only be known at the end: GOTO, DEFAULT, ONCE. */
void build_finish(struct parser *parser);

/* value.c */

/*
 * Read a number from parser->rest, behind which only a comment may stand;
 * base 0 knows 0x and 0. What is wrong is told; of "30s" the number counts.
 * Returns 1, or 0 when there is none or it is not from min to max.
 */
int take_last_number(struct parser *parser, unsigned int base, int32_t min,
		     int32_t max, int32_t *ret_value);
/* The same of 32 bits, with base 0; -1 is all of them. */
void take_mask(struct parser *parser, uint32_t *ret_mask);
void take_color(struct parser *parser);
void take_serial(struct parser *parser);
void take_hidden_key(struct parser *parser);
/* The colours of a menu that says nothing. */
void default_colors(uint8_t color[COLORS]);

#endif /* MENU_PARSE_H */
