/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PXE stack below us (PXE 2.1) and its gPXE/iPXE extensions.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <stddef.h>
#include <string.h>
#include <syslinux/pxe_api.h>

#include "bios.h"
#include "dhcp.h"
#include "error.h"
#include "pxe.h"
#include "sectors.h"
#include "tftp.h"

/* PXENV_FILE_API_CHECK's question and answer (gPXE's pxe_api.h). */
#define API_CHECK_MAGIC 0x91d447b2
#define API_CHECK_ANSWER 0xe9c17b20
/* iPXE's extension; Syslinux's header does not know it. */
#define PXENV_FILE_CMDLINE 0x00e8
#define FILE_BIT(opcode) (1u << ((opcode)-PXENV_FILE_OPEN))

#define BASE_MEMORY_END 0xa0000
/* PXE 2.1 reuses opcode 15h, which Syslinux's header calls UNDI_GET_STATE. */
#define STOP_UNDI 0x0015

/* PXE 2.1 specification, section 4.4.2: the !PXE structure. */
struct segment {
	uint16_t base; /* paragraph */
	uint32_t physical;
	uint16_t len;
} __attribute__((packed));

struct bang_pxe {
	char signature[4];
	uint8_t len;
	uint8_t checksum;
	uint8_t revision;
	uint8_t reserved1;
	segoff16_t undi_rom_id;
	segoff16_t base_rom_id;
	segoff16_t entry_sp;
	segoff16_t entry_esp;
	segoff16_t status_callout;
	uint8_t reserved2;
	uint8_t segment_count;
	uint16_t first_selector;
	struct segment stack;
	struct segment undi_data;
	struct segment undi_code;
} __attribute__((packed));

_Static_assert(__builtin_offsetof(struct bang_pxe, entry_sp) == 0x10,
	       "PXE 2.1, 4.4.2");
_Static_assert(__builtin_offsetof(struct bang_pxe, undi_code) == 0x30,
	       "PXE 2.1, 4.4.2");

/* Section 4.4.1: PXENV+, which since version 2.1 points to !PXE. */
struct pxenv_plus {
	char signature[6];
	uint16_t version;
	uint8_t len;
	uint8_t rest[0x1f];
	segoff16_t bang_pxe;
} __attribute__((packed));

_Static_assert(__builtin_offsetof(struct pxenv_plus, bang_pxe) == 0x28,
	       "PXE 2.1, 4.4.1");

struct file_exec {
	uint16_t status;
	segoff16_t command;
} __attribute__((packed));

struct file_cmdline {
	uint16_t status;
	uint16_t buffer_len;
	segoff16_t buffer;
} __attribute__((packed));

union pxe_param {
	uint8_t bytes[0xa0];
	struct file_exec exec;
	struct file_cmdline cmdline;
	t_PXENV_FILE_API_CHECK api_check;
	t_PXENV_GET_CACHED_INFO cached;
	t_PXENV_FILE_OPEN open;
	t_PXENV_FILE_READ read;
	t_PXENV_FILE_CLOSE close;
	t_PXENV_TFTP_OPEN tftp_open;
	t_PXENV_TFTP_READ tftp_read;
};

_Static_assert(sizeof(union pxe_param) <= LOWMEM_STRING - LOWMEM_PARAM,
	       "host.h: lowmem_layout");

static const struct bang_pxe *pxe;
static uint32_t file_api; /* bit n: opcode 00E0h + n is there */

static int is_bang_pxe(const struct bang_pxe *bang)
{
	const uint8_t *bytes = (const uint8_t *)bang;
	uint8_t sum = 0;
	unsigned int i;

	if (memcmp(bang->signature, "!PXE", 4) != 0 ||
	    bang->len < sizeof(*bang))
		return 0;
	for (i = 0; i < bang->len; i++)
		sum = (uint8_t)(sum + bytes[i]);
	return sum == 0;
}

