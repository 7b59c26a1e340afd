# SPDX-License-Identifier: GPL-2.0-only
"""The configuration driver, over Debian's kconfiglib.

In reading order:

  conf          the entry point: one goal of the Makefile per run
  paths         where .config, the Kconfig files and the defconfigs are
  whole         a file written in one step
  lines         a .config's lines, changed one at a time, as scripts/config does
  assignments   files of CONFIG_X=value lines, parsed with file and line
  renamed       symbols of earlier releases, by renamed.conf
  tree          the Kconfig tree and everything that was asked of it
  external      EXT=: trees outside the source tree, and their menu
  locate        which line of a Kconfig file states a dependency or a default
  explain       why a symbol has its value; which dependencies fail
  report        asked / got / reason, for each request not honoured
  store         .config and what the build reads
  update        olddefconfig, oldconfig, syncconfig, listnewconfig
  defconfigs    NAME_defconfig, fragments, savedefconfig, checkdefconfigs
  space         allnoconfig, allyesconfig, randconfig, tinyconfig
  edit          menuconfig and guiconfig
  ask           why, trace
  needs         which changes stand between a symbol and a value
  search        the fewest of them
  fix           fix, which tells and applies them
  lint          what neither parser refuses but a reviewer would

conf imports only what its goal needs, because the build runs it often.
"""
