// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the compiler calls when -fsanitize=undefined finds undefined
 * behaviour: one line with the place and the values, then a backtrace, once
 * a place. Then the kernel goes on, or with ubsan=panic stops.
 *
 * Each handler gets a record of the place and the types, and the values as
 * machine words. gcc 12 and clang 14 agree on the records, which only their
 * run-time library documents (compiler-rt, ubsan_handlers.h). Integers wider
 * than a word come by address.
 */
#include <exo/backtrace.h>
#include <exo/boot_option.h>
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/printf.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/types.h>
#include <exo/ubsan.h>
#include <uapi/errno.h>

enum {
	WORD_BITS = 64,
	VALUE_TEXT_MAX = 24,
	REPORT_TEXT_MAX = 160,
	TYPE_INTEGER = 0, /* struct type, kind */
	BUILTIN_CTZ = 0, /* struct builtin_call, kind; the other is clz */
};

#define REPORTED (~0U) /* struct place, column: told once is enough */

struct place {
	const char *file;
	u32 line;
	u32 column;
};

struct type {
	u16 kind;
	u16 info; /* of integers: bit 0 signed, above it log2 of the width */
	char name[]; /* with quotes */
};

struct one_type {
	struct place place;
	const struct type *type;
};

struct two_types {
	struct place place;
	const struct type *left, *right;
};

struct type_mismatch {
	struct place place;
	const struct type *type;
	u8 log2_alignment;
	u8 access;
};

struct builtin_call {
	struct place place;
	u8 kind;
};

struct nonnull_argument {
	struct place place, attribute;
	int index; /* from 1 */
};

struct value_text {
	char text[VALUE_TEXT_MAX];
};

static unsigned int report_count;

unsigned int ubsan_report_count(void)
{
	return report_count;
}

static bool panic_on_report;

static int parse_ubsan(const char *value)
{
	if (strcmp(value, "panic") != 0 && strcmp(value, "report") != 0)
		return -EINVAL;
	panic_on_report = *value == 'p';
	return 0;
}
BOOT_OPTION("ubsan=", parse_ubsan,
	    "on undefined behaviour: report and go on, or panic");

/* printk() itself may hold a mistake: no report out of a report. */
static bool reporting;

static __printf(2, 3) void report(struct place *place, const char *fmt, ...)
{
	u32 column =
		__atomic_exchange_n(&place->column, REPORTED, __ATOMIC_RELAXED);
	char text[REPORT_TEXT_MAX];
	va_list ap;

	if (column == REPORTED ||
	    __atomic_exchange_n(&reporting, true, __ATOMIC_RELAXED))
		return;
	report_count++;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	pr_err("ubsan: %s:%u:%u: %s\n", place->file, place->line, column, text);
	if (panic_on_report)
		panic("undefined behaviour");
	backtrace_print(LOG_ERR);
	reporting = false;
}

static bool is_signed(const struct type *type)
{
	return type->info & 1;
}

static unsigned int width_of(const struct type *type)
{
	return 1U << (type->info >> 1);
}

/* A word as the signed number of @type's width that its low bits are. */
static s64 sign_extended(const struct type *type, u64 value)
{
	unsigned int unused = WORD_BITS - width_of(type);

	return (s64)(value << unused) >> unused;
}

static bool is_word(const struct type *type)
{
	return type->kind == TYPE_INTEGER && width_of(type) <= WORD_BITS;
}

static bool is_negative(const struct type *type, u64 value)
{
	return is_word(type) && is_signed(type) &&
	       sign_extended(type, value) < 0;
}

static struct value_text show(const struct type *type, u64 value)
{
	struct value_text shown;

	if (!is_word(type))
		snprintf(shown.text, sizeof(shown.text), "(wide value)");
	else if (is_signed(type))
		snprintf(shown.text, sizeof(shown.text), "%ld",
			 (long)sign_extended(type, value));
	else
		snprintf(shown.text, sizeof(shown.text), "%lu",
			 (unsigned long)value);
	return shown;
}

static void report_overflow(struct one_type *at, const char *operation,
			    u64 left, u64 right)
{
	report(&at->place, "%s %s %s does not fit %s",
	       show(at->type, left).text, operation, show(at->type, right).text,
	       at->type->name);
}

