/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A menu from its configuration to its end: the program's main loop.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "session.h"

/* Failures to read a configuration, until the machine's own disk is tried. */
#define TRIES 3
#define PAUSE_S 5
#define MAX_PAUSE_S 60

static const struct action none;

/* --- Configurations --------------------------------------------------------
 */

/* Nothing can be read again and again: this machine's own disk. */
static void fall_back(const struct session *session)
{
	const char *line = session->source.fallback;

	line += word_len(line);
	session->localboot(line + blank_len(line));
}

/* Read the configuration, however long it takes. Returns 0 after Esc. */
static int read_current(struct session *session)
{
	const struct source *source = &session->source;
	unsigned int pause_s = 0;
	unsigned int tries;
	int rc;

	for (tries = 1;; tries++) {
		rc = source_read(&session->source, &session->config,
				 session->current);
		if (!rc)
			return 1;
		if (tries % TRIES == 0 && !same_text(source->fallback, "none"))
			fall_back(session);
		if (pause_s < MAX_PAUSE_S)
			pause_s += PAUSE_S;
		text_format(session->reason, sizeof(session->reason),
			    "No menu: %s: %s", source->first,
			    source->reason(rc));
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

/* Why an entry cannot be run here, for the details. */
static const char *note(void *context, uint16_t number)
{
	const struct session *session = context;
	const struct entry *entry = config_entry(&session->config, number);
	const char *text = NULL;

	if (entry->grey)
		text = session->refusal(
		    entry->type, config_text(&session->config, entry->kernel));
	return text ? text : "";
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
			     session->source.facts, session->shift,
			     session->now_ms());
	if (session->source.mistake[0])
		model_set_status(&session->model, session->source.mistake);
	open_views(session);
	return action;
}

static struct action fail(struct session *session, const char *what,
			  const char *why)
{
	text_format(session->reason, sizeof(session->reason), "%s: %s", what,
		    why);
	return model_failed(&session->model, session->reason,
			    session->now_ms());
}

/* Another configuration; when it cannot be read, the one there was. */
static struct action change_to(struct session *session, const char *files)
{
	static char names[MENU_MAX_COMMAND + 1];
	uint8_t failures = session->model.failures;
	uint8_t flags = session->model.last_flags;
	const char *why;
	int rc;

	text_format(names, sizeof(names), "%s", files);
	session->close();
	rc = source_read(&session->source, &session->config, names);
	if (!rc) {
		memcpy(session->current, names, sizeof(session->current));
		return begin(session);
	}
	why = session->source.reason(rc);
	session->is_over = (uint8_t)!read_current(session);
	if (session->is_over)
		return none;
	begin(session);
	session->model.failures = failures;
	session->model.last_flags = flags;
	return fail(session, names, why);
}

/* --- Actions ---------------------------------------------------------------
 */

static struct action show(struct session *session, const char *name)
{
	struct config *config = &session->config;
	char *file = (char *)config->arena + config->low;
	unsigned int i;
	size_t len;
	int rc;

	rc = session->source.read(name, file, config->high - config->low, &len);
	if (rc) {
		session->model.state = session->model.behind;
		text_format(session->reason, sizeof(session->reason), "%s: %s",
			    name, session->source.reason(rc));
		model_set_status(&session->model, session->reason);
		return none;
	}
	for (i = 0; i < session->view_count; i++) {
		session->views[i].file = file;
		session->views[i].file_len = len;
	}
	return none;
}

/* The files of another configuration that a command line asks for, or NULL. */
static const char *configuration_of(const struct session *session,
				    const char *line)
{
	const char *files = config_menu_files(line);

	if (files)
		return same_text(files, "~") ? session->current : files;
	return config_kernel_type(&line) == KERNEL_CONFIG ? line : NULL;
}

static struct action run(struct session *session, const char *line)
{
	const char *files = configuration_of(session, line);
	const char *text;

	if (files)
		return change_to(session, files);
	session->close();
	text = session->run(line);
	session->is_over = !text;
	if (session->is_over)
		return none;
	text_format(session->reason, sizeof(session->reason), "%s", text);
	open_views(session);
	return model_failed(&session->model,
			    session->reason[0] ? session->reason : NULL,
			    session->now_ms());
}

static struct action perform(struct session *session,
			     const struct action *action)
{
	struct model *model = &session->model;

	switch (action->kind) {
	case ACTION_SHOW:
		return show(session, action->text);
	case ACTION_COMMAND:
		return run(session, action->text);
	case ACTION_RUN:
		if (model_command(model, action->entry, model->command,
				  sizeof(model->command)) < 0)
			return model_failed(model,
					    mistake_text(ERR_MENU_COMMAND),
					    session->now_ms());
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
