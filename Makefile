# SPDX-License-Identifier: GPL-2.0-only
# The way into the build: make help lists what it can do.
#
# In reading order: where the output goes (O=), what was asked for, the
# tools, the configuration targets, and the build itself, which recurses
# through scripts/Makefile.build. The rest is by topic in scripts/Makefile.*:
# flags, image (link), userland, package (ISO, install), run (QEMU), develop
# (tests, tags), external (EXT=). Documentation/building.md explains it all.

MAKEFLAGS += -rR --no-print-directory

PHONY := all FORCE
all:

# --- Where: the tree make runs in becomes the output tree

ifneq ($(words $(CURDIR)),1)
$(error The path '$(CURDIR)' contains a space, which make cannot handle)
endif
# What make or the shell would take for something else
pound := \#
unusable := : % ; & | < > ( ) ' " \ ` * ? [ $$ $(pound)
unusable-in = $(strip $(foreach c,$(unusable),$(findstring $c,$(1))))
refuse-path = $(if $(call unusable-in,$(1)),$(error The path '$(1)' contains \
	$(call unusable-in,$(1)), which make cannot handle))
$(call refuse-path,$(CURDIR))
$(call refuse-path,$(value O))
ifneq ($(filter-out 0 1,$(words $(O))),)
$(error The path '$(O)' given by O= contains a space, which make cannot handle)
endif

this-makefile := $(realpath $(lastword $(MAKEFILE_LIST)))
srctree := $(patsubst %/,%,$(dir $(this-makefile)))

# Where PROG= and FILES= begin: where make was started.
RUN_FROM ?= $(CURDIR)
export RUN_FROM

ifneq ($(O),)

# Run again in the output tree, which remembers its sources in a Makefile.
output := $(shell mkdir -p $(O) && cd $(O) && pwd -P)
$(if $(output),,$(error Cannot create the output folder '$(O)'))
ifneq ($(output),$(srctree))
pointer := include $(this-makefile)
present := $(file < $(output)/Makefile)
ifeq ($(filter-out include %/Makefile,$(present)),)
ifneq ($(present),$(pointer))
$(file > $(output)/Makefile,$(pointer))
endif
endif
endif
goals := $(or $(MAKECMDGOALS),all)

.PHONY: $(goals) in-output-tree
$(goals): in-output-tree
	@:
in-output-tree:
	@$(MAKE) -C $(output) -f $(srctree)/Makefile O= $(MAKECMDGOALS)

else

ifeq ($(CURDIR),$(srctree))
srctree := .
srcprefix :=
else
srcprefix := $(srctree)/
endif

# --- What: configuration first, then the rest

config-goals := config %config %.config config-report why trace fix list-defconfigs \
	checkdefconfigs lint-kconfig
clean-goals := clean mrproper distclean
# Goals that need no configuration.
plain-goals := help setup kernelversion image_name dist reprocheck \
	check check-% abi-table fuzz doc-transcripts bench bench-baseline build-bench \
	bench-programs bench-linux bench-compare profile \
	prices matrix matrix-list tags TAGS cscope

asked-config := $(filter $(config-goals),$(MAKECMDGOALS))
asked-clean := $(filter $(clean-goals),$(MAKECMDGOALS))
asked-plain := $(filter $(plain-goals),$(MAKECMDGOALS))
asked-build := $(filter-out $(asked-config) $(asked-clean) $(asked-plain), \
	$(or $(MAKECMDGOALS),all))
asked-other := $(asked-plain) $(asked-build)

ifneq ($(and $(srcprefix),$(strip $(asked-config) $(asked-build))),)
in-tree := $(wildcard $(addprefix $(srcprefix),.config include/config built-in.a))
ifneq ($(in-tree),)
$(error The source tree holds the results of a build of its own \
	($(in-tree)), which would be mixed up with this one. Remove them \
	first: make -C $(srctree) mrproper)
endif
endif

ifneq ($(words $(if $(asked-clean),1) $(if $(asked-config),1) \
	$(if $(strip $(asked-other)),1)),1)

# Of several kinds: one after the other.
.PHONY: $(MAKECMDGOALS) in-turn
$(MAKECMDGOALS): in-turn
	@:
in-turn:
	$(if $(asked-clean),@$(MAKE) -f $(this-makefile) $(asked-clean))
	$(if $(asked-config),@$(MAKE) -f $(this-makefile) $(asked-config))
	$(if $(strip $(asked-other)),@$(MAKE) -f $(this-makefile) $(asked-other))

