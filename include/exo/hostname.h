/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What this machine is called (gethostname(2)), "(none)" until
 * somebody says; built with CONFIG_PROCFS or CONFIG_PROCESS. Any context but
 * interrupts.
 */
#ifndef EXO_HOSTNAME_H
#define EXO_HOSTNAME_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	HOSTNAME_MAX = 64, /* bytes, without the NUL; as Linux has it */
};

/* The name, with a NUL. */
void hostname_get(char name[HOSTNAME_MAX + 1]);

/*
 * The machine is called the @size bytes at @name from now on. -EINVAL when they
 * are too many, or have a NUL among them.
 */
int hostname_set(const char *name, size_t size);

/* The same for what YP calls its domain (getdomainname(2)). */
void domainname_get(char name[HOSTNAME_MAX + 1]);
int domainname_set(const char *name, size_t size);

#endif
