/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was looked at and what came of it: said at once, kept for the report.
 *
 * Runs in: UEFI.
 */
#include "console.h"
#include "findings.h"
#include "text.h"
#include "uefierror.h"
#include "uefiladder.h"

#define WHAT_LEN 200
#define FILE_LEN 80
#define LINE_LEN 420

static struct finding {
	char what[WHAT_LEN];
	char file[FILE_LEN];
	uint64_t status;
	int verdict;
	uint8_t method;
} findings[FINDINGS_MAX];

static unsigned int count;

static size_t format(const struct finding *finding, const char *separator,
		     char *buf, size_t len)
{
	const char *what = finding->what;
	size_t used;

	used = text_format(buf, len, "%s: %s%s%s%s%s",
			   uefiladder_name(finding->method), what,
			   *what && *finding->file ? " " : "", finding->file,
			   *what || *finding->file ? separator : "",
			   error_text_uefi(finding->verdict));
	if (finding->status)
		used += text_format(buf + used, len - used, " (status %x)",
				    (uint32_t)finding->status);
	return used;
}

void finding_add(uint8_t method, const char *what, const char *file,
		 int verdict, uint64_t status)
{
	static struct finding beyond;
	struct finding *finding = &beyond;
	char line[LINE_LEN];

	if (count < FINDINGS_MAX)
		finding = &findings[count++];
	text_format(finding->what, WHAT_LEN, "%s", what);
	text_format(finding->file, FILE_LEN, "%s", file);
	finding->method = method;
	finding->verdict = verdict;
	finding->status = status;
	format(finding, ": ", line, sizeof(line));
	say("%s\n", line);
}

unsigned int findings_count(void)
{
	return count;
}

void findings_clear(void)
{
	count = 0;
}

/* What local boot has nothing to do with, or somebody has switched off. */
static int is_passed_over(int verdict)
{
	return verdict == ERR_SELECT_OTHER || verdict == ERR_SELECT_UNKNOWN ||
	       verdict == ERR_DRIVE_SAN || verdict == ERR_LOADER_BEFORE ||
	       (verdict <= ERR_OPTION_CURRENT && verdict >= ERR_OPTION_FORM);
}

void findings_reason(char *buf, size_t len)
{
	unsigned int i;

	*buf = '\0';
	for (i = 0; i < count && is_passed_over(findings[i].verdict); i++)
		;
	if (count)
		format(&findings[i % count], ": ", buf, len);
}

size_t finding_text(unsigned int index, const char *separator, char *buf,
		    size_t len)
{
	return format(&findings[index], separator, buf, len);
}
