# SPDX-License-Identifier: GPL-2.0-only
"""
The font of the framebuffer console, made at build time from a system's.

psf.py reads the file, supplement.py draws what it lacks, and source.py writes
both as C. `python3 scripts/font FONT OUTPUT` does all of it.
"""
