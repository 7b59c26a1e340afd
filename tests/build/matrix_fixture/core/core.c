// SPDX-License-Identifier: GPL-2.0-only
#if defined(CONFIG_PHASE) && defined(CONFIG_RINSE)
#error "PHASE and RINSE do not go together"
#endif

int core_start(void);

int core_start(void)
{
	return IS_ENABLED(CONFIG_PHASE) + 2 * IS_ENABLED(CONFIG_RINSE);
}
