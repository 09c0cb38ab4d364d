/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iBFT and sanboot's arguments: what it should say, and gateway=.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SANIBFT_H
#define CORE_SANIBFT_H

#include "ibft.h"
#include "sanargs.h"

/* expect points into the rest. */
struct sanibft {
	struct ibft_expect expect; /* its mac: NULL */
	struct ibft_path paths[SANARGS_MAX_URIS];
	struct sanuri uri[SANARGS_MAX_URIS];
	uint8_t ip[SANARGS_MAX_URIS][4];
};

/*
 * What the table should say of the addresses that were attached, at most
 * SANARGS_MAX_URIS. Those that are not iscsi: are left out.
 */
void sanibft_expect(const struct span *uri, unsigned int uris,
		    struct sanibft *ret_expect);

/*
 * Change the gateway of the NIC that a target of this table is reached by to
 * the target's address (to_target) or to none.
 *
 * Returns 0 with *ret_ip the new gateway; ERR_IBFT_GATEWAY_FAR when a target
 * could not be reached so: nothing was changed; or ERR_IBFT_* when it cannot
 * be changed.
 */
int sanibft_set_gateway(void *table, size_t len,
			const struct ibft_target *target, int to_target,
			uint8_t ret_ip[4]);

#endif /* CORE_SANIBFT_H */
