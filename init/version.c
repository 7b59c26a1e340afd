// SPDX-License-Identifier: GPL-2.0-only
/*
 * Name, version and compiler of this kernel. There is no build time or host:
 * the same source and configuration give the same bytes.
 */
#include <exo/version.h>
#include <generated/version.h>

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

const char kernel_name[] = CONFIG_KERNEL_NAME;
const char kernel_version[] = EXO_VERSION;
const char kernel_release[] = EXO_RELEASE;
const char kernel_codename[] = EXO_CODENAME;
const char kernel_compiler[] = COMPILER;
const char kernel_banner[] = CONFIG_KERNEL_NAME " " EXO_RELEASE " " EXO_CODENAME
						" (" COMPILER ")";

const char abi_name[] = "Linux";
const char abi_release[] = "6.1.0-exo";
const char abi_version[] = "#1 " CONFIG_KERNEL_NAME " " EXO_RELEASE;
