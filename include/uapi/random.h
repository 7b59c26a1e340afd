/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flags of getrandom(2), as on Linux.
 */
#ifndef UAPI_RANDOM_H
#define UAPI_RANDOM_H

#define GRND_NONBLOCK 1
#define GRND_RANDOM   2
#define GRND_INSECURE 4

#endif
