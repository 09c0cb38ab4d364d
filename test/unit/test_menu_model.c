/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/model.c, list.c, edit.c: keys and time in, actions out.
 *
 * Runs in: host.
 */
#include "menu.h"

#include "model.h"

#define ARENA_LEN 65536
#define DUMP_LEN 1024

struct row {
	const char *name;
	const char *config;
	/*
	 * What is done, a blank between: text is typed; <Up> and its like are
	 * keys, as MENU HIDDENKEY names them; +N lets N seconds go by; !x is
	 * a failure because of x, and ! alone a way back without one; ~N
	 * makes the list N rows high.
	 */
	const char *script;
	/*
	 * Each action: R the label, C the line, F the file, L; behind it *
	 * for automatic, 1 for once, s for save, e for ONERROR. At the end
	 * the state's letter, what is chosen or typed, and the status.
	 */
	const char *result;
};

#define ABC "label a\nlabel b\nlabel c\n"
#define SUB                                                                    \
	"label a\nmenu begin s\nlabel b\nlabel c\nmenu default\n"              \
	"label x\nmenu exit\nmenu end\nlabel d\n"
#define T "timeout 50\n" /* 5 s */
#define OLD "menu retimeout 0\n"

static const struct row rows[] = {
    {"list: begins with the first", ABC, "", "L:a"},
    {"list: begins with the default", ABC "menu default", "", "L:c"},
    {"list: begins with the first that is not disabled",
     "label a\nmenu disable\n" ABC, "", "L:a"},
    {"list: down", ABC, "<Down>", "L:b"},
    {"list: down, no further", ABC, "<Down> <Down> <Down> <Down>", "L:c"},
    {"list: up", ABC "menu default", "<Up>", "L:b"},
    {"list: up, no further", ABC, "<Up>", "L:a"},
    {"list: over disabled ones", "label a\nmenu separator\nlabel b", "<Down>",
     "L:b"},
    {"list: not onto a disabled one", "label a\nmenu separator", "<Down>",
     "L:a"},
    {"list: control keys", ABC, "<^N> <^N> <^P>", "L:b"},
    {"list: end and home", ABC, "<End> <Home> <^E>", "L:c"},
    {"list: home over a disabled one", "menu separator\n" ABC, "<End> <Home>",
     "L:a"},
    {"list: pages", ABC ABC ABC, "~4 <PgDn> <PgDn> <PgUp>", "L:b"},
    {"list: pages, no further", ABC, "~4 <PgDn> <PgUp> <PgDn>", "L:c"},
    {"list: page keys", ABC ABC ABC, "~2 > <Space> <", "L:c"},
    {"list: plus and minus", ABC ABC, "~2 + + + -", "L:c"},
    {"list: empty", "", "<Down> <Up> <PgDn> <End> <Home> <Enter> <Tab>", "L:"},
    {"list: only disabled ones", "menu separator\nmenu separator",
     "<Down> <Enter>", "L:"},
    {"list: hidden ones are not there", "label a\nmenu hide\nlabel b", "<Up>",
     "L:b"},

    {"run", ABC, "<Down> <Enter>", "Rb L:b"},
    {"run: Ctrl-J", ABC, "<^J>", "Ra L:a"},
    {"run: to be saved", "label a\nmenu save\n", "<Enter>", "Ras L:a"},
    {"run: not to be saved when it has a password",
     "label a\nmenu save\nmenu passwd p", "<Enter> p <Enter>", "Ra L:a"},
    {"run: quit", "label a\nmenu quit", "<Enter>", "L L:a"},
    {"run: help file", "label a\nmenu help f", "<Enter> x", "Ff L:a"},

    {"hot key: chooses", "label a\nlabel b\nmenu label x^yz\n", "y", "L:xyz"},
    {"hot key: in either case", "label a\nlabel b\nmenu label x^yz\n", "Y",
     "L:xyz"},
    {"hot key: starts", "menu immediate\nlabel a\nlabel b\nmenu label ^y", "y",
     "Rb L:y"},
    {"hot key: before a moving key",
     "label a\nlabel b\nmenu label ^+\n"
     "label c",
     "+", "L:+"},
    {"hot key: of another menu",
     "label a\nmenu begin s\nlabel b\n"
     "menu label ^y\nmenu end",
     "y", "L:a"},
    {"hot key: goes into a submenu",
     "label a\nmenu begin s\nmenu label ^y\nmenu immediate\nlabel b\nmenu end",
     "y <Enter>", "L:b"},

    {"submenu: in", SUB, "<Down> <Enter>", "L:c"},
    {"submenu: in and out by Esc", SUB, "<Down> <Enter> <Esc>", "L:s"},
    {"submenu: out by MENU EXIT", SUB, "<Down> <Enter> <Down> <Enter>", "L:s"},
    {"submenu: it knows where it was", SUB, "<Down> <Enter> <Up> <Esc> <Enter>",
     "L:b"},
    {"submenu: goto", SUB "label g\nmenu goto s", "<End> <Enter>", "L:c"},
    {"submenu: Esc leads to the menu around, not back",
     SUB "menu begin o\nlabel g\nmenu goto s\nmenu end",
     "<End> <Enter> <Enter> <Esc>", "L:o"},
    {"submenu: with a password",
     "menu begin s\nmenu passwd p\nlabel b\nmenu end", "<Enter> p <Enter>",
     "L:b"},
    {"submenu: the start menu",
     "label a\nmenu begin s\nmenu start\nlabel b\nmenu end", "", "L:b"},

    {"filter", "label one\nlabel two\nlabel three", "/ t", "/:two"},
    {"filter: to the first and on", "label one\nlabel two\nlabel three",
     "/ t <Down> <Down>", "/:three"},
    {"filter: in either case", "label One\nlabel two", "/ ON", "/:One"},
    {"filter: several letters", "label one\nlabel two\nlabel three", "/ thr",
     "/:three"},
    {"filter: nothing fits", "label one", "/ x <Enter>", "/:"},
    {"filter: letters away", "label one\nlabel two", "/ ox <Backspace> <Enter>",
     "Rone /:one"},
    {"filter: away with the last letter", "label one\nlabel two",
     "/ t <Backspace> <Down>", "L:two"},
    {"filter: away by Esc", "label one\nlabel two", "/ t <Esc>", "L:two"},
    {"filter: what was chosen stays", "label one\nlabel two\nlabel tree",
     "<End> / t", "/:tree"},
    {"filter: not what is disabled", "label t\nmenu disable\nlabel tt",
     "/ t <Up>", "/:tt"},
    {"filter: blanks too", "label a b\nlabel ab", "/ a <Space> b <Down>",
     "/:a b"},
    {"filter: of a menu alone", SUB, "/ s <Enter> <Home>", "L:b"},
    {"filter: title, not label", "label one\nmenu label two", "/ one", "/:"},
    {"filter: no hot key is taken", "label a\nmenu label ^x\nlabel b", "/ b",
     "/:b"},
    {"filter: a hot key /", "label a\nlabel b\nmenu label ^/", "/", "L:/"},

    {"edit: an entry's line",
     "label a\nlinux k\nappend x ${ip}\ninitrd i\n"
     "sysappend 2",
     "<Tab>", "E:.linux k x 10.0.0.2 initrd=i BOOTIF=01-52-54-00-12-34-56|"},
    {"edit: run it", ABC, "<Tab> <Space> x=1 <Enter>", "Ca x=1 L:a"},
    {"edit: names are expanded", ABC, "<Tab> <Space> ${mac} <Enter>",
     "Ca 52:54:00:12:34:56 L:a"},
    {"edit: given up", ABC, "<Tab> x <Esc>", "L:a"},
    {"edit: given up, not lost", ABC, "<Tab> xy <Esc> <Tab> <Up>", "E:axy|"},
    {"edit: ALLOWOPTIONS 0", ABC "allowoptions 0", "<Tab> <Esc>", "L:a"},
    {"edit: not a submenu", SUB, "<Down> <Tab>", "L:s"},
    {"edit: with the master password", ABC "menu master passwd m",
     "<Tab> m <Enter>", "E:a|"},
    {"edit: with the entry's password", "label a\nmenu passwd p",
     "<Tab> p <Enter>", "E:a|"},
    {"edit: the entry's password is not the master's",
     "label a\nmenu passwd p\nmenu master passwd m", "<Tab> p <Enter>",
     "P:~wrong password"},
    {"line: keys", ABC,
     "<Tab> bcd <Left> <^B> x <Home> y <^F> z <End> <^A> <^E> <Right> w",
     "E:yazbxcdw|"},
    {"line: away", ABC,
     "<Tab> bcdef <Backspace> <Left> <Delete> <Home> <^D> <^F> <Backspace>",
     "E:|cd"},
    {"line: nothing to take away", ABC,
     "<Tab> <Delete> <^D> <Home> <Backspace> <^?> <Left> <End> <Right>",
     "E:a|"},
    {"line: words away", ABC, "<Tab> <Space> bc <Space> <Space> <^W>", "E:a |"},
    {"line: a word away before others", ABC,
     "<Tab> <Space> b <Space> c <Left> <^W>", "E:a |c"},
    {"line: all away", ABC, "<Tab> bc <Left> <^U>", "E:|"},
    {"line: the rest away", ABC, "<Tab> bc <Left> <^K>", "E:ab|"},
    {"line: other keys do nothing", ABC, "<Tab> <PgUp> <^Z> <Insert>", "E:a|"},

    {"prompt", ABC, "<Esc>", ">:|"},
    {"prompt: a label", ABC, "<Esc> b <Enter>", "Rb L:a"},
    {"prompt: a label and words", "label a\nkernel k\nappend x",
     "<Esc> a <Space> y <Enter>", "Ck x y L:a"},
    {"prompt: no label", ABC, "<Esc> vmlinuz <Space> ro <Enter>",
     "Cvmlinuz ro L:a"},
    {"prompt: no label, IMPLICIT 0", ABC "implicit 0", "<Esc> x <Enter>",
     ">:x|~no such LABEL"},
    {"prompt: a label, IMPLICIT 0", ABC "implicit 0", "<Esc> b <Enter>",
     "Rb L:a"},
    {"prompt: blanks before", ABC, "<Esc> <Space> b <Enter>", "Rb L:a"},
    {"prompt: nothing", ABC, "<Esc> <Space> <Enter>", "L:a"},
    {"prompt: and back", ABC, "<Esc> x <Esc>", "L:a"},
    {"prompt: NOESCAPE", ABC "noescape 1", "<Esc>", "L:a"},
    {"prompt: ALLOWOPTIONS 0", ABC "allowoptions 0", "<Esc>", "L:a"},
    {"prompt: with the master password", ABC "menu master passwd m",
     "<Esc> m <Enter> c <Enter>", "Rc L:a"},
    {"prompt: a label with a password", ABC "menu passwd p",
     "<Esc> c <Space> y <Enter> p <Enter>", "Cc y L:a"},
    {"prompt: a label with a password, wrong", ABC "menu passwd p",
     "<Esc> c <Enter> q <Enter>", "P:~wrong password"},
    {"prompt: a label that is hidden", "label a\nlabel b\nmenu hide",
     "<Esc> b <Enter>", "Rb L:a"},

    {"history: the last line", ABC, "<Esc> x <Enter> <Esc> <Up>", "Cx >:x|"},
    {"history: back and forth", ABC,
     "<Esc> x <Enter> <Esc> yy <Enter> <Esc> <Up> <Up> <Up> <Down>",
     "Cx Cyy >:yy|"},
    {"history: what was typed is not lost", ABC,
     "<Esc> x <Enter> <Esc> yy <Up> <Down>", "Cx >:yy|"},
    {"history: a line once", ABC,
     "<Esc> x <Enter> <Esc> x <Enter> <Esc> <Up> <Up>", "Cx Cx >:x|"},
    {"history: empty", ABC, "<Esc> <Up> <Down>", ">:|"},

    {"password: asked for", ABC "menu passwd p", "<End> <Enter>", "P:"},
    {"password: stars", ABC "menu passwd p", "<End> <Enter> xy", "P:**"},
    {"password: right", ABC "menu passwd pq r",
     "<End> <Enter> pq <Space> r "
     "<Enter>",
     "Rc L:c"},
    {"password: wrong", ABC "menu passwd p", "<End> <Enter> q <Enter>",
     "P:~wrong password"},
    {"password: in the other case", ABC "menu passwd p",
     "<End> <Enter> P <Enter>", "P:~wrong password"},
    {"password: letters away", ABC "menu passwd p",
     "<End> <Enter> xyz <^U> pq <Backspace> <Enter>", "Rc L:c"},
    {"password: nothing gives up", ABC "menu passwd p", "<End> <Enter> <Enter>",
     "L:c"},
    {"password: Esc gives up", ABC "menu passwd p", "<End> <Enter> p <Esc>",
     "L:c"},
    {"password: the master's", ABC "menu passwd p\nmenu master passwd m",
     "<End> <Enter> m <Enter>", "Rc L:c"},
    {"password: no entry's but the master's",
     ABC "menu passwd\nmenu master passwd m", "<End> <Enter> m <Enter>",
     "Rc L:c"},
    {"password: an empty one fits nothing", ABC "menu passwd",
     "<End> <Enter> x <Enter>", "P:~wrong password"},
    {"password: after a wrong one keys are dead for a second",
     ABC "menu passwd p", "<End> <Enter> q <Enter> p <Enter>",
     "P:~wrong password"},
    {"password: and then not", ABC "menu passwd p",
     "<End> <Enter> q <Enter> +1 p <Enter>", "Rc L:c"},
    {"password: after two for two seconds", ABC "menu passwd p",
     "<End> <Enter> q <Enter> +1 q <Enter> +1 p <Enter>", "P:~wrong password"},
    {"password: after a right one for one again", ABC "menu passwd p",
     "<End> <Enter> q <Enter> +1 p <Enter> <Enter> q <Enter> +1 p <Enter>",
     "Rc Rc L:c"},
    {"password: not for the default", "timeout 50\nlabel a\nmenu passwd p",
     "+5", "Ra* L:a"},

    {"countdown: none", ABC, "+99999", "L:a"},
    {"countdown: runs", T ABC, "+4", "L:a(1)"},
    {"countdown: to the default", T ABC "menu default", "+5", "Rc* L:c"},
    {"countdown: ONTIMEOUT", T ABC "ontimeout b", "+5", "Rb* L:a"},
    {"countdown: ONTIMEOUT with words", T ABC "ontimeout b x", "+5",
     "Cb x* L:a"},
    {"countdown: ONTIMEOUT that is no label", T ABC "ontimeout k x", "+5",
     "Ck x* L:a"},
    {"countdown: a key puts it off", T ABC, "+4 <Up> +6", "L:a"},
    {"countdown: thirty seconds later it begins again", T ABC, "+4 <Down> +30",
     "L:a(5)"},
    {"countdown: and ends", T ABC, "+4 <Down> +30 +5", "Ra* L:a"},
    {"countdown: each key puts it off", T ABC, "<Down> +29 <Down> +29", "L:c"},
    {"countdown: from a submenu", T SUB, "<Down> <Enter> +30 +5", "Ra* L:a"},
    {"countdown: from the prompt, the line kept", T ABC,
     "<Esc> xy +30 <Esc> <Up>", ">:xy|"},
    {"countdown: from a password", T ABC "menu passwd p",
     "<End> <Enter> p +30 +5", "Ra* L:a"},
    {"countdown: from a filter", T ABC, "/ c +30 +5", "Ra* L:a"},
    {"countdown: from a help file", T ABC "f1 f", "<F1> +30", "Ff L:a(5)"},
    {"countdown: MENU RETIMEOUT", T "menu retimeout 20\n" ABC, "<Down> +2",
     "L:a(5)"},
    {"countdown: of the start menu", ABC "timeout 70\n" SUB, "+6", "L:a(1)"},
    {"countdown: default in a submenu",
     T "label a\nmenu begin s\nmenu default\nlabel b\nlabel c\nmenu default\n"
       "menu end",
     "+5", "Rc* L:s"},
    {"countdown: default that quits", T "label a\nmenu quit\n", "+5", "L* L:a"},
    {"countdown: no entry", T, "+5", "L:~no entry to start by itself"},
    {"countdown: a default that is a help file", T "label a\nmenu help f", "+5",
     "L:a~no entry to start by itself"},
    {"countdown: menus that lead to each other",
     T "label a\nmenu goto s\nmenu begin s\nlabel b\nmenu goto .top\nmenu end",
     "+5", "L:a~no entry to start by itself"},
    {"old countdown: a key begins it anew", T OLD ABC, "+4 <Up> +4", "L:a(1)"},
    {"old countdown: ended by moving", T OLD ABC, "<Down> +99", "L:b"},
    {"old countdown: ended by moving, and back", T OLD ABC, "<Down> <Up> +99",
     "L:a"},
    {"old countdown: ended by Tab", T OLD ABC, "<Tab> +99", "E:a|"},
    {"old countdown: ended by a submenu", T OLD SUB, "<Down> <Enter> +99",
     "L:c"},
    {"old countdown: ended by a hot key", T OLD "label a\nmenu label ^a",
     "a +99", "L:a"},
    {"total: whatever is typed", "totaltimeout 100\n" ABC,
     "<Down> +9 <Tab> xyz +1", "Ra* L:a"},
    {"total: not before", "totaltimeout 100\n" ABC, "<Down> +9", "L:b"},

    {"failed: the reason, and the countdown", T ABC, "+5 !why",
     "Ra* L:a(5)~why"},
    {"failed: then ten seconds more", T ABC, "+5 !why +5 !why",
     "Ra* Ra* L:a(15)~why"},
    {"failed: then twenty", T ABC, "+5 !a +5 !b +15 !c",
     "Ra* Ra* Ra* L:a(25)~c"},
    {"failed: what a user chose, with the countdown", T ABC,
     "<Down> <Enter> !why", "Rb L:b(5)~why"},
    {"failed: it goes back to the default", T ABC, "<Down> <Enter> !why +5",
     "Rb Ra* L:a"},
    {"failed: a key puts the countdown off", T ABC, "+5 !why <Down> +6",
     "Ra* L:b~why"},
    {"failed: and it comes back with its pause", T ABC,
     "+5 !x +5 !y <Down> +30", "Ra* Ra* L:a(15)~y"},
    {"failed: without TIMEOUT no countdown", ABC, "<Enter> !why +99",
     "Ra L:a~why"},
    {"failed: without TIMEOUT, but nobody was there", "menu shiftkey\n" ABC,
     "!why", "Ra* L:a(10)~why"},
    {"failed: TOTALTIMEOUT counts anew", "totaltimeout 100\n" OLD ABC,
     "+8 <Enter> !x +9", "Ra L:a~x"},
    {"failed: only back", T ABC, "<Down> <Enter> !", "Rb L:b"},
    {"failed: only back, and the countdown later", T ABC,
     "<Down> <Enter> ! +30", "Rb L:a(5)"},
    {"failed: reason gone with the next start", T ABC, "+5 !why <Enter>",
     "Ra* Ra L:a"},
    {"failed: ONERROR", "onerror k x\n" ABC, "<Down> <Enter> !why",
     "Rb Ck x be L:b~why"},
    {"failed: ONERROR that is a label", "onerror c\n" ABC, "<Enter> !why",
     "Ra Cc ae L:a~why"},
    {"failed: ONERROR after a line", "onerror k\n" ABC,
     "<Tab> <Space> y <Enter> !why", "Ca y Ck a ye L:a~why"},
    {"failed: ONERROR once", "onerror k\n" T ABC, "<Enter> !why !again",
     "Ra Ck ae L:a(5)~again"},
    {"failed: ONERROR too, of what a user chose, without TIMEOUT",
     "onerror k\n" ABC, "<Down> <Enter> !why !again +99", "Rb Ck be L:b~again"},
    {"failed: ONERROR too, but nobody was there",
     "onerror k\nmenu shiftkey\n" ABC, "!why !again",
     "Ra* Ck a*e L:a(10)~again"},
    {"failed: in a filter", T "label one\nlabel two", "/ t <Enter> !why",
     "Rtwo L:two(5)~why"},

    {"hidden", T "menu hidden\n" ABC, "+4", "H:a(1)"},
    {"hidden: to the end", T "menu hidden\n" ABC, "+5", "Ra* H:a"},
    {"hidden: a key shows the menu", T "menu hidden\n" ABC, "x +6", "L:a"},
    {"hidden: the key does nothing else", T "menu hidden\n" ABC, "<Down>",
     "L:a"},
    {"hidden: its key", "menu hidden\nmenu hiddenkey F2,x b y\n" ABC, "x",
     "Cb y L:a"},
    {"hidden: its function key", "menu hidden\nmenu hiddenkey F2,x b\n" ABC,
     "<F2>", "Rb L:a"},
    {"hidden: its key in the menu is none", "menu hiddenkey x b\n" ABC, "x",
     "L:a"},
    {"hidden: a failure shows the menu", T "menu hidden\n" ABC, "+5 !why",
     "Ra* L:a(5)~why"},
    {"shiftkey", "menu shiftkey\n" ABC, "", "Ra* L:a"},
    {"shiftkey: the default", "menu shiftkey\n" ABC "menu default", "",
     "Rc* L:c"},
    {"shiftkey: not ONTIMEOUT", "menu shiftkey\nontimeout b\n" ABC, "",
     "Ra* L:a"},
    {"shiftkey: ONTIMEOUT after a failure", "menu shiftkey\nontimeout b\n" ABC,
     "!why +10", "Ra* Rb* L:a"},
    {"shiftkey: hidden too", "menu shiftkey\nmenu hidden\n" ABC, "", "Ra* H:a"},
    {"once", "once b\n" ABC, "", "Rb*1 L:a"},
    {"once: only once", "once b\n" T ABC, "!why +5", "Rb*1 Ra* L:a"},
    {"once: before MENU SHIFTKEY", "once b\nmenu shiftkey\n" ABC, "",
     "Rb*1 L:a"},
    {"once: no such label", "once x\n" ABC, "", "L:a"},

    {"file: a function key", ABC "f2 g.txt bg", "<F2>", "Fg.txt F:"},
    {"file: any key ends it", ABC "f2 g.txt", "<F2> x", "Fg.txt L:a"},
    {"file: another one", ABC "f2 g\nf3 h", "<F2> <F3> x", "Fg Fh L:a"},
    {"file: a function key without one ends it", ABC "f2 g", "<F2> <F3>",
     "Fg L:a"},
    {"file: none", ABC, "<F2>", "L:a"},
    {"file: from the line", ABC "f12 g", "<Tab> <F12> x y", "Fg E:ay|"},
};

