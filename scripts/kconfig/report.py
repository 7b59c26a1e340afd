# SPDX-License-Identifier: GPL-2.0-only
def finish(tree, must_honour):
    return 0
