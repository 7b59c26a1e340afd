// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/futex.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/futex.h>
#include <uapi/time.h>

#include "futex.h"
#include "test_memory.h"

enum {
	WAITERS = 3,
};

/* A thread that waits at @address of @vm for as long as there is @value. */
struct waiter {
	struct vm *vm;
	u32 __user *address;
	u32 operation, value, bitset;
	struct task *thread;
};

static int wait_in_thread(void *arg)
{
	const struct waiter *waiter = arg;

	return (int)sys_futex(waiter->address, waiter->operation, waiter->value,
			      NULL, NULL, waiter->bitset);
}

static long call(u32 __user *word, u32 operation, u32 value)
{
	return sys_futex(word, operation, value, NULL, NULL, 0);
}

/* Have @waiter in the table. */
static bool start(struct waiter *waiter)
{
	const unsigned int before = futex_waiters();

	waiter->thread = test_memory_start(waiter->vm, wait_in_thread, waiter);
	while (waiter->thread && futex_waiters() == before)
		thread_yield();
	return waiter->thread;
}

static struct waiter waiter_at(u32 __user *word)
{
	return (struct waiter){
		.vm = current->vm,
		.address = word,
		.operation = FUTEX_WAIT | FUTEX_PRIVATE_FLAG,
	};
}

static u32 __user *word_map(bool shared)
{
	return (u32 __user *)test_memory_map(2 * PAGE_SIZE, shared);
}

static void check_other_value(struct ktest *t)
{
	u32 __user *word;

	word = word_map(false);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAIT, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 1),
			-EAGAIN);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 1), 0);
}

KTEST(futex, wait_for_another_value_is_eagain)
{
	KTEST_EXPECT(t, test_memory_run(t, check_other_value));
}

static void check_errors(struct ktest *t)
{
	static const struct timespec bad = {0, 1000000000};
	struct timespec __user *time;
	u32 __user *word;

	word = word_map(false);
	time = (struct timespec __user *)(word + 8);
	KTEST_EXPECT_EQ(t,
			call((u32 __user *)((char *)word + 1), FUTEX_WAIT, 0),
			-EINVAL);
	KTEST_EXPECT_EQ(t, call((u32 __user *)8, FUTEX_WAIT, 0), -EFAULT);
	KTEST_EXPECT_EQ(
		t, call((u32 __user *)8, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0),
		-EFAULT);
	KTEST_EXPECT_EQ(t, call((u32 __user *)8, FUTEX_WAKE, 1), -EFAULT);
	KTEST_EXPECT_EQ(t, call((u32 __user *)(1UL << 63), FUTEX_WAKE, 1),
			-EFAULT);
	KTEST_EXPECT_EQ(t, call(word, 2, 0), -ENOSYS);
	KTEST_EXPECT_EQ(t, call(word, 99, 0), -ENOSYS);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1),
			-ENOSYS);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAIT_BITSET, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE_BITSET, 1), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAIT, 0, (void *)8, NULL, 0),
			-EFAULT);
	KTEST_ASSERT_EQ(t, user_copy_to(time, &bad, sizeof(bad)), 0);
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAIT, 0, time, NULL, 0),
			-EINVAL);
	KTEST_EXPECT_EQ(
		t, sys_futex(word, FUTEX_REQUEUE, 1, (void *)-1UL, word, 0),
		-EINVAL);
}

KTEST(futex, bad_arguments_are_errors)
{
	KTEST_EXPECT(t, test_memory_run(t, check_errors));
}

static void check_wake(struct ktest *t)
{
	struct waiter waiters[WAITERS];
	u32 __user *word;

	word = word_map(false);
	for (int i = 0; i < WAITERS; i++) {
		waiters[i] = waiter_at(word);
		KTEST_ASSERT(t, start(&waiters[i]));
	}
	KTEST_EXPECT_EQ(t, call(word + 1, FUTEX_WAKE, 100), 0);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 2), 2);
	KTEST_EXPECT_EQ(t, thread_join(waiters[0].thread), 0);
	KTEST_EXPECT_EQ(t, thread_join(waiters[1].thread), 0);
	KTEST_EXPECT_EQ(t, futex_waiters(), 1);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 100), 1);
	KTEST_EXPECT_EQ(t, thread_join(waiters[2].thread), 0);
	KTEST_EXPECT_EQ(t, futex_waiters(), 0);
}

