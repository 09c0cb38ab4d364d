/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/sanargs.c, and what core/ipxescript.c makes of it. The
 * input is the argument line.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "ipxescript.h"
#include "sanargs.h"

#define UNTOUCHED 0xa5

static int holds(const struct span *span, const char *text)
{
	size_t len = strlen(text);
	size_t i;

	for (i = 0; i + len <= span->len; i++)
		if (memcmp(span->text + i, text, len) == 0)
			return 1;
	return 0;
}

/* Nothing of a secret is in what would be shown; failover='s value is none. */
static void check_word(int rc, const char *line, const struct span *word)
{
	static const char *const keys[] = {"secret=", "target-secret="};
	struct span rest;
	size_t i;

	if (word->len)
		REQUIRE(lies_inside(word->text, word->len, line, strlen(line)));
	REQUIRE(!holds(word, " ") && !holds(word, "\t"));
	REQUIRE(word->len || rc == ERR_ARG_CHAP || rc == ERR_URI_SCHEME);
	for (i = 0; i < 2; i++) {
		rest = *word;
		if (span_skip(&rest, keys[i]) &&
		    (word->text == line || word->text[-1] != '='))
			REQUIRE(rest.len == 0);
	}
}

static void check_rejected(int rc, const char *line, const struct sanargs *args,
			   const struct sanargs_fault *fault)
{
	struct sanargs before;

	memset(&before, UNTOUCHED, sizeof(before));
	REQUIRE(memcmp(args, &before, sizeof(before)) == 0);
	REQUIRE((rc <= ERR_URI_SCHEME && rc >= ERR_URI_TOO_LONG) ||
		(rc <= ERR_ARG_WORD && rc >= ERR_ARG_KERNEL));
	check_word(rc, line, &fault->word);
	REQUIRE(!fault->character == (rc != ERR_ARG_CHAR));
	if (rc >= ERR_URI_TOO_LONG) {
		REQUIRE(fault->uri.column >= 1 &&
			fault->uri.column <= fault->word.len + 1);
		return;
	}
	REQUIRE(!fault->uri.corrected[0] && !fault->uri.field[0]);
	if (fault->uri.column)
		REQUIRE(lies_inside(fault->word.text + fault->uri.column - 1, 0,
				    line, strlen(line)));
	if (rc == ERR_ARG_CHAR)
		REQUIRE(fault->word.text[fault->uri.column - 1] ==
			fault->character);
}

static void check_text(const struct span *text, const char *line)
{
	size_t i;

	if (!text->len)
		return;
	REQUIRE(lies_inside(text->text, text->len, line, strlen(line)));
	REQUIRE(text->len <= SANARGS_MAX_TEXT && text->text[0] != '#');
	for (i = 0; i < text->len; i++)
		REQUIRE(!sanuri_is_unsafe(text->text[i]) &&
			text->text[i] != '\'');
}

static void check_texts(const struct sanargs *args, const char *line)
{
	int user = args->user.len != 0;
	int target_user = args->target_user.len != 0;
	size_t at;
	size_t i;

	for (i = 0; i < SANARGS_TEXTS; i++)
		check_text(&args->text[i], line);
	REQUIRE(!args->initiator.len || sanuri_is_name(args->initiator, &at));
	REQUIRE(args->ask_secret <= 1 && args->ask_target_secret <= 1);
	REQUIRE((args->secret.len != 0) + args->ask_secret == user);
	REQUIRE((args->target_secret.len != 0) + args->ask_target_secret ==
		target_user);
	REQUIRE(!target_user || user);
	REQUIRE(args->ipxes >= 1 && args->ipxes <= SANARGS_MAX_IPXE);
	for (i = 0; i < args->ipxes; i++)
		REQUIRE(args->ipxe[i].len > 0 &&
			args->ipxe[i].len <= SANARGS_MAX_FILE);
}

static void check_uris(const struct span *uri, unsigned int count,
		       unsigned int max, const char *line)
{
	REQUIRE(count <= max);
	for (; count; count--, uri++) {
		REQUIRE(lies_inside(uri->text, uri->len, line, strlen(line)));
		REQUIRE(sanuri_is_valid(*uri));
	}
}

