# SPDX-License-Identifier: GPL-2.0-only
"""The documents show what the kernel really says."""

import subprocess
import sys

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

import doc_transcripts  # noqa: E402  (the path must be set first)


def test_documents_agree_with_the_kernel():
    done = subprocess.run([sys.executable, str(SRCTREE / "scripts/doc_transcripts.py"), "--check"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_has_a_transcript():
    assert "exo:~# " in (SRCTREE / "README.md").read_text()


def test_numbers_do_not_count_but_words_do():
    before = "memory:    128 MB at 0x1000\n[    0.001] up"
    assert doc_transcripts.masked(before) == doc_transcripts.masked(
        "memory: 64 MB at 0xffff0\n[   10.201] up")
    assert doc_transcripts.masked(before) != doc_transcripts.masked(before + " and down")


def test_only_the_marked_part_is_renewed():
    text = "a\n<!-- transcript shell: x -->\nold\n<!-- transcript end -->\nb\n"
    assert doc_transcripts.renew(text, {"shell": "new"}) == (
        "a\n<!-- transcript shell: x -->\n```\nnew\n```\n<!-- transcript end -->\nb\n")