else ifneq ($(and $(strip $(asked-build)),$(filter-out $(BUILDING_IN),$(CURDIR))),)

# One make at a time builds in a folder; another one waits for its end. What
# runs afterwards, for hours maybe, keeps nobody waiting, and builds nothing.
run-goals := $(filter run run-% gdb,$(asked-build))
build-goals := $(filter-out $(run-goals),$(MAKECMDGOALS)) $(run-goals:%=ready-to-%)
again := $(MAKE) -f $(this-makefile)
build-again := $(again) $(or $(strip $(build-goals)),all)

.PHONY: $(or $(MAKECMDGOALS),all) one-at-a-time
$(or $(MAKECMDGOALS),all): one-at-a-time
	@:
one-at-a-time: export BUILDING_IN := $(CURDIR)
one-at-a-time:
	+@flock -n -o -E 99 . $(build-again) || { status=$$?; \
	test $$status = 99 || exit $$status; \
	echo "Another make builds in $(CURDIR); waiting for its end" >&2; \
	flock -o . $(build-again); }
	$(if $(run-goals),+@READY_IN=$(CURDIR) $(again) $(run-goals))

else

include $(srctree)/scripts/Kbuild.include

# --- Version

version-words := $(file < $(srcprefix)VERSION)
VERSION := $(firstword $(version-words))
CODENAME := $(wordlist 2,9,$(version-words))
RELEASE = $(VERSION)$(subst ",,$(CONFIG_LOCALVERSION))

# --- Tools

ARCH ?= x86_64
override ARCH := $(if $(filter x86,$(ARCH)),x86_64,$(ARCH))
SRCARCH := $(ARCH)
ifeq ($(wildcard $(srcprefix)arch/$(SRCARCH)),)
$(error ARCH=$(ARCH) is not known: $(notdir $(wildcard $(srcprefix)arch/*)))
endif

# Another machine needs the tools that make programs for this one.
ifeq ($(origin CROSS_COMPILE),undefined)
CROSS_COMPILE := $(if $(filter x86_64%,$(MAKE_HOST)),,x86_64-linux-gnu-)
endif

ifeq ($(LLVM),1)
CC := clang
LD := ld.lld
AR := llvm-ar
NM := llvm-nm
OBJCOPY := llvm-objcopy
HOSTCC := clang
else
CC := $(CROSS_COMPILE)gcc
LD := $(CROSS_COMPILE)ld
# The one that can index objects made for link-time optimisation.
AR := $(CROSS_COMPILE)gcc-ar
NM := $(CROSS_COMPILE)gcc-nm
OBJCOPY := $(CROSS_COMPILE)objcopy
HOSTCC := gcc
endif
NASM := nasm
CHECK := sparse
CHECKFLAGS := -D__CHECKER__ -D__seg_gs= -D__VERSION__='"sparse"' -Wno-decl
FIXDEP := scripts/basic/fixdep

# The first Python that has kconfiglib; Debian's is found without asking.
python-candidates = $(PYTHON3) python3 /usr/bin/python3
ifneq ($(and $(if $(PYTHON3),,y),$(wildcard /usr/lib/python3/dist-packages/kconfiglib.py)),)
PYTHON := /usr/bin/python3
else
PYTHON = $(eval PYTHON := $$(shell for p in $(python-candidates); do \
	$$$$p -c 'import kconfiglib' 2> /dev/null && echo $$$$p && break; \
	done))$(or $(PYTHON),$(error No Python here has kconfiglib: install \
	python3-kconfiglib, or let scripts/setup do it))
endif

KCONFIG_CONFIG ?= .config
handed-down := srctree srcprefix ARCH SRCARCH KCONFIG_CONFIG CC LD AR NM OBJCOPY \
	NASM HOSTCC CHECK CHECKFLAGS FIXDEP KCFLAGS C
export $(handed-down) V W

conf = $(PYTHON) $(srctree)/scripts/kconfig/conf.py

include $(srctree)/scripts/Makefile.external

ifneq ($(asked-config),)

# --- Configuration: scripts/kconfig/conf.py knows each goal by its name. A
# goal that begins anew and the fragments after it are one request; without such
# a goal they go on top of .config before anything else is done with it.

fragments := $(filter %.config,$(asked-config))
requests := $(filter-out $(fragments),$(asked-config))
begin-anew := defconfig %_defconfig all%config randconfig tinyconfig
first-request := $(or $(lastword $(filter $(begin-anew),$(requests))),$(firstword $(fragments) $(requests)))

later-requests := $(filter-out $(first-request),$(requests))

PHONY += $(asked-config)
$(firstword $(asked-config)):
	@set -e; $(conf) $(first-request) $(filter-out $(first-request),$(fragments)); \
		$(foreach request,$(later-requests),$(conf) $(request);)
$(wordlist 2,$(words $(asked-config)),$(asked-config)): $(firstword $(asked-config))
	@:

else

include $(srctree)/scripts/Makefile.develop

ifneq ($(strip $(asked-build)),)

# --- Bring the configuration up to date; without one, take the default

-include include/config/auto.conf
-include include/config/auto.conf.cmd

generated-by-conf := include/generated/autoconf.h include/generated/autoconf.inc
missing := $(filter-out $(wildcard $(generated-by-conf)),$(generated-by-conf))

include/config/auto.conf: $(KCONFIG_CONFIG) $(wildcard .external.mk) $(if $(missing),FORCE)
	@$(conf) syncconfig
$(KCONFIG_CONFIG):
	@$(conf) $(ARCH)_defconfig

# --- Ask the compiler, again only when it is another one

find-tool = $(or $(firstword $(wildcard $(if $(findstring /,$(1)),$(1), \
	$(addsuffix /$(1),$(subst :, ,$(PATH)))))),$(1))
tool-files := $(foreach tool,$(CC) $(LD) $(NASM),$(call find-tool,$(tool)))
current-toolchain := $(CC) $(LD) $(NASM) \
	$(shell stat -L -c %n:%s:%Y $(tool-files) 2> /dev/null)

-include include/config/toolchain.mk
include/config/toolchain.mk: \
		$(if $(call differ,$(current-toolchain),$(toolchain-id)),FORCE)
	@mkdir -p $(@D)
	@$(srctree)/scripts/toolchain.sh '$(current-toolchain)' > $@
include/config/%-version: include/config/toolchain.mk ;

CC_TARGET := $(if $(and $(CC_IS_CLANG),$(CROSS_COMPILE)), \
	--target=$(patsubst %-,%,$(notdir $(CROSS_COMPILE))))

include $(srctree)/scripts/Makefile.flags
handed-down += CC_IS_CLANG KBUILD_CPPFLAGS KBUILD_CFLAGS KBUILD_NASMFLAGS LTO_FLAGS \
	UBSAN_FLAGS KASAN_FLAGS FAULT_COVERAGE_FLAGS HOSTCFLAGS PYTHON
export $(handed-down)

# --- Prepare: the tools and headers that everything else needs

version-header := include/generated/version.h
offsets-source := arch/$(SRCARCH)/kernel/asm-offsets.c
offsets-header := include/generated/asm-offsets.inc
targets := $(FIXDEP) $(version-header) $(offsets-source:.c=.s)
$(call make-folders,scripts/basic include/generated arch/$(SRCARCH)/kernel)

# y when what runs has been built just now, by a make that held the lock.
ready := $(if $(filter $(READY_IN),$(CURDIR)),y)
unexport READY_IN

# What folders take from here and from make's command line, for them to see when
# it is something else than last time. What only matters to what runs does not count.
beside-folders := O V QEMU QEMU_ARGS MEM CMDLINE INITRD OVMF KVM PROG ARGS FILES SERIAL
given := $(subst \$(space),\,$(MAKEOVERRIDES))
settings := $(strip $(foreach name,$(handed-down),$(name)=$($(name))) \
	$(filter-out $(beside-folders:%=%=%),$(given)))
settings-file := include/generated/settings
ifneq ($(if $(ready),,$(call differ,$(settings),$(file < $(settings-file)))),)
$(file > $(settings-file),$(settings))
endif

quiet_cmd_hostcc = HOSTCC  $@
      cmd_hostcc = $(HOSTCC) $(HOSTCFLAGS) -o $@ $<
scripts/basic/fixdep scripts/kallsyms: %: $(srcprefix)%.c FORCE
	$(call if_changed,hostcc)

version-lines := '$(pound)define EXO_VERSION "$(VERSION)"' \
	'$(pound)define EXO_RELEASE "$(RELEASE)"' \
	'$(pound)define EXO_CODENAME "$(CODENAME)"'
# It becomes a part of the names of files and packages.
unusable-release = $(call unusable-in,$(RELEASE))$(findstring /,$(RELEASE))$(word 2,$(RELEASE))
refuse-release = $(if $(unusable-release),$(error CONFIG_LOCALVERSION=$(CONFIG_LOCALVERSION) \
	cannot be part of the names of files: letters, digits and - _ . + can))
quiet_cmd_version = GEN     $@
      cmd_version = printf '%s\n' $(version-lines) > $@
$(version-header): FORCE
	$(refuse-release)
	$(call if_changed,version)

# Numbers that assembly takes from C: lines "->NAME value" of the compiler's
# output (see include/exo/asm_offsets.h) become %define NAME value. Only a
# changed number touches the header.
quiet_cmd_offsets = OFFSETS $(offsets-header)
      cmd_offsets = $(CC) -MMD -MF $(depfile) $(KBUILD_CPPFLAGS) \
	$(KBUILD_CFLAGS) -fno-lto -S -o $@ $< && sed -n \
	's/.*->\([A-Z0-9_]*\) [$$]*\([0-9-]*\).*/%define \1 \2/p' $@ \
	> $(offsets-header).new && { cmp -s $(offsets-header).new \
	$(offsets-header) && rm $(offsets-header).new || \
	mv $(offsets-header).new $(offsets-header); }
$(offsets-source:.c=.s): $(srcprefix)$(offsets-source) include/config/cc-version \
		$(FIXDEP) $(if $(wildcard $(offsets-header)),,FORCE) FORCE
	$(call if_changed_dep,offsets)
$(offsets-header): $(offsets-source:.c=.s) ;

PHONY += prepare
prepare: $(FIXDEP) $(version-header) \
	$(if $(wildcard $(srcprefix)$(offsets-source)),$(offsets-header))

# --- Build

build-folder := $(MAKE) -f $(srctree)/scripts/Makefile.build

PHONY += descend
descend: prepare
	+@$(build-folder) obj=.
built-in.a: descend ;

include $(srctree)/scripts/Makefile.image
include $(srctree)/scripts/Makefile.userland
include $(srctree)/scripts/Makefile.package
include $(srctree)/scripts/Makefile.run

all: exo System.map
	@:

PHONY += compile_commands.json
compile_commands.json: descend
	@/usr/bin/python3 $(srctree)/scripts/compile_commands.py

# Single files and folders: make mm/frame.o, mm/frame.s, mm/frame.i, mm/. One
# after the other: each is a make of its own, and two must not be in one folder.
single-goals := $(filter %.o %.i %.s %/,$(MAKECMDGOALS))
ifneq ($(single-goals),)
.NOTPARALLEL:
PHONY += $(filter %/,$(single-goals))
$(single-goals): prepare FORCE
	+@$(build-folder) obj=$(patsubst %/,%,$(dir $@)) $(if $(filter %/,$@),build,$@)
endif

include $(call saved-commands,$(targets))
$(call saved-dependencies,$(targets)):

endif # asked-build
endif # asked-config

# --- Clean

# Each thing built has left its command in a .cmd file, so there is no need
# to guess by name, which could hit a source.
own-files = find . -name .git -prune -o -path './build*' -prune -o -type f

PHONY += $(clean-goals)
clean:
	@$(own-files) -name '.*.cmd' -print | \
		sed 's|^\(.*/\)\.\(.*\)\.cmd$$|\1\2\n&|' | xargs -r rm -f
	@$(own-files) \( -name '.*.d' -o -name '.made.*' \) -exec rm -f {} +
	@rm -f compile_commands.json .exo.kallsyms.nm .exo.map serial.log
mrproper: clean
	@rm -rf include/config include/generated
	@rm -rf external headers .package
	@rm -f exo.spdx.json config-report.html
	@rm -f .config .config.old .config.origins .external.mk tags TAGS cscope.out cscope.in.out cscope.po.out
distclean: mrproper
	@find . -name .git -prune -o -type f \( -name '*~' -o -name '*.orig' \
		-o -name '*.rej' -o -name '*.swp' -o -name '*.pyc' \) \
		-exec rm -f {} +

FORCE:
.PHONY: $(PHONY)

endif # several kinds of goals
endif # O=