KTEST(futex, wake_ends_as_many_waits_as_it_says)
{
	KTEST_EXPECT(t, test_memory_run(t, check_wake));
}

static void check_bitsets(struct ktest *t)
{
	struct waiter first, second;
	u32 __user *word;

	word = word_map(false);
	first = second = waiter_at(word);
	first.operation = second.operation = FUTEX_WAIT_BITSET;
	first.bitset = 1;
	second.bitset = 6;
	KTEST_ASSERT(t, start(&first));
	KTEST_ASSERT(t, start(&second));
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAKE_BITSET, 9, NULL, NULL, 8),
			0);
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAKE_BITSET, 9, NULL, NULL, 4),
			1);
	KTEST_EXPECT_EQ(t, thread_join(second.thread), 0);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 9), 1);
	KTEST_EXPECT_EQ(t, thread_join(first.thread), 0);
}

KTEST(futex, bitsets_choose_who_is_woken)
{
	KTEST_EXPECT(t, test_memory_run(t, check_bitsets));
}

static void check_timeouts(struct ktest *t)
{
	const struct timespec relative = {.tv_nsec = 10 * 1000000};
	struct timespec __user *time;
	struct timespec absolute;
	u32 __user *word;
	u64 begin;

	word = word_map(false);
	time = (struct timespec __user *)(word + 8);
	KTEST_ASSERT_EQ(t, user_copy_to(time, &relative, sizeof(relative)), 0);
	begin = time_uptime_ns();
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAIT, 0, time, NULL, 0),
			-ETIMEDOUT);
	KTEST_EXPECT_GE(t, time_uptime_ns() - begin, 10 * NSEC_PER_MSEC);
	begin = time_real_ns() + 10 * NSEC_PER_MSEC;
	absolute.tv_sec = (s64)(begin / NSEC_PER_SEC);
	absolute.tv_nsec = (s64)(begin % NSEC_PER_SEC);
	KTEST_ASSERT_EQ(t, user_copy_to(time, &absolute, sizeof(absolute)), 0);
	KTEST_EXPECT_EQ(t,
			sys_futex(word,
				  FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0,
				  time, NULL, 1),
			-ETIMEDOUT);
	KTEST_EXPECT_GE(t, time_real_ns(), begin);
	/* Long ago. */
	KTEST_ASSERT_EQ(t, user_copy_to(time, &relative, sizeof(relative)), 0);
	KTEST_EXPECT_EQ(t, sys_futex(word, FUTEX_WAIT_BITSET, 0, time, NULL, 1),
			-ETIMEDOUT);
}

KTEST(futex, waits_end_when_their_time_is_over)
{
	KTEST_EXPECT(t, test_memory_run(t, check_timeouts));
}

/* Two mappings of the same page, in two address spaces. */
static void check_shared(struct ktest *t)
{
	struct waiter waiter;
	u32 __user *word;

	word = word_map(true);
	waiter = waiter_at(word);
	waiter.operation = FUTEX_WAIT;
	waiter.vm = vm_fork(current->vm);
	KTEST_ASSERT(t, waiter.vm);
	KTEST_ASSERT(t, start(&waiter));
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1), 0);
	KTEST_EXPECT_EQ(t, call(word + PAGE_SIZE / 4, FUTEX_WAKE, 1), 0);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 1), 1);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
	vm_put(waiter.vm);
}

KTEST(futex, shared_memory_is_one_word_for_all)
{
	KTEST_EXPECT(t, test_memory_run(t, check_shared));
}

