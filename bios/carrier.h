/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Going on in an iPXE from the TFTP server, where the PXE stack is another.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#ifndef BIOS_CARRIER_H
#define BIOS_CARRIER_H

#define CARRIER_FILES 2

struct carrier {
	/*
	 * iPXE, tried in this order; NULL: none. What a file is, is seen by
	 * its content: a Linux image (ipxe.lkrn) brings its own NIC drivers,
	 * and a PXE boot file (undionly.kpxe) uses the PXE stack's.
	 */
	const char *file[CARRIER_FILES];
	/*
	 * Our own file's path from the boot file's folder, to be run again.
	 * When we are the PXE boot file ourselves, DHCP's name is used.
	 */
	const char *program;
	const char *arguments; /* the whole line, to run it with */
};

/*
 * Load one of the files, let go of the loader, and start it with a script that
 * runs the program again (core/ipxescript.h). Says on the screen what it does.
 *
 * Returns only when it failed and said so: ERR_CARRIER_*, ERR_DHCP_PACKET;
 * the machine is untouched then.
 */
int carrier_start(const struct carrier *carrier);

#endif /* BIOS_CARRIER_H */
