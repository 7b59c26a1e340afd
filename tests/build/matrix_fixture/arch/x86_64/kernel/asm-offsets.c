// SPDX-License-Identifier: GPL-2.0-only
/* Assembly takes no numbers from C here. */
