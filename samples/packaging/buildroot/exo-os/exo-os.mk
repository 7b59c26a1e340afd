# SPDX-License-Identifier: GPL-2.0-only
################################################################################
#
# exo-os
#
################################################################################

EXO_OS_VERSION = 0.6.0
EXO_OS_SITE = https://example.org/exo-os
EXO_OS_LICENSE = GPL-2.0-only
EXO_OS_LICENSE_FILES = COPYING
EXO_OS_DEPENDENCIES = host-nasm host-python3 host-python-kconfiglib
EXO_OS_INSTALL_TARGET = NO
EXO_OS_INSTALL_IMAGES = YES

EXO_OS_MAKE_OPTS = \
	CROSS_COMPILE="$(TARGET_CROSS)" \
	PYTHON3="$(HOST_DIR)/bin/python3" \
	INITRD=

define EXO_OS_CONFIGURE_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(EXO_OS_MAKE_OPTS) \
		$(call qstrip,$(BR2_PACKAGE_EXO_OS_DEFCONFIG))_defconfig
endef

define EXO_OS_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(EXO_OS_MAKE_OPTS) all
endef

define EXO_OS_INSTALL_IMAGES_CMDS
	$(INSTALL) -D -m 0644 $(@D)/exo $(BINARIES_DIR)/exo
endef

$(eval $(generic-package))
