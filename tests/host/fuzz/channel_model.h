/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A channel as the fuzz target believes it to be: numbers in a queue, who waits for
 * them, and which calls are under way.
 */
#ifndef FUZZ_CHANNEL_MODEL_H
#define FUZZ_CHANNEL_MODEL_H

#include <exo/types.h>

struct file;

enum {
	QUEUE_MAX = 64,
	CAPACITY = 2,
	MESSAGE_MAX = 8192,
};

/* A message, or a call: what it was sent with. */
struct sent {
	u32 number;
	bool call, withdrawn;
};

struct waiter {
	const struct end *end;
	struct sent sent; /* what it was given; number 0: nothing yet */
	bool hung_up; /* by the last sender */
};

/* A call under way, on its caller's stack. */
struct call {
	const struct end *received_by; /* NULL: nobody yet */
	u32 number, reply; /* reply 0: none yet */
	bool failed; /* who should have replied has gone */
	struct call *next;
};

struct model {
	struct call *under_way;
	struct sent queue[QUEUE_MAX];
	u32 first, last;
	struct waiter *waiting[QUEUE_MAX]; /* for a message */
	u32 nr_waiting;
	u32 messages, calls; /* in the queue; without a reply */
	u32 senders, receivers;
	bool sender_came;
};

struct end {
	struct file *file;
	struct model *model;
	bool sends, receives;
	bool sent; /* as a file of a message: stays open */
	unsigned int busy; /* those who wait by it */
	u64 token; /* of the call received last */
	u32 call; /* its number */
};

/* The call of that number, if its caller waits still; or NULL. */
struct call *model_call(const struct model *model, u32 number);
void model_call_begins(struct model *model, struct call *call);

/* A message goes to who waits first, or into the queue. */
void model_put(struct model *model, u32 number, bool is_call);
/* The oldest in the queue, or NULL; and taken out, by @end. */
struct sent *model_first(struct model *model);
struct sent model_take(const struct end *end);

/* The caller has ended its call, and the request is taken back. */
void model_withdraw(struct model *model, u32 number);
/* Those calls fail that @end has received; NULL: that nobody has. */
void model_fail_calls(struct model *model, const struct end *end);

/* Why nothing can be sent, called or received without waiting; or 0. */
int model_send_error(const struct end *end, size_t size, bool call);
int model_receive_error(const struct end *end);

#endif
