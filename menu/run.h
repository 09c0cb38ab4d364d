/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu starts: an entry, a line, the default, ONERROR.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_RUN_H
#define MENU_RUN_H

#include "model.h"

extern const struct action nothing;

static inline struct menu *menu_of(const struct model *model)
{
	return config_menu(model->config, model->menu);
}

static inline struct menu *home_of(const struct model *model)
{
	return config_menu(model->config, model->config->start);
}

static inline void to_list(struct model *model)
{
	model->state = model->filter_len ? MODEL_FILTER : MODEL_LIST;
}

/* Back to the menu shown at first, and its default. */
void go_home(struct model *model);

/* Start an entry that is ENTRY_RUN. */
struct action run_entry(struct model *model, uint16_t number,
			unsigned int flags);

/* Run what stands in model->command; number is its entry, or ENTRY_NONE. */
struct action run_text(struct model *model, uint16_t number,
		       unsigned int flags);

/* Run a line such as ONTIMEOUT's, or one that was typed: a label, or not. */
struct action run_line(struct model *model, const char *line,
		       unsigned int flags);

/* The entry that the first menu begins with. */
struct action run_default(struct model *model);

/* What happens when nobody does anything: ONTIMEOUT, or the default. */
struct action run_timeout(struct model *model, uint32_t now_ms);

/* The status says that a line is too long; nothing is started. */
struct action too_long(struct model *model);

/*
 * Compose ONERROR's line and behind it the one that failed, in model->command,
 * by way of the line that is no longer edited. Returns 0 when it is too long.
 */
int compose_onerror(struct model *model, const char *line, uint16_t *ret_entry);

#endif /* MENU_RUN_H */
