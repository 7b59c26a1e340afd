# SPDX-License-Identifier: GPL-2.0-only
"""
Checks of the source tree that need no kernel. Each module has a function
check(tree) that returns what it finds wrong; tests/static runs them all over
the tree, and over small wrong trees that each must object to.
"""
