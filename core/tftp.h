/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TFTP's packets, as far as they tell whether a file is there (RFC 1350).
 *
 * Runs in: everywhere.
 */
#ifndef CORE_TFTP_H
#define CORE_TFTP_H

#include <stddef.h>
#include <stdint.h>

/*
 * The path of tftp://ADDRESS/PATH, without the slash before it, and the server;
 * NULL: the name is none such.
 */
const char *tftp_url(const char *name, uint8_t ret_server[4]);

/*
 * Write the request to read a file in "octet" mode (RFC 1350, section 5). It
 * asks for the file's size too (RFC 2349), so that a server that knows the
 * option answers without data. Returns the packet's length, 0 when it does
 * not fit.
 */
size_t tftp_request(void *buf, size_t size, const char *path);

enum tftp_answer {
	TFTP_UNCLEAR, /* another error, or no answer to a request */
	TFTP_ABSENT,  /* "File not found" */
	TFTP_THERE,   /* data, or an OACK (RFC 2347): the server goes on */
};

/* What a server's first packet says about the file. */
enum tftp_answer tftp_answer(const void *packet, size_t len);

/* The packet that ends a transfer: an error of code 0 without text. */
#define TFTP_STOP "\0\5\0\0"
#define TFTP_STOP_LEN 5

#endif /* CORE_TFTP_H */