static struct facts facts(void)
{
#define SPAN(string)                                                           \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}
	return (struct facts){.mac = SPAN("52:54:00:12:34:56"),
			      .ip = SPAN("10.0.0.2"),
			      .arp_type = 1};
}

static void put(char *dump, const char *format, ...)
{
	va_list args;
	size_t used = strlen(dump);

	va_start(args, format);
	text_vformat(dump + used, DUMP_LEN - used, format, args);
	va_end(args);
}

static void put_state(const struct model *model, uint32_t now_ms, char *dump)
{
	const struct edit *edit = &model->edit;
	struct span before = {edit->text, edit->cursor};
	uint16_t number = model_entry(model);
	char title[64];
	int hot;
	struct span name = {title, 0};
	uint8_t i;

	put(dump, "%s%c:", *dump ? " " : "", "HL/E>PF"[model->state]);
	switch (model->state) {
	case MODEL_EDIT:
	case MODEL_PROMPT:
		put(dump, "%S|%s", &before, edit->text + edit->cursor);
		break;
	case MODEL_PASSWORD:
		for (i = 0; i < model->password_len; i++)
			put(dump, "*");
		break;
	case MODEL_FILE:
		break;
	default:
		if (number != ENTRY_NONE)
			name.len = config_title(
			    model->config, config_entry(model->config, number),
			    title, sizeof(title), &hot);
		put(dump, "%S", &name);
	}
	if (model_left_ms(model, now_ms) >= 0)
		put(dump, "(%u)",
		    (unsigned int)model_left_ms(model, now_ms) / 1000);
	if (model->status[0])
		put(dump, "~%s", model->status);
}

