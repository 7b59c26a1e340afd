/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base; implemented by the architecture under CONFIG_KMON_CRASH. Ways
 * to raise each exception that kernel code can raise, to see its report.
 */
#ifndef EXO_FAULT_KINDS_H
#define EXO_FAULT_KINDS_H

struct fault_kind {
	const char *name;
	/*
	 * Process context. Returns only from what the kernel survives, or
	 * where an emulator does not raise the exception.
	 */
	void (*raise)(void);
	const char *help;
};

extern const struct fault_kind fault_kinds[];
extern const unsigned int nr_fault_kinds;

#endif
