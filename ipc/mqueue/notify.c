// SPDX-License-Identifier: GPL-2.0-only
/*
 * mq_notify(2). One process at a time may ask to hear of the first message that comes
 * into an empty queue for which nobody waits; then, or when it closes a descriptor of
 * the queue, it is forgotten.
 */
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>

#include "mqueue.h"

void mqueue_tell(const struct mqueue_notification *notification)
{
	const struct sigevent *event = &notification->event;
	const struct signal_info info = {
		.signal = (u32)event->sigev_signo,
		.code = SI_MESGQ,
		.process = current_process ? current_process->id : 0,
		.user = credentials_current()->uid,
		.value = event->sigev_value,
	};

	if (event->sigev_notify == SIGEV_SIGNAL && info.signal)
		(void)signal_send_process(notification->owner, &info);
	process_put(notification->owner);
}

/* The caller wants to know as @event says. */
static int ask(struct mqueue *queue, const struct sigevent *event)
{
	int err = -EBUSY;

	spin_lock_irq(&queue->lock);
	if (!queue->notification.owner) {
		process_get(current_process);
		queue->notification.owner = current_process;
		queue->notification.event = *event;
		err = 0;
	}
	spin_unlock_irq(&queue->lock);
	return err;
}

void mqueue_forget_caller(struct mqueue *queue)
{
	struct process *owner;

	spin_lock_irq(&queue->lock);
	owner = queue->notification.owner;
	if (owner == current_process)
		queue->notification.owner = NULL;
	spin_unlock_irq(&queue->lock);
	if (owner == current_process)
		process_put(owner);
}

int mqueue_notify(struct file *file, const struct sigevent *event)
{
	if (file->ops != &mqueue_ops)
		return -EBADF;
	if (event)
		return ask(file->private, event);
	mqueue_forget_caller(file->private);
	return 0;
}