/* By INT 1Ah AX=5650h; NULL when there is none. */
static const struct pxenv_plus *find_pxenv(void)
{
	const struct pxenv_plus *pxenv;
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x5650;
	regs.eflags.l = EFLAGS_CF;
	host->intcall(0x1a, &regs, &regs);
	if (regs.eax.w[0] != 0x564e || (regs.eflags.l & EFLAGS_CF))
		return NULL;
	pxenv = MK_PTR(regs.es, regs.ebx.w[0]);
	if (memcmp(pxenv->signature, "PXENV+", 6) != 0 ||
	    pxenv->len < sizeof(*pxenv))
		return NULL;
	return pxenv;
}

static const struct bang_pxe *find_by_int1a(void)
{
	const struct pxenv_plus *pxenv = find_pxenv();
	const struct bang_pxe *bang;

	if (!pxenv)
		return NULL;
	bang = MK_PTR(pxenv->bang_pxe.seg, pxenv->bang_pxe.offs);
	return is_bang_pxe(bang) ? bang : NULL;
}

/* gPXE and iPXE hook INT 1Ah only while an NBP runs, not for a COM32. */
static const struct bang_pxe *find_by_scan(void)
{
	uint32_t at = (uint32_t)phys_read16(BDA_BASE_MEMORY) << 10;

	for (; at && at < BASE_MEMORY_END; at += 16)
		if (is_bang_pxe(phys(at)))
			return phys(at);
	return NULL;
}

void *pxe_param(void)
{
	return memset(host->lowmem + LOWMEM_PARAM, 0, sizeof(union pxe_param));
}

static segoff16_t far_pointer(const void *address)
{
	segoff16_t far;

	far.offs = OFFS(address);
	far.seg = SEG(address);
	return far;
}

int pxe_api(uint16_t opcode, void *param)
{
	/* Every parameter block begins with it. */
	uint16_t *status = param;

	if (!host->pxe_call(pxe->entry_sp, opcode, param) &&
	    *status == PXENV_STATUS_SUCCESS)
		return 0;
	return *status ? *status : PXENV_STATUS_FAILURE;
}

static uint32_t ask_file_api(void)
{
	union pxe_param *param = pxe_param();

	param->api_check.Size = sizeof(param->api_check);
	param->api_check.Magic = API_CHECK_MAGIC;
	if (pxe_api(PXENV_FILE_API_CHECK, param) ||
	    param->api_check.Magic != API_CHECK_ANSWER)
		return 0;
	return param->api_check.APIMask;
}

int pxe_find(void)
{
	pxe = host->pxe;
	if (!pxe || !is_bang_pxe(pxe))
		pxe = find_by_int1a();
	if (!pxe)
		pxe = find_by_scan();
	if (!pxe)
		return ERR_PXE_NONE;
	file_api = ask_file_api();
	return 0;
}

int pxe_is_gpxe(void)
{
	return pxe && (file_api & FILE_BIT(PXENV_FILE_EXEC));
}

int pxe_exec(const char *format, ...)
{
	char *command = (char *)host->lowmem + LOWMEM_STRING;
	union pxe_param *param = pxe_param();
	va_list args;

	va_start(args, format);
	text_vformat(command, LOWMEM_STRING_LEN, format, args);
	va_end(args);
	param->exec.command = far_pointer(command);
	return pxe_api(PXENV_FILE_EXEC, param);
}

void pxe_cmdline(char *buf, size_t len)
{
	char *string = (char *)host->lowmem + LOWMEM_STRING;
	union pxe_param *param = pxe_param();

	buf[0] = '\0';
	if (!pxe || !(file_api & FILE_BIT(PXENV_FILE_CMDLINE)))
		return;
	memset(string, 0, LOWMEM_STRING_LEN);
	param->cmdline.buffer_len = LOWMEM_STRING_LEN - 1;
	param->cmdline.buffer = far_pointer(string);
	if (!pxe_api(PXENV_FILE_CMDLINE, param))
		text_format(buf, len, "%s", string);
}

