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

#define NAME "pxelinux.cfg/"
#define DEFAULT NAME "default"
/* Files that say how the platform is. */
#define SILENT "silent="  /* it does not know what is absent */
#define LOADERS "loaders" /* the loader has read it */
#define BELOW "::p/"	  /* with this file: the prefix */
#define SAVED "s?x=1&label=b=ok|s?once=1&label=b=ok"
#define ABC "label a\n kernel a.efi x\nlabel b\n kernel b.efi\n append ${ip}\n"
#define L50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define L100 L50 L50
/* Each takes three characters in a URL. */
#define P50 "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"
#define P350 P50 P50 P50 P50 P50 P50 P50
#define P700 P350 P350

static const struct row rows[] = {
    {"search: what is known not to be there is not read", DEFAULT "=" ABC, "",
     "<Enter>", "",
     "none opt;absent;read " DEFAULT ";open;close;run a.efi x;close;"},
    {"search: from the first name to the last", DEFAULT "=" ABC "|" SILENT, "",
     "<Enter>", "",
     "none opt;absent;none " NAME "0A00020F;none " NAME "0A00020;none " NAME
     "0A0002;none " NAME "0A000;none " NAME "0A00;none " NAME "0A0;none " NAME
     "0A;none " NAME "0;read " DEFAULT ";open;close;run a.efi x;close;"},
    {"search: a name is not found, the next is read",
     NAME "0A=" ABC "|" DEFAULT "=label d\n", "", "<Enter>", "",
     "none opt;absent;read " NAME "0A;open;close;run a.efi x;close;"},
    {"search: option 209 comes first", "opt=" ABC "|" DEFAULT "=label d\n", "",
     "<Enter>", "", "read opt;open;close;run a.efi x;close;"},
    {"search: the loader has done it", LOADERS "=" ABC "|opt=label d\n", "",
     "<Enter>", "", "read loaders;open;close;run a.efi x;close;"},
    {"below a prefix: the search, one by one", BELOW "=|" BELOW DEFAULT "=" ABC,
     "", "<Enter>", "",
     "none ::p/opt;none ::p/" NAME "0A00020F;none ::p/" NAME "0A00020;none "
     "::p/" NAME "0A0002;none ::p/" NAME "0A000;none ::p/" NAME
     "0A00;none ::p/" NAME "0A0;none ::p/" NAME "0A;none ::p/" NAME
     "0;read ::p/" DEFAULT ";open;close;run a.efi x;close;"},
    {"below a prefix: all that is named, unless it says where it begins",
     BELOW "=|" BELOW "m=include n\ninclude ::n\ninclude /n\nf1 h\n" ABC
	   "|" BELOW "n=|::n=|/n=|" BELOW "h=help",
     "m", "<F1> <Enter> <Enter>", "",
     "read ::p/m;read ::p/n;read ::n;read /n;open;close;read ::p/h;open;close;"
     "run a.efi x;close;"},
    {"argument: before what the loader has found",
     "m=" ABC "|" LOADERS "=label d\n", "m", "<Enter>", "",
     "read m;open;close;run a.efi x;close;"},
    {"argument: no search", "my=" ABC "|" DEFAULT "=label d\n", " my",
     "<Enter>", "", "read my;open;close;run a.efi x;close;"},
    {"argument: expanded", "c-10.0.2.15=" ABC, "c-${ip}", "<Enter>", "",
     "read c-10.0.2.15;open;close;run a.efi x;close;"},
    {"argument: in a URL a value is written as one", "http://s/a%2fb=" ABC,
     "http://s/${asset}", "<Enter>", "",
     "read http://s/a%2fb;open;close;run a.efi x;close;"},
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
     "note Last try: a: broken;note ;"
     "close;run b.efi 10.0.2.15;close;"},
    {"an entry that comes back without failure", "m=" ABC, "m",
     "<Enter> <Enter>", "|end",
     "read m;open;close;run a.efi x;open;close;run a.efi x;close;"},
    {"what was tried is told at its entry, until it is tried again", "m=" ABC,
     "m", "<Enter> <Down> <Enter> <Up> <Down> <Up> <Enter> <Up> <Enter>",
     "a: broken|b: too||",
     "read m;open;close;run a.efi x;open;status a: broken;note Last try: a: "
     "broken;note ;"
     "close;run b.efi 10.0.2.15;open;status b: too;note Last try: b: too;"
     "note Last try: a: broken;note Last try: b: too;note Last try: a: broken;"
     "close;run a.efi x;open;note ;close;run a.efi x;close;"},
    {"what was tried is not told of the entry that would have its place",
     "m=label a\nlabel b\nlabel c\nlabel d\nlabel e\nlabel f\nlabel g\n"
     "label h\nlabel i\n",
     "m", "<Enter> <End> <Home> <Enter>", "a: broken|",
     "read m;open;close;run a;open;status a: broken;note Last try: a: broken;"
     "note ;note Last try: a: broken;close;run a;close;"},
    {"what was tried is not told of another configuration",
     "m=label c\n config n\n|n=" ABC "label c\n config m\n", "m",
     "<Enter> <Enter> <End> <Enter> <Enter> <Enter>", "a: broken|",
     "read m;open;close;read n;open;close;run a.efi x;open;status a: "
     "broken;note Last try: a: broken;"
     "note ;close;read m;open;close;read n;open;close;run a.efi x;close;"},
    {"CONFIG: another menu", "m=label c\n config n\n|n=" ABC, "m",
     "<Enter> <Enter>", "",
     "read m;open;close;read n;open;close;run a.efi x;close;"},
    {"an entry that leads to a configuration is never refused",
     "m=label c\n com32 x/vesamenu.c32\n append n\n|n=" ABC, "m",
     "<Enter> <Enter>", "",
     "read m;open;close;read n;open;close;run a.efi x;close;"},
    {"CONFIG: what all kernels have, and a folder, are no files",
     "m=append quiet\nsysappend 3\nlabel c\n config n\n append sub/\n|n=append "
     "x\nsysappend 3\nlabel d\n config o\nlabel e\n kernel menu.c32\n|o=" ABC,
     "m", "<Enter> <Down> <Enter> <Up> <Enter> <Enter>", "",
     "read m;open;close;read n;open;close;read n;open;close;read o;open;close;"
     "run a.efi x;close;"},
    {"CONFIG that is not there: the menu again, with the reason",
     "m=label c\n config n\nlabel d\n", "m", "<Enter> <Down> <Enter>", "",
     "read m;open;close;none n;read m;open;status n: gone;"
     "note Last try: n: gone;note ;"
     "close;run d;close;"},
    {"menu.c32 without a file: the same menu anew",
     "m=label c\n kernel menu.c32\n append ~\nlabel d\n", "m",
     "<Enter> <Down> <Enter>", "",
     "read m;open;close;read m;open;close;run d;close;"},
    {"SERIAL and CONSOLE stay with another configuration",
     "m=serial 1 9600\nconsole 0\nlabel c\n config n\n|n=" ABC, "m",
     "<Enter> <Enter>", "",
     "read m;open 9600 at 1 alone;close;read n;open 9600 at 1 alone;"
     "close;run a.efi x;close;"},
    {"SERIAL stays where UI leads", "m=serial 1\nui menu.c32 n\n|n=" ABC, "m",
     "<Enter>", "", "read m;read n;open 9600 at 1;close;run a.efi x;close;"},
    {"SERIAL and CONSOLE: the last ones count",
     "m=serial 1\nconsole 0\nui menu.c32 n\n|n=serial 0 75\nconsole 1\n" ABC,
     "m", "<Enter>", "", "read m;read n;open 75 at 0;close;run a.efi x;close;"},
    {"a mistake is in the status line", "m=nonsense\n" ABC, "m", "<Enter>", "",
     "read m;open;status m:1: nonsense: not a directive;"
     "close;run a.efi x;close;"},
    {"F1 shows a file", "m=f1 h\n" ABC "|h=help", "m", "<F1> <Enter> <Enter>",
     "", "read m;open;close;read h;open;close;run a.efi x;close;"},
    {"F1 that is not there", "m=f1 h\n" ABC, "m", "<F1> <Enter>", "",
     "read m;open;close;none h;open;status h: gone;close;run a.efi x;close;"},
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
    {"no configuration: the local disk wants the program to end",
     "m=fallback localboot exit\n", "m", "", "||",
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;"
     "read m;localboot exit;close;"},
    {"no configuration: a mistake says why", "m=<html>\n", "m", "", "",
     "read m;pause No menu: no entries in it: m:1: <html>: not a directive;"
     "close;"},
    {"no configuration: FALLBACK none", "m=fallback none\n", "m", "", "||end",
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;"
     "read m;pause No menu: m: no entries in it;close;"},
    {"countdown: the default is started", "m=timeout 20\n" ABC, "m", "+3", "",
     "read m;open;close;run a.efi x;close;"},
    {"SHIFTKEY without a key: the default is started unseen",
     "m=menu shiftkey\n" ABC, "m", "", "",
     "read m;open;close;run a.efi x;close;"},
    {"SAVEURL: the choice is told",
     "m=saveurl s?x=1\nmenu save\n" ABC "|" SAVED, "m", "<Down> <Enter>", "",
     "read m;open;close;read s?x=1&label=b;open;close;run b.efi 10.0.2.15;"
     "close;"},
    {"SAVEURL: an entry is started though the server did not hear",
     "m=saveurl s\nmenu save\n" ABC, "m", "<Enter> <Enter>", "a: broken|",
     "read m;open;close;none s?label=a;open;close;run a.efi x;open;"
     "status a: broken;note Last try: a: broken;close;none "
     "s?label=a;open;close;run a.efi x;close;"},
    {"SAVEURL: a long label is told whole",
     "m=saveurl s\nmenu save\nlabel " L100 "y\n kernel k\n", "m", "<Enter>", "",
     "read m;open;close;none s?label=" L100 "y;open;close;run k;close;"},
    {"SAVEURL: a label too long for a URL is not told in part",
     "m=saveurl s\nonce " P700 "\nlabel " P700 "\n kernel k\n", "m", "<Enter>",
     "",
     "read m;open;status SAVEURL: command line too long;close;run k;close;"},
    {"SAVEURL: what nobody chose is not told",
     "m=saveurl s\nmenu save\ntimeout 20\n" ABC, "m", "+3", "",
     "read m;open;close;run a.efi x;close;"},
    {"ONCE: told, and started before a key",
     "m=saveurl s\nonce b\n" ABC "|" SAVED, "m", "", "",
     "read m;open;close;read s?once=1&label=b;open;close;run b.efi 10.0.2.15;"
     "close;"},
    {"ONCE: not started when the server did not hear",
     "m=saveurl s\nonce b\n" ABC, "m", "<Enter>", "",
     "read m;open;close;none s?once=1&label=b;open;status SAVEURL: gone;"
     "close;run a.efi x;close;"},
    {"ONCE without SAVEURL", "m=once b\n" ABC, "m", "", "",
     "read m;open;close;run b.efi 10.0.2.15;close;"},
    {"ONCE is not run again when it comes back", "m=once b\n" ABC, "m",
     "<Enter>", "b: broken|",
     "read m;open;close;run b.efi 10.0.2.15;open;status b: broken;"
     "close;run a.efi x;close;"},
    {"what was loaded over the configuration: it is read again",
     "m=once b\n" ABC, "m", "<Down> <Up> <Enter>", "!over|",
     "read m;open;close;run b.efi 10.0.2.15;read m;open;status !over;note Last "
     "try: !over;note ;"
     "close;run a.efi x;close;"},
    {"MENU QUIT", "m=label q\n menu quit\n", "m", "<Enter>", "",
     "read m;open;close;"},
    {"an entry that cannot run here is started if one wants",
     "m=label c\n kernel x.c32\n", "m", "<Enter>", "",
     "read m;open;note not here;close;run x.c32;close;"},
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
static char noted[MENU_MAX_STATUS + 1];

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