static void put_action(const struct model *model, const struct action *action,
		       char *dump)
{
	const struct config *config = model->config;

	if (action->kind == ACTION_NONE)
		return;
	put(dump, "%s", *dump ? " " : "");
	switch (action->kind) {
	case ACTION_RUN:
		put(dump, "R%s",
		    config_text(config,
				config_entry(config, action->entry)->label));
		break;
	case ACTION_COMMAND:
		put(dump, "C%s", action->text);
		break;
	case ACTION_SHOW:
		put(dump, "F%s", action->text);
		break;
	case ACTION_LEAVE:
		put(dump, "L");
		break;
	}
	put(dump, "%s%s%s%s", action->flags & ACTION_AUTOMATIC ? "*" : "",
	    action->flags & ACTION_ONCE ? "1" : "",
	    action->flags & ACTION_SAVE ? "s" : "",
	    action->flags & ACTION_ONERROR ? "e" : "");
}

struct play {
	struct model *model;
	uint32_t now_ms;
	char dump[DUMP_LEN];
};

static void took(struct play *play, struct action action)
{
	put_action(play->model, &action, play->dump);
}

/* A second at a time, with ticks between. */
static void wait(struct play *play, unsigned int seconds)
{
	unsigned int i;

	for (i = 0; i < seconds * 4 && seconds < 1000; i++) {
		play->now_ms += 250;
		took(play, model_tick(play->model, play->now_ms));
	}
	if (seconds >= 1000) {
		play->now_ms += seconds * 1000;
		took(play, model_tick(play->model, play->now_ms));
	}
}

