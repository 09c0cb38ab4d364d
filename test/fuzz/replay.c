/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run corpus files through a fuzz target, without libFuzzer.
 *
 * Runs in: host.
 */
#include <errno.h>
#include <string.h>

#include "fuzz.h"

static int complain(const char *path)
{
	fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
	return 1;
}

/* A buffer of exactly the file's length: ASan sees a byte read behind it. */
static int replay(const char *path)
{
	uint8_t *data = NULL;
	FILE *file;
	long len;
	int failed;

	file = fopen(path, "rb");
	if (!file)
		return complain(path);
	failed = fseek(file, 0, SEEK_END) || (len = ftell(file)) < 0 ||
		 fseek(file, 0, SEEK_SET) || !(data = malloc((size_t)len)) ||
		 fread(data, 1, (size_t)len, file) != (size_t)len;
	if (failed)
		complain(path);
	else
		LLVMFuzzerTestOneInput(data, (size_t)len);
	free(data);
	fclose(file);
	return failed;
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (replay(argv[i]))
			return 1;
	if (argc < 2) {
		fprintf(stderr, "replay: no corpus file given\n");
		return 1;
	}
	printf("replay: %d inputs, every property holds\n", argc - 1);
	return 0;
}
