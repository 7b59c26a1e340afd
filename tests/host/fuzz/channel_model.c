// SPDX-License-Identifier: GPL-2.0-only
#include "channel_model.h"

#include <exo/string.h>
#include <uapi/errno.h>

/* The call of that number, if its caller waits still. */
struct call *model_call(const struct model *model, u32 number)
{
	struct call *call = model->under_way;

	while (call && call->number != number)
		call = call->next;
	return call && !call->reply && !call->failed ? call : NULL;
}

/* It goes to who waits first, or into the queue. */
void model_put(struct model *model, u32 number, bool is_call)
{
	if (!model->nr_waiting) {
		model->queue[model->last++ % QUEUE_MAX] =
			(struct sent){.number = number, .call = is_call};
		model->messages += !is_call;
		return;
	}
	model->waiting[0]->sent =
		(struct sent){.number = number, .call = is_call};
	if (is_call)
		model_call(model, number)->received_by = model->waiting[0]->end;
	model->nr_waiting--;
	memmove(&model->waiting[0], &model->waiting[1],
		model->nr_waiting * sizeof(model->waiting[0]));
}

/* The oldest that is still there, or NULL. */
struct sent *model_first(struct model *model)
{
	while (model->first != model->last &&
	       model->queue[model->first % QUEUE_MAX].withdrawn)
		model->first++;
	return model->first == model->last
		       ? NULL
		       : &model->queue[model->first % QUEUE_MAX];
}

/* Take the oldest out, by @end. */
struct sent model_take(const struct end *end)
{
	struct model *model = end->model;
	struct sent *sent = model_first(model);

	model->first++;
	model->messages -= !sent->call;
	if (sent->call)
		model_call(model, sent->number)->received_by = end;
	return *sent;
}

void model_call_begins(struct model *model, struct call *call)
{
	call->next = model->under_way;
	model->under_way = call;
	model->calls++;
}

/* It has been ended by the caller, and the request is taken back. */
void model_withdraw(struct model *model, u32 number)
{
	model->calls--;
	for (u32 i = model->first; i != model->last; i++)
		if (model->queue[i % QUEUE_MAX].number == number)
			model->queue[i % QUEUE_MAX].withdrawn = true;
}

/* Those calls fail that @end has received; NULL: that nobody has. */
void model_fail_calls(struct model *model, const struct end *end)
{
	for (struct call *call = model->under_way; call; call = call->next) {
		if (call->received_by == end && !call->reply && !call->failed) {
			call->failed = true;
			model->calls--;
		}
	}
}

int model_send_error(const struct end *end, size_t size, bool call)
{
	if (!end->sends)
		return -EBADF;
	if (size > MESSAGE_MAX)
		return -EMSGSIZE;
	if (!end->model->receivers)
		return -EPIPE;
	if (call ? end->model->calls == CAPACITY
		 : end->model->messages == CAPACITY)
		return -EAGAIN;
	return 0;
}

int model_receive_error(const struct end *end)
{
	if (!end->receives)
		return -EBADF;
	if (model_first(end->model))
		return 0;
	if (!end->model->senders && end->model->sender_came)
		return -EPIPE;
	return -EAGAIN;
}
