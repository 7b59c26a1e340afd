/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Flags of timerfd_create(2) and timerfd_settime(2), with Linux's values.
 */
#ifndef UAPI_TIMERFD_H
#define UAPI_TIMERFD_H

#include <uapi/fcntl.h>

#define TFD_CLOEXEC  O_CLOEXEC
#define TFD_NONBLOCK O_NONBLOCK

#define TFD_TIMER_ABSTIME	1
#define TFD_TIMER_CANCEL_ON_SET 2

#endif
