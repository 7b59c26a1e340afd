/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. The .config this kernel was built from (CONFIG_IKCONFIG), as a
 * gzip file. It carries neither name nor time, so equal configurations give
 * equal images.
 */
#ifndef EXO_CONFIG_DATA_H
#define EXO_CONFIG_DATA_H

#include <exo/types.h>

extern const u8 kernel_config_data[], kernel_config_data_end[];

#endif
