/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flags of close_range(2), with Linux's values.
 */
#ifndef UAPI_CLOSE_RANGE_H
#define UAPI_CLOSE_RANGE_H

#define CLOSE_RANGE_UNSHARE 2U
#define CLOSE_RANGE_CLOEXEC 4U

#endif