static void give_up(struct play *play, const struct span *reason)
{
	char text[16];

	text_format(text, sizeof(text), "%S", reason);
	took(play,
	     model_failed(play->model, *text ? text : NULL, play->now_ms));
}

static void type(struct play *play, const struct span *word)
{
	struct span key = {word->text + 1, word->len - 2};
	size_t i;

	if (word->text[0] == '<' && word->len > 1) {
		assert_true(key_from_name(&key) != KEY_NONE);
		took(play,
		     model_key(play->model, key_from_name(&key), play->now_ms));
		return;
	}
	for (i = 0; i < word->len; i++)
		took(play, model_key(play->model, (unsigned char)word->text[i],
				     play->now_ms));
}

static void step(struct play *play, struct span word)
{
	uint32_t number;

	if (span_skip(&word, "+")) {
		if (span_number(&word, 10, UINT32_MAX, &number))
			wait(play, number);
		else
			took(play, model_key(play->model, '+', play->now_ms));
	} else if (span_skip(&word, "!")) {
		give_up(play, &word);
	} else if (span_skip(&word, "~")) {
		assert_true(span_number(&word, 10, 99, &number));
		model_set_page(play->model, number);
	} else {
		type(play, &word);
	}
}

static void plays(void **state)
{
	const struct row *row = *state;
	struct menu_files files = {.name = {"m"}, .text = {row->config}};
	uint32_t *arena = malloc(ARENA_LEN);
	struct model *model = malloc(sizeof(*model));
	struct play play = {model, UINT32_MAX - 3000, ""};
	const struct facts machine = facts();
	const char *script = row->script;
	struct config config;
	struct span word;

	assert_int_equal(menu_load(&files, &config, arena, ARENA_LEN, "m"), 0);
	took(&play, model_start(model, &config, &machine, 0, play.now_ms));
	while (text_next_word(&script, &word))
		step(&play, word);
	put_state(model, play.now_ms, play.dump);
	assert_string_equal(play.dump, row->result);
	free(model);
	free(arena);
}

