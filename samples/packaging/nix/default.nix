# SPDX-License-Identifier: GPL-2.0-only
# nix-build: the kernel of a defconfig, in result/boot
{ pkgs ? import <nixpkgs> { }, defconfig ? "x86_64_defconfig" }:

pkgs.stdenv.mkDerivation rec {
  pname = "exo-os";
  version = "0.6.0";

  src = ./exo-os-${version}.tar.gz; # what make dist made

  nativeBuildInputs = [
    pkgs.nasm
    (pkgs.python3.withPackages (python: [ python.kconfiglib ]))
  ];

  # The kernel chooses its own flags, and takes Python by PYTHON3 alone.
  hardeningDisable = [ "all" ];
  makeFlags = [ "PYTHON3=python3" "INITRD=" ];

  postPatch = "patchShebangs scripts";
  configurePhase = "make $makeFlags ${defconfig}";
  installPhase = "make $makeFlags install DESTDIR=$out";

  meta = {
    description = "A configurable kernel for x86_64";
    license = pkgs.lib.licenses.gpl2Only;
    platforms = [ "x86_64-linux" ];
  };
}
