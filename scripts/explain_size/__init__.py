# SPDX-License-Identifier: GPL-2.0-only
"""Whose bytes the image is made of."""
