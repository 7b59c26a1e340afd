# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "The Exo-OS kernel"
LICENSE = "GPL-2.0-only"
LIC_FILES_CHKSUM = "file://COPYING;md5=b234ee4d69f5fce4486a80fdaf4a4263"

SRC_URI = "https://example.org/exo-os/exo-os-${PV}.tar.gz"
# Of the archive that make dist made: bitbake prints it when it differs.
SRC_URI[sha256sum] = "0000000000000000000000000000000000000000000000000000000000000000"

DEPENDS = "nasm-native python3-native python3-kconfiglib-native"
COMPATIBLE_HOST = "x86_64.*-linux"

inherit deploy python3native

EXO_DEFCONFIG ?= "x86_64_defconfig"
EXTRA_OEMAKE = "CROSS_COMPILE=${TARGET_PREFIX} PYTHON3=python3 INITRD="

do_configure() {
	oe_runmake ${EXO_DEFCONFIG}
}

do_compile() {
	oe_runmake all
}

do_install() {
	oe_runmake install DESTDIR=${D}
}

do_deploy() {
	install -m 0644 ${B}/exo ${DEPLOYDIR}/exo
}
addtask deploy after do_compile before do_build

FILES:${PN} = "/boot"
