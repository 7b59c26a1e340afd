/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the line editor. Its picture on the terminal.
 */
#ifndef KMON_LINE_EDITOR_ROW_H
#define KMON_LINE_EDITOR_ROW_H

#include "line_editor.h"

/* Bring the terminal's row up to date with the line. */
void line_editor_draw(struct line_editor *editor);

#endif