/* One configuration and its model, for tests that look at single things. */
struct fixture {
	struct menu_files files;
	uint32_t arena[ARENA_LEN / 4];
	struct config config;
	struct facts facts;
	struct model model;
};

static struct fixture *fixture_new(const char *text, int shift)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->files.name[0] = "m";
	fixture->files.text[0] = text;
	fixture->facts = facts();
	assert_int_equal(menu_load(&fixture->files, &fixture->config,
				   fixture->arena, ARENA_LEN, "m"),
			 0);
	model_start(&fixture->model, &fixture->config, &fixture->facts, shift,
		    0);
	return fixture;
}

static void shift_held(void **state)
{
	struct fixture *fixture = fixture_new("menu shiftkey\n" ABC, 1);

	(void)state;
	assert_int_equal(fixture->model.last_kind, ACTION_NONE);
	free(fixture);
	fixture = fixture_new("menu shiftkey\nnoescape 1\n" ABC, 1);
	assert_int_equal(fixture->model.last_kind, ACTION_RUN);
	free(fixture);
	fixture = fixture_new("once b\nmenu shiftkey\n" ABC, 1);
	assert_int_equal(fixture->model.last_entry, 1);
	free(fixture);
}

static void may_edit(void **state)
{
	static const struct {
		const char *text;
		int may;
	} cases[] = {{ABC, 1},
		     {ABC "allowoptions 0", 0},
		     {ABC "menu master passwd x", 0}};
	struct fixture *fixture;
	unsigned int i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		fixture = fixture_new(cases[i].text, 0);
		assert_int_equal(model_may_edit(&fixture->model), cases[i].may);
		free(fixture);
	}
}

