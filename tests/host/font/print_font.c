// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the console's font: its size, then a line for each character from 0 to
 * ffff with the bytes of its glyph.
 */
#include <stdio.h>
#include "font.h"

int main(void)
{
	const unsigned int size =
		console_font.height * font_row_bytes(&console_font);

	printf("%ux%u\n", console_font.width, console_font.height);
	for (unsigned int c = 0; c <= 0xffff; c++) {
		const u8 *bits = font_glyph(&console_font, (u16)c);

		for (unsigned int i = 0; i < size; i++)
			printf("%02x", bits[i]);
		putchar('\n');
	}
	return 0;
}
