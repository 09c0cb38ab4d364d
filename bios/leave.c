/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Restarting the machine, and switching it off.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "handoff.h"
#include "leave.h"

void leave_restart(void)
{
	handoff_release();
	handoff_interrupt(HANDOFF_RESTART);
}

/* Connect to real mode, announce 1.2, all devices off. */
void leave_power_off(void)
{
	static const uint16_t calls[][3] = {
	    /* AX, BX, CX */
	    {0x5301, 0x0000, 0x0000},
	    {0x530e, 0x0000, 0x0102},
	    {0x5307, 0x0001, 0x0003},
	};
	com32sys_t regs;
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		memset(&regs, 0, sizeof(regs));
		regs.eax.w[0] = calls[i][0];
		regs.ebx.w[0] = calls[i][1];
		regs.ecx.w[0] = calls[i][2];
		host->intcall(0x15, &regs, NULL);
	}
}
