/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Messages of any kind between a program and
 * a channel, as struct channel_io describes them; @fd is the channel's descriptor.
 * May sleep. 0 or a negative errno.
 */
#ifndef PROC_USER_CHANNEL_H
#define PROC_USER_CHANNEL_H

#include <exo/channel.h>
#include <exo/compiler.h>

struct file;

/* channel_send() and channel_reply(). */
typedef int (*channel_put_t)(struct file *end, struct channel_message *out);

/* channel_call() and channel_reply_and_receive(). */
typedef int (*channel_exchange_t)(struct file *end, struct channel_message *out,
				  struct channel_message *in);

/* Have @act send *@out. */
long user_channel_put(int fd, const struct channel_io *out, channel_put_t act);

/*
 * Receive a message into what *@in describes, which is changed to tell of it, and
 * copied to *@to unless that is NULL. Whose call came when that is not possible
 * (-EFAULT) gets -EPIPE.
 */
long user_channel_get(int fd, struct channel_io *in,
		      struct channel_io __user *to);

/* Have @act send *@out and receive a message, as user_channel_get(). */
long user_channel_exchange(int fd, const struct channel_io *out,
			   struct channel_io *in, struct channel_io __user *to,
			   channel_exchange_t act);

#endif
