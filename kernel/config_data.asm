; SPDX-License-Identifier: GPL-2.0-only
;
; The .config this kernel was built from, packed by gzip; see
; <exo/config_data.h>. The Makefile makes the file.

global kernel_config_data
global kernel_config_data_end

section .rodata
kernel_config_data:
	incbin	"kernel/config_data.gz"
kernel_config_data_end:
