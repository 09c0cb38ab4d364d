/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/config.c, parse.c, build.c and value.c: what a configuration
 * becomes. What Syslinux 6 does was read in its doc/menu.txt and
 * doc/syslinux.txt, and seen where these say nothing.
 *
 * Runs in: host.
 */
#include "menu.h"

#include "key.h"

#define ARENA_LEN 16384
#define DUMP_LEN 4096

struct row {
	const char *name;
	const char *text; /* of the file "m" */
	/*
	 * Each entry: its menu's tag when it is not the top one, and ':'; a
	 * letter (- for one that is run); its title; (its command line) or
	 * >tag it leads to; '*' when its menu begins with it; then what it
	 * has: ^hot key, &save, !immediate, "password", {help}, +sysappend.
	 */
	const char *entries;
	const char *mistakes;
};

static const struct row rows[] = {
    {"lines: none", "", "", ""},
    {"lines: LF", "label a\nlinux k\n", "-a(.linux k);", ""},
    {"lines: CR LF", "label a\r\nlinux k\r\n", "-a(.linux k);", ""},
    {"lines: the last one has no end", "label a\nlinux k", "-a(.linux k);", ""},
    {"lines: tabs and blanks around", "\t label \t a  \t\n", "-a(a);", ""},
    {"lines: blanks at the end are no value", "label a\nappend x \t\nkernel k ",
     "-a(k x);", ""},
    {"lines: byte order mark", "\xef\xbb\xbflabel a\n", "-a(a);", ""},
    {"lines: byte order mark elsewhere", "\n\xef\xbb\xbflabel a\n", "",
     "m:2:UNKNOWN=\xef\xbb\xbflabel;"},
    {"lines: empty", "\n \n\t\r\nlabel a\n\n", "-a(a);", ""},
    {"lines: comments", "# a\n  #b\n#label a\nlabel b", "-b(b);", ""},
    {"lines: no comment behind a value", "label a\nappend x # y",
     "-a(a x # y);", ""},
    {"lines: no continuation", "label a\nappend x \\\n y", "-a(a x \\);",
     "m:3:UNKNOWN=y;"},
    {"lines: no quotes", "label a\nappend \"x  y\"", "-a(a \"x  y\");", ""},
    {"lines: a CR ends it", "label a\rlinux k\nlabel b", "-a(a);-b(b);",
     "m:1:CONTROL=label;"},
    {"lines: form feed is a blank", "label\fa\n", "-a(a);", ""},

    {"words: in any case", "LaBeL a\nLINUX K", "-a(.linux K);", ""},
    {"words: unknown", "label a\nlabell b\nlabel c", "-a(a);-c(c);",
     "m:2:UNKNOWN=labell;"},
    {"words: a part of one", "label a\nappen b", "-a(a);",
     "m:2:UNKNOWN=appen;"},
    {"words: unknown behind menu", "menu foo bar", "", "m:1:UNKNOWN=foo;"},
    {"words: menu alone", "menu", "", "m:1:UNKNOWN=;"},
    {"words: refused", "label a\ncomboot x\nlabel b", "Da;-b(b);",
     "m:2:REFUSED=x;"},

    {"label: in order", "label b\nlabel a", "-b(b);-a(a);", ""},
    {"label: without a name", "label\nkernel k", "-(k);", "m:1:MISSING=;"},
    {"label: two words", "label a b\nlabel c\ndefault a", "-a b(a b)*;-c(c);",
     ""},
    {"label: twice", "label a\nkernel x\nlabel a\nkernel y\nlabel b",
     "-a(x);-a(y);-b(b);", "m:5:DUPLICATE=a;"},
    {"label: case makes another", "label a\nlabel A", "-a(a);-A(A);", ""},
    {"label: twice when disabled",
     "label -\nmenu disable\nlabel -\nmenu disable\n", "D-;D-;", ""},

    {"kernel: types",
     "label a\nkernel k\nlabel b\nlinux k\nlabel c\ncom32 k\nlabel d\npxe k\n"
     "label e\nboot k\nlabel f\nbss k\nlabel g\nfdimage k\nlabel h\nconfig k\n"
     "label i\nlocalboot -1",
     "-a(k);-b(.linux k);-c(.com32 k);-d(.pxe k);-e(.boot k);-f(.bss k);"
     "-g(.fdimage k);-h(.config k);-i(.localboot -1);",
     ""},
    {"kernel: the last one", "label a\nlinux k\npxe l", "-a(.pxe l);", ""},
    {"kernel: nothing", "label a\nkernel\n", "-a(a);", "m:2:MISSING=;"},
    {"kernel: before a label", "kernel k\nlabel a", "-a(a);",
     "m:1:NO_LABEL=kernel;"},

    {"append: for all", "append x\nlabel a\nlabel b\nappend y",
     "-a(a x);-b(b y);", ""},
    {"append: the last one for all counts",
     "append x\nlabel a\nmenu separator\nappend y\nlabel b",
     "-a(a x);D;-b(b y);", ""},
    {"append: a dash is nothing", "append x\nlabel a\nappend -", "-a(a);", ""},
    {"append: nothing is nothing", "append x\nlabel a\nappend", "-a(a);", ""},
    {"append: LOCALBOOT has its own alone",
     "append x\nsysappend 3\nlabel a\nlocalboot hd,cd\nlabel b\n"
     "localboot cd\nappend hd1",
     "-a(.localboot hd,cd);-b(.localboot cd hd1);", ""},
    {"append: a dash for all", "append -\nlabel a", "-a(a);", ""},
    {"append: a dash and more", "label a\nappend - x", "-a(a - x);", ""},
    {"initrd: behind append", "label a\ninitrd i,j\nappend x",
     "-a(a x initrd=i,j);", ""},
    {"initrd: before a label", "initrd i\nlabel a", "-a(a);",
     "m:1:NO_LABEL=initrd;"},
    {"sysappend: decimal, octal, hexadecimal",
     "label a\nsysappend 10\nlabel b\nipappend 010\nlabel c\nsysappend 0x1F",
     "-a(a)+10;-b(b)+8;-c(c)+31;", ""},
    {"sysappend: for all that begin behind it",
     "label a\nmenu separator\nsysappend 3\nlabel b\nlabel c\nipappend 0",
     "-a(a);D;-b(b)+3;-c(c);", ""},
    {"sysappend: all 32 bits, known or not",
     "label a\nsysappend 0x80000000\nlabel b\nsysappend 4294967295\n"
     "label c\nsysappend -1",
     "-a(a)+2147483648;-b(b)+4294967295;-c(c)+4294967295;", ""},
    {"sysappend: more than 32 bits", "label a\nsysappend 0x100000000", "-a(a);",
     "m:2:VALUE=0x100000000;"},
    {"sysappend: no number", "label a\nsysappend x", "-a(a);", "m:2:VALUE=x;"},

    {"default: with UI", "ui menu.c32\ndefault b\nlabel a\nlabel b",
     "-a(a);-b(b)*;", ""},
    {"default: behind its label", "label a\nlabel b\nui menu.c32\ndefault b",
     "-a(a);-b(b)*;", ""},
    {"default: with options", "ui menu.c32\nlabel a\nlabel b\ndefault b x=1",
     "-a(a);-b(b)*;", ""},
    {"default: before MENU DEFAULT",
     "ui menu.c32\ndefault b\nlabel a\nmenu default\nlabel b", "-a(a);-b(b)*;",
     ""},
    {"default: without UI", "default b\nlabel a\nlabel b", "-a(a);-b(b)*;", ""},
    {"default: without UI behind MENU DEFAULT",
     "default b\nlabel a\nmenu default\nlabel b", "-a(a)*;-b(b);", ""},
    {"default: a menu program", "default vesamenu.C32 x\nlabel a", "-a(a);",
     ""},
    {"default: a menu program without .c32", "default menu\nlabel a", "-a(a);",
     ""},
    {"default: of no label", "default b\nlabel a", "-a(a);", "m:1:LABEL=b;"},
    {"default: in another case", "default A\nlabel a", "-a(a);",
     "m:1:LABEL=A;"},
    {"default: hidden", "default a\nlabel a\nmenu hide", "-a(a)h;",
     "m:1:DEFAULT=a;"},
    {"default: the last one", "default a\nlabel b\nlabel a\ndefault b",
     "-b(b)*;-a(a);", ""},
    {"default: nothing", "default\nlabel a", "-a(a);", "m:1:MISSING=;"},
    {"menu default: the last one",
     "label a\nmenu default\nlabel b\nmenu default", "-a(a);-b(b)*;", ""},
    {"menu default: disabled", "label a\nmenu default\nmenu disable", "Da;",
     "m:3:DEFAULT=a;"},
    {"menu default: without a label", "menu default x\nlabel a", "-a(a);",
     "m:1:NO_LABEL=x;"},

    {"title: MENU LABEL", "label a\nmenu label B  c\n", "-B  c(a);", ""},
    {"title: indented", "label a\nmenu indent 2\nmenu label b", "-  b(a);", ""},
    {"title: indented without number", "label a\nmenu indent x", "-a(a);",
     "m:2:VALUE=x;"},
    {"title: before a label", "menu label x\nlabel a", "-a(a);",
     "m:1:NO_LABEL=x;"},
    {"hot key", "label a\nmenu label b^c", "-bc(a)^C1;", ""},
    {"hot key: a digit", "label a\nmenu label ^1 b", "-1 b(a)^10;", ""},
    {"hot key: the first has it",
     "label a\nmenu label ^x\nlabel b\nmenu label ^X y", "-x(a)^X0;-X y(b);",
     ""},
    {"hot key: the first caret counts", "label a\nmenu label x^y^z",
     "-xyz(a)^Y1;", ""},
    {"hot key: a caret", "label a\nmenu label x^^y^z", "-x^yz(a)^^1;", ""},
    {"hot key: a caret at the end", "label a\nmenu label x^^", "-x^(a)^^1;",
     ""},
    {"hot key: a caret that another entry has",
     "label a\nmenu label ^^\nlabel b\nmenu label x^^y", "-^(a)^^0;-xy(b);",
     ""},
    {"hot key: not of a LABEL", "label ^a", "-a(^a);", ""},
    {"hot key: none of a disabled entry",
     "label a\nmenu label ^x\nmenu disable\nlabel b\nmenu label ^x",
     "Dx;-x(b)^X0;", ""},
    {"hot key: caret at the end", "label a\nmenu label x^", "-x(a);", ""},
    {"hot key: a blank is none", "label a\nmenu label ^ x", "- x(a);", ""},
    {"hot key: indented", "label a\nmenu indent 3\nmenu label b^c",
     "-   bc(a)^C4;", ""},

    {"separator", "label a\nmenu separator\nlabel b", "-a(a);D;-b(b);", ""},
    {"separator: ends the label", "label a\nmenu separator\nkernel k",
     "-a(a);D;", "m:3:NO_LABEL=kernel;"},
    {"disable", "label a\nmenu disable\nlabel b\nmenu disabled", "Da;Db;", ""},
    {"disable: wins", "label a\nmenu disable\nmenu quit", "Da;", ""},
    {"hide", "label a\nmenu hide\nlabel b", "-a(a)h;-b(b);", ""},
    {"quit", "label a\nmenu quit", "Qa;", ""},
    {"help file", "label a\nmenu help f bg", "Ha>f;", ""},
    {"help file: none", "label a\nmenu help", "Ha>a;", "m:2:MISSING=;"},
    {"save", "menu save\nlabel a\nlabel b\nmenu nosave\n", "-a(a)&;-b(b);", ""},
    {"save: what the menu says at the end counts",
     "label a\nmenu save\nlabel b\n", "-a(a)&;-b(b);", ""},
    {"immediate", "menu immediate\nlabel a\nlabel b\nmenu noimmediate",
     "-a(a)!;-b(b);", ""},
    {"password", "label a\nmenu passwd x y", "-a(a)\"x y\";", ""},
    {"password: empty", "label a\nmenu passwd", "-a(a)\"\";", ""},
    {"password: without a label", "menu passwd x", "", "m:1:NO_LABEL=x;"},

    {"text", "label a\ntext help\n b\n\tc\nendtext\nkernel k",
     "-a(k){ b\n\tc\n};", ""},
    {"text: in any case, CR LF", "label a\r\nTEXT HELP\r\nb\r\n ENDTEXT\r\n",
     "-a(a){b\r\n};", ""},
    {"text: empty", "label a\ntext help\nendtext", "-a(a);", ""},
    {"text: twice",
     "label a\ntext help\nb\nendtext\nkernel k\ntext help\nc\nendtext",
     "-a(k){b\nc\n};", ""},
    {"text: directives in it are text",
     "label a\ntext help\nlabel b\nendtext\nlabel c", "-a(a){label b\n};-c(c);",
     ""},
    {"text: never ended", "label a\ntext help\nb\nlabel c",
     "-a(a){b\nlabel c};", "m:2:NO_END=help;"},
    {"text: never ended, empty", "label a\ntext help", "-a(a);",
     "m:2:NO_END=help;"},
    {"text: before a label", "text help\nb\nendtext\nlabel a", "-a(a);",
     "m:1:NO_LABEL=help;"},
    {"text: of another kind", "label a\ntext foo\nlabel b\nendtext\nlabel c",
     "-a(a);-c(c);", "m:2:UNKNOWN=foo;"},
    {"text: a word that begins like its end",
     "label a\ntext help\nendtexts\nendtext", "-a(a){endtexts\n};", ""},
    {"text: stray end", "endtext", "", "m:1:UNKNOWN=endtext;"},

    {"submenu", "menu begin x\nlabel a\nmenu end\nlabel b",
     "Sx>x;x:-a(a);-b(b);", ""},
    {"submenu: MENU LABEL", "menu begin x\nmenu label ^Y\nlabel a\nmenu end",
     "SY>x^Y0;x:-a(a);", ""},
    {"submenu: MENU TITLE names it", "menu begin x\nmenu title Y\nlabel a",
     "SY>x;x:-a(a);", "m:3:NO_END=x;"},
    {"submenu: MENU LABEL before MENU TITLE",
     "menu begin x\nmenu label L\nmenu title Y\nlabel a\nmenu end",
     "SL>x;x:-a(a);", ""},
    {"submenu: without a tag", "menu begin\nmenu title Y\nlabel a\nmenu end",
     "SY>;:-a(a);", ""},
    {"submenu: in another",
     "menu begin x\nmenu begin y\nlabel a\nmenu end\nlabel b\nmenu end\n"
     "label c",
     "Sx>x;x:Sy>y;y:-a(a);x:-b(b);-c(c);", ""},
    {"submenu: empty", "menu begin x\nmenu end\nlabel a", "Dx;-a(a);", ""},
    {"submenu: ends a label",
     "label a\nmenu begin x\nkernel k\nlabel b\n"
     "menu end",
     "-a(a);Sx>x;x:-b(b);", "m:3:NO_LABEL=kernel;"},
    {"submenu: its default",
     "label z\nmenu begin x\nmenu default\nlabel a\n"
     "label b\nmenu default\nmenu end",
     "-z(z);Sx>x*;x:-a(a);x:-b(b)*;", ""},
    {"submenu: password", "menu begin x\nmenu passwd p\nlabel a\nmenu end",
     "Sx>x\"p\";x:-a(a);", ""},
    {"submenu: one end too many", "menu end\nlabel a", "-a(a);",
     "m:1:NO_SUBMENU=;"},
    {"submenu: hot keys are its own",
     "label a\nmenu label ^x\nmenu begin s\nlabel b\nmenu label ^x\nmenu end",
     "-x(a)^X0;Ss>s;s:-x(b)^X0;", ""},
    {"submenu: append goes on",
     "menu begin x\nappend p\nlabel a\nmenu end\nlabel b",
     "Sx>x;x:-a(a p);-b(b p);", ""},
    {"goto: top", "menu begin x\nlabel a\nmenu goto .top\nmenu end\nlabel b",
     "Sx>x;x:Ga>.top;-b(b);", ""},
    {"goto: forward", "label a\nmenu goto x\nmenu begin x\nlabel b\nmenu end",
     "Ga>x;Sx>x;x:-b(b);", ""},
    {"goto: tag with blanks",
     "label a\nmenu goto x y\nmenu begin x y\nlabel b\nmenu end",
     "Ga>x y;Sx y>x y;x y:-b(b);", ""},
    {"goto: the last of two tags",
     "menu begin x\nlabel a\nmenu end\nmenu begin x\nmenu begin y\nlabel b\n"
     "menu end\nlabel d\nmenu end\nlabel c\nmenu goto x\nmenu default",
     "Sx>x;x:-a(a);Sx>x;x:Sy>y;y:-b(b);x:-d(d);Gc>x*;", ""},
    {"goto: no such tag", "\nlabel a\nmenu goto y\nlabel b", "Da;-b(b);",
     "m:3:TAG=y;"},
    {"goto: no tag", "label a\nmenu goto", "Da;", "m:2:MISSING=;m:2:TAG=a;"},
    {"goto: before a label", "menu goto x", "", "m:1:NO_LABEL=goto;"},
    {"exit", "menu begin x\nlabel a\nmenu exit\nmenu end\nlabel b",
     "Sx>x;x:Ea>.top;-b(b);", ""},
    {"exit: with a tag",
     "menu begin x\nlabel a\nmenu exit y\nmenu end\nmenu begin y\nlabel b\n"
     "menu end",
     "Sx>x;x:Ea>y;Sy>y;y:-b(b);", ""},
    {"exit: from the top menu", "label a\nmenu exit x", "-a(a);",
     "m:2:NO_SUBMENU=x;"},

    {"include", "label a\ninclude one\nlabel b", "-a(a);-i(i);-b(b);", ""},
    {"include: MENU INCLUDE", "menu include one", "-i(i);", ""},
    {"include: inside a label", "label a\ninclude append\nlabel b",
     "-a(a inc);-b(b);", ""},
    {"include: as a submenu", "include one The tag\nlabel b",
     "SThe tag>The tag;The tag:-i(i);-b(b);", ""},
    {"include: nested", "include two\nlabel b", "-i(i);-2(2);-b(b);", ""},
    {"include: no such file", "label a\ninclude none\nlabel b", "-a(a);-b(b);",
     "m:2:GONE=none;"},
    {"include: no such submenu file", "include none x\nlabel b", "Dx;-b(b);",
     "m:1:GONE=none;"},
    {"include: itself", "label a\ninclude m\nlabel b", "-a(a);-b(b);",
     "m:2:LOOP=m;"},
    {"include: each other", "include ping\nlabel b", "-pong(pong);-b(b);",
     "pong:1:LOOP=ping;"},
    {"include: twice", "include one\ninclude append\ninclude append",
     "-i(i inc);", ""},
    {"include: a mistake there", "\ninclude wrong\nfoo", "-w(w);",
     "wrong:2:UNKNOWN=bar;m:3:UNKNOWN=foo;"},
    {"include: no name", "include", "", "m:1:MISSING=;"},
    {"include: MENU BEGIN goes on behind it",
     "include begin\nlabel a\n"
     "menu end\nlabel b",
     "Sx>x;x:-a(a);-b(b);", ""},

    {"ignored ones",
     "prompt 1\nnocomplete 1\ndisplay f\nsay x y\nfont f\nkbdmap k\nnohalt 1\n"
     "path a:b\nsendcookies -1\npxeretry 3\nmenu background b.png\n"
     "menu resolution 640 480\nmenu msgcolor #90ffffff * std\nlabel a",
     "-a(a);", ""},
    {"once: of no label", "once b\nlabel a", "-a(a);", "m:1:LABEL=b;"},
    {"fallback: another word", "fallback reboot", "", "m:1:VALUE=reboot;"},
    {"master: another word", "menu master x", "", "m:1:UNKNOWN=x;"},
};

static const struct menu_files some_files = {
    .name = {"one", "two", "append", "ping", "pong", "wrong", "begin"},
    .text = {"label i\n", "include one\nlabel 2", "append inc", "include pong",
	     "include ping\nlabel pong", "label w\nbar\n", "menu begin x"},
};

static void put(char *dump, const char *format, ...)
{
	va_list args;
	size_t used = strlen(dump);

	va_start(args, format);
	text_vformat(dump + used, DUMP_LEN - used, format, args);
	va_end(args);
}

static const char *tag_of(const struct config *config, menu_ref menu)
{
	return menu ? config_text(config, config_menu(config, menu)->tag) : "?";
}

static void dump_entry(const struct config *config, uint16_t number, char *dump)
{
	const struct entry *entry = config_entry(config, number);
	char text[200];
	int hot;
	struct span title = {
	    text, config_title(config, entry, text, sizeof(text), &hot)};

	if (entry->menu && entry->menu != config->top)
		put(dump, "%s:", tag_of(config, entry->menu));
	put(dump, "%c%S", "-DSGEQH"[entry->action], &title);
	if (entry->action == ENTRY_RUN) {
		assert_true(config_command(config, entry, text, 200) >= 0);
		put(dump, "(%s)", text);
	} else if (entry->action == ENTRY_HELP) {
		put(dump, ">%s", config_text(config, entry->kernel));
	} else if (entry->action >= ENTRY_SUBMENU &&
		   entry->action <= ENTRY_EXIT) {
		put(dump, ">%s", tag_of(config, entry->target));
	}
	if (entry->menu && config_menu(config, entry->menu)->initial == number)
		put(dump, "*");
	if (entry->flags & ENTRY_HIDDEN)
		put(dump, "h");
	if (entry->hotkey && entry->menu)
		put(dump, "^%c%u", entry->hotkey, hot);
	if (entry->flags & ENTRY_SAVE)
		put(dump, "&");
	if (entry->flags & ENTRY_IMMEDIATE)
		put(dump, "!");
	if (entry->passwd)
		put(dump, "\"%s\"", config_text(config, entry->passwd));
	if (entry->help)
		put(dump, "{%s}", config_text(config, entry->help));
	if (entry->sysappend)
		put(dump, "+%u", entry->sysappend);
	put(dump, ";");
}

static void reads(void **state)
{
	const struct row *row = *state;
	struct menu_files files = some_files;
	uint32_t *arena = malloc(ARENA_LEN);
	char dump[DUMP_LEN] = "";
	struct config config;
	uint16_t i;

	files.name[7] = "m";
	files.text[7] = row->text;
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "m"), 0);
	for (i = 0; i < config.count; i++)
		dump_entry(&config, i, dump);
	assert_string_equal(dump, row->entries);
	assert_string_equal(files.heard, row->mistakes);
	free(arena);
}

/* One file, for tests that look at single values. */
static void load(struct menu_files *files, struct config *config,
		 uint32_t *arena, const char *text)
{
	*files = some_files;
	files->name[7] = "m";
	files->text[7] = text;
	assert_int_equal(menu_load(files, config, arena, ARENA_LEN, "m"), 0);
}

struct number_row {
	const char *name;
	const char *text;
	enum {
		TIMEOUT,
		RETIMEOUT,
		TOTAL,
		FLAGS,
		MENU_FLAGS,
		ROWS,
		PORT,
		BAUD,
		FLOW,
		COLOR
	} what;
	int32_t value;
	const char *mistakes;
};

static const struct number_row number_rows[] = {
    {"timeout: none", "", TIMEOUT, 0, ""},
    {"timeout: tenths of a second", "timeout 50", TIMEOUT, 5000, ""},
    {"timeout: the largest", "timeout 21474836", TIMEOUT, 2147483600, ""},
    {"timeout: one more", "timeout 21474837", TIMEOUT, 0,
     "m:1:VALUE=21474837;"},
    {"timeout: more than a number", "timeout 99999999999", TIMEOUT, 0,
     "m:1:VALUE=99999999999;"},
    {"timeout: negative", "timeout -1", TIMEOUT, 0, "m:1:VALUE=-1;"},
    {"timeout: no number", "timeout 30\ntimeout x", TIMEOUT, 3000,
     "m:2:VALUE=x;"},
    {"timeout: nothing", "timeout", TIMEOUT, 0, "m:1:MISSING=;"},
    {"timeout: letters behind it", "timeout 30s", TIMEOUT, 3000,
     "m:1:EXTRA=s;"},
    {"timeout: a comment behind it", "timeout 30 # 3 s", TIMEOUT, 3000, ""},
    {"timeout: words behind it", "timeout 30 s", TIMEOUT, 3000, "m:1:EXTRA=s;"},
    {"totaltimeout", "totaltimeout 9000", TOTAL, 900000, ""},
    {"retimeout: thirty seconds", "", RETIMEOUT, 30000, ""},
    {"retimeout: tenths of a second", "menu retimeout 5", RETIMEOUT, 500, ""},
    {"retimeout: never", "menu retimeout 0", RETIMEOUT, 0, ""},
    {"rows", "menu rows 7", ROWS, 7, ""},
    {"rows: twelve", "", ROWS, 12, ""},
    {"rows: negative", "menu rows -4", ROWS, -4, ""},
    {"rows: too many", "menu rows 32768", ROWS, 12, "m:1:VALUE=32768;"},
    {"flags: at first", "", FLAGS, CONFIG_IMPLICIT | CONFIG_CONSOLE, ""},
    {"flags: hidden, shiftkey",
     "menu hidden\nmenu shiftkey\nmenu clear\nimplicit 0\nconsole 0", FLAGS,
     CONFIG_HIDDEN | CONFIG_SHIFTKEY, ""},
    {"flags: noescape", "noescape 1\nui x\nconsole 0\nimplicit 0", FLAGS,
     CONFIG_NOESCAPE | CONFIG_UI, ""},
    {"flags: noescape off again", "noescape 1\nnoescape 0\nimplicit 1", FLAGS,
     CONFIG_IMPLICIT | CONFIG_CONSOLE, ""},
    {"allowoptions", "", MENU_FLAGS, MENU_OPTIONS, ""},
    {"allowoptions: off", "allowoptions 0", MENU_FLAGS, 0, ""},
    {"allowoptions: on", "allowoptions 0\nallowoptions 1", MENU_FLAGS,
     MENU_OPTIONS, ""},
    {"serial: none", "", BAUD, 0, ""},
    {"serial: a port", "serial 1", PORT, 1, ""},
    {"serial: an address", "serial 0x3F8", PORT, 0x3f8, ""},
    {"serial: 9600", "serial 0", BAUD, 9600, ""},
    {"serial: baud", "serial 0 115200", BAUD, 115200, ""},
    {"serial: baud and more", "serial 0 38400n8", BAUD, 38400, "m:1:EXTRA=n8;"},
    {"serial: too slow", "serial 0 74", BAUD, 0, "m:1:VALUE=74;"},
    {"serial: the slowest", "serial 0 75", BAUD, 75, ""},
    {"serial: too fast", "serial 0 115201", BAUD, 0, "m:1:VALUE=115201;"},
    {"serial: flow control", "serial 0 9600 0x303", FLOW, 0x303, ""},
    {"serial: no port", "serial", BAUD, 0, "m:1:MISSING=;"},
    {"serial: a comment", "serial 0 # console", BAUD, 9600, ""},
    {"color: as Syslinux", "", COLOR, 0x1b, ""},
    {"color: plain", "menu color title 31;42 #1 * std", COLOR, 0x24, ""},
    {"color: bold", "menu color title 1;36;44", COLOR, 0x1b, ""},
    {"color: reverse", "menu color title 7;37;40", COLOR, 0x70, ""},
    {"color: reverse and bold", "menu color title 1;7;37;40", COLOR, 0x78, ""},
    {"color: blink", "menu color title 5;33;40", COLOR, 0x86, ""},
    {"color: reset", "menu color title 1;31;0", COLOR, 0x07, ""},
    {"color: all off", "menu color title 1;5;7;22;25;27;31", COLOR, 0x04, ""},
    {"color: default ones", "menu color title 31;41;39;49", COLOR, 0x07, ""},
    {"color: underline is not shown", "menu color title 4;31;24", COLOR, 0x04,
     ""},
    {"color: a star", "menu color title * #fff", COLOR, 0x1b, ""},
    {"color: nothing", "menu colour title", COLOR, 0x1b, ""},
    {"color: unknown number", "menu color title 99", COLOR, 0x1b,
     "m:1:VALUE=99;"},
    {"color: no number", "menu color title x", COLOR, 0x1b, "m:1:VALUE=x;"},
    {"color: number missing", "menu color title 31;", COLOR, 0x1b,
     "m:1:VALUE=31;;"},
    {"color: unknown element", "menu color titel 31", COLOR, 0x1b,
     "m:1:VALUE=titel;"},
    {"color: of a message", "menu color msg07 31\nmenu color MSGff *", COLOR,
     0x1b, ""},
    {"color: of no message", "menu color msg0g 31", COLOR, 0x1b,
     "m:1:VALUE=msg0g;"},
};

static void numbers(void **state)
{
	const struct number_row *row = *state;
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	const struct menu *top;

	load(&files, &config, arena, row->text);
	top = config_menu(&config, config.top);
	const int32_t values[] = {
	    [TIMEOUT] = (int32_t)top->timeout_ms,
	    [RETIMEOUT] = (int32_t)top->retimeout_ms,
	    [TOTAL] = (int32_t)config.total_timeout_ms,
	    [FLAGS] = (int32_t)config.flags,
	    [MENU_FLAGS] = top->flags,
	    [ROWS] = top->param[PARAM_ROWS],
	    [PORT] = config.serial.port,
	    [BAUD] = (int32_t)config.serial.baud,
	    [FLOW] = config.serial.flow,
	    [COLOR] = top->color[COLOR_TITLE],
	};
	assert_int_equal(values[row->what], row->value);
	assert_string_equal(files.heard, row->mistakes);
	free(arena);
}

/* A submenu has what its parent had when it began, but title and default. */
static void submenu_inherits(void **state)
{
	static const char text[] =
	    "menu title T\nmenu tabmsg tab\nmenu autoboot auto\nf3 file bg\n"
	    "ontimeout x y\nonerror z\nmenu master passwd m\ntimeout 10\n"
	    "menu retimeout 0\nallowoptions 0\nmenu save\nmenu color title 31\n"
	    "menu width 40\nlabel d\nmenu default\n"
	    "menu begin s\nlabel a\nmenu end\n"
	    "menu tabmsg later\ntimeout 20\nf3\nmenu color title 32\n"
	    "menu begin own\nmenu onerror o\nf3 g\nlabel b\nmenu end\n";
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	const struct menu *top;
	const struct menu *s;
	const struct menu *own;
	struct menu expected;
	char title[8];

	(void)state;
	load(&files, &config, arena, text);
	assert_string_equal(files.heard, "");
	top = config_menu(&config, config.top);
	s = config_menu(&config, top->next);
	own = config_menu(&config, s->next);
	assert_int_equal(own->next, 0);
#define TEXT(menu, field) config_text(&config, (menu)->field)
	assert_string_equal(TEXT(top, title), "T");
	assert_string_equal(TEXT(s, title), "");
	assert_string_equal(TEXT(s, tag), "s");
	assert_string_equal(TEXT(s, message[MESSAGE_TAB]), "tab");
	assert_string_equal(TEXT(s, message[MESSAGE_AUTOBOOT]), "auto");
	assert_string_equal(TEXT(s, fkey[2]), "file");
	assert_string_equal(TEXT(s, ontimeout), "x y");
	assert_string_equal(TEXT(s, onerror), "z");
	assert_string_equal(TEXT(s, master), "m");
	assert_int_equal(s->timeout_ms, 1000);
	assert_int_equal(s->retimeout_ms, 0);
	assert_int_equal(s->flags, MENU_SAVE);
	assert_int_equal(s->color[COLOR_TITLE], 0x04);
	assert_int_equal(s->param[PARAM_WIDTH], 40);
	assert_int_equal(s->parent, config.top);
	assert_int_equal(s->initial, ENTRY_NONE);
	assert_int_equal(config_entry(&config, s->entry)->target, top->next);
	assert_string_equal(TEXT(top, message[MESSAGE_TAB]), "later");
	assert_string_equal(TEXT(top, onerror), "z");
	expected = *top;
	expected.next = 0;
	expected.parent = config.top;
	expected.tag = own->tag;
	expected.title = 0;
	expected.onerror = own->onerror;
	expected.fkey[2] = own->fkey[2];
	expected.entry = own->entry;
	expected.initial = ENTRY_NONE;
	assert_memory_equal(own, &expected, sizeof(expected));
	assert_string_equal(TEXT(own, onerror), "o");
	assert_string_equal(TEXT(own, fkey[2]), "g");
	assert_int_equal(config_menu_title(&config, top, title, 8), 1);
	free(arena);
}

/* A title that comes from MENU LABEL has no '^', another one keeps it. */
static void menu_titles(void **state)
{
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	const struct menu *top;
	const struct menu *menu;
	char title[8];

	(void)state;
	load(&files, &config, arena,
	     "menu title a^b\nmenu begin\nmenu label x^y\nlabel c");
	top = config_menu(&config, config.top);
	menu = config_menu(&config, top->next);
	assert_int_equal(config_menu_title(&config, top, title, 8), 3);
	assert_memory_equal(title, "a^b", 3);
	assert_int_equal(config_menu_title(&config, top, title, 2), 2);
	assert_int_equal(config_menu_title(&config, menu, title, 8), 2);
	assert_memory_equal(title, "xy", 2);
	assert_int_equal(config_menu_title(&config, menu, title, 1), 1);
	free(arena);
}

struct start_row {
	const char *name;
	const char *text;
	const char *start;
};

static const struct start_row start_rows[] = {
    {"start: top", "menu begin x\nlabel a\nmenu end", ".top"},
    {"start: MENU START", "menu begin x\nmenu start\nlabel a\nmenu end", "x"},
    {"start: the last MENU START",
     "menu begin x\nmenu start\nlabel a\nmenu end\nmenu start", ".top"},
    {"start: DEFAULT points into it",
     "ui menu.c32\ndefault a\nmenu begin x\nlabel a\nmenu end", "x"},
    {"start: DEFAULT before MENU START",
     "ui menu.c32\ndefault a\nmenu begin y\nmenu start\nlabel b\nmenu end\n"
     "menu begin x\nlabel a\nmenu end",
     "x"},
};

static void starts(void **state)
{
	const struct start_row *row = *state;
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;

	load(&files, &config, arena, row->text);
	assert_string_equal(tag_of(&config, config.start), row->start);
	free(arena);
}

static void texts(void **state)
{
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	unsigned int i;

	(void)state;
	load(&files, &config, arena,
	     "ui menu.c32 a b\nonce l\nsaveurl http://s/${mac}\n"
	     "fallback localboot hd1\nlabel l x\n"
	     "menu hiddenkey A,a,F12,^x,,,Esc run it\nmenu hiddenkey a other\n"
	     "menu hiddenkey Nokey,b c\nmenu hiddenkey d\n");
	assert_string_equal(config_text(&config, config.ui), "menu.c32 a b");
	assert_string_equal(config_text(&config, config.once), "l");
	assert_string_equal(config_text(&config, config.save_url),
			    "http://s/${mac}");
	assert_string_equal(config_text(&config, config.fallback),
			    "localboot hd1");
	static const unsigned int keys[] = {
	    'A', 'a', KEY_F12, KEY_CTRL('X'), ',', KEY_ESC, 'b'};
	assert_int_equal(config.hidden_keys, COUNT_OF(keys));
	for (i = 0; i < COUNT_OF(keys); i++) {
		assert_int_equal(config.hidden_key[i].key, keys[i]);
		assert_string_equal(
		    config_text(&config, config.hidden_key[i].command),
		    i == 1   ? "other"
		    : i == 6 ? "c"
			     : "run it");
	}
	assert_string_equal(files.heard, "m:8:VALUE=Nokey,b;m:9:MISSING=d;");
	free(arena);
}

/* Several files are one; the first that fails does not end it. */
static void several_files(void **state)
{
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files = some_files;
	struct config config;

	(void)state;
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN,
				   " begin  one none\tappend "),
			 0);
	assert_int_equal(config.count, 2);
	assert_string_equal(
	    config_text(&config, config_entry(&config, 1)->append), "inc");
	assert_string_equal(files.heard, "none:0:GONE=none;append:1:NO_END=x;");
	assert_int_equal(config.mistakes, 2);

	files = some_files;
	assert_int_equal(
	    menu_load(&files, &config, arena, ARENA_LEN, "none nowhere"),
	    MENU_TEST_GONE);
	assert_int_equal(config.count, 0);
	assert_ptr_equal(config_menu(&config, config.start)->next, 0);
	free(arena);
}

static void nul_bytes(void **state)
{
	static const char text[] =
	    "label a\0b\nappend x\nlab\0el b\n\0\nlabel c\0";
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files = some_files;
	struct config config;

	(void)state;
	files.name[7] = "m";
	files.text[7] = text;
	files.len[7] = sizeof(text) - 1;
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "m"), 0);
	assert_int_equal(config.count, 2);
	assert_string_equal(
	    config_text(&config, config_entry(&config, 0)->label), "a");
	assert_string_equal(
	    files.heard, "m:1:CONTROL=label;m:3:CONTROL=lab;m:3:UNKNOWN=lab;");
	free(arena);
}

