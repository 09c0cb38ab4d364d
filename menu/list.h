/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of the menu that is shown: its rows, the one chosen, the filter.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_LIST_H
#define MENU_LIST_H

#include "model.h"

/*
 * Show a menu: its entries that contain the filter's text, the entry chosen
 * that was chosen there last.
 */
void list_show(struct model *model, menu_ref menu);

/* The same of the menu shown, when the filter has changed. */
void list_filter(struct model *model);

/* Choose this entry, or the first one that can be. */
void list_choose(struct model *model, uint16_t entry);

/*
 * A key that moves in the list, as in Syslinux's menu; disabled entries are
 * passed over. Returns 1, or 0 when it is another key.
 */
int list_key(struct model *model, unsigned int key);

/* The entry with this hot key, or ENTRY_NONE. */
uint16_t list_hotkey(const struct model *model, unsigned int key);

/* The entry a menu begins with, or ENTRY_NONE. */
uint16_t list_default(const struct config *config, menu_ref menu);

#endif /* MENU_LIST_H */
