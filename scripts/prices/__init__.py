# SPDX-License-Identifier: GPL-2.0-only
"""What each option costs: bytes of the image, instructions to boot, RAM."""
