/* SPDX-License-Identifier: GPL-2.0-only */
/* See kernel_model.c. */
#ifndef TESTS_KERNEL_MODEL_H
#define TESTS_KERNEL_MODEL_H

enum {
	LAST_MESSAGE_SIZE = 256
};

/* What was logged last. */
extern char last_message[LAST_MESSAGE_SIZE];

#endif
