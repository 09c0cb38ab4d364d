/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which names of a search are not there, asked all at once.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>
#include <syslinux/pxe_api.h>

#include "absent.h"
#include "bios.h"
#include "error.h"
#include "fetch.h"
#include "pxe.h"
#include "tftp.h"

#define WAIT_TICKS 18 /* a second, from the last question on */
#define MAX_NAME 128
#define NETWORK(port) ((uint16_t)((uint16_t)(port) << 8 | (port) >> 8))

/* Each name has a port of its own: this, and its step in the low bits. */
#define PORTS 0xc000

struct server {
	uint8_t address[4];
	uint16_t ports;
	char folder[256]; /* of the boot file; as that has room */
};

/*
 * iPXE reads names beside what it loaded last, which need not be the file that
 * DHCP named: was that it, and by TFTP?
 */
static int is_beside_boot_file(void)
{
	struct pxe_boot_file boot;
	const uint8_t *ip = boot.server;

	return !pxe_is_gpxe() ||
	       (!pxe_boot_file(&boot) &&
		!pxe_exec("iseq ${cwuri} tftp://%u.%u.%u.%u/%s", ip[0], ip[1],
			  ip[2], ip[3], boot.path));
}

static segoff16_t packet_pointer(void)
{
	const uint8_t *packet = host->lowmem + LOWMEM_SECTOR;
	segoff16_t far = {.offs = OFFS(packet), .seg = SEG(packet)};

	return far;
}

/* Send what stands in LOWMEM_SECTOR. Returns 0, or the PXE status. */
static int send(const struct server *server, uint16_t from, uint16_t to,
		size_t len)
{
	t_PXENV_UDP_WRITE *write = pxe_param();

	memcpy(&write->ip, server->address, 4);
	write->src_port = from;
	write->dst_port = to;
	write->buffer_size = (uint16_t)len;
	write->buffer = packet_pointer();
	return pxe_api(PXENV_UDP_WRITE, write);
}

/* Returns a bit for each name asked for. */
static uint32_t ask(struct search *search, const struct server *server)
{
	char name[MAX_NAME];
	char path[sizeof(server->folder) + MAX_NAME];
	uint32_t asked = 0;
	size_t len;

	while (search_next(search, name, sizeof(name))) {
		text_format(path, sizeof(path), "%s%s", server->folder, name);
		len = tftp_request(host->lowmem + LOWMEM_SECTOR,
				   LOWMEM_PARAM - LOWMEM_SECTOR, path);
		if (send(server, NETWORK(server->ports + search->step),
			 NETWORK(TFTP_PORT), len))
			break;
		asked |= 1u << search->step;
	}
	return asked;
}

/* Take one answer. Returns its name's bit when it was to come, else 0. */
static uint32_t take_answer(const struct server *server, uint32_t asked,
			    enum tftp_answer *ret_answer)
{
	t_PXENV_UDP_READ *read = pxe_param();
	uint8_t *packet = host->lowmem + LOWMEM_SECTOR;
	uint16_t step;

	read->buffer_size = LOWMEM_PARAM - LOWMEM_SECTOR;
	read->buffer = packet_pointer();
	if (pxe_api(PXENV_UDP_READ, read) ||
	    memcmp(&read->src_ip, server->address, 4) != 0)
		return 0;
	step = NETWORK(read->d_port) ^ server->ports;
	if (step >= SEARCH_STEPS || !(asked & 1u << step))
		return 0;
	*ret_answer = tftp_answer(packet, read->buffer_size);
	if (*ret_answer == TFTP_THERE) {
		memcpy(packet, TFTP_STOP, TFTP_STOP_LEN);
		send(server, read->d_port, read->s_port, TFTP_STOP_LEN);
	}
	return 1u << step;
}

/* As fetch() says it; behind the name that is found nobody needs to know. */
static void say_absent(struct search search, uint32_t absent)
{
	char name[MAX_NAME];

	while (search_next(&search, name, sizeof(name)))
		if (absent & 1u << search.step)
			console_print("%s: %s\n", name,
				      fetch_reason(ERR_FILE_NONE));
}

uint32_t absent_names(struct search search)
{
	struct search asking = search;
	uint8_t address[4] = {0};
	struct server server;
	enum tftp_answer answer;
	t_PXENV_UDP_OPEN *open;
	uint32_t absent = 0;
	uint32_t start;
	uint32_t asked;
	uint32_t name;

	if (host->kind != HOST_NBP || !is_beside_boot_file() ||
	    pxe_tftp_place("", server.address, server.folder,
			   sizeof(server.folder)))
		return 0;
	pxe_address(address);
	start = phys_read32(BDA_TICKS);
	server.ports = (uint16_t)(PORTS | (start * SEARCH_STEPS & 0x3fff));
	open = pxe_param();
	memcpy(&open->src_ip, address, 4);
	if (pxe_api(PXENV_UDP_OPEN, open))
		return 0;
	asked = ask(&asking, &server);
	start = phys_read32(BDA_TICKS);
	while (asked && phys_read32(BDA_TICKS) - start < WAIT_TICKS) {
		name = take_answer(&server, asked, &answer);
		asked &= ~name;
		if (name && answer == TFTP_ABSENT)
			absent |= name;
	}
	pxe_api(PXENV_UDP_CLOSE, pxe_param());
	say_absent(search, absent);
	return absent;
}