static void check_private(struct ktest *t)
{
	struct vm *own = current->vm;
	struct waiter waiter;
	u32 __user *word;

	word = word_map(false);
	waiter = waiter_at(word);
	waiter.operation = FUTEX_WAIT;
	waiter.vm = vm_fork(own);
	KTEST_ASSERT(t, waiter.vm);
	KTEST_ASSERT(t, start(&waiter));
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 1), 0);
	test_memory_use(waiter.vm);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 1), 1);
	test_memory_use(own);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
	vm_put(waiter.vm);
}

KTEST(futex, private_memory_of_a_copy_is_another_word)
{
	KTEST_EXPECT(t, test_memory_run(t, check_private));
}

static void check_requeue(struct ktest *t)
{
	struct waiter waiters[WAITERS];
	u32 __user *word;

	word = word_map(false);
	for (int i = 0; i < WAITERS; i++) {
		waiters[i] = waiter_at(word);
		KTEST_ASSERT(t, start(&waiters[i]));
	}
	KTEST_EXPECT_EQ(t,
			sys_futex(word, FUTEX_CMP_REQUEUE, 1, (void *)1,
				  word + 1, 5),
			-EAGAIN);
	KTEST_EXPECT_EQ(t,
			sys_futex(word, FUTEX_CMP_REQUEUE, 1, (void *)1,
				  word + 1, 0),
			2);
	KTEST_EXPECT_EQ(t, thread_join(waiters[0].thread), 0);
	KTEST_EXPECT_EQ(t, call(word + 1, FUTEX_WAKE, 9), 1);
	KTEST_EXPECT_EQ(t, thread_join(waiters[1].thread), 0);
	KTEST_EXPECT_EQ(
		t, sys_futex(word, FUTEX_REQUEUE, 0, (void *)9, word + 1, 0),
		1);
	KTEST_EXPECT_EQ(t, call(word, FUTEX_WAKE, 9), 0);
	KTEST_EXPECT_EQ(t, call(word + 1, FUTEX_WAKE, 9), 1);
	KTEST_EXPECT_EQ(t, thread_join(waiters[2].thread), 0);
}

KTEST(futex, requeue_moves_waiters_to_the_other_word)
{
	KTEST_EXPECT(t, test_memory_run(t, check_requeue));
}

static u32 word_value(const u32 __user *word)
{
	u32 value;

	return user_get(value, word) ? 0xdead : value;
}

static u32 wake_op(u32 op, u32 comparison, u32 operand, u32 comparand)
{
	return op << 28 | comparison << 24 | (operand & 0xfff) << 12 |
	       (comparand & 0xfff);
}

static void check_wake_op(struct ktest *t)
{
	static const struct {
		u32 op, operand, result;
	} cases[] = {
		{FUTEX_OP_SET, 7, 7},
		{FUTEX_OP_ADD, 0xfff, 4}, /* -1 */
		{FUTEX_OP_OR, 8, 13},
		{FUTEX_OP_ANDN, 4, 1},
		{FUTEX_OP_XOR, 6, 3},
		{FUTEX_OP_SET | FUTEX_OP_ARG_SHIFT, 33, 2},
	};
	struct waiter waiter;
	u32 __user *word;

	word = word_map(false);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		KTEST_ASSERT_EQ(t, user_put(word, 5), 0);
		KTEST_EXPECT_EQ(
			t,
			futex_change(word, wake_op(cases[i].op, FUTEX_OP_CMP_EQ,
						   cases[i].operand, 5)),
			1);
		KTEST_EXPECT_EQ(t, word_value(word), cases[i].result);
	}
	KTEST_EXPECT_EQ(t, futex_change(word, wake_op(5, 0, 0, 0)), -ENOSYS);
	KTEST_EXPECT_EQ(t, futex_change(word, wake_op(0, 6, 2, 0)), -ENOSYS);
	KTEST_EXPECT_EQ(t, futex_change((u32 __user *)8, 0), -EFAULT);
	waiter = waiter_at(word + 1);
	KTEST_ASSERT(t, start(&waiter));
	KTEST_EXPECT_EQ(t,
			sys_futex(word, FUTEX_WAKE_OP, 1, (void *)1, word + 1,
				  wake_op(FUTEX_OP_SET, FUTEX_OP_CMP_GT, 9, 0)),
			0);
	KTEST_EXPECT_EQ(t,
			sys_futex(word, FUTEX_WAKE_OP, 1, (void *)1, word + 1,
				  wake_op(FUTEX_OP_SET, FUTEX_OP_CMP_GE, 9, 9)),
			1);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
}

