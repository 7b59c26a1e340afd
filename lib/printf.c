// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formatted text. A format string is read one conversion at a time into a
 * struct spec; each kind of conversion then emits through struct output,
 * which counts every byte and stores those that fit.
 */
#include <exo/compiler.h>
#include <exo/ctype.h>
#include <exo/limits.h>
#include <exo/printf.h>
#include <exo/string.h>

struct output {
	char *buf;
	size_t size;
	size_t len; /* of the whole text, may exceed size */
};

enum length {
	LENGTH_INT,
	LENGTH_CHAR,
	LENGTH_SHORT,
	LENGTH_LONG, /* long, long long, size_t, ptrdiff_t: all 64 bits */
};

struct spec {
	bool left, plus, space, alternate, zero;
	bool upper; /* digits above 9 */
	int width;
	int precision; /* -1: none given */
	enum length length;
	unsigned int base;
};

/* Room for 64 binary digits is not needed: octal is the longest, 22. */
enum {
	DIGITS_MAX = 22,
	SYMBOL_MAX = 128
};

static void put_text(struct output *out, const char *text, size_t len)
{
	if (out->len < out->size) {
		size_t room = out->size - out->len;

		memcpy(out->buf + out->len, text, min(len, room));
	}
	out->len += len;
}

static void put_repeated(struct output *out, char c, int count)
{
	if (count <= 0)
		return;
	if (out->len < out->size) {
		size_t room = out->size - out->len;

		memset(out->buf + out->len, c, min((size_t)count, room));
	}
	out->len += count;
}

/* @text padded with blanks to the width asked for. */
static void put_padded(struct output *out, const struct spec *spec,
		       const char *text, size_t len)
{
	int padding = len < (size_t)spec->width ? spec->width - (int)len : 0;

	if (!spec->left)
		put_repeated(out, ' ', padding);
	put_text(out, text, len);
	if (spec->left)
		put_repeated(out, ' ', padding);
}

static void put_string(struct output *out, const struct spec *spec,
		       const char *s)
{
	if (!s)
		s = "(null)";
	put_padded(out, spec, s,
		   spec->precision < 0 ? strlen(s)
				       : strnlen(s, spec->precision));
}

/* The digits of @value, ending at @end; none for 0. Returns the first. */
static char *format_digits(char *end, u64 value, const struct spec *spec)
{
	const char *digits = spec->upper ? "0123456789ABCDEF"
					 : "0123456789abcdef";

	/* A constant divisor becomes a multiplication. */
	if (spec->base == 10) {
		for (; value; value /= 10)
			*--end = '0' + value % 10;
	} else {
		int shift = spec->base == 16 ? 4 : 3;

		for (; value; value >>= shift)
			*--end = digits[value & (spec->base - 1)];
	}
	return end;
}

/*
 * @prefix is the sign or "0x". Layout, one of the three paddings in use:
 *	blanks  prefix  zeros  digits  blanks
 */
static void put_number(struct output *out, const struct spec *spec, u64 value,
		       const char *prefix)
{
	char buf[DIGITS_MAX];
	char *end = buf + sizeof(buf);
	char *digits = format_digits(end, value, spec);
	int len = end - digits;
	int prefix_len = strlen(prefix);
	int zeros = max(spec->precision < 0 ? 1 : spec->precision, len) - len;
	int padding;

	if (spec->base == 8 && spec->alternate && !zeros)
		zeros = 1;
	if (spec->zero && !spec->left && spec->precision < 0)
		zeros = max(zeros, spec->width - prefix_len - len);
	/* In 64 bits: a precision near INT_MAX must not wrap the sum. */
	padding = max((s64)spec->width - prefix_len - zeros - len, (s64)0);

	if (!spec->left)
		put_repeated(out, ' ', padding);
	put_text(out, prefix, prefix_len);
	put_repeated(out, '0', zeros);
	put_text(out, digits, len);
	if (spec->left)
		put_repeated(out, ' ', padding);
}

static void put_signed(struct output *out, const struct spec *spec, s64 value)
{
	const char *sign = value < 0	 ? "-"
			   : spec->plus	 ? "+"
			   : spec->space ? " "
					 : "";

	put_number(out, spec, value < 0 ? -(u64)value : (u64)value, sign);
}

static void put_unsigned(struct output *out, const struct spec *spec, u64 value)
{
	bool prefixed = spec->base == 16 && spec->alternate && value;

	put_number(out, spec, value,
		   !prefixed	 ? ""
		   : spec->upper ? "0X"
				 : "0x");
}

/* Returns how many characters after the 'p' belong to the conversion. */
static int put_pointer(struct output *out, struct spec *spec, const char *kind,
		       void *pointer)
{
	unsigned long address = (unsigned long)pointer;
	char symbol[SYMBOL_MAX];

	if (*kind == 'S' || *kind == 's') {
		symbol_snprint(symbol, sizeof(symbol), address, *kind == 'S');
		put_string(out, spec, symbol);
		return 1;
	}
	spec->base = 16;
	put_number(out, spec, address, "0x");
	return 0;
}

__weak int symbol_snprint(char *buf, size_t size, unsigned long address,
			  bool with_offset)
{
	(void)with_offset;
	return snprintf(buf, size, "0x%lx", address);
}

