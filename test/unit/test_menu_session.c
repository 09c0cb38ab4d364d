/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/session.c and source.c: what is read, started, told.
 *
 * Runs in: host.
 */
#include "screen.h"

#include "error.h"
#include "session.h"

#define ARENA_LEN 65536
#define LOG_LEN 2048

struct row {
	const char *name;
	const char *files; /* "NAME=TEXT", a '|' between */
	const char *arguments;
	const char *keys; /* screen.h's; after them nothing is pressed */
	/*
	 * What run() says, a '|' between; "end": NULL. Behind the last one it
	 * ends the program. A pause is ended by Esc behind the last one too.
	 */
	const char *results;
	const char *log;
};

#define DEFAULT "pxelinux.cfg/default"
#define ABC "label a\n kernel a.efi x\nlabel b\n kernel b.efi\n append ${ip}\n"

static const struct row rows[] = {
    {"search: from the first name to the last", DEFAULT "=" ABC, "", "<Enter>",
     "", "read " DEFAULT ";open;close;run a.efi x;close;"},
    {"search: a name is not found, the next is read",
     "pxelinux.cfg/0A=" ABC "|" DEFAULT "=label d\n", "", "<Enter>", "",
     "read pxelinux.cfg/0A;open;close;run a.efi x;close;"},
    {"search: option 209 comes first", "opt=" ABC "|" DEFAULT "=label d\n", "",
     "<Enter>", "", "read opt;open;close;run a.efi x;close;"},
    {"argument: no search", "my=" ABC "|" DEFAULT "=label d\n", " my",
     "<Enter>", "", "read my;open;close;run a.efi x;close;"},
    {"argument: expanded", "c-10.0.2.15=" ABC, "c-${ip}", "<Enter>", "",
     "read c-10.0.2.15;open;close;run a.efi x;close;"},
    {"argument: two files", "m=" ABC "|n=label n\n", "n m", "<Enter>", "",
     "read n;read m;open;close;run n;close;"},
    {"names in a line are expanded", "m=" ABC, "m", "<Down> <Enter>", "",
     "read m;open;close;run b.efi 10.0.2.15;close;"},
    {"UI leads on to another file", "m=ui menu.c32 n\nlabel x\n|n=" ABC, "m",
     "<Enter>", "", "read m;read n;open;close;run a.efi x;close;"},
    {"UI that leads nowhere new", "m=ui menu.c32 ~\n" ABC, "m", "<Enter>", "",
     "read m;open;close;run a.efi x;close;"},
    {"DEFAULT as UI leads on", "m=default menu.c32 n\nlabel x\n|n=" ABC, "m",
     "<Enter>", "", "read m;read n;open;close;run a.efi x;close;"},
    {"files that lead in a circle end", "m=ui menu.c32 n\n|n=ui menu.c32 m\n",
     "m", "", "",
     "read m;read n;read m;read n;read m;read n;read m;read n;read m;"
     "pause No menu: m: no entries in it;close;"},
    {"an entry that fails: the reason, and the menu again", "m=" ABC, "m",
     "<Enter> <Down> <Enter>", "a: broken|end",
     "read m;open;close;run a.efi x;open;status a: broken;"
     "close;run b.efi 10.0.2.15;close;"},
    {"an entry that comes back without failure", "m=" ABC, "m",
     "<Enter> <Enter>", "|end",
     "read m;open;close;run a.efi x;open;close;run a.efi x;close;"},
    {"CONFIG: another menu", "m=label c\n config n\n|n=" ABC, "m",
     "<Enter> <Enter>", "",
     "read m;open;close;read n;open;close;run a.efi x;close;"},
    {"CONFIG that is not there: the menu again, with the reason",
     "m=label c\n config n\nlabel d\n", "m", "<Enter> <Down> <Enter>", "",
     "read m;open;close;none n;read m;open;status n: gone;"
     "close;run d;close;"},
    {"menu.c32 without a file: the same menu anew",
     "m=label c\n kernel menu.c32\n append ~\nlabel d\n", "m",
     "<Enter> <Down> <Enter>", "",
     "read m;open;close;read m;open;close;run d;close;"},
    {"a mistake is in the status line", "m=nonsense\n" ABC, "m", "<Enter>", "",
     "read m;open;status m:1: nonsense: not a directive;"
     "close;run a.efi x;close;"},
    {"F1 shows a file", "m=f1 h\n" ABC "|h=help", "m", "<F1> <Enter> <Enter>",
     "", "read m;open;read h;close;run a.efi x;close;"},
    {"F1 that is not there", "m=f1 h\n" ABC, "m", "<F1> <Enter>", "",
     "read m;open;none h;status h: gone;close;run a.efi x;close;"},
    {"no configuration: the local disk after three times", "", "m", "",
     "|||end",
     "none m;pause No menu: m: gone;none m;pause No menu: m: gone;"
     "none m;localboot ;pause No menu: m: gone;"
     "none m;pause No menu: m: gone;close;"},
    {"no configuration: FALLBACK's arguments", "m=fallback localboot hd1\n",
     "m", "", "||end",
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;"
     "read m;localboot hd1;pause No menu: m: no entries in it;close;"},
    {"no configuration: FALLBACK none", "m=fallback none\n", "m", "", "||end",
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;close;"},
    {"countdown: the default is started", "m=timeout 20\n" ABC, "m", "+3", "",
     "read m;open;close;run a.efi x;close;"},
    {"MENU QUIT", "m=label q\n menu quit\n", "m", "<Enter>", "",
     "read m;open;close;"},
    {"an entry that cannot run here is started if one wants",
     "m=label c\n kernel x.c32\n", "m", "<Enter>", "",
     "read m;open;grey;close;run x.c32;close;"},
};

static const struct row *played;
static const char *keys;
static const char *results;
static uint32_t clock_ms;
static char log_text[LOG_LEN];
static size_t logged;
static struct session session;
static struct screen screen;
static cell cells[VIEW_CELLS(80, 25)];
static char status[MENU_MAX_STATUS + 1];

static void note(const char *what, const char *text)
{
	logged += text_format(log_text + logged, LOG_LEN - logged, "%s%s%s;",
			      what, text ? " " : "", text ? text : "");
	assert_true(logged < LOG_LEN - 1);
}

/* The next of several, '|' between; whether there is one more behind it. */
static int next(const char **list, char *buf, size_t size)
{
	struct span rest = {*list, strlen(*list)};
	struct span part;
	int more = span_cut(&rest, '|', &part);

	text_format(buf, size, "%S", &part);
	*list = rest.text;
	return more;
}

static int read_memory(const char *name, void *buf, size_t len, size_t *ret_len)
{
	static char file[1024];
	const char *rest = played->files;
	size_t name_len = strlen(name);

	while (*rest) {
		next(&rest, file, sizeof(file));
		if (strncmp(file, name, name_len) != 0 || file[name_len] != '=')
			continue;
		note("read", name);
		*ret_len = strlen(file) - name_len - 1;
		assert_true(*ret_len <= len);
		memcpy(buf, file + name_len + 1, *ret_len);
		return 0;
	}
	if (strncmp(name, "pxelinux.cfg/", 13) != 0 && strcmp(name, "opt") != 0)
		note("none", name);
	return ERR_FILE_NONE;
}

static const char *reason(int rc)
{
	return rc == ERR_FILE_NONE ? "gone" : mistake_text(rc);
}

static uint32_t now_ms(void)
{
	return clock_ms;
}

static void look_at_status(void)
{
	if (session.model.status[0] &&
	    strcmp(status, session.model.status) != 0)
		note("status", session.model.status);
	memcpy(status, session.model.status, sizeof(status));
}

static unsigned int key(void)
{
	struct span word;
	unsigned int seconds;

	look_at_status();
	assert_true(text_next_word(&keys, &word));
	if (word.text[0] == '+') {
		seconds = (unsigned int)atoi(word.text + 1);
		clock_ms += 1000 * seconds;
		return KEY_NONE;
	}
	word = (struct span){word.text + 1, word.len - 2};
	return key_from_name(&word);
}

static unsigned int open_screen(const struct config *config, struct view *views)
{
	note("open", NULL);
	if (config->count && config_entry(config, 0)->grey)
		note("grey", NULL);
	view_start(views, &screen.terminal, cells);
	return 1;
}

static void close_screen(void)
{
	note("close", NULL);
}

static const char *refusal(unsigned int type, const char *kernel)
{
	(void)type;
	return strstr(kernel, ".c32") ? "not here" : NULL;
}

static const char *run(const char *line)
{
	static char result[64];
	int more = next(&results, result, sizeof(result));

	note("run", line);
	return more ? result : NULL;
}

static void localboot(const char *arguments)
{
	note("localboot", arguments);
}

static int pause(const char *text, unsigned int seconds)
{
	char result[64];

	assert_true(seconds && seconds <= 60);
	note("pause", text);
	return next(&results, result, sizeof(result));
}

static void plays(void **state)
{
	static const struct facts facts = {.ip = PLAY_SPAN("10.0.2.15")};
	static const struct session methods = {
	    .now_ms = now_ms,
	    .key = key,
	    .open = open_screen,
	    .close = close_screen,
	    .refusal = refusal,
	    .run = run,
	    .localboot = localboot,
	    .pause = pause,
	    .source = {.facts = &facts,
		       .arena_len = ARENA_LEN,
		       .prefix = PLAY_SPAN(""),
		       .config_file = PLAY_SPAN("opt"),
		       .read = read_memory,
		       .reason = reason},
	};

	played = *state;
	keys = played->keys;
	results = played->results;
	logged = 0;
	status[0] = '\0';
	screen_new(&screen, 80, 25);
	session = methods;
	session.source.arena = malloc(ARENA_LEN);
	assert_non_null(session.source.arena);
	session_run(&session, played->arguments);
	log_text[logged] = '\0';
	assert_string_equal(log_text, played->log);
	free(session.source.arena);
	free(screen.cells);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows)];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, plays);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
