/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directives: each with what becomes of it. docs/MENU.md has the same
 * list; test/unit/test_menu_docs.py compares them.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_DIRECTIVES_H
#define MENU_DIRECTIVES_H

/*
 * name, kind, value, note. The kind says what config.c does with the line:
 * IGNORE is "accepted and ignored", REFUSE "refused", all others are
 * supported. The note is for the documentation alone.
 */
#define DIRECTIVES(X)                                                          \
	X("label", LABEL, 0, "begins an entry")                                \
	X("kernel", KERNEL, KERNEL_ANY, "type by the file's name")             \
	X("linux", KERNEL, KERNEL_LINUX, "")                                   \
	X("boot", KERNEL, KERNEL_BOOT, "")                                     \
	X("bss", KERNEL, KERNEL_BSS, "")                                       \
	X("pxe", KERNEL, KERNEL_PXE, "")                                       \
	X("fdimage", KERNEL, KERNEL_FDIMAGE, "")                               \
	X("com32", KERNEL, KERNEL_COM32, "")                                   \
	X("config", KERNEL, KERNEL_CONFIG,                                     \
	  "another configuration; its folder does not count")                  \
	X("localboot", KERNEL, KERNEL_LOCALBOOT, "")                           \
	X("comboot", REFUSE, 0,                                                \
	  "16-bit COMBOOT programs are gone since Syslinux 5")                 \
	X("append", APPEND, 0, "for all before the first LABEL; `-`: none")    \
	X("initrd", ENTRY_TEXT, ENTRY_AT(initrd), "")                          \
	X("sysappend", SYSAPPEND, 0, "all bits but FSUUID")                    \
	X("ipappend", SYSAPPEND, 0, "SYSAPPEND's old name")                    \
	X("default", CONFIG_TEXT, CONFIG_AT(default_line),                     \
	  "without UI, a MENU DEFAULT comes first")                            \
	X("ui", CONFIG_TEXT, CONFIG_AT(ui),                                    \
	  "sanmenu is the interface; its files are read")                      \
	X("ontimeout", MENU_TEXT, MENU_AT(ontimeout), "")                      \
	X("onerror", MENU_TEXT, MENU_AT(onerror),                              \
	  "the failed line is added behind it")                                \
	X("timeout", MENU_TIME, MENU_AT(timeout_ms), "1/10 s")                 \
	X("totaltimeout", CONFIG_TIME, CONFIG_AT(total_timeout_ms), "1/10 s")  \
	X("allowoptions", MENU_FLAG, MENU_OPTIONS, "")                         \
	X("noescape", CONFIG_FLAG, CONFIG_NOESCAPE,                            \
	  "also keeps Esc from the command line")                              \
	X("implicit", CONFIG_FLAG, CONFIG_IMPLICIT, "")                        \
	X("console", CONFIG_FLAG, CONFIG_CONSOLE, "stays, as SERIAL")          \
	X("serial", SERIAL, 0, "stays with the next configuration")            \
	X("include", INCLUDE, 0, "16 deep; a loop is a mistake")               \
	X("text", TEXT, 0, "TEXT HELP to ENDTEXT")                             \
	X("f1", FKEY, 0, "a second word, a background, is ignored")            \
	X("f2", FKEY, 1, "")                                                   \
	X("f3", FKEY, 2, "")                                                   \
	X("f4", FKEY, 3, "")                                                   \
	X("f5", FKEY, 4, "")                                                   \
	X("f6", FKEY, 5, "")                                                   \
	X("f7", FKEY, 6, "")                                                   \
	X("f8", FKEY, 7, "")                                                   \
	X("f9", FKEY, 8, "")                                                   \
	X("f10", FKEY, 9, "")                                                  \
	X("f11", FKEY, 10, "")                                                 \
	X("f12", FKEY, 11, "")                                                 \
	X("prompt", IGNORE, 0, "the menu is always shown; Esc gives a prompt") \
	X("nocomplete", IGNORE, 0, "Tab completes nothing at the prompt")      \
	X("display", IGNORE, 0, "the menu would cover it")                     \
	X("say", IGNORE, 0, "the menu would cover it")                         \
	X("font", IGNORE, 0, "the screen keeps the BIOS's font")               \
	X("kbdmap", IGNORE, 0, "keys are as the BIOS gives them")              \
	X("nohalt", IGNORE, 0,                                                 \
	  "with SERIAL the processor does not rest, "                          \
	  "else it rests for 55 ms at most")                                   \
	X("path", IGNORE, 0, "there are no library modules to look for")       \
	X("sendcookies", IGNORE, 0,                                            \
	  "no cookies are sent; use `${...}` in URLs")                         \
	X("pxeretry", IGNORE, 0, "files are retried anyway")                   \
	X("fallback", FALLBACK, 0, "ours: `localboot [ARGUMENTS]` or `none`")  \
	X("saveurl", CONFIG_TEXT, CONFIG_AT(save_url), "ours: see below")      \
	X("once", CONFIG_TEXT, CONFIG_AT(once), "ours: see below")

