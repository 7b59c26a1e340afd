// SPDX-License-Identifier: GPL-2.0-only
#include <exo/shared_memory.h>

u64 shared_memory_count;
