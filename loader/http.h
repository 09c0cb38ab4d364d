/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files by the firmware's own HTTP.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_HTTP_H
#define LOADER_HTTP_H

#include "sink.h"
#include "text.h"

/* Does it name a server, as "http://SERVER/PATH" does? */
int http_is_url(const char *name);

/*
 * Cut a URL: the server as in "http://192.0.2.1:8080", and what follows.
 * Returns 0 when it is none.
 */
int http_cut(struct span url, struct span *ret_server, struct span *ret_path);

/*
 * The server's name or address of a URL, without the port; empty when it has
 * none.
 */
struct span http_host(struct span url);

/*
 * Fetch a URL over the NIC that we came by, with the address that it has had
 * from DHCP. A server that is not there is given up after 10 s, and so is one
 * that sends nothing for 10 s.
 *
 * Returns 0, ERR_FILE_NONE (404), ERR_FILE_READ (it broke off, or is no HTTP),
 * ERR_UEFI_REPORT (not started over a NIC), or ERR_HTTP_*.
 */
int http_fetch(const char *url, struct sink *sink);

#endif /* LOADER_HTTP_H */
