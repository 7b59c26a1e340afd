# SPDX-License-Identifier: GPL-2.0-only
"""The commands in Documentation/ print what the pages show."""

import pytest

from harness import pages


@pytest.mark.parametrize("page", ["building.md", "configuration.md", "external-trees.md",
                                  "matrix.md", "prices.md", "user-guide.md"])
def test_commands_print_what_the_page_shows(page, tmp_path):
    pages.assert_examples_hold(page, pages.copy_of_the_tree(tmp_path / "source"))
