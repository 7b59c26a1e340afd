/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Names for the compiler attributes and arithmetic idioms the
 * tree uses. Works with gcc and clang, in the kernel and on the host.
 */
#ifndef EXO_COMPILER_H
#define EXO_COMPILER_H

#define __packed	  __attribute__((packed))
#define __aligned(n)	  __attribute__((aligned(n)))
#define __used		  __attribute__((used))
#define __maybe_unused	  __attribute__((unused))
#define __weak		  __attribute__((weak))
#define __noreturn	  __attribute__((noreturn))
#define __noinline	  __attribute__((noinline))
#define __always_inline	  inline __attribute__((always_inline))
#define __cold		  __attribute__((cold))
#define __must_check	  __attribute__((warn_unused_result))
#define __section(name)	  __attribute__((section(name)))
#define __printf(fmt, va) __attribute__((format(printf, fmt, va)))

/* For sparse: a pointer into a user program's memory; it is meant so. */
#ifdef __CHECKER__
#define __user	__attribute__((noderef, address_space(1)))
#define __force __attribute__((force))
#else
#define __user
#define __force
#endif

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define barrier() __asm__ volatile("" : : : "memory")

/* Where the function this stands in returns to: an address in its caller. */
#define CALLER_ADDRESS ((unsigned long)__builtin_return_address(0))

/* One untorn access that the compiler neither repeats nor drops. */
#define READ_ONCE(x)	 (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr)-offsetof(type, member)))

#define min(a, b)                                  \
	({                                         \
		__typeof__(a) _min_a = (a);        \
		__typeof__(b) _min_b = (b);        \
		_min_a < _min_b ? _min_a : _min_b; \
	})
#define max(a, b)                                  \
	({                                         \
		__typeof__(a) _max_a = (a);        \
		__typeof__(b) _max_b = (b);        \
		_max_a > _max_b ? _max_a : _max_b; \
	})

/* Rounding to a power of two @n. */
#define ALIGN_UP(x, n)	 (((x) + ((n)-1)) & ~((__typeof__(x))(n)-1))
#define ALIGN_DOWN(x, n) ((x) & ~((__typeof__(x))(n)-1))

#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))

#define BIT(n) (1UL << (n))

#define __stringify_1(x) #x
#define __stringify(x)	 __stringify_1(x)

/* Stays in link order, also where gcc sees the whole program. */
#ifdef __clang__
#define __no_reorder
#else
#define __no_reorder __attribute__((no_reorder))
#endif

#endif