/* Returns a cached packet in low memory, or NULL. */
static const uint8_t *cached_packet(uint16_t type, size_t *ret_len)
{
	uint8_t *packet = host->lowmem + LOWMEM_STRING;
	union pxe_param *param;

	if (!pxe)
		return NULL;
	param = pxe_param();
	param->cached.PacketType = type;
	param->cached.BufferSize = LOWMEM_STRING_LEN;
	param->cached.Buffer = far_pointer(packet);
	if (pxe_api(PXENV_GET_CACHED_INFO, param) ||
	    param->cached.BufferSize > LOWMEM_STRING_LEN ||
	    param->cached.BufferSize < DHCP_MIN_LEN)
		return NULL;
	*ret_len = param->cached.BufferSize;
	return packet;
}

const uint8_t *pxe_dhcp_ack(size_t *ret_len)
{
	return cached_packet(PXENV_PACKET_TYPE_DHCP_ACK, ret_len);
}

int pxe_dhcp_option(uint8_t option, struct span *ret_value)
{
	const uint8_t *packet;
	size_t len;

	if (!pxe)
		return ERR_PXE_NONE;
	packet = pxe_dhcp_ack(&len);
	return packet ? dhcp_option(packet, len, option, ret_value)
		      : ERR_PXE_CALL;
}

/* A field of the DHCPACK; one that is all zero is none. */
static int dhcp_field(unsigned int at, uint8_t *ret, size_t len)
{
	const uint8_t *packet;
	size_t packet_len;

	packet = pxe_dhcp_ack(&packet_len);
	/* gPXE and iPXE make the packet up for a boot file, not for a COM32. */
	if (!packet || memcmp(packet + at, "\0\0\0\0\0", len) == 0)
		return ERR_PXE_CALL;
	memcpy(ret, packet + at, len);
	return 0;
}

int pxe_mac(uint8_t mac[6])
{
	return dhcp_field(DHCP_CHADDR, mac, 6);
}

int pxe_address(uint8_t address[4])
{
	return dhcp_field(DHCP_YIADDR, address, 4);
}

/* gPXE's and iPXE's answer while nothing has arrived yet. */
#define STATUS_WAIT PXENV_STATUS_TFTP_OPEN
#define FETCH_TICKS 546 /* 30 s without a byte */

/* Also of iPXE's and gPXE's errors, which have PXE's numbers. */
static int file_error(int status, int other)
{
	switch (status) {
	case PXENV_STATUS_TFTP_FILE_NOT_FOUND:
		return ERR_FILE_NONE;
	case STATUS_WAIT:
	case PXENV_STATUS_ARP_TIMEOUT:
	case PXENV_STATUS_TFTP_OPEN_TIMEOUT:
	case PXENV_STATUS_TFTP_READ_TIMEOUT:
	case PXENV_STATUS_TFTP_CANNOT_OPEN_CONNECTION:
		return ERR_FILE_SILENT;
	default:
		return other;
	}
}

int pxe_fetch(const char *url, void *buf, size_t len)
{
	char *string = (char *)host->lowmem + LOWMEM_STRING;
	uint8_t *block = host->lowmem + LOWMEM_SECTOR;
	union pxe_param *param;
	uint16_t handle;
	size_t used = 0;
	uint32_t start;
	size_t part;
	int status;

	if (!pxe || !(file_api & FILE_BIT(PXENV_FILE_OPEN)))
		return ERR_FILE_NONE;
	text_format(string, LOWMEM_STRING_LEN, "%s", url);
	param = pxe_param();
	param->open.FileName = far_pointer(string);
	status = pxe_api(PXENV_FILE_OPEN, param);
	if (status)
		return file_error(status, ERR_FILE_NONE);
	handle = param->open.FileHandle;
	start = phys_read32(BDA_TICKS);
	do {
		param = pxe_param();
		param->read.FileHandle = handle;
		param->read.BufferSize = SECTORS_MAX_LEN;
		param->read.Buffer = far_pointer(block);
		status = pxe_api(PXENV_FILE_READ, param);
		part = status ? 0 : param->read.BufferSize;
		/* iPXE's answer, an error's number, when HTTP ends too soon. */
		if (part > SECTORS_MAX_LEN) {
			status = PXENV_STATUS_FAILURE;
			break;
		}
		if (part)
			start = phys_read32(BDA_TICKS);
		host_note_progress();
		part = len - used < part ? len - used : part;
		memcpy((uint8_t *)buf + used, block, part);
		used += part;
	} while (used < len && (part || status == STATUS_WAIT) &&
		 phys_read32(BDA_TICKS) - start < FETCH_TICKS);
	param = pxe_param();
	param->close.FileHandle = handle;
	pxe_api(PXENV_FILE_CLOSE, param);
	return status ? file_error(status, ERR_FILE_READ) : (int)used;
}