/* With colours for graphics alone no row of a text screen would stand out. */
static void chosen_in_reverse(void **state)
{
	static const struct {
		const char *colors;
		uint8_t selected;
		uint8_t hotkey;
	} cases[] = {
	    {"", 0x70, 0x74},
	    {"menu color sel 0 #fff\nmenu color unsel 0", 0x70, 0x70},
	    {"menu color unsel 7;37;40", 0x07, 0x07},
	    {"menu color sel 1;31;44\nmenu color unsel 1;31;44", 0x41, 0x41},
	    {"menu color sel 32\nmenu color unsel 31", 0x02, 0x74},
	};
	uint32_t *arena = malloc(ARENA_LEN);
	struct config config;
	const struct menu *menu;
	char text[128];
	unsigned int i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct menu_files files = {.name = {"m"}, .text = {text}};

		text_format(text, sizeof(text), "menu begin\n%s\nlabel a",
			    cases[i].colors);
		menu_load(&files, &config, arena, ARENA_LEN, "m");
		menu = config_menu(&config, config.top);
		assert_int_equal(menu->color[COLOR_SELECTED], 0x70);
		menu = config_menu(&config, menu->next);
		assert_int_equal(menu->color[COLOR_SELECTED],
				 cases[i].selected);
		assert_int_equal(menu->color[COLOR_HOTKEY_SELECTED],
				 cases[i].hotkey);
	}
	free(arena);
}

static void menu_programs(void **state)
{
	static const char *const lines[][2] = {
	    {"menu.c32", "~"},
	    {"vesamenu.c32 a b", "a b"},
	    {".com32 sanmenu.c32 x", "x"},
	    {"/a/b/MENU.C32  ~", "~"},
	    {"menu.c32/", NULL},
	    {"menu", "~"},
	    {"vesamenu a", "a"},
	    {"sanmenu", NULL},
	    {"", NULL},
	    {".linux menu.c32", NULL},
	    {"a menu.c32", NULL},
	};
	const char *line = ".pxe  x y";
	const char *files;
	unsigned int i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++) {
		files = config_menu_files(lines[i][0]);
		if (!lines[i][1])
			assert_null(files);
		else
			assert_string_equal(files, lines[i][1]);
	}
	assert_int_equal(config_kernel_type(&line), KERNEL_PXE);
	assert_string_equal(line, "x y");
	line = ".foo x";
	assert_int_equal(config_kernel_type(&line), KERNEL_ANY);
	assert_string_equal(line, ".foo x");
}

static void longest_command(void **state)
{
	static const char text[] = "label a\nappend bcd\ninitrd e";
	static const char line[] = "a bcd initrd=e";
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	char buf[sizeof(line) + 1];

	(void)state;
	load(&files, &config, arena, text);
	assert_int_equal(config_command(&config, config_entry(&config, 0), buf,
					sizeof(line)),
			 sizeof(line) - 1);
	assert_string_equal(buf, line);
	assert_int_equal(config_command(&config, config_entry(&config, 0), buf,
					sizeof(line) - 1),
			 ERR_MENU_COMMAND);
	free(arena);
}

/* --- Limits: each at its value and one past it ---------------------------- */

static char *repeat(const char *text, unsigned int count)
{
	size_t len = strlen(text);
	char *memory = malloc(len * count + 1);
	unsigned int i;

	for (i = 0; i < count; i++)
		memcpy(memory + len * i, text, len);
	memory[len * count] = '\0';
	return memory;
}

static unsigned int count_of(const char *text, const char *what)
{
	unsigned int count = 0;

	while ((text = strstr(text, what))) {
		count++;
		text++;
	}
	return count;
}

static void longest_line(void **state)
{
	char *line = repeat("x", MENU_MAX_LINE + 20);
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	const char *label;

	(void)state;
	memcpy(line, "label ", 6);
	memcpy(line + MENU_MAX_LINE, "\nlabel y\n", 10);
	load(&files, &config, arena, line);
	label = config_text(&config, config_entry(&config, 0)->label);
	assert_int_equal(strlen(label), MENU_MAX_LINE - 6);
	assert_string_equal(files.heard, "");
	assert_int_equal(config.count, 2);
	memcpy(line + MENU_MAX_LINE, "z\nlabel y\n", 11);
	load(&files, &config, arena, line);
	label = config_text(&config, config_entry(&config, 0)->label);
	assert_int_equal(strlen(label), MENU_MAX_LINE - 6);
	assert_string_equal(files.heard, "m:1:LINE=label;");
	assert_int_equal(config.count, 2);
	free(arena);
	free(line);
}

static void deepest_include(void **state)
{
	static char names[MENU_MAX_DEPTH + 1][4];
	static char texts[MENU_MAX_DEPTH + 1][40];
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files = {.used = 0};
	struct config config;
	unsigned int i;

	(void)state;
	for (i = 0; i <= MENU_MAX_DEPTH; i++) {
		text_format(names[i], 4, "%u", i);
		text_format(texts[i], 40, "label l%u\ninclude %u\n", i, i + 1);
		files.name[i] = names[i];
		files.text[i] = texts[i];
	}
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "1"), 0);
	/* Files 1 to 16 are open; the last one includes a 17th. */
	assert_int_equal(config.count, MENU_MAX_DEPTH);
	assert_string_equal(files.heard, "16:2:DEPTH=17;");
	memset(files.heard, 0, sizeof(files.heard));
	files.used = 0;
	texts[MENU_MAX_DEPTH][9] = '\0';
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "1"), 0);
	assert_int_equal(config.count, MENU_MAX_DEPTH);
	assert_string_equal(files.heard, "");
	free(arena);
}

static void most_files(void **state)
{
	char *text = repeat("include e\n", MENU_MAX_FILES);
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files = {.name = {"m", "e"}, .text = {text, "\n"}};
	struct config config;

	(void)state;
	text[10 * (MENU_MAX_FILES - 1)] = '\0';
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "m"), 0);
	assert_int_equal(files.reads, MENU_MAX_FILES);
	assert_string_equal(files.heard, "");
	text[10 * (MENU_MAX_FILES - 1)] = 'i';
	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "m"), 0);
	assert_int_equal(files.reads, 2 * MENU_MAX_FILES);
	assert_string_equal(files.heard, "m:512:FILES=e;");
	free(arena);
	free(text);
}

static void most_hidden_keys(void **state)
{
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;

	(void)state;
	load(&files, &config, arena,
	     "menu hiddenkey 0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f x\n");
	assert_int_equal(config.hidden_keys, MENU_MAX_HIDDENKEYS);
	assert_string_equal(files.heard, "");
	load(&files, &config, arena,
	     "menu hiddenkey 0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f,g,0 x\n");
	assert_int_equal(config.hidden_keys, MENU_MAX_HIDDENKEYS);
	assert_string_equal(files.heard, "m:1:KEYS=x;");
	free(arena);
}