/* The compilers' names for the handlers; nobody else calls them. */
void __ubsan_handle_add_overflow(struct one_type *at, u64 left, u64 right);
void __ubsan_handle_sub_overflow(struct one_type *at, u64 left, u64 right);
void __ubsan_handle_mul_overflow(struct one_type *at, u64 left, u64 right);
void __ubsan_handle_negate_overflow(struct one_type *at, u64 value);
void __ubsan_handle_divrem_overflow(struct one_type *at, u64 left, u64 right);
void __ubsan_handle_shift_out_of_bounds(struct two_types *at, u64 left,
					u64 right);
void __ubsan_handle_out_of_bounds(struct two_types *at, u64 index);
void __ubsan_handle_load_invalid_value(struct one_type *at, u64 value);
void __ubsan_handle_type_mismatch_v1(struct type_mismatch *at, u64 address);
void __ubsan_handle_pointer_overflow(struct place *at, u64 base, u64 result);
void __ubsan_handle_invalid_builtin(struct builtin_call *at);
void __ubsan_handle_nonnull_arg(struct nonnull_argument *at);
void __ubsan_handle_builtin_unreachable(struct place *at);

void __ubsan_handle_add_overflow(struct one_type *at, u64 left, u64 right)
{
	report_overflow(at, "+", left, right);
}

void __ubsan_handle_sub_overflow(struct one_type *at, u64 left, u64 right)
{
	report_overflow(at, "-", left, right);
}

void __ubsan_handle_mul_overflow(struct one_type *at, u64 left, u64 right)
{
	report_overflow(at, "*", left, right);
}

void __ubsan_handle_negate_overflow(struct one_type *at, u64 value)
{
	report(&at->place, "-(%s) does not fit %s", show(at->type, value).text,
	       at->type->name);
}

void __ubsan_handle_divrem_overflow(struct one_type *at, u64 left, u64 right)
{
	if (is_word(at->type) && right == 0)
		report(&at->place, "%s divided by zero",
		       show(at->type, left).text);
	else
		report_overflow(at, "/", left, right);
}

void __ubsan_handle_shift_out_of_bounds(struct two_types *at, u64 left,
					u64 right)
{
	struct value_text value = show(at->left, left);
	struct value_text count = show(at->right, right);

	if (is_negative(at->right, right) || right >= width_of(at->left))
		report(&at->place, "shift of the %u-bit %s by %s",
		       width_of(at->left), at->left->name, count.text);
	else
		report(&at->place, "%s << %s does not fit %s", value.text,
		       count.text, at->left->name);
}

void __ubsan_handle_out_of_bounds(struct two_types *at, u64 index)
{
	report(&at->place, "index %s is out of range of %s",
	       show(at->right, index).text, at->left->name);
}

void __ubsan_handle_load_invalid_value(struct one_type *at, u64 value)
{
	report(&at->place, "%s is no value of %s", show(at->type, value).text,
	       at->type->name);
}

void __ubsan_handle_type_mismatch_v1(struct type_mismatch *at, u64 address)
{
	u64 alignment = 1UL << at->log2_alignment;

	if (!address)
		report(&at->place, "null pointer used as %s", at->type->name);
	else if (address & (alignment - 1))
		report(&at->place, "0x%lx is not aligned for %s",
		       (unsigned long)address, at->type->name);
	else
		report(&at->place, "no room at 0x%lx for %s",
		       (unsigned long)address, at->type->name);
}

void __ubsan_handle_pointer_overflow(struct place *at, u64 base, u64 result)
{
	report(at, "pointer 0x%lx wrapped to 0x%lx", (unsigned long)base,
	       (unsigned long)result);
}

void __ubsan_handle_invalid_builtin(struct builtin_call *at)
{
	report(&at->place, "%s of zero",
	       at->kind == BUILTIN_CTZ ? "trailing zeros" : "leading zeros");
}

void __ubsan_handle_nonnull_arg(struct nonnull_argument *at)
{
	report(&at->place, "argument %d must not be NULL", at->index);
}

/* The code behind was compiled as if it could not run: never go on. */
void __ubsan_handle_builtin_unreachable(struct place *at)
{
	report(at, "code marked unreachable was reached");
	panic("unreachable code");
}