/* The row chosen is always on the screen, and the screen is full. */
static void scrolling(void **state)
{
	struct fixture *fixture = fixture_new(ABC ABC ABC ABC, 0);
	struct model *model = &fixture->model;
	static const struct {
		unsigned int key;
		uint16_t row;
		uint16_t top;
	} steps[] = {
	    {KEY_DOWN, 1, 0},	    {KEY_DOWN, 2, 0},
	    {KEY_DOWN, 3, 0},	    {KEY_DOWN, 4, 1},
	    {KEY_UP, 3, 1},	    {KEY_UP, 2, 1},
	    {KEY_UP, 1, 1},	    {KEY_UP, 0, 0},
	    {KEY_PAGE_DOWN, 4, 4},  {KEY_PAGE_DOWN, 8, 8},
	    {KEY_PAGE_DOWN, 11, 8}, {KEY_PAGE_UP, 7, 4},
	    {KEY_HOME, 0, 0},	    {KEY_END, 11, 8},
	    {'-', 10, 7},	    {'+', 11, 8},
	    {KEY_HOME, 0, 0},	    {'+', 1, 1},
	    {KEY_END, 11, 8},
	};
	unsigned int i;

	(void)state;
	assert_int_equal(model->page, 12);
	model_set_page(model, 4);
	for (i = 0; i < COUNT_OF(steps); i++) {
		model_key(model, steps[i].key, 0);
		assert_int_equal(model->row, steps[i].row);
		assert_int_equal(model->top, steps[i].top);
	}
	model_set_page(model, 6);
	assert_int_equal(model->top, 6);
	model_set_page(model, 100);
	assert_int_equal(model->top, 0);
	model_set_page(model, 0);
	assert_int_equal(model->page, 1);
	assert_int_equal(model->top, 11);
	free(fixture);
}

