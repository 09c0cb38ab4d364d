/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/devpath.c. The input is a length (1 byte), another path of
 * that length, and the path.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bytes.h"
#include "devpath.h"
#include "fuzz.h"
#include "uefierror.h"

/* The length of a path, read one node after the other; 0: damaged. */
static size_t model_measure(const uint8_t *path, size_t len)
{
	size_t off = 0;
	size_t node;

	if (len > DEVPATH_MAX_LEN)
		len = DEVPATH_MAX_LEN;
	while (off + 4 <= len) {
		node = get_le16(path + off + 2);
		if (node < 4 || off + node > len)
			return 0;
		off += node;
		if (path[off - node] == 0x7f)
			return path[off - node + 1] == 0xff ? off : 0;
	}
	return 0;
}

static void check_text(const uint8_t *path, size_t len)
{
	char text[DEVPATH_TEXT_LEN];
	char file[DEVPATH_TEXT_LEN];
	size_t cut = len % sizeof(text);
	size_t used;
	size_t i;

	used = devpath_text(path, len, text, sizeof(text));
	REQUIRE(used < sizeof(text) && strlen(text) == used);
	for (i = 0; i < used; i++)
		REQUIRE(text[i] >= ' ' && text[i] <= '~');
	used = devpath_file_name(path, len, file, sizeof(file));
	REQUIRE(used < sizeof(file) && strlen(file) == used);
	REQUIRE(!strchr(file, '\\') && !strchr(file, '/'));
	used = devpath_text(path, len, file, cut);
	REQUIRE(used <= cut && memcmp(file, text, used) == 0);
}

static void check_info(const uint8_t *path, size_t len)
{
	struct devpath_info info;

	devpath_look(path, len, &info);
	REQUIRE(info.form <= DEVPATH_EMPTY);
	REQUIRE(info.network <= 1 && info.usb <= 1 && info.optical <= 1 &&
		info.firmware <= 1);
	REQUIRE(info.device_len <= len);
	if (info.has_file)
		REQUIRE(len - info.device_len >= 4 &&
			path[info.device_len] == 4 &&
			path[info.device_len + 1] == 4);
	if (!info.has_hd)
		return;
	REQUIRE(len - info.partition >= 42);
	REQUIRE(devpath_partition_number(path + info.partition,
					 len - info.partition) ==
		get_le32(path + info.partition + 4));
}

static void check_network(const uint8_t *path, size_t len)
{
	const uint8_t *mac;
	size_t at;
	struct devpath_iscsi disk;
	struct devpath_ipv4 ipv4;
	struct span uri;

	if (devpath_ipv4(path, len, &ipv4))
		REQUIRE(ipv4.address > path &&
			(size_t)(ipv4.netmask - path) <= len - 4);
	if (devpath_uri(path, len, &uri)) {
		at = (size_t)(uri.text - (const char *)path);
		REQUIRE(uri.len && at <= len && uri.len <= len - at);
	}
	if (devpath_mac(path, len, &mac))
		REQUIRE((size_t)(mac - path) <= len - 6);
	if (devpath_iscsi(path, len, &disk)) {
		at = (size_t)(disk.target.text - (const char *)path);
		REQUIRE(at <= len && disk.target.len <= len - at);
		REQUIRE(!disk.target.len ||
			!memchr(disk.target.text, 0, disk.target.len));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t other_len = len ? data[0] : 0;
	const uint8_t *other;
	size_t measured = 0;
	int rc;

	if (!len)
		return 0;
	other = ++data;
	len--;
	if (other_len > len)
		other_len = len;
	data += other_len;
	len -= other_len;
	rc = devpath_measure(data, len, &measured);
	REQUIRE(rc == (model_measure(data, len) ? 0 : ERR_OPTION_DAMAGED));
	REQUIRE(measured == model_measure(data, len));
	check_info(data, len);
	check_text(data, len);
	check_network(data, len);
	rc = devpath_same_partition(data, len, other, other_len);
	REQUIRE(rc == devpath_same_partition(other, other_len, data, len));
	REQUIRE(devpath_begins(data, len, data, len / 2));
	REQUIRE(!devpath_begins(data, len, other, other_len) ||
		other_len <= len);
	return 0;
}
