// SPDX-License-Identifier: GPL-2.0-only
/*
 * The random numbers of the kernel: two generators of which one, the pool, is
 * never seen and collects, and the other is seeded from it and gives.
 *
 *	RDRAND, clocks -----+
 *	timer jitter -----> pool --- every minute ---> output --> random_bytes()
 *	written bytes ------+
 *
 * Output is ready, that is unguessable, once the pool got 256 bits: at once
 * with RDRAND; else one is counted for each timer interrupt that came at an
 * unexpected time, some tenths of a second after boot. The timer stops then.
 * Interrupts of devices are not looked at: their path stays short.
 *
 * Under a machine that repeats itself, as QEMU with -icount and -seed, so do
 * the numbers.
 */
#define pr_fmt(fmt) "random: " fmt

#include <asm/msr.h>
#include <asm/rdrand.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <exo/random.h>
#include <exo/spinlock.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "generator.h"
#include "jitter.h"

enum {
	READY_BITS = 256,
};

#define RESEED_NS (60 * NSEC_PER_SEC)
#define JITTER_NS NSEC_PER_MSEC

static struct spinlock lock = SPINLOCK_INIT("random");
/* Guarded by lock. */
static struct generator pool, output;
static u64 reseed_at_ns;
static unsigned int bits; /* that the pool was given */
static struct jitter jitter;
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters);
static void (*ready_hook)(void);

static struct timer jitter_timer;

bool random_ready(void)
{
	return READ_ONCE(bits) >= READY_BITS;
}

/* The lock is held. */
static void credit(unsigned int more)
{
	if (random_ready())
		return;
	WRITE_ONCE(bits, bits + more);
	if (!random_ready())
		return;
	reseed_at_ns = 0;
	wake_all(&waiters);
	if (ready_hook)
		ready_hook();
}

/* A broken RDRAND is known to give one number for ever. The lock is held. */
static void mix_rdrand(void)
{
	u64 numbers[4];
	bool differ = false;

	for (int i = 0; i < 4; i++) {
		if (!rdrand(&numbers[i]))
			return;
		differ |= numbers[i] != numbers[0];
	}
	generator_mix(&pool, numbers, sizeof(numbers));
	memzero_explicit(numbers, sizeof(numbers));
	if (differ)
		credit(READY_BITS);
}

/* What the machine has now into the pool, and from there. The lock is held. */
static void reseed(u64 now_ns)
{
	const u64 clocks[] = {rdtsc(), time_real_ns()};
	u8 seed[GENERATOR_FIRST];
	struct chacha20 stream;

	generator_mix(&pool, clocks, sizeof(clocks));
	mix_rdrand();
	generator_take(&pool, &stream, seed);
	generator_mix(&output, seed, sizeof(seed));
	memzero_explicit(seed, sizeof(seed));
	memzero_explicit(&stream, sizeof(stream));
	reseed_at_ns = now_ns + RESEED_NS;
}

/* The key is replaced under the lock; the numbers are made without. */
void random_bytes(void *buffer, size_t size)
{
	u64 now_ns = time_uptime_ns();
	u8 block[CHACHA20_BLOCK], *to = buffer;
	struct chacha20 stream;
	size_t piece = min(size, (size_t)GENERATOR_FIRST);
	unsigned long flags = spin_lock_irqsave(&lock);

	if (now_ns >= reseed_at_ns)
		reseed(now_ns);
	generator_take(&output, &stream, block);
	spin_unlock_irqrestore(&lock, flags);

	memcpy(to, block, piece);
	while (size -= piece) {
		to += piece;
		piece = min(size, (size_t)CHACHA20_BLOCK);
		chacha20_block(&stream, block);
		memcpy(to, block, piece);
	}
	memzero_explicit(block, sizeof(block));
	memzero_explicit(&stream, sizeof(stream));
}

void random_mix(const void *data, size_t size)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	generator_mix(&pool, data, size);
	reseed_at_ns = 0;
	spin_unlock_irqrestore(&lock, flags);
}

int random_wait_ready(void)
{
	unsigned long flags;
	int err = 0;

	if (likely(random_ready()))
		return 0;
	flags = spin_lock_irqsave(&lock);
	while (!random_ready() && !err)
		err = wait_on_interruptible(&waiters, &lock, WAIT_FOREVER);
	spin_unlock_irqrestore(&lock, flags);
	return err;
}

void random_set_ready_hook(void (*hook)(void))
{
	unsigned long flags = spin_lock_irqsave(&lock);

	ready_hook = hook;
	spin_unlock_irqrestore(&lock, flags);
}

static void jitter_tick(struct timer *timer)
{
	u64 now = rdtsc();
	unsigned long flags = spin_lock_irqsave(&lock);

	generator_mix(&pool, &now, sizeof(now));
	credit(jitter_add(&jitter, now));
	spin_unlock_irqrestore(&lock, flags);
	if (random_ready()) {
		timer_cancel(timer);
		pr_debug("seeded by timer jitter\n");
	}
}

static int random_init(void)
{
	random_u64(); /* seeds */
	if (random_ready()) {
		pr_info("seeded by RDRAND\n");
	} else {
		timer_init(&jitter_timer, jitter_tick);
		timer_start_periodic(&jitter_timer, JITTER_NS);
	}
	return 0;
}
INITCALL(device, random_init);