static void ten_thousand_rows(void **state)
{
	const unsigned int count = 10000;
	char *text = malloc(count * 16);
	size_t len = count * 70;
	uint32_t *arena = malloc(len);
	struct menu_files files = {.name = {"m"}, .text = {text}};
	const struct facts machine = facts();
	struct model *model = malloc(sizeof(*model));
	struct config config;
	size_t used = 0;
	unsigned int i;

	(void)state;
	for (i = 0; i < count; i++)
		used += text_format(text + used, 16, "label e%u\n", i);
	assert_int_equal(menu_load(&files, &config, arena, len, "m"), 0);
	assert_string_equal(files.heard, "");
	model_start(model, &config, &machine, 0, 0);
	assert_int_equal(model->count, count);
	model_key(model, KEY_END, 0);
	assert_int_equal(model_entry(model), count - 1);
	for (i = 0; i < 6; i++)
		model_key(model, (unsigned char)"/e9876"[i], 0);
	assert_int_equal(model->count, 1);
	assert_int_equal(model_entry(model), 9876);
	free(model);
	free(arena);
	free(text);
}

static void longest_filter_and_password(void **state)
{
	struct fixture *fixture = fixture_new(ABC "menu passwd x", 0);
	struct model *model = &fixture->model;
	unsigned int i;

	(void)state;
	model_key(model, '/', 0);
	for (i = 0; i < MENU_MAX_FILTER; i++)
		model_key(model, 'a', 0);
	assert_int_equal(model->filter_len, MENU_MAX_FILTER);
	model_key(model, 'a', 0);
	assert_int_equal(model->filter_len, MENU_MAX_FILTER);
	model_key(model, KEY_ESC, 0);
	model_key(model, KEY_END, 0);
	model_key(model, KEY_ENTER, 0);
	assert_int_equal(model->state, MODEL_PASSWORD);
	for (i = 0; i < MENU_MAX_PASSWORD; i++)
		model_key(model, 'a', 0);
	assert_int_equal(model->password_len, MENU_MAX_PASSWORD);
	model_key(model, 'a', 0);
	assert_int_equal(model->password_len, MENU_MAX_PASSWORD);
	/* What was typed is not kept. */
	model_key(model, KEY_ENTER, 0);
	for (i = 0; i < sizeof(model->password); i++)
		assert_int_equal(model->password[i], 0);
	free(fixture);
}

static void longest_edited_line(void **state)
{
	static struct edit edit;
	static struct history history;
	static char text[MENU_MAX_COMMAND + 2];
	unsigned int i;

	(void)state;
	edit_begin(&edit, "");
	for (i = 0; i < MENU_MAX_COMMAND; i++)
		edit_key(&edit, &history, 'a');
	assert_int_equal(edit.len, MENU_MAX_COMMAND);
	edit_key(&edit, &history, 'b');
	assert_int_equal(edit.len, MENU_MAX_COMMAND);
	assert_int_equal(strlen(edit.text), MENU_MAX_COMMAND);
	memset(text, 'c', sizeof(text) - 1);
	edit_begin(&edit, text);
	assert_int_equal(strlen(edit.text), MENU_MAX_COMMAND);
}

/* The oldest line goes, never a part of one. */
static void longest_history(void **state)
{
	static struct history history;
	char line[MENU_MAX_HISTORY + 1];
	struct edit edit;
	unsigned int i;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[1020] = '\0';
	for (i = 0; i < 3; i++) {
		line[0] = (char)('a' + i);
		history_add(&history, line);
	}
	assert_int_equal(history.used, 2 * 1021);
	assert_int_equal(history.text[0], 'c');
	assert_int_equal(history.text[1021], 'b');
	history_add(&history, "12345");
	assert_int_equal(history.used, 2 * 1021 + 6);
	history_add(&history, "1");
	assert_int_equal(history.used, 1021 + 6 + 2);
	edit_begin(&edit, "");
	for (i = 0; i < 5; i++)
		edit_key(&edit, &history, KEY_UP);
	assert_int_equal(edit.text[0], 'c');
	assert_int_equal(edit.len, 1020);
	line[1020] = 'x';
	line[MENU_MAX_HISTORY - 1] = '\0';
	history_add(&history, line);
	assert_int_equal(history.used, MENU_MAX_HISTORY);
	line[MENU_MAX_HISTORY - 1] = 'x';
	line[MENU_MAX_HISTORY] = '\0';
	history_add(&history, line);
	assert_int_equal(history.used, MENU_MAX_HISTORY);
	assert_int_equal(strlen(history.text), MENU_MAX_HISTORY - 1);
}

/* Wrong passwords, one after the other: 1, 2, 4.. 32 seconds. */
static void wrong_passwords(void **state)
{
	struct fixture *fixture =
	    fixture_new("label a\nmenu passwd x\n" OLD, 0);
	struct model *model = &fixture->model;
	uint32_t now_ms = 0;
	uint32_t wait_ms;
	unsigned int i;

	(void)state;
	model_key(model, KEY_ENTER, 0);
	for (i = 0; i < 8; i++) {
		wait_ms = 1000u << (i < 5 ? i : 5);
		model_key(model, 'y', now_ms);
		model_key(model, KEY_ENTER, now_ms);
		assert_int_equal(model->wait_ms, wait_ms);
		now_ms += wait_ms - 1;
		model_tick(model, now_ms);
		assert_string_equal(model->status, "wrong password");
		model_key(model, 'z', now_ms);
		assert_int_equal(model->password_len, 0);
		now_ms += 1;
		model_tick(model, now_ms);
		assert_string_equal(model->status, "");
	}
	free(fixture);
}

