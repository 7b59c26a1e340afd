# SPDX-License-Identifier: GPL-2.0-only
"""Each checker objects to a small tree that is wrong, and not to one that is right."""

import importlib
import sys
from pathlib import Path

import pytest

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

import syscalls  # noqa: E402  (the path must be set first)
from checkers.source import Tree  # noqa: E402

LAYERS = "[layers]\nlib\nbase\narch\nkernel\nipc drivers\n[places]\nlib/ lib\narch/ arch\n" \
         "kernel/ kernel\nkernel/panic.c base\nipc/ ipc\ndrivers/ drivers\n" \
         "[upward]\ninclude/exo/arch_entry.h\n"
LONG_FUNCTION = "int f(void)\n{\n" + "\tg();\n" * 79 + "}\n"
READ_CALL = "0 read sys_read USER\n"
SPDX = "SPDX-License-Identifier: GPL-2.0-only"


def plant(root: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Tree(root, list(files))


def messages(root: Path, checker: str, files: dict[str, str]) -> str:
    tree = plant(root, files)
    return "\n".join(map(str, importlib.import_module(f"checkers.{checker}").check(tree)))


def layered(**headers: str) -> dict[str, str]:
    """A tree with layers.conf and headers of the given layers."""
    files = {f"include/exo/{n}.h": f"/* Layer: {layer}. */\n" for n, layer in headers.items()}
    return files | {"scripts/checkers/layers.conf": LAYERS}


def call_list(lines: str) -> dict[str, str]:
    """A tree with a list of system calls, the handler of one, and the header of that."""
    return {"kernel/proc/syscalls.list": lines, "Kconfig": "config USER\n\tbool\n",
            "include/exo/syscalls.h": "long sys_read(int fd);\n",
            "include/uapi/unistd.h": syscalls.numbers(syscalls.parse(READ_CALL))}


LINUX_READS = {"scripts/linux_calls.txt": "0 read\n1 write\n",
               "Documentation/system-calls-absent.md": ""}
LINUX_WRITES = LINUX_READS | {"scripts/linux_calls.txt": "0 write\n"}


WRONG = [
    ("config_names", {"kernel/a.c": "#ifdef CONFIG_GONE\n#endif\n"},
     "CONFIG_GONE is not declared"),
    ("config_names", {"Kconfig": "config ALONE\n\tbool \"x\"\n"}, "CONFIG_ALONE is not used"),
    ("config_names", {"Kconfig": "config A\n\tbool\n\thelp\n\t  depends on A\n"},
     "CONFIG_A is not used"),
    ("cycles", {"include/exo/a.h": "#include <exo/b.h>\n",
                "include/exo/b.h": "#include <exo/a.h>\n"},
     "include/exo/a.h -> include/exo/b.h -> include/exo/a.h"),
    ("formatting", {".clang-format": "BasedOnStyle: LLVM\n", "a.c": "int   x;\n"},
     "a.c:1: run clang-format"),
    ("layers", layered(irq="kernel") | {"kernel/panic.c": "#include <exo/irq.h>\n"},
     "layer base includes exo/irq.h of layer kernel"),
    ("layers", layered(pipe="ipc") | {"drivers/a.c": "#include <exo/pipe.h>\n"},
     "layer drivers includes exo/pipe.h of layer ipc"),
    ("layers", layered() | {"lib/a.c": "#include <exo/nowhere.h>\n"}, "not in the tree"),
    ("layers", layered(odd="attic"), "layer attic is not in"),
    ("layers", layered() | {"include/exo/a.h": "/* says nothing */\n"}, "says its layer"),
    ("layers", layered() | {"lib/a.h": "/* Layer: kernel */\n"}, "says layer kernel but lies"),
    ("layers", layered() | {"fs/a.c": "\n"}, "no place in"),
    ("layers", layered() | {"kernel/deep/in.h": "/* Layer: kernel */\n",
                            "kernel/a.c": '#include "deep/in.h"\n'}, "is private to its folder"),
    ("length", {"a.c": LONG_FUNCTION}, "f() has 81 lines"),
    ("length", {"a.py": "def f():\n" + "    g()\n" * 80}, "f() has 81 lines"),
    ("length", {"a.asm": "\n" * 501}, "501 lines"),
    ("length", {"a.h": "/* " + "x" * 100 + " */\n"}, "longer than 100"),
    ("licence", {"a.c": "int x;\n"}, f"no '{SPDX}'"),
    ("links", {"README.md": "[a](Documentation/gone.md)\n"},
     "README.md:1: the link Documentation/gone.md leads to no file"),
    ("links", {"README.md": "[b](Documentation/b.md)\n",
               "Documentation/b.md": "\n[gone](../gone) and [c](Documentation/b.md)\n"},
     "Documentation/b.md:2: the link ../gone leads to no file\n"
     "Documentation/b.md:2: the link Documentation/b.md leads to no file"),
    ("links", {"README.md": "# The name\n[a](#a-name)\n"},
     "README.md:2: the link #a-name leads to no heading"),
    ("links", {"README.md": "Text.\n", "Documentation/b.md": "[README](../README.md)\n"},
     "Documentation/b.md:1: no way leads here from README.md"),
    ("syscalls", call_list("0 read\n"), "syscalls.list:1: not 'number name handler"),
    ("syscalls", call_list(READ_CALL + READ_CALL), "syscalls.list:2: 0 after 0"),
    ("syscalls", call_list("1 a sys_read USER\n2 a sys_read USER\n"), "a was there before"),
    ("syscalls", call_list("512 a sys_read USER\n"), "512 is not below 512"),
    ("syscalls", call_list("0 a sys_read USER restart resume\n"), "both restart and resume"),
    ("syscalls", call_list("0 a sys_read USER again\n"), "not 'number name handler"),
    ("syscalls", call_list("0 read sys_read GONE\n"), "there is no GONE"),
    ("syscalls", call_list("0 read sys_gone USER\n"), "sys_gone() is declared nowhere"),
    ("syscalls", call_list("1 read sys_read USER\n"), "unistd.h:1: not what scripts"),
    ("syscalls", call_list(READ_CALL) | LINUX_WRITES, "syscalls.list:1: 0 is write on Linux"),
    ("syscalls", call_list(READ_CALL) | LINUX_READS, "absent.md:1: not what scripts"),
    ("python", {"a.py": "import os\n"}, "'os' imported but unused"),
    ("python", {"a.py": "def f(:\n"}, "a.py:1:"),
    ("python", {"tool": "#!/usr/bin/env python3\nprint(x)\n"}, "undefined name 'x'"),
    ("shell", {"a.sh": "#!/bin/sh\nrm $1\n"}, "SC2086"),
    ("shell", {"tool": "#!/bin/sh\nrm $1\n"}, "SC2086"),
    ("operations", {"fs/a.c": "struct file_ops ops = {\n\t.read = f,\n};\n"},
     "struct file_ops without .write"),
    ("tests", {"tests/x/test_a.py": "def test_it():\n    print(1)\n"}, "test_it asserts nothing"),
    ("tests", {"tests/x/test_a.py": "def test_it():\n    assert True\n"}, "asserts nothing"),
    ("tests", {"lib/a_test.c": "KTEST(a, it_works)\n{\n\tf();\n}\n"}, "it_works expects nothing"),
    ("tests", {"lib/a_test.c": "KTEST(a, it_works)\n{\n\tKTEST_EXPECT(t, true);\n}\n"},
     "it_works expects nothing"),
    ("wording", {"a.c": "/* FIX" "ME: later */\n"}, "unfinished: FIX" "ME"),
    ("wording", {"Makefile": "all: \n"}, "blanks at the end"),
    ("wording", {"a.md": "text"}, "no newline"),
]


@pytest.mark.parametrize("checker,files,expected", WRONG)
def test_wrong_is_found(tmp_path, checker, files, expected):
    assert expected in messages(tmp_path, checker, files)


RIGHT = [
    ("config_names", {"Kconfig": "config A\n\tbool \"a\"\n\nconfig B\n\tbool\n\tdefault y if A\n",
                      "kernel/Makefile": "obj-$(CONFIG_B) += b.o\n"}),
    ("config_names", {"kernel/a.c": "/* CONFIG_ANY */\n"}),
    ("cycles", {"include/exo/a.h": "#include <exo/b.h>\n", "include/exo/b.h": "\n"}),
    ("layers", layered(irq="kernel") | {"drivers/a.c": "#include <exo/irq.h>\n"}),
    ("layers", layered() | {"kernel/in.h": "/* Layer: kernel, private. */\n",
                            "kernel/deep/a.c": '#include "../in.h"\n'}),
    ("length", {"a.c": LONG_FUNCTION.replace("\tg();\n", "", 1)}),
    ("length", {"a.c": LONG_FUNCTION,
                "scripts/checkers/exceptions.conf": "length a.c f # a table\n"}),
    ("licence", {"a.c": f"// {SPDX}\n"}),
    ("links", {"README.md": "[b](Documentation/b.md) [out](https://example.org/x) [c](lib/)\n"
                            "```\n[code](nowhere)\n```\n`[code](nowhere)`\n",
               "Documentation/b.md": "# The `b` page\n[self](#the-b-page)\n[d](d.md#d)\n",
               "Documentation/d.md": "## D\n[up](../lib/a.c)\n", "lib/a.c": "\n"}),
    ("syscalls", call_list("# The list\n\n" + READ_CALL)),
    ("tests", {"tests/x/test_a.py": "def helper():\n    assert f()\n\n\n"
                                    "def test_it():\n    helper()\n"}),
    ("tests", {"lib/a_test.c": "static void f(struct ktest *t)\n{\n\tKTEST_EXPECT_EQ(t, a, b);\n}\n"
                               "\nKTEST(a, it_works)\n{\n\tf(t);\n}\n"}),
    ("tests", {"lib/a_test.c": "#define SAME(t, a)            \\\n\tKTEST_EXPECT_EQ(t, a, 1);\n"
                               "\nKTEST(a, it_works)\n{\n\tSAME(t, x);\n}\n"}),
]


@pytest.mark.parametrize("checker,files", RIGHT)
def test_right_is_left_alone(tmp_path, checker, files):
    assert messages(tmp_path, checker, files) == ""