int pxe_boot_file(struct pxe_boot_file *ret)
{
	/* A ProxyDHCP or boot server's, or else the DHCPACK. */
	static const uint8_t types[] = {PXENV_PACKET_TYPE_CACHED_REPLY,
					PXENV_PACKET_TYPE_DHCP_ACK};
	const uint8_t *packet;
	struct span path;
	size_t len;
	size_t i;

	for (i = 0; i < sizeof(types); i++) {
		packet = cached_packet(types[i], &len);
		if (!packet || dhcp_boot_file(packet, len, &path) ||
		    dhcp_boot_server(packet, len, ret->server))
			continue;
		text_format(ret->path, sizeof(ret->path), "%S", &path);
		return 0;
	}
	return ERR_PXE_CALL;
}

/*
 * The largest block that stays in one Ethernet frame: few ROMs put fragments
 * together again. A server grants it or less (RFC 2348).
 */
#define TFTP_BLOCK 1456

int pxe_tftp_place(const char *name, uint8_t server[4], char *path, size_t len)
{
	const char *of_url = tftp_url(name, server);
	struct pxe_boot_file boot;
	struct span folder = {boot.path, 0};
	size_t i;

	if (!of_url && pxe_boot_file(&boot))
		return ERR_FILE_NONE;
	if (!of_url)
		memcpy(server, boot.server, 4);
	for (i = 0; !of_url && *name != '/' && boot.path[i]; i++)
		if (boot.path[i] == '/' || boot.path[i] == '\\')
			folder.len = i + 1;
	text_format(path, len, "%S%s", &folder, of_url ? of_url : name);
	return 0;
}

/* Read on to the end of the file, or until it is longer than len. */
static int tftp_read(uint8_t *buf, size_t len, uint16_t block_len)
{
	union pxe_param *param;
	size_t used = 0;
	size_t part;
	int status;

	do {
		param = pxe_param();
		param->tftp_read.BufferSize = block_len;
		param->tftp_read.Buffer =
		    far_pointer(host->lowmem + LOWMEM_SECTOR);
		status = pxe_api(PXENV_TFTP_READ, param);
		if (status)
			return file_error(status, ERR_FILE_READ);
		part = param->tftp_read.BufferSize;
		if (part > block_len || part > len - used)
			return ERR_FILE_READ;
		memcpy(buf + used, host->lowmem + LOWMEM_SECTOR, part);
		used += part;
		host_note_progress();
	} while (part == block_len);
	return (int)used;
}

int pxe_read_file(const char *name, void *buf, size_t len)
{
	char path[sizeof(((t_PXENV_TFTP_OPEN *)0)->FileName)];
	uint8_t server[4];
	union pxe_param *param;
	t_PXENV_TFTP_OPEN *open;
	int status;
	int rc;

	if (file_api & FILE_BIT(PXENV_FILE_OPEN))
		return pxe_fetch(name, buf, len);
	/* It asks for DHCP's packet: before our own call has its place. */
	rc = pxe_tftp_place(name, server, path, sizeof(path));
	if (rc)
		return rc;
	param = pxe_param();
	open = &param->tftp_open;
	memcpy(&open->ServerIPAddress, server, 4);
	memcpy(open->FileName, path, sizeof(path));
	open->TFTPPort = TFTP_PORT << 8; /* network order */
	open->PacketSize = TFTP_BLOCK;
	status = pxe_api(PXENV_TFTP_OPEN, param);
	if (status)
		return file_error(status, ERR_FILE_READ);
	rc = open->PacketSize <= SECTORS_MAX_LEN
		 ? tftp_read(buf, len, open->PacketSize)
		 : ERR_FILE_READ;
	pxe_api(PXENV_TFTP_CLOSE, pxe_param());
	return rc;
}