/* The pause between two attempts: up to ten minutes. */
static void longest_pause(void **state)
{
	struct fixture *fixture = fixture_new(T ABC, 0);
	struct model *model = &fixture->model;
	static const unsigned int seconds[] = {0,   10,	 20,  40, 80,
					       160, 320, 600, 600};
	unsigned int i;

	(void)state;
	for (i = 0; i < 300; i++) {
		model->last_flags = ACTION_AUTOMATIC;
		model_failed(model, "why", i);
		assert_int_equal(model_left_ms(model, i),
				 5000 + 1000 * (i < 9 ? seconds[i] : 600));
	}
	free(fixture);
}

static void longest_command(void **state)
{
	struct fixture *fixture;
	char text[MENU_MAX_LINE];
	struct action action;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "label a\nappend ", 15);
	text[15 + MENU_MAX_COMMAND - 2] = '\0';
	fixture = fixture_new(text, 0);
	action = model_key(&fixture->model, KEY_TAB, 0);
	assert_int_equal(fixture->model.state, MODEL_EDIT);
	assert_int_equal(fixture->model.edit.len, MENU_MAX_COMMAND);
	action = model_key(&fixture->model, KEY_ENTER, 0);
	assert_int_equal(action.kind, ACTION_COMMAND);
	assert_int_equal(strlen(action.text), MENU_MAX_COMMAND);
	free(fixture);
	text[15 + MENU_MAX_COMMAND - 2] = 'x';
	text[15 + MENU_MAX_COMMAND - 1] = '\0';
	fixture = fixture_new(text, 0);
	model_key(&fixture->model, KEY_TAB, 0);
	assert_int_equal(fixture->model.state, MODEL_LIST);
	assert_string_equal(fixture->model.status, "command line too long");
	free(fixture);
}

/* Failures that are told of though nothing was started. */
static void failed_without_action(void **state)
{
	struct fixture *fixture = fixture_new("onerror k\n" ABC, 0);
	struct model *model = &fixture->model;

	(void)state;
	model_key(model, KEY_ESC, 0);
	model_key(model, 'z', 0);
	model_key(model, KEY_ENTER, 0);
	model->line_entry = ENTRY_NONE;
	assert_string_equal(model_failed(model, "x", 0).text, "k z");
	free(fixture);
	fixture = fixture_new("onerror k\n" ABC, 0);
	assert_string_equal(model_failed(&fixture->model, "x", 0).text, "k ");
	free(fixture);
}

static void longest_status(void **state)
{
	struct fixture *fixture = fixture_new(ABC, 0);
	struct model *model = &fixture->model;
	char text[MENU_MAX_STATUS + 2];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[MENU_MAX_STATUS] = '\0';
	model_set_status(model, text);
	assert_string_equal(model->status, text);
	text[MENU_MAX_STATUS] = 'y';
	text[MENU_MAX_STATUS + 1] = '\0';
	model_failed(model, text, 0);
	text[MENU_MAX_STATUS] = '\0';
	assert_string_equal(model->status, text);
	free(fixture);
}

struct autoboot_row {
	const char *name;
	const char *message;
	const char *of[4]; /* for 0, 1, 2, 3 seconds */
};

static const struct autoboot_row autoboot_rows[] = {
    {"autoboot: number", "in # s", {"in 0 s", "in 1 s", "in 2 s", "in 3 s"}},
    {"autoboot: one and many", "# x{,s}.", {"0 xs.", "1 x.", "2 xs.", "3 xs."}},
    {"autoboot: one, two, many", "{a,b,c}", {"c", "a", "b", "c"}},
    {"autoboot: one alone", "{a}", {"a", "a", "a", "a"}},
    {"autoboot: a third comma is text", "{a,b,c,d}", {"c,d", "a", "b", "c,d"}},
    {"autoboot: a number sign among words", "{#,x}", {"x", "#", "x", "x"}},
    {"autoboot: not ended", "{a,b", {"b", "a", "b", "b"}},
    {"autoboot: a stray end", "a}b", {"a}b", "a}b", "a}b", "a}b"}},
    {"autoboot: empty", "", {"", "", "", ""}},
};

static void autoboot(void **state)
{
	const struct autoboot_row *row = *state;
	char buf[32];
	unsigned int i;
	size_t len;

	for (i = 0; i < 4; i++) {
		buf[0] = '\0';
		len = model_autoboot(row->message, i, buf, sizeof(buf));
		assert_string_equal(buf, row->of[i]);
		assert_int_equal(len, strlen(buf));
		if (len > 1) {
			assert_int_equal(
			    model_autoboot(row->message, i, buf, len), len - 1);
			assert_memory_equal(buf, row->of[i], len - 1);
		}
	}
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(autoboot_rows) + 12];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, plays);
	UNIT_ROWS(tests, n, autoboot_rows, autoboot);
	UNIT_TEST(tests, n, shift_held);
	UNIT_TEST(tests, n, may_edit);
	UNIT_TEST(tests, n, scrolling);
	UNIT_TEST(tests, n, ten_thousand_rows);
	UNIT_TEST(tests, n, longest_filter_and_password);
	UNIT_TEST(tests, n, longest_edited_line);
	UNIT_TEST(tests, n, longest_history);
	UNIT_TEST(tests, n, wrong_passwords);
	UNIT_TEST(tests, n, longest_pause);
	UNIT_TEST(tests, n, longest_command);
	UNIT_TEST(tests, n, failed_without_action);
	UNIT_TEST(tests, n, longest_status);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
