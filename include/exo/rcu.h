/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Reading without locks what others may take away meanwhile
 * (read-copy-update). A reader keeps the CPU:
 *
 *	rcu_read_lock();
 *	entry = rcu_dereference(table[i]);
 *	...
 *	rcu_read_unlock();
 *
 * A writer, under the lock of the structure, links with rcu_assign_pointer(),
 * unlinks, and frees with rcu_free(), which must wait until all readers who may
 * have found the object have gone.
 *
 * With one CPU who runs is no reader of that kind: readers keep the CPU. So
 * rcu_free() frees at once. With more it will have to queue the object until
 * each CPU has been seen outside of a reader; callers need not change.
 */
#ifndef EXO_RCU_H
#define EXO_RCU_H

#include <exo/kmalloc.h>
#include <exo/preempt.h>

/* Begin and end to read. Nests; what is between must not sleep. */
static inline void rcu_read_lock(void)
{
	preempt_disable();
}

static inline void rcu_read_unlock(void)
{
	preempt_enable();
}

/* Follow a pointer that a writer may be changing. */
#define rcu_dereference(pointer) __atomic_load_n(&(pointer), __ATOMIC_CONSUME)

/* Let readers see what @value points at, which is complete. */
#define rcu_assign_pointer(pointer, value) \
	__atomic_store_n(&(pointer), value, __ATOMIC_RELEASE)

/* Free what no reader can find any more. Contexts as kfree(). */
static inline void rcu_free(struct kmem_cache *cache, void *object)
{
	kmem_cache_free(cache, object);
}

static inline void rcu_kfree(void *block)
{
	kfree(block);
}

#endif
