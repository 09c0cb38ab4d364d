/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A terminal at the other end of a wire: VT100 and what came after it.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_ANSI_H
#define MENU_ANSI_H

#include "view.h"

struct ansi {
	struct terminal terminal;
	int (*send)(void *context, uint8_t byte);
	void *context;
	uint8_t attribute; /* that the terminal writes with */
	uint8_t hidden;	   /* the cursor is */
	uint16_t row;	   /* where it stands */
	uint16_t column;
};

/*
 * A plain, slow terminal of this size (VT100: 80 columns, 24 rows). Box lines
 * are sent as ASCII, letters that are not ASCII as UTF-8. send returns 1, or 0
 * when the byte is lost: then the next view_draw() sends everything anew.
 */
void ansi_start(struct ansi *ansi, unsigned int columns, unsigned int rows,
		int (*send)(void *context, uint8_t byte), void *context);

/* Leave it blank and with its cursor, for whoever writes next. */
void ansi_end(struct ansi *ansi);

#endif /* MENU_ANSI_H */
