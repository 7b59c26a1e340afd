/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Copies from and to the memory of the current user program. A
 * pointer from there is __user and is given to these functions, never followed;
 * whatever value it has, the worst is -EFAULT.
 *
 * The functions may sleep, for the page may have to be brought in. Where
 * interrupts or preemption are off they do not, and fail if it is not there.
 */
#ifndef EXO_UACCESS_H
#define EXO_UACCESS_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/errno.h>

/* user_copy.asm: the range has been checked. Returns how many bytes are left. */
size_t user_copy_raw(void *to, const void *from, size_t size);
size_t user_zero_raw(void *to, size_t size);
ssize_t user_string_raw(char *to, const char *from, size_t size);

struct user_word {
	u64 value;
	long error; /* 0 or -EFAULT */
};
struct user_word user_get_1(const void *from);
struct user_word user_get_2(const void *from);
struct user_word user_get_4(const void *from);
struct user_word user_get_8(const void *from);
int user_put_1(void *to, u64 value);
int user_put_2(void *to, u64 value);
int user_put_4(void *to, u64 value);
int user_put_8(void *to, u64 value);
struct user_word user_compare_swap_4(void *at, u64 old, u64 new);
int user_touch_to_write(void *at);

/* Whether all of a range can be a program's. Says nothing about what is there. */
static inline bool user_range_valid(const void __user *start, size_t size)
{
	return size <= USER_END && (unsigned long)start <= USER_END - size;
}

/*
 * Copy from or to user memory, or zero some. 0 or -EFAULT, and then some of it
 * may have been done.
 */
static inline __must_check int user_copy_from(void *to, const void __user *from,
					      size_t size)
{
	if (unlikely(!user_range_valid(from, size)) ||
	    user_copy_raw(to, (const void __force *)from, size))
		return -EFAULT;
	return 0;
}

static inline __must_check int user_copy_to(void __user *to, const void *from,
					    size_t size)
{
	if (unlikely(!user_range_valid(to, size)) ||
	    user_copy_raw((void __force *)to, from, size))
		return -EFAULT;
	return 0;
}

static inline __must_check int user_zero(void __user *to, size_t size)
{
	if (unlikely(!user_range_valid(to, size)) ||
	    user_zero_raw((void __force *)to, size))
		return -EFAULT;
	return 0;
}

/*
 * The same for who can make use of a part: how many bytes from the start on
 * have been done, all that can be.
 */
static inline size_t user_copy_from_part(void *to, const void __user *from,
					 size_t size)
{
	if (unlikely(!user_range_valid(from, size)))
		return 0;
	return size - user_copy_raw(to, (const void __force *)from, size);
}

static inline size_t user_copy_to_part(void __user *to, const void *from,
				       size_t size)
{
	if (unlikely(!user_range_valid(to, size)))
		return 0;
	return size - user_copy_raw((void __force *)to, from, size);
}

static inline size_t user_zero_part(void __user *to, size_t size)
{
	if (unlikely(!user_range_valid(to, size)))
		return 0;
	return size - user_zero_raw((void __force *)to, size);
}

/*
 * Have the byte at @at there, to be read or also written, without changing it. 0
 * or -EFAULT.
 */
static inline __must_check int user_touch(void __user *at, bool write)
{
	void *byte = (void __force *)at;

	if (unlikely(!user_range_valid(at, 1)))
		return -EFAULT;
	return write ? user_touch_to_write(byte) : (int)user_get_1(byte).error;
}

/*
 * Copy a string with its NUL into @size bytes at @to. Returns its length without;
 * -ENAMETOOLONG when there is no NUL in the first @size bytes, which have been
 * copied; -EFAULT. What follows the string in the buffer is undefined, all of it
 * after -EFAULT.
 */
static inline __must_check ssize_t user_string_copy(char *to,
						    const char __user *from,
						    size_t size)
{
	if (unlikely(!user_range_valid(from, 1)))
		return -EFAULT;
	return user_string_raw(to, (const char __force *)from, size);
}

static __always_inline int user_get_sized(u64 *value, const void __user *user,
					  size_t size)
{
	const void *from = (const void __force *)user;
	struct user_word word;

	if (unlikely(!user_range_valid(user, size))) {
		*value = 0;
		return -EFAULT;
	}
	word = size == 1   ? user_get_1(from)
	       : size == 2 ? user_get_2(from)
	       : size == 4 ? user_get_4(from)
			   : user_get_8(from);
	*value = word.value;
	return (int)word.error;
}

static __always_inline int user_put_sized(void __user *user, u64 value,
					  size_t size)
{
	void *to = (void __force *)user;

	if (unlikely(!user_range_valid(user, size)))
		return -EFAULT;
	return size == 1   ? user_put_1(to, value)
	       : size == 2 ? user_put_2(to, value)
	       : size == 4 ? user_put_4(to, value)
			   : user_put_8(to, value);
}

/*
 * Put @new at @at if @old is there, in one step; *@seen is what was. 0 or -EFAULT.
 */
static inline __must_check int user_compare_swap(u32 __user *at, u32 old,
						 u32 new, u32 *seen)
{
	struct user_word word;

	if (unlikely(!user_range_valid(at, sizeof(*at))))
		return -EFAULT;
	word = user_compare_swap_4((void __force *)at, old, new);
	*seen = (u32)word.value;
	return (int)word.error;
}

/*
 * One number of 1, 2, 4 or 8 bytes: @from and @to are pointers to its type, @value
 * is a variable, which an error makes 0. 0 or -EFAULT.
 */
#define user_get(value, from)                                               \
	({                                                                  \
		u64 _word;                                                  \
		int _error = user_get_sized(&_word, from, sizeof(*(from))); \
                                                                            \
		(value) = (__typeof__(value))_word;                         \
		_error;                                                     \
	})
#define user_put(to, value) user_put_sized(to, (u64)(value), sizeof(*(to)))

#endif