KTEST(futex, wake_op_changes_compares_and_wakes)
{
	KTEST_EXPECT(t, test_memory_run(t, check_wake_op));
}

/* A list of one entry, two words behind its head, @next after it. */
static void make_list(struct robust_list_head __user *head, u64 next)
{
	u64 __user *entry = (u64 __user *)(head + 1);
	const struct robust_list_head value = {
		.next = (u64)entry,
		.futex_offset = sizeof(u64),
	};

	if (user_copy_to(head, &value, sizeof(value)) ||
	    user_put(entry, next) ||
	    user_put((u32 __user *)(entry + 1), current->id | FUTEX_WAITERS))
		panic("test memory is not there");
}

static u32 __user *list_word(struct robust_list_head __user *head)
{
	return (u32 __user *)((u64 __user *)(head + 1) + 1);
}

static void check_robust(struct ktest *t)
{
	struct robust_list_head __user *head;
	struct waiter waiter;

	head = (void __user *)word_map(false);
	make_list(head, (u64)head);
	KTEST_EXPECT_EQ(t, sys_set_robust_list(head, 1), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_set_robust_list(head, sizeof(*head)), 0);
	waiter = waiter_at(list_word(head));
	waiter.value = current->id | FUTEX_WAITERS;
	KTEST_ASSERT(t, start(&waiter));
	futex_leave();
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
	KTEST_EXPECT_EQ(t, word_value(list_word(head)),
			FUTEX_WAITERS | FUTEX_OWNER_DIED);
	KTEST_EXPECT(t, !current->robust_list);
}

KTEST(futex, robust_ones_are_marked_and_one_waiter_is_woken)
{
	KTEST_EXPECT(t, test_memory_run(t, check_robust));
}

static void check_hostile_list(struct ktest *t)
{
	struct robust_list_head __user *head;
	u64 entry;

	head = (void __user *)word_map(false);
	entry = (u64)(head + 1);
	make_list(head, entry); /* endless */
	KTEST_EXPECT_EQ(t, sys_set_robust_list(head, sizeof(*head)), 0);
	futex_leave();
	KTEST_EXPECT_EQ(t, word_value(list_word(head)),
			FUTEX_WAITERS | FUTEX_OWNER_DIED);
	make_list(head, 8); /* to nowhere */
	KTEST_EXPECT_EQ(t, sys_set_robust_list(head, sizeof(*head)), 0);
	futex_leave();
	KTEST_EXPECT_EQ(t, word_value(list_word(head)),
			FUTEX_WAITERS | FUTEX_OWNER_DIED);
	KTEST_EXPECT_EQ(t, sys_set_robust_list((void *)8, sizeof(*head)), 0);
	futex_leave();
	KTEST_EXPECT_EQ(
		t, sys_set_robust_list((void *)(1UL << 63), sizeof(*head)), 0);
	futex_leave();
}

KTEST(futex, robust_lists_may_be_anything)
{
	KTEST_EXPECT(t, test_memory_run(t, check_hostile_list));
}

static void check_clear_id(struct ktest *t)
{
	struct waiter waiter;
	u32 __user *word;

	word = word_map(false);
	KTEST_ASSERT_EQ(t, user_put(word, 7), 0);
	current->clear_id = word;
	futex_leave();
	KTEST_EXPECT_EQ(t, word_value(word), 7);
	waiter = waiter_at(word);
	waiter.value = 7;
	KTEST_ASSERT(t, start(&waiter));
	vm_get(current->vm);
	current->clear_id = word;
	futex_leave();
	KTEST_EXPECT_EQ(t, word_value(word), 0);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
	vm_put(current->vm);
}

KTEST(futex, the_id_is_cleared_for_those_who_share_the_memory)
{
	KTEST_EXPECT(t, test_memory_run(t, check_clear_id));
}
