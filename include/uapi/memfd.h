/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flags of memfd_create(2).
 */
#ifndef UAPI_MEMFD_H
#define UAPI_MEMFD_H

#define MFD_CLOEXEC	  1U
#define MFD_ALLOW_SEALING 2U

#endif