static void check_then(const struct sanargs *args, const char *line)
{
	const struct span *rest = &args->rest;

	REQUIRE(args->then <= THEN_KERNEL);
	if (rest->len) {
		REQUIRE(lies_inside(rest->text, rest->len, line, strlen(line)));
		REQUIRE(rest->text[0] != ' ' &&
			rest->text[rest->len - 1] != ' ');
	}
	REQUIRE(args->then != THEN_KERNEL || rest->len);
	REQUIRE(args->then >= THEN_LOCALBOOT || !rest->len);
}

static void check_accepted(const struct sanargs *args, const char *line)
{
	REQUIRE(args->command <= SANARGS_BOOT);
	REQUIRE(args->gateway <= SANARGS_GATEWAY_NONE);
	REQUIRE(args->drive >= SANARGS_DRIVE);
	REQUIRE(args->has_drive || args->drive == SANARGS_DRIVE);
	REQUIRE(args->has_drive <= 1 && args->keep <= 1 && args->speed <= 1);
	REQUIRE(args->retries <= SANARGS_MAX_RETRIES);
	REQUIRE(args->retry_s <= SANARGS_MAX_RETRY_S);
	check_uris(args->uri, args->uris, SANARGS_MAX_URIS, line);
	check_uris(args->failover, args->failovers, SANARGS_MAX_FAILOVER, line);
	check_texts(args, line);
	check_then(args, line);
}

/* What somebody wrote does not become a command of the script for iPXE. */
static void check_script(const struct sanargs *args, const char *line)
{
	static const char *const words[] = {
	    "set ",   "isset ", "iseq ",    "inc ",    "goto ",	   "ifconf ",
	    "chain ", "echo ",	"sanhook ", "prompt ", "exit 1\n", ":",
	};
	static const uint8_t mac[6];
	static char buf[0x4000];
	struct ipxescript_attach script = {
	    .mac = args->keep ? mac : NULL,
	    .args = args,
	    .program = "file:/p",
	    .arguments = line,
	};
	int rc = ipxescript_attach(&script, buf, sizeof(buf));
	const char *at = buf;
	size_t i;

	REQUIRE(rc > 0 || rc == ERR_CARRIER_ARGUMENTS);
	if (rc < 0)
		return;
	REQUIRE(strlen(buf) == (size_t)rc);
	REQUIRE(memcmp(at, "#!ipxe\n", 7) == 0);
	for (at += 7; *at; at = strchr(at, '\n') + 1) {
		for (i = 0; strncmp(at, words[i], strlen(words[i])) != 0;)
			REQUIRE(++i < sizeof(words) / sizeof(words[0]));
		REQUIRE(strchr(at, '\n'));
	}
}

/* Twice is as good as once, and short of room it is cut. */
static void check_redact(const char *line)
{
	size_t max = 3 * strlen(line) + 1;
	char *once = malloc(max);
	char *twice = malloc(max);
	size_t len;
	size_t cut;

	REQUIRE(once && twice);
	len = sanargs_redact(line, once, max);
	REQUIRE(strlen(once) == len);
	REQUIRE(sanargs_redact(once, twice, max) == len);
	REQUIRE(strcmp(once, twice) == 0);
	cut = len / 2;
	REQUIRE(sanargs_redact(line, twice, cut + 1) == cut);
	REQUIRE(memcmp(once, twice, cut) == 0 && twice[cut] == '\0');
	free(once);
	free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sanargs_fault untouched;
	struct sanargs_fault fault;
	struct sanargs args;
	char *line;
	int rc;

	line = malloc(len + 1);
	REQUIRE(line);
	if (len)
		memcpy(line, data, len);
	line[len] = '\0';
	memset(&args, UNTOUCHED, sizeof(args));
	memset(&fault, UNTOUCHED, sizeof(fault));
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	rc = sanargs_parse(line, &args, &fault);
	if (rc) {
		check_rejected(rc, line, &args, &fault);
	} else {
		REQUIRE(memcmp(&fault, &untouched, sizeof(fault)) == 0);
		check_accepted(&args, line);
		check_script(&args, line);
	}
	check_redact(line);
	free(line);
	return 0;
}