void pxe_entry_pointers(uint32_t *ret_bang, uint32_t *ret_pxenv)
{
	const struct pxenv_plus *pxenv = find_pxenv();

	*ret_bang = (uint32_t)SEG(pxe) << 16 | OFFS(pxe);
	*ret_pxenv = (uint32_t)SEG(pxenv) << 16 | OFFS(pxenv);
}

static uint32_t vector_target(unsigned int vector)
{
	return ((uint32_t)phys_read16(4 * vector + 2) << 4) +
	       phys_read16(4 * vector);
}

int pxe_holds_san(void)
{
	uint32_t target = vector_target(0x13);

	return pxe && target >= (uint32_t)phys_read16(BDA_BASE_MEMORY) << 10 &&
	       target < BASE_MEMORY_END;
}

/* Where base memory would end without the PXE stack, in bytes. */
static uint32_t pxe_memory_end(void)
{
	const struct segment *code = &pxe->undi_code;
	const struct segment *data = &pxe->undi_data;
	uint32_t code_end = ((uint32_t)code->base << 4) + code->len;
	uint32_t data_end = ((uint32_t)data->base << 4) + data->len;
	uint32_t end = code_end > data_end ? code_end : data_end;
	uint32_t ebda = (uint32_t)phys_read16(BDA_EBDA) << 4;

	/* Base memory goes in KiB: a part of one means the whole was taken. */
	end = (end + 0x3ff) & ~0x3ffu;
	return ebda >= 0x80000 && end > ebda ? ebda & ~0x3ffu : end;
}

/* 1 when no BIOS service or bootstrap vector leads into the region. */
static int region_is_free(uint32_t from, uint32_t to)
{
	unsigned int vector;
	uint32_t target;

	for (vector = 0x10; vector <= 0x1c; vector++) {
		target = vector_target(vector);
		if (target >= from && target < to)
			return 0;
	}
	return 1;
}

/*
 * A COM32 program's INT 20h-22h keep gPXE/iPXE from unhooking INT 15h, which
 * hides memory, in STOP_UNDI. Its handler ends in JMP FAR [CS:old vector]
 * (43 bytes in at the most): put the old vector back, if that is the BIOS's.
 */
static void unchain_int15(uint32_t from, uint32_t to)
{
	volatile uint32_t *entry = phys(4 * 0x15);
	const uint8_t *handler = phys(vector_target(0x15));
	uint32_t segment = (*entry >> 16) << 4;
	uint32_t old;
	unsigned int i;

	if (vector_target(0x15) < from || vector_target(0x15) >= to)
		return;
	for (i = 0; i < 64; i++, handler++) {
		if (memcmp(handler, "\x2e\xff\x2e", 3) != 0)
			continue;
		old = phys_read32(segment + handler[3] + 256u * handler[4]);
		if (old >= 0xc0000000)
			*entry = old;
		return;
	}
}

void pxe_unload(void)
{
	static const uint8_t sequence[] = {
	    PXENV_UDP_CLOSE,
	    PXENV_UNDI_SHUTDOWN,
	    PXENV_UNLOAD_STACK,
	    STOP_UNDI,
	};
	uint32_t from = (uint32_t)phys_read16(BDA_BASE_MEMORY) << 10;
	uint32_t end;
	int failed = 0;
	size_t i;

	if (!pxe)
		return;
	end = pxe_memory_end();
	for (i = 0; i < sizeof(sequence); i++)
		failed = pxe_api(sequence[i], pxe_param());
	/*
	 * gPXE/iPXE answer "keep" because of INT 20h-22h, which COM32 hooks
	 * and handoff_release drops; from another stack the answer counts.
	 */
	if (pxe_is_gpxe())
		unchain_int15(from, end);
	if ((failed && !pxe_is_gpxe()) || from >= end ||
	    end > BASE_MEMORY_END || !region_is_free(from, end))
		return;
	*(volatile uint16_t *)phys(BDA_BASE_MEMORY) = (uint16_t)(end >> 10);
}