static void most_indented(void **state)
{
	uint32_t *arena = malloc(ARENA_LEN);
	struct menu_files files;
	struct config config;
	char title[300];
	int hot;

	(void)state;
	load(&files, &config, arena, "label a\nmenu indent 255");
	assert_int_equal(config_title(&config, config_entry(&config, 0), title,
				      sizeof(title), &hot),
			 256);
	assert_int_equal(title[255], 'a');
	assert_int_equal(
	    config_title(&config, config_entry(&config, 0), title, 9, &hot), 9);
	load(&files, &config, arena, "label a\nmenu indent 256");
	assert_string_equal(files.heard, "m:2:VALUE=256;");
	free(arena);
}

static void most_entries(void **state)
{
	char *text = repeat("label a\nmenu disable\n", MENU_MAX_ENTRIES + 2);
	size_t len = 3 << 20;
	uint32_t *arena = malloc(len);
	struct menu_files files = {.name = {"m"}, .text = {text}};
	struct config config;

	(void)state;
	text[21 * MENU_MAX_ENTRIES] = '\0';
	assert_int_equal(menu_load(&files, &config, arena, len, "m"), 0);
	assert_int_equal(config.count, MENU_MAX_ENTRIES);
	assert_string_equal(files.heard, "");
	text[21 * MENU_MAX_ENTRIES] = 'l';
	assert_int_equal(menu_load(&files, &config, arena, len, "m"), 0);
	assert_int_equal(config.count, MENU_MAX_ENTRIES);
	assert_int_equal(count_of(files.heard, "ENTRIES=a"), 2);
	free(arena);
	free(text);
}

/* 1 MiB that holds 10,000 entries, and the arena that config.h promises. */
static void one_mebibyte(void **state)
{
	const unsigned int count = 10000;
	const size_t text_len = 1 << 20;
	const size_t len = text_len + 50 * count + 260 + 200;
	char *text = repeat("#23456789012345\n", (unsigned int)text_len / 16);
	uint32_t *arena = malloc(len);
	struct menu_files files = {.name = {"m"}, .text = {text}};
	struct config config;
	size_t used = 0;
	unsigned int i;

	(void)state;
	for (i = 0; i < count; i++) {
		used += text_format(text + used, text_len - used,
				    "label entry%u\nlinux k\nappend x\n", i);
		text[used] = '#';
		used = (used + 64) / 16 * 16;
	}
	assert_true(used < text_len);
	assert_int_equal(menu_load(&files, &config, arena, len, "m"), 0);
	assert_string_equal(files.heard, "");
	assert_int_equal(config.count, count);
	assert_int_equal(config_find(&config, "entry9999"), 9999);
	assert_true((uint8_t *)(config.rows + count) <=
		    config.arena + config.high);
	free(arena);
	free(text);
}

/* In an arena of any length: told of what was left out, nothing overrun. */
static void any_memory(void **state)
{
	static const char text[] =
	    "label a\ntext help\nx\nendtext\ntext help\ny\nendtext\n"
	    "menu begin s\nlabel b\nmenu end\ninclude one\nlabel c\n";
	struct menu_files files;
	struct config config;
	uint16_t last = 0;
	size_t len;
	int rc;

	(void)state;
	for (len = 0; len < 1300; len += 4) {
		uint32_t *arena = malloc(len ? len : 1);

		files = some_files;
		files.name[7] = "m";
		files.text[7] = text;
		rc = menu_load(&files, &config, arena, len, "m");
		if (rc) {
			assert_int_equal(last, 0);
			assert_true(rc == ERR_MENU_MEMORY ||
				    rc == MENU_TEST_GONE);
		} else {
			assert_true(config.low <= config.high);
			assert_true(config.count == 5 ||
				    strstr(files.heard, "MEMORY") ||
				    strstr(files.heard, "GONE"));
			last = config.count;
		}
		free(arena);
	}
	assert_int_equal(last, 5);
	assert_string_equal(files.heard, "");
}

static void mistakes_as_text(void **state)
{
	struct mistake mistake = {"f", 7, ERR_MENU_UNKNOWN, {"foo bar", 3}};
	const char *text = mistake_text(ERR_MENU_UNKNOWN);
	char buf[64];
	int error;

	(void)state;
	assert_string_equal(text, "not a directive");
	mistake_format(&mistake, text, buf, sizeof(buf));
	assert_string_equal(buf, "f:7: foo: not a directive");
	mistake.line = 0;
	mistake.word.len = 0;
	assert_int_equal(mistake_format(&mistake, text, buf, sizeof(buf)), 18);
	assert_string_equal(buf, "f: not a directive");
	mistake_format(&mistake, text, buf, 5);
	assert_string_equal(buf, "f: n");
	assert_null(mistake_text(ERR_MENU_UNKNOWN + 1));
	for (error = 0; error < MISTAKE_COUNT; error++)
		assert_true(strlen(mistake_text(-MISTAKE_FIRST - error)) > 5);
	assert_null(mistake_text(-MISTAKE_FIRST - error));
	assert_null(mistake_text(0));
	assert_null(mistake_text(INT32_MAX));
	assert_null(mistake_text(-INT32_MAX));
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(number_rows) +
				       COUNT_OF(start_rows) + 17];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, reads);
	UNIT_ROWS(tests, n, number_rows, numbers);
	UNIT_ROWS(tests, n, start_rows, starts);
	UNIT_TEST(tests, n, submenu_inherits);
	UNIT_TEST(tests, n, menu_titles);
	UNIT_TEST(tests, n, texts);
	UNIT_TEST(tests, n, several_files);
	UNIT_TEST(tests, n, nul_bytes);
	UNIT_TEST(tests, n, chosen_in_reverse);
	UNIT_TEST(tests, n, menu_programs);
	UNIT_TEST(tests, n, longest_command);
	UNIT_TEST(tests, n, longest_line);
	UNIT_TEST(tests, n, deepest_include);
	UNIT_TEST(tests, n, most_files);
	UNIT_TEST(tests, n, most_hidden_keys);
	UNIT_TEST(tests, n, most_indented);
	UNIT_TEST(tests, n, most_entries);
	UNIT_TEST(tests, n, one_mebibyte);
	UNIT_TEST(tests, n, any_memory);
	UNIT_TEST(tests, n, mistakes_as_text);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
