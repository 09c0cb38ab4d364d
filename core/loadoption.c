/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EFI_LOAD_OPTION: what a Boot#### variable holds.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "devpath.h"
#include "loadoption.h"
#include "uefierror.h"

/* UEFI 2.10, section 3.1.3. */
enum layout { ATTRIBUTES = 0, PATH_LIST_LEN = 4, DESCRIPTION = 6 };
#define ATTRIBUTE_ACTIVE 0x00000001
#define ATTRIBUTE_CATEGORY 0x00001f00 /* 0: to boot */

/*
 * EDK2 (UefiBootManagerLib) marks the entries it makes for each device with
 * this GUID as their optional data; it is not handed to the loader.
 */
static const uint8_t made_by_edk2[16] = {
    0x4e, 0xac, 0x08, 0x81, 0x11, 0x9f, 0x59, 0x4d,
    0x85, 0x0e, 0xe2, 0x1a, 0x52, 0x2c, 0x59, 0xb2,
};

int loadoption_read(const void *variable, size_t len,
		    struct loadoption *ret_option)
{
	const uint8_t *bytes = variable;
	struct loadoption option;
	size_t list_len;
	size_t off;

	if (len < DESCRIPTION)
		return ERR_OPTION_DAMAGED;
	option.attributes = get_le32(bytes + ATTRIBUTES);
	list_len = get_le16(bytes + PATH_LIST_LEN);
	option.name = bytes + DESCRIPTION;
	for (off = DESCRIPTION;; off += 2) {
		if (len - off < 2)
			return ERR_OPTION_DAMAGED;
		if (!get_le16(bytes + off))
			break;
	}
	option.name_units = (off - DESCRIPTION) / 2;
	off += 2;
	if (list_len > len - off)
		return ERR_OPTION_DAMAGED;
	option.path = bytes + off;
	if (devpath_measure(option.path, list_len, &option.path_len))
		return ERR_OPTION_DAMAGED;
	off += list_len;
	option.data = bytes + off;
	option.data_len = len - off;
	if (option.data_len == sizeof(made_by_edk2) &&
	    memcmp(option.data, made_by_edk2, sizeof(made_by_edk2)) == 0)
		option.data_len = 0;
	*ret_option = option;
	return 0;
}

int loadoption_judge(const struct loadoption *option)
{
	struct devpath_info info;

	devpath_look(option->path, option->path_len, &info);
	if (!(option->attributes & ATTRIBUTE_ACTIVE))
		return ERR_OPTION_INACTIVE;
	if (option->attributes & ATTRIBUTE_CATEGORY)
		return ERR_OPTION_APP;
	if (info.form == DEVPATH_LEGACY)
		return ERR_OPTION_LEGACY;
	if (info.network)
		return ERR_OPTION_NETWORK;
	if (info.firmware)
		return ERR_OPTION_FIRMWARE;
	if (info.form == DEVPATH_SHORT || info.form == DEVPATH_EMPTY)
		return ERR_OPTION_FORM;
	return 0;
}

void loadoption_name(const struct loadoption *option,
		     char name[LOADOPTION_NAME_LEN])
{
	size_t units = option->name_units;

	if (units > LOADOPTION_NAME_LEN - 1)
		units = LOADOPTION_NAME_LEN - 1;
	bytes_name(option->name, (unsigned int)units, 2, name);
}
