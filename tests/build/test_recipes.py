# SPDX-License-Identifier: GPL-2.0-only
"""samples/packaging: what of the recipes can be checked without the build systems."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.paths import SRCTREE, clean_environment

RECIPES = SRCTREE / "samples/packaging"
VERSION = (SRCTREE / "VERSION").read_text().split()[0]
PYTHON = "/usr/bin/python3"
# What Buildroot defines, as far as the recipe uses it: its phases become targets.
BUILDROOT = """
qstrip = $(strip $(subst ",,$(1)))
BR2_PACKAGE_EXO_OS_DEFCONFIG := "tiny"
INSTALL := install
define generic-package
configure:
\t$$(EXO_OS_CONFIGURE_CMDS)
build:
\t$$(EXO_OS_BUILD_CMDS)
images:
\t$$(EXO_OS_INSTALL_IMAGES_CMDS)
endef
"""


def test_recipes_are_of_this_version() -> None:
    assert f"EXO_OS_VERSION = {VERSION}\n" in (RECIPES / "buildroot/exo-os/exo-os.mk").read_text()
    assert f'version = "{VERSION}";' in (RECIPES / "nix/default.nix").read_text()
    assert (RECIPES / f"yocto/exo-os_{VERSION}.bb").exists()


def test_buildroot_reads_the_options(tmp_path: Path) -> None:
    (tmp_path / "Kconfig").write_text(
        'config BR2_x86_64\n\tbool\n\tdefault y\n'
        f'source "{RECIPES}/buildroot/exo-os/Config.in"\n')
    code = ("import kconfiglib; k = kconfiglib.Kconfig('Kconfig');"
            "k.syms['BR2_PACKAGE_EXO_OS'].set_value(2);"
            "print(k.warnings, k.syms['BR2_PACKAGE_EXO_OS_DEFCONFIG'].str_value)")
    done = subprocess.run([PYTHON, "-c", code], cwd=tmp_path, env=clean_environment(srctree="."),
                          capture_output=True, text=True, check=True)
    assert done.stdout == "[] x86_64\n"


def test_buildroot_runs_the_right_commands(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(
        BUILDROOT + f"include {RECIPES}/buildroot/exo-os/exo-os.mk\n")
    done = subprocess.run(["make", "-n", "configure", "build", "images", "MAKE=make",
                           "TARGET_CROSS=x86_64-linux-", "HOST_DIR=/host", "BINARIES_DIR=/images"],
                          cwd=tmp_path, env=clean_environment(), capture_output=True, text=True,
                          check=True)
    said = re.sub(r"[\s\\]+", " ", done.stdout)
    assert 'CROSS_COMPILE="x86_64-linux-"' in said and "INITRD= tiny_defconfig" in said
    assert "INITRD= all" in said and "/exo /images/exo" in said


def test_yocto_recipe_has_a_licence_that_is_here_and_valid_shell() -> None:
    text = (RECIPES / f"yocto/exo-os_{VERSION}.bb").read_text()
    stated = re.search(r"file://COPYING;md5=(\w+)", text)[1]
    assert subprocess.run(["md5sum", SRCTREE / "COPYING"], capture_output=True, text=True,
                          check=True).stdout.split()[0] == stated
    functions = re.findall(r"^do_\w+\(\) \{\n.*?^\}$", text, re.MULTILINE | re.DOTALL)
    assert len(functions) == 4
    for function in functions:
        subprocess.run(["sh", "-n"], input=function, text=True, check=True)


def test_nix_parses_the_expression() -> None:
    if not shutil.which("nix-instantiate"):
        text = (RECIPES / "nix/default.nix").read_text()
        assert text.count("{") == text.count("}") and text.count("[") == text.count("]")
        return
    subprocess.run(["nix-instantiate", "--parse", RECIPES / "nix/default.nix"],
                   capture_output=True, check=True)


@pytest.mark.parametrize("name", ["all", "install", "tiny_defconfig", "x86_64_defconfig"])
def test_targets_that_recipes_use_are_there(name: str) -> None:
    done = subprocess.run(["make", "help"], cwd=SRCTREE, env=clean_environment(),
                          capture_output=True, text=True, check=True)
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", done.stdout)
