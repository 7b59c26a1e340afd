// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpio_fuzz SEED ROUNDS FILE...: give the target the files, then ROUNDS times one of
 * them with a few bytes changed, or cut short. The same arguments give the same
 * inputs; an input that fails is left in the file "failed".
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	INPUT_MAX = 16384,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state;

static size_t pick(size_t limit)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (state >> 33) % limit;
}

/* A block of just that size: ASan sees the first byte read behind it. */
static void try(const uint8_t *bytes, size_t size)
{
	uint8_t *copy = malloc(size);
	FILE *file = fopen("failed", "wb");

	if (size)
		memcpy(copy, bytes, size);
	fwrite(bytes, 1, size, file);
	fclose(file);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void try_changed(const uint8_t *original, size_t size)
{
	static const char likely[] = "0123456789abcdefF\0\xff/.";
	static uint8_t bytes[INPUT_MAX];

	memcpy(bytes, original, size);
	for (size_t left = 1 + pick(6); size && left; left--) {
		uint8_t *byte = &bytes[pick(size)];

		*byte = pick(3) ? (uint8_t)likely[pick(sizeof(likely))]
				: (uint8_t)pick(256);
	}
	try(bytes, pick(4) ? size : pick(size + 1));
}

static size_t read_file(const char *path, uint8_t *bytes)
{
	FILE *file = fopen(path, "rb");
	size_t size = file ? fread(bytes, 1, INPUT_MAX, file) : 0;

	if (!file) {
		perror(path);
		exit(2);
	}
	fclose(file);
	return size;
}

int main(int argc, char **argv)
{
	static uint8_t bytes[INPUT_MAX];
	unsigned long rounds;
	size_t size;

	if (argc < 4)
		return 2;
	state = strtoull(argv[1], NULL, 0);
	rounds = strtoul(argv[2], NULL, 0);
	for (int i = 3; i < argc; i++)
		try(bytes, read_file(argv[i], bytes));
	while (rounds--) {
		size = read_file(argv[3 + pick(argc - 3)], bytes);
		try_changed(bytes, size);
	}
	return 0;
}
