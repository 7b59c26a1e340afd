/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Which kernel this is. The numbers come from the VERSION file
 * by way of generated/version.h; only init/version.c includes that, so a new
 * version rebuilds one file.
 */
#ifndef EXO_VERSION_H
#define EXO_VERSION_H

extern const char kernel_name[]; /* CONFIG_KERNEL_NAME */
extern const char kernel_version[]; /* "0.5.0" */
extern const char kernel_release[]; /* with CONFIG_LOCALVERSION */
extern const char kernel_codename[]; /* "Linux Crusher" */
extern const char kernel_compiler[]; /* name and version */

/* "Exo-OS 0.5.0 Linux Crusher (gcc 12.2.0)" */
extern const char kernel_banner[];

/*
 * What programs are told: which Linux the ABI is that of, and, behind "#1 ", whose
 * kernel it is. "Linux", "6.1.0-exo", "#1 Exo-OS 0.5.0"
 */
extern const char abi_name[];
extern const char abi_release[];
extern const char abi_version[];

#endif
