// SPDX-License-Identifier: GPL-2.0-only
/*
 * gunzip_batch FILE: the file holds inputs, each a 32-bit length and that
 * many bytes. Prints for each "RESULT LENGTH CRC UNREAD": what gunzip()
 * returned, what it wrote, and the bytes it left. Every input lies alone on
 * the heap, so that reading past its end is caught.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <exo/crc32.h>
#include <exo/inflate.h>

struct text {
	size_t len;
	uint32_t crc;
};

static int note_text(const void *data, size_t len, void *arg)
{
	struct text *text = arg;

	text->crc = crc32(text->crc, data, len);
	text->len += len;
	return 0;
}

int main(int argc, char **argv)
{
	struct inflate_workspace *work = malloc(sizeof(*work));
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	uint32_t size;

	if (!file)
		return 2;
	while (fread(&size, sizeof(size), 1, file) == 1) {
		void *data = malloc(size ? size : 1);
		struct inflate_input in = {data, size};
		struct text text = {0};
		const struct inflate_output out = {note_text, &text};
		int result;

		if (fread(data, 1, size, file) != size)
			return 2;
		result = gunzip(&in, &out, work);
		printf("%d %zu %u %zu\n", result, text.len, text.crc, in.len);
		free(data);
	}
	fclose(file);
	free(work);
	return 0;
}