/* The same, behind MENU. */
#define MENU_DIRECTIVES(X)                                                     \
	X("title", TITLE, 0, "names a submenu that has no MENU LABEL")         \
	X("label", MENU_LABEL, 0, "`^` before the hot key")                    \
	X("default", DEFAULT, 0, "")                                           \
	X("hide", ENTRY_FLAG, ENTRY_HIDDEN, "")                                \
	X("hidden", CONFIG_SET, CONFIG_HIDDEN, "")                             \
	X("hiddenkey", HIDDENKEY, 0, "")                                       \
	X("passwd", PASSWD, 0, "plain, `$1$`, `$4$`, `$5$`, `$6$`")            \
	X("master", MASTER, 0, "MENU MASTER PASSWD")                           \
	X("separator", SEPARATOR, 0, "")                                       \
	X("indent", INDENT, 0, "")                                             \
	X("disable", ACTION, ENTRY_DISABLED, "")                               \
	X("disabled", ACTION, ENTRY_DISABLED, "as MENU DISABLE")               \
	X("begin", BEGIN, 0, "")                                               \
	X("end", END, 0, "")                                                   \
	X("goto", GOTO, ENTRY_GOTO, "")                                        \
	X("exit", EXIT, ENTRY_EXIT, "")                                        \
	X("quit", ACTION, ENTRY_QUIT, "leaves the program")                    \
	X("start", START, 0, "")                                               \
	X("help", GOTO, ENTRY_HELP, "a background is ignored")                 \
	X("save", SCOPE_FLAG, ENTRY_SAVE | 0x80, "needs SAVEURL")              \
	X("nosave", SCOPE_FLAG, ENTRY_SAVE, "")                                \
	X("immediate", SCOPE_FLAG, ENTRY_IMMEDIATE | 0x80, "")                 \
	X("noimmediate", SCOPE_FLAG, ENTRY_IMMEDIATE, "")                      \
	X("shiftkey", CONFIG_SET, CONFIG_SHIFTKEY, "")                         \
	X("clear", IGNORE, 0, "always done")                                   \
	X("onerror", MENU_TEXT, MENU_AT(onerror), "as ONERROR")                \
	X("include", INCLUDE, 0, "as INCLUDE")                                 \
	X("autoboot", MENU_TEXT, MENU_AT(message[MESSAGE_AUTOBOOT]), "")       \
	X("tabmsg", MENU_TEXT, MENU_AT(message[MESSAGE_TAB]), "")              \
	X("notabmsg", MENU_TEXT, MENU_AT(message[MESSAGE_NO_TAB]), "")         \
	X("passprompt", MENU_TEXT, MENU_AT(message[MESSAGE_PASSWORD]), "")     \
	X("color", COLOR, 0, "the ANSI part; #AARRGGBB is for graphics")       \
	X("colour", COLOR, 0, "as MENU COLOR")                                 \
	X("msgcolor", IGNORE, 0, "its colours are for graphics")               \
	X("msgcolour", IGNORE, 0, "as MENU MSGCOLOR")                          \
	X("background", IGNORE, 0, "text mode has no picture")                 \
	X("resolution", IGNORE, 0, "text mode has none")                       \
	X("width", PARAMETER, PARAM_WIDTH, "")                                 \
	X("margin", PARAMETER, PARAM_MARGIN,                                   \
	  "smaller where the list would be narrower than 60 columns")          \
	X("passwordmargin", IGNORE, 0,                                         \
	  "the question is asked in the list's middle")                        \
	X("rows", PARAMETER, PARAM_ROWS,                                       \
	  "as many as entries when not given, where there is room")            \
	X("tabmsgrow", IGNORE, 0, "below the list all has its place")          \
	X("cmdlinerow", IGNORE, 0, "below the list all has its place")         \
	X("endrow", IGNORE, 0, "below the list all has its place")             \
	X("passwordrow", IGNORE, 0,                                            \
	  "the question is asked in the list's middle")                        \
	X("timeoutrow", IGNORE, 0, "below the list all has its place")         \
	X("helpmsgrow", IGNORE, 0, "below the list all has its place")         \
	X("helpmsgendrow", IGNORE, 0, "below the list all has its place")      \
	X("hshift", PARAMETER, PARAM_HSHIFT, "as far as there is room")        \
	X("vshift", PARAMETER, PARAM_VSHIFT, "as far as there is room")        \
	X("hiddenrow", PARAMETER, PARAM_HIDDEN_ROW, "")                        \
	X("retimeout", MENU_TIME, MENU_AT(retimeout_ms), "ours: 1/10 s; 300")

#endif /* MENU_DIRECTIVES_H */
