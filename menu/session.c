/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A menu from its configuration to its end: the program's main loop.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "report.h"
#include "session.h"

/* Failures to read a configuration, until the machine's own disk is tried. */
#define TRIES 3
#define PAUSE_S 5
#define MAX_PAUSE_S 60

static const struct action none;

/* --- Configurations --------------------------------------------------------
 */

/*
 * Nothing can be read again and again: this machine's own disk. Returns 0 when
 * the program is to end.
 */
static int fall_back(const struct session *session)
{
	const char *line = session->source.fallback;

	if (same_text(line, "none"))
		return 1;
	line += word_len(line);
	return session->localboot(line + blank_len(line)) != NULL;
}

/* Read the configuration, however long it takes. Returns 0: end the program. */
static int read_current(struct session *session)
{
	const struct source *source = &session->source;
	unsigned int pause_s = 0;
	unsigned int tries;
	const char *what;
	const char *why;
	int rc;

	for (tries = 1;; tries++) {
		rc = source_read(&session->source, &session->config,
				 session->current);
		if (!rc)
			return 1;
		if (tries % TRIES == 0 && !fall_back(session))
			return 0;
		if (pause_s < MAX_PAUSE_S)
			pause_s += PAUSE_S;
		what = source->first;
		why = source->reason(rc);
		if (rc == ERR_MENU_EMPTY && source->mistake[0]) {
			what = why;
			why = source->mistake;
		}
		text_format(session->reason, sizeof(session->reason),
			    "No menu: %s: %s", what, why);
		if (!session->pause(session->reason, pause_s))
			return 0;
	}
}

static void mark_refused(struct session *session)
{
	struct config *config = &session->config;
	const char *kernel;
	struct entry *entry;
	uint16_t i;

	for (i = 0; i < config->count; i++) {
		entry = config_entry(config, i);
		kernel = config_text(config, entry->kernel);
		entry->grey = entry->action == ENTRY_RUN &&
			      entry->type != KERNEL_CONFIG &&
			      !config_menu_files(kernel) &&
			      session->refusal(entry->type, kernel);
	}
}

/* What the last attempt said, or why an entry cannot be run here. */
static const char *note(void *context, uint16_t number)
{
	const struct session *session = context;
	const struct entry *entry = config_entry(&session->config, number);
	const struct attempt *attempt =
	    &session->attempts[number % SESSION_ATTEMPTS];

	if (attempt->entry == number && attempt->text[0])
		return attempt->text;
	if (!entry->grey)
		return "";
	return session->refusal(entry->type,
				config_text(&session->config, entry->kernel));
}

static void open_views(struct session *session)
{
	unsigned int i;

	session->view_count = session->open(&session->config, session->views);
	for (i = 0; i < session->view_count; i++) {
		session->views[i].note = note;
		session->views[i].context = session;
	}
}

/* Show the menu that was read. */
static struct action begin(struct session *session)
{
	struct action action;

	mark_refused(session);
	action = model_start(&session->model, &session->config,
			     session->source.facts, session->shift(),
			     session->now_ms());
	if (session->source.mistake[0])
		model_set_status(&session->model, session->source.mistake);
	open_views(session);
	return action;
}

/*
 * Read the current configuration anew and show it. Returns 0 when the program
 * is to end.
 */
static int begin_again(struct session *session)
{
	uint8_t failures = session->model.failures;
	uint8_t flags = session->model.last_flags;

	session->is_over = (uint8_t)!read_current(session);
	if (session->is_over)
		return 0;
	begin(session);
	session->model.failures = failures;
	session->model.last_flags = flags;
	return 1;
}

/* An action came back, with session->reason; "": without a failure. */
static struct action came_back(struct session *session)
{
	const char *reason = session->reason;
	struct attempt *attempt =
	    &session->attempts[session->entry % SESSION_ATTEMPTS];

	if (session->entry != ENTRY_NONE) {
		attempt->entry = session->entry;
		text_format(attempt->text, sizeof(attempt->text),
			    *reason ? "Last try: %s" : "", reason);
	}
	return model_failed(&session->model, *reason ? reason : NULL,
			    session->now_ms());
}

/* Another configuration; when it cannot be read, the one there was. */
static struct action change_to(struct session *session, const char *files)
{
	static char names[MENU_MAX_COMMAND + 1];
	int rc;

	text_format(names, sizeof(names), "%s", files);
	session->close();
	rc = source_read(&session->source, &session->config, names);
	if (!rc) {
		memcpy(session->current, names, sizeof(session->current));
		memset(session->attempts, 0, sizeof(session->attempts));
		return begin(session);
	}
	if (!begin_again(session))
		return none;
	text_format(session->reason, sizeof(session->reason), "%s: %s", names,
		    session->source.reason(rc));
	return came_back(session);
}

/* --- Actions ---------------------------------------------------------------
 */

/* Read a file into what the configuration leaves free. */
static int fetch(struct session *session, const char *name, size_t *ret_len)
{
	const struct config *config = &session->config;
	int rc;

	session->close();
	rc = source_read_file(&session->source, name,
			      config->arena + config->low,
			      config->high - config->low, ret_len);
	open_views(session);
	return rc;
}

/* Put it on the status line. */
static void say(struct session *session, const char *what, int rc)
{
	text_format(session->reason, sizeof(session->reason), "%s: %s", what,
		    session->source.reason(rc));
	model_set_status(&session->model, session->reason);
}

