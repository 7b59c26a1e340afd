// SPDX-License-Identifier: GPL-2.0-only
#include <exo/commit_count.h>

struct commit_count commit_count;