static const char *parse_flags(const char *fmt, struct spec *spec)
{
	for (;; fmt++) {
		switch (*fmt) {
		case '-':
			spec->left = true;
			break;
		case '+':
			spec->plus = true;
			break;
		case ' ':
			spec->space = true;
			break;
		case '#':
			spec->alternate = true;
			break;
		case '0':
			spec->zero = true;
			break;
		default:
			return fmt;
		}
	}
}

/* Decimal digits at @fmt, saturating. */
static const char *parse_number(const char *fmt, int *number)
{
	*number = 0;
	for (; isdigit(*fmt); fmt++) {
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, *fmt - '0', number))
			*number = INT_MAX;
	}
	return fmt;
}

static const char *parse_length(const char *fmt, struct spec *spec)
{
	switch (*fmt) {
	case 'h':
		spec->length = fmt[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	case 'l':
		spec->length = LENGTH_LONG;
		return fmt + (fmt[1] == 'l' ? 2 : 1);
	case 'z':
	case 't':
	case 'j':
		spec->length = LENGTH_LONG;
		return fmt + 1;
	default:
		return fmt;
	}
}

static s64 narrow_signed(s64 value, enum length length)
{
	switch (length) {
	case LENGTH_CHAR:
		return (s8)value;
	case LENGTH_SHORT:
		return (s16)value;
	default:
		return value;
	}
}

static u64 narrow_unsigned(u64 value, enum length length)
{
	switch (length) {
	case LENGTH_CHAR:
		return (u8)value;
	case LENGTH_SHORT:
		return (u16)value;
	default:
		return value;
	}
}

/* va_list is an array type: only inside a struct can it be passed on. */
struct arguments {
	va_list ap;
};

static s64 next_signed(struct arguments *args, enum length length)
{
	if (length == LENGTH_LONG)
		return va_arg(args->ap, long);
	return narrow_signed(va_arg(args->ap, int), length);
}

static u64 next_unsigned(struct arguments *args, enum length length)
{
	if (length == LENGTH_LONG)
		return va_arg(args->ap, unsigned long);
	return narrow_unsigned(va_arg(args->ap, unsigned int), length);
}

/* Flags, width, precision and length: all between '%' and the letter. */
static const char *parse_spec(const char *fmt, struct spec *spec,
			      struct arguments *args)
{
	*spec = (struct spec){.precision = -1, .base = 10};
	fmt = parse_flags(fmt, spec);
	if (*fmt == '*') {
		spec->width = va_arg(args->ap, int);
		fmt++;
		if (spec->width < 0) {
			spec->left = true;
			spec->width = spec->width == INT_MIN ? INT_MAX
							     : -spec->width;
		}
	} else {
		fmt = parse_number(fmt, &spec->width);
	}
	if (*fmt == '.' && fmt[1] == '*') {
		spec->precision = max(va_arg(args->ap, int), -1);
		fmt += 2;
	} else if (*fmt == '.') {
		fmt = parse_number(fmt + 1, &spec->precision);
	}
	return parse_length(fmt, spec);
}

/* One conversion; @fmt stands behind its '%'. Returns where it ends. */
static const char *convert(struct output *out, const char *fmt,
			   struct arguments *args)
{
	const char *start = fmt;
	struct spec spec;
	char c;

	fmt = parse_spec(fmt, &spec, args);
	switch (*fmt) {
	case 'd':
	case 'i':
		put_signed(out, &spec, next_signed(args, spec.length));
		break;
	case 'X':
		spec.upper = true;
		/* fall through */
	case 'x':
		spec.base = 16;
		put_unsigned(out, &spec, next_unsigned(args, spec.length));
		break;
	case 'o':
		spec.base = 8;
		put_unsigned(out, &spec, next_unsigned(args, spec.length));
		break;
	case 'u':
		put_unsigned(out, &spec, next_unsigned(args, spec.length));
		break;
	case 'c':
		c = (char)va_arg(args->ap, int);
		put_padded(out, &spec, &c, 1);
		break;
	case 's':
		put_string(out, &spec, va_arg(args->ap, const char *));
		break;
	case 'p':
		fmt += put_pointer(out, &spec, fmt + 1,
				   va_arg(args->ap, void *));
		break;
	case '%':
		put_text(out, "%", 1);
		break;
	default:
		put_text(out, "%", 1);
		return start;
	}
	return fmt + 1;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct output out = {.buf = buf, .size = size};
	struct arguments args;

	va_copy(args.ap, ap);
	while (*fmt) {
		size_t plain = strcspn(fmt, "%");

		put_text(&out, fmt, plain);
		fmt += plain;
		if (*fmt)
			fmt = convert(&out, fmt + 1, &args);
	}
	va_end(args.ap);
	if (size)
		buf[min(out.len, size - 1)] = '\0';
	return (int)min(out.len, (size_t)INT_MAX);
}

int vscnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	int len = vsnprintf(buf, size, fmt, ap);

	if ((size_t)len < size)
		return len;
	return size ? (int)(size - 1) : 0;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return len;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vscnprintf(buf, size, fmt, ap);
	va_end(ap);
	return len;
}
