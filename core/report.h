/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report: what localboot looked at and what came of it, as text.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include <stddef.h>

#include "probe.h"
#include "smbios.h"
#include "text.h"

/*
 * One finding in at most len - 1 characters: the rung, the drive, what is on
 * it, the separator, and the verdict (in one line). Without a separator the
 * drive's number stands for the drive. Returns its length.
 */
size_t report_finding(const struct ladder *ladder,
		      const struct finding *finding, const char *separator,
		      char *buf, size_t len);

/* A finding's drive, and what is on it, without the verdict. */
size_t report_drive(const struct finding *finding, char *buf, size_t len);

/*
 * The machine as the beginning of a row for localboot.quirks. Returns its
 * length.
 */
size_t report_machine(const struct smbios *smbios, char *buf, size_t len);

/*
 * Append text to a URL (len bytes, NUL-terminated) with the characters that
 * cannot stand in a query as %XX. What does not fit is left out, never half a
 * character. Returns 1, or 0 when something was left out.
 */
int report_url_append(char *url, size_t len, const char *text);

#endif /* CORE_REPORT_H */
