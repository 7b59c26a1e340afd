// SPDX-License-Identifier: GPL-2.0-only
/*
 * NAME_fuzz SEED ROUNDS FILE...: give a fuzz target the files of its corpus as
 * they are, then ROUNDS times one of them changed in a few places. The same
 * arguments give the same inputs. With ROUNDS 0, single inputs are tried again.
 *
 * A target is LLVMFuzzerTestOneInput(), as libFuzzer calls it, which takes the place
 * of this file for `make fuzz`. It aborts when something is wrong; the input
 * is printed then, in hexadecimal: xxd -r -p makes a file of it.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sanitizer/common_interface_defs.h>

enum {
	INPUT_MAX = 4096,
	CHANGES_MAX = 6,
};

struct input {
	uint8_t *bytes;
	size_t size;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t random_state;
static struct input present; /* what the target is being given */

/* Below @limit, which is not 0. Xorshift (Marsaglia 2003). */
static size_t pick(size_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (size_t)(random_state >> 20) % limit;
}

static void print_present(void)
{
	fprintf(stderr, "\ninput of %zu bytes: ", present.size);
	for (size_t i = 0; i < present.size; i++)
		fprintf(stderr, "%02x", present.bytes[i]);
	fputs("\n", stderr);
	present.size = 0; /* once */
}

static void aborted(int signal_number)
{
	(void)signal_number;
	print_present();
	_Exit(1);
}

/* A block of just that size: a sanitizer sees the first byte read behind it. */
static void try_input(const uint8_t *bytes, size_t size)
{
	present.bytes = malloc(size);
	present.size = size;
	if (size)
		memcpy(present.bytes, bytes, size);
	LLVMFuzzerTestOneInput(present.bytes, size);
	free(present.bytes);
}

/* Make the @size bytes at @at @new_size bytes; no more than there is room for. */
static size_t resize_part(struct input *input, size_t at, size_t size,
			  size_t new_size)
{
	size_t rest = input->size - at - size;

	if (input->size - size + new_size > INPUT_MAX)
		return 0;
	memmove(input->bytes + at + new_size, input->bytes + at + size, rest);
	input->size += new_size - size;
	return new_size;
}

/* A piece of @input: where it begins and, below it, how long it is. */
static size_t pick_part(const struct input *input, size_t *size)
{
	size_t at = pick(input->size + 1);
	size_t most = input->size - at < 64 ? input->size - at : 64;

	*size = pick(most + 1);
	return at;
}

/* Put a piece of @from in place of one of @to. */
static void splice(struct input *to, const struct input *from)
{
	uint8_t piece[64];
	size_t size, old_size;
	size_t at = pick_part(from, &size);

	if (size)
		memcpy(piece, from->bytes + at, size);
	at = pick_part(to, &old_size);
	if (pick(2))
		old_size = 0;
	size = resize_part(to, at, old_size, size);
	if (size)
		memcpy(to->bytes + at, piece, size);
}

/* Another value for one byte: any, near, or one that hurts. */
static void change_byte(struct input *input)
{
	static const uint8_t special[] = {0, 1, 0x7f, 0x80, 0xff, '/', '0'};
	uint8_t *byte;

	if (!input->size)
		return;
	byte = &input->bytes[pick(input->size)];
	switch (pick(4)) {
	case 0:
		*byte = (uint8_t)pick(256);
		break;
	case 1:
		*byte ^= (uint8_t)(1 << pick(8));
		break;
	case 2:
		*byte = special[pick(sizeof(special))];
		break;
	default:
		*byte = input->bytes[pick(input->size)];
	}
}

static void change(struct input *input, const struct input *other)
{
	size_t at, size;

	switch (pick(5)) {
	case 0:
		at = pick_part(input, &size);
		resize_part(input, at, size, 0);
		break;
	case 1:
		splice(input, input);
		break;
	case 2:
		splice(input, other);
		break;
	default:
		change_byte(input);
	}
}

static void try_changed(const struct input *corpus, size_t count)
{
	static uint8_t bytes[INPUT_MAX];
	const struct input *original = &corpus[pick(count)];
	struct input input = {bytes, original->size};

	memcpy(bytes, original->bytes, original->size);
	for (size_t changes = 1 + pick(CHANGES_MAX); changes; changes--)
		change(&input, &corpus[pick(count)]);
	try_input(input.bytes, input.size);
}

static void read_input(const char *path, struct input *input)
{
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		exit(2);
	}
	input->bytes = malloc(INPUT_MAX);
	input->size = fread(input->bytes, 1, INPUT_MAX, file);
	fclose(file);
}

int main(int argc, char **argv)
{
	size_t count = argc > 3 ? (size_t)argc - 3 : 0;
	struct input *corpus = calloc(count + 1, sizeof(*corpus));

	if (!count || !corpus) {
		fprintf(stderr, "usage: %s SEED ROUNDS FILE...\n", argv[0]);
		return 2;
	}
	__sanitizer_set_death_callback(print_present);
	signal(SIGABRT, aborted);
	random_state = strtoul(argv[1], NULL, 0) * 2 + 1;
	for (size_t i = 0; i < count; i++) {
		read_input(argv[3 + i], &corpus[i]);
		try_input(corpus[i].bytes, corpus[i].size);
	}
	for (unsigned long left = strtoul(argv[2], NULL, 0); left; left--)
		try_changed(corpus, count);
	for (size_t i = 0; i < count; i++)
		free(corpus[i].bytes);
	free(corpus);
	return 0;
}