/* A file's text, until the next call; NULL: it is not there. */
static const char *find_file(const char *name)
{
	static char file[4096];
	const char *rest = played->files;
	size_t len = strlen(name);

	while (*rest) {
		next(&rest, file, sizeof(file));
		if (strncmp(file, name, len) == 0 && file[len] == '=')
			return file + len + 1;
	}
	return NULL;
}

static int read_memory(const char *name, void *buf, size_t len, size_t *ret_len)
{
	const char *text = find_file(name);

	if (text) {
		note("read", name);
		*ret_len = strlen(text);
		assert_true(*ret_len <= len);
		memcpy(buf, text, *ret_len);
		return 0;
	}
	note("none", name);
	return ERR_FILE_NONE;
}

static uint32_t absent(struct search names)
{
	char name[80];
	uint32_t bits = 0;

	note("absent", NULL);
	while (search_next(&names, name, sizeof(name)))
		if (!find_file(name) && !find_file("silent"))
			bits |= 1u << names.step;
	return bits;
}

static const char *reason(int rc)
{
	return rc == ERR_FILE_NONE ? "gone" : mistake_text(rc);
}

static uint32_t now_ms(void)
{
	return clock_ms;
}

/* The details of the entry chosen, when they are others than before. */
static void look_at_note(void)
{
	const struct view *view = &session.views[0];
	uint16_t entry = model_entry(&session.model);
	const char *text = "";

	if (entry != ENTRY_NONE)
		text = view->note(view->context, entry);
	if (strcmp(text, noted) != 0)
		note("note", text);
	text_format(noted, sizeof(noted), "%s", text);
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
	look_at_note();
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
	const struct config_serial *line = &config->serial;
	char text[32];

	text_format(text, sizeof(text), "%u at %u%s", line->baud, line->port,
		    config->flags & CONFIG_CONSOLE ? "" : " alone");
	note("open", line->baud ? text : NULL);
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
	if (result[0] == '!')
		memset(session.source.arena, 0x55, ARENA_LEN);
	return more ? result : NULL;
}

static const char *localboot(const char *arguments)
{
	note("localboot", arguments);
	return strcmp(arguments, "exit") == 0 ? NULL : "";
}

static int shift(void)
{
	return 0;
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
	static const struct facts facts = {.ip = PLAY_SPAN("10.0.2.15"),
					   .asset = PLAY_SPAN("a/b")};
	static const struct session methods = {
	    .now_ms = now_ms,
	    .key = key,
	    .open = open_screen,
	    .close = close_screen,
	    .refusal = refusal,
	    .run = run,
	    .localboot = localboot,
	    .pause = pause,
	    .shift = shift,
	    .source = {.facts = &facts,
		       .arena_len = ARENA_LEN,
		       .prefix = PLAY_SPAN(""),
		       .config_file = PLAY_SPAN("opt"),
		       .read = read_memory,
		       .absent = absent,
		       .reason = reason},
	};

	played = *state;
	keys = played->keys;
	results = played->results;
	logged = 0;
	status[0] = '\0';
	noted[0] = '\0';
	screen_new(&screen, 80, 25);
	session = methods;
	if (find_file(LOADERS))
		session.source.loaders_file = LOADERS;
	if (find_file(BELOW))
		session.source.prefix = (struct span)PLAY_SPAN(BELOW);
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
