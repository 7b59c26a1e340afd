# SPDX-License-Identifier: GPL-2.0-only
"""What every test outside the kernel stands on: build, boot, talk, look."""
