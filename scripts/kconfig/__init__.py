# SPDX-License-Identifier: GPL-2.0-only
"""The configuration driver, over Debian's kconfiglib.

In reading order:

  conf          the entry point: one goal of the Makefile per run
  paths         where .config, the Kconfig files and the defconfigs are
  assignments   files of CONFIG_X=value lines, parsed with file and line
  tree          the Kconfig tree and everything that was asked of it
  external      EXT=: trees outside the source tree, and their menu
  locate        which line of a Kconfig file states a dependency or a default
  explain       why a symbol has its value; which dependencies fail
  report        asked / got / reason, for each request not honoured
  store         .config and what the build reads, written atomically
  update        olddefconfig, oldconfig, syncconfig, listnewconfig
  defconfigs    NAME_defconfig, fragments, savedefconfig, checkdefconfigs
  space         allnoconfig, allyesconfig, randconfig, tinyconfig
  edit          menuconfig and guiconfig
  ask           why, trace
  lint          what neither parser refuses but a reviewer would

conf imports only what its goal needs, because the build runs it often.
"""
