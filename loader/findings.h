/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was looked at and what came of it: said at once, kept for the report.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_FINDINGS_H
#define LOADER_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

/* Findings beyond this are said, but not kept. */
#define FINDINGS_MAX 48

/*
 * what: the entry or device, "" when the finding is about none. file: of it,
 * or "". verdict: an ERR_* code. status: the firmware's own, which is shown
 * where it is not 0.
 */
void finding_add(uint8_t method, const char *what, const char *file,
		 int verdict, uint64_t status);

unsigned int findings_count(void);
void findings_clear(void);

/*
 * The one that says most, in one line for a menu: the first that is not about
 * something passed over, else the first; "" when there is none.
 */
void findings_reason(char *buf, size_t len);

/* The finding in one text of at most len - 1 characters; its length. */
size_t finding_text(unsigned int index, const char *separator, char *buf,
		    size_t len);

#endif /* LOADER_FINDINGS_H */
