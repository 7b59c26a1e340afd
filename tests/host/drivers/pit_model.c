// SPDX-License-Identifier: GPL-2.0-only
#include "pit_model.h"

#include <asm/io.h>

enum {
	CHANNEL0 = 0x40,
	COMMAND = 0x43,
};

#define PIT_HZ 1193182ULL

struct pit_model pit;

static struct {
	u8 mode; /* as in the control word, 0-5 */
	u8 control; /* low six bits of the control word */
	unsigned int reload; /* 1-65536 */
	u64 loaded_ns;
	unsigned int bytes_written;
	u8 low;
	u16 latch;
	unsigned int latch_bytes; /* still to be read */
	bool status_latched;
} channel;

static u64 counts_since_load(void)
{
	if (pit.stuck)
		return 0;
	return (pit.now_ns - channel.loaded_ns) * PIT_HZ / 1000000000;
}

static u16 count_now(void)
{
	u64 counts = counts_since_load();

	if (channel.mode == 2)
		counts %= channel.reload;
	return (u16)(channel.reload - counts);
}

static void write_command(u8 value)
{
	if (value == 0xe2) {
		channel.status_latched = true;
	} else if ((value & 0xf0) == 0) {
		channel.latch = count_now();
		channel.latch_bytes = 2;
	} else if (value >> 6 == 0) {
		channel.control = value & 0x3f;
		channel.mode = value >> 1 & 7;
		channel.bytes_written = 0;
	}
}

static void write_channel(u8 value)
{
	if (channel.bytes_written++ % 2 == 0) {
		channel.low = value;
		return;
	}
	channel.reload = channel.low | (unsigned int)value << 8;
	if (channel.reload == 0)
		channel.reload = 65536;
	channel.loaded_ns = pit.now_ns;
}

static u8 read_channel(void)
{
	u8 byte;

	if (channel.status_latched) {
		channel.status_latched = false;
		return channel.control;
	}
	if (channel.latch_bytes == 0)
		return 0;
	byte = channel.latch_bytes == 2 ? (u8)channel.latch
					: (u8)(channel.latch >> 8);
	channel.latch_bytes--;
	return byte;
}

void outb(u16 port, u8 value)
{
	pit.now_ns += pit.port_ns;
	pit.accesses++;
	if (!pit.present)
		return;
	if (port == COMMAND)
		write_command(value);
	else if (port == CHANNEL0)
		write_channel(value);
}

u8 inb(u16 port)
{
	pit.now_ns += pit.port_ns;
	pit.accesses++;
	if (!pit.present || port != CHANNEL0)
		return 0xff;
	return read_channel();
}

u8 pit_model_mode(void)
{
	return channel.mode;
}

unsigned int pit_model_reload(void)
{
	return channel.reload;
}

/* One count more than was written passes (8254 data sheet, mode 0). */
u64 pit_model_rises_ns(void)
{
	u64 counts = channel.reload + 1;

	if (channel.mode != 0 || counts_since_load() >= counts)
		return ~0UL;
	return channel.loaded_ns + (counts * 1000000000 + PIT_HZ - 1) / PIT_HZ;
}
