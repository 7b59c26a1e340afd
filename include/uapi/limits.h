/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Limits of names and groups, as Linux has them (limits.h(0p)).
 */
#ifndef UAPI_LIMITS_H
#define UAPI_LIMITS_H

#define NAME_MAX    255 /* bytes of one component, without the NUL */
#define PATH_MAX    4096 /* bytes of a path, with the NUL */
#define NGROUPS_MAX 65536

#endif