static struct action show(struct session *session, const char *name)
{
	const struct config *config = &session->config;
	unsigned int i;
	size_t len;
	int rc = fetch(session, name, &len);

	if (rc) {
		session->model.state = session->model.behind;
		say(session, name, rc);
		return none;
	}
	for (i = 0; i < session->view_count; i++) {
		session->views[i].file = config_text(config, config->low);
		session->views[i].file_len = len;
	}
	return none;
}

/*
 * The files of another configuration that a command line asks for, or NULL.
 * What stands behind CONFIG's file is a folder to change to, not a file.
 */
static const char *configuration_of(const struct session *session,
				    const char *line)
{
	static char file[MENU_MAX_COMMAND + 1];
	const char *files = config_menu_files(line);
	struct span word;

	if (files)
		return same_text(files, "~") ? session->current : files;
	if (config_kernel_type(&line) != KERNEL_CONFIG)
		return NULL;
	word = (struct span){line, word_len(line)};
	text_format(file, sizeof(file), "%S", &word);
	return file;
}

/* Of the configuration: has something been loaded over it? */
static uint32_t sum(const struct config *config)
{
	uint32_t value = 0;
	uint32_t at;

	for (at = 0; at < config->end; at++) {
		if (at == config->low)
			at = config->high;
		value = (value << 1 | value >> 31) + config->arena[at];
	}
	return value;
}

static struct action run(struct session *session, const char *line)
{
	const char *files = configuration_of(session, line);
	const char *text;
	uint32_t before;

	if (files)
		return change_to(session, files);
	session->close();
	before = sum(&session->config);
	text = session->run(line);
	session->is_over = !text;
	if (session->is_over)
		return none;
	text_format(session->reason, sizeof(session->reason), "%s", text);
	if (sum(&session->config) == before)
		open_views(session);
	else if (!begin_again(session))
		return none;
	return came_back(session);
}

/*
 * Tell SAVEURL what was chosen: its label, and whether ONCE named it. Returns
 * 0, or why the server does not know.
 */
static int send_choice(struct session *session, const struct action *action)
{
	static char url[MENU_MAX_COMMAND + 1];
	static char word[MENU_MAX_COMMAND + 1];
	const struct config *config = &session->config;
	const struct entry *entry = config_entry(config, action->entry);
	const char *save_url = config_text(config, config->save_url);
	struct span label = {config_text(config, entry->label), 0};
	struct span rest = {url, 0};
	struct span path;
	size_t len;
	int rc;

	rc = expand(save_url, strlen(save_url), session->source.facts,
		    EXPAND_URL, url, sizeof(url));
	if (rc < 0)
		return rc;
	len = rest.len = (size_t)rc;
	text_format(url + len, sizeof(url) - len,
		    "%c%slabel=", span_cut(&rest, '?', &path) ? '&' : '?',
		    action->flags & ACTION_ONCE ? "once=1&" : "");
	label.len = word_len(label.text);
	text_format(word, sizeof(word), "%S", &label);
	if (!report_url_append(url, sizeof(url), word))
		return ERR_MENU_COMMAND;
	return fetch(session, url, &len);
}

static struct action perform(struct session *session,
			     const struct action *action)
{
	struct model *model = &session->model;
	int rc = 0;

	if (action->flags & (ACTION_ONCE | ACTION_SAVE) &&
	    session->config.save_url)
		rc = send_choice(session, action);
	if (rc) {
		say(session, "SAVEURL", rc);
		/* Else it would be started again and again. */
		if (action->flags & ACTION_ONCE)
			return none;
	}
	session->entry = action->entry;
	switch (action->kind) {
	case ACTION_SHOW:
		return show(session, action->text);
	case ACTION_COMMAND:
		return run(session, action->text);
	case ACTION_RUN:
		if (model_command(model, action->entry, model->command,
				  sizeof(model->command)) < 0) {
			text_format(session->reason, sizeof(session->reason),
				    "%s", mistake_text(ERR_MENU_COMMAND));
			return came_back(session);
		}
		return run(session, model->command);
	default:
		session->is_over = 1;
		return none;
	}
}

/* --- The loop --------------------------------------------------------------
 */

static void draw(struct session *session)
{
	struct model *model = &session->model;
	unsigned int rows = UINT16_MAX;
	unsigned int i;

	for (i = 0; i < session->view_count; i++)
		if (view_page(&session->views[i], model) < rows)
			rows = view_page(&session->views[i], model);
	if (model->page != rows)
		model_set_page(model, rows);
	for (i = 0; i < session->view_count; i++)
		view_draw(&session->views[i], model, session->now_ms());
}

static struct action wait(struct session *session)
{
	unsigned int key;

	draw(session);
	key = session->key();
	if (key == KEY_NONE)
		return model_tick(&session->model, session->now_ms());
	return model_key(&session->model, key, session->now_ms());
}

void session_run(struct session *session, const char *arguments)
{
	struct action action = none;

	text_format(session->current, sizeof(session->current), "%s",
		    arguments + blank_len(arguments));
	session->is_over = (uint8_t)!read_current(session);
	if (!session->is_over)
		action = begin(session);
	while (!session->is_over)
		action = action.kind == ACTION_NONE ? wait(session)
						    : perform(session, &action);
	session->close();
}
