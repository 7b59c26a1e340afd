// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings. Addresses differ from run to run, so what is shown of them is only
 * whether they are where they were asked for.
 */
#include "abi.h"

#include <sys/mman.h>

#define PAGE	   4096L
#define ANONYMOUS  (MAP_PRIVATE | MAP_ANONYMOUS)
#define READ_WRITE (PROT_READ | PROT_WRITE)
#define PLACE	   ((char *)0x200000000L)

/* Show whether the mapping is at @wanted, or which errno there is. */
static void show_at(const char *text, long result, const void *wanted)
{
	if (result < 0 && result > -4096)
		show(text, result);
	else if (result == (long)wanted)
		printf("%s is there\n", text);
	else
		printf("%s is somewhere\n", text);
}

#define SHOW_MAP(address, ...)                          \
	show_at("mmap(" #address ", " #__VA_ARGS__ ")", \
		RAW(SYS_mmap, address, __VA_ARGS__), (void *)(address))

static void read_place(void)
{
	*(volatile char *)PLACE;
}

static void write_place(void)
{
	*(volatile char *)PLACE = 1;
}

static void run_place(void)
{
	((void (*)(void))PLACE)();
}

static void read_beyond_file(void)
{
	((volatile char *)PLACE)[PAGE];
}

static void show_anonymous(void)
{
	char *map;

	topic("anonymous mmap");
	map = (char *)RAW(SYS_mmap, NULL, 3 * PAGE, READ_WRITE, ANONYMOUS, -1,
			  0);
	VALUE((long)map % PAGE);
	VALUE(map[0] | map[3 * PAGE - 1]);
	map[PAGE] = 7;
	SHOW(munmap, map, 3 * PAGE);
	SHOW(munmap, map, 3 * PAGE);
	SHOW(munmap, map + 1, PAGE);
	SHOW(munmap, map, 0);
	SHOW(munmap, KERNEL, PAGE);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS, -1, 0);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS, -1, 0);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
		 0);
	SHOW_MAP(PLACE + 1, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	SHOW_MAP(NULL, 0, READ_WRITE, ANONYMOUS, -1, 0);
	SHOW_MAP(NULL, PAGE, READ_WRITE, MAP_ANONYMOUS, -1, 0);
	SHOW_MAP(NULL, 1L << 47, READ_WRITE, ANONYMOUS, -1, 0);
	SHOW_MAP(NULL, -1L, READ_WRITE, ANONYMOUS, -1, 0);
	SHOW_MAP(KERNEL, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, 99, 1);
	SHOW(munmap, PLACE, PAGE);
	show_child("read of nothing", read_place);
}

static void show_protection(void)
{
	topic("mprotect");
	SHOW_MAP(PLACE, 4 * PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	*PLACE = (char)0xc3; /* RET */
	show_child("a return from data", run_place);
	SHOW(mprotect, PLACE, PAGE, PROT_READ | PROT_EXEC);
	show_child("a return from code", run_place);
	show_child("write to code", write_place);
	SHOW(mprotect, PLACE, PAGE, PROT_NONE);
	show_child("read of PROT_NONE", read_place);
	SHOW(mprotect, PLACE, PAGE, PROT_READ);
	show_child("read of PROT_READ", read_place);
	show_child("write to PROT_READ", write_place);
	SHOW(mprotect, PLACE + 1, PAGE, PROT_READ);
	SHOW(mprotect, PLACE, 0, PROT_READ);
	SHOW(mprotect, PLACE, PAGE, 0x80);
	SHOW(munmap, PLACE + PAGE, PAGE);
	SHOW(mprotect, PLACE, 3 * PAGE, READ_WRITE);
	show_child("write before the hole", write_place);
	SHOW(mprotect, PLACE + PAGE, 2 * PAGE, PROT_NONE);
	VALUE(PLACE[2 * PAGE]);
	SHOW(mprotect, KERNEL, PAGE, PROT_READ);
	SHOW(mprotect, PLACE + 2 * PAGE, 2 * PAGE, PROT_READ);
	SHOW(munmap, PLACE, 4 * PAGE);
}

static void show_file(void)
{
	char byte;

	topic("file mmap");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(write, 3, "0123456789", 10);
	SHOW_MAP(PLACE, 2 * PAGE, READ_WRITE, MAP_PRIVATE | MAP_FIXED, 3, 0);
	VALUE(memcmp(PLACE, "0123456789", 10));
	VALUE(PLACE[10] | PLACE[PAGE - 1]);
	show_child("read beyond the file's end", read_beyond_file);
	PLACE[0] = 'x';
	SHOW(pread64, 3, &byte, 1, 0);
	VALUE(byte);
	SHOW_MAP(PLACE, PAGE, READ_WRITE, MAP_SHARED | MAP_FIXED, 3, 0);
	PLACE[0] = 'y';
	SHOW(pread64, 3, &byte, 1, 0);
	VALUE(byte);
	SHOW(pwrite64, 3, "z", 1, 1);
	VALUE(PLACE[1]);
	SHOW(msync, PLACE, PAGE, MS_SYNC);
	SHOW(msync, PLACE, PAGE, MS_SYNC | MS_ASYNC);
	SHOW(msync, PLACE + 1, PAGE, MS_SYNC);
	SHOW(msync, PLACE + PAGE, 2 * PAGE, MS_SYNC);
	SHOW(ftruncate, 3, 0);
	show_child("read of what was cut off", read_place);
	SHOW(munmap, PLACE, 2 * PAGE);
	SHOW_MAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0);
	SHOW_MAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 1);
	SHOW_MAP(NULL, PAGE, PROT_READ, 0, 3, 0);
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY);
	SHOW_MAP(NULL, PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	SHOW_MAP(PLACE, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, 3, 0);
	SHOW(mprotect, PLACE, PAGE, READ_WRITE);
	SHOW(munmap, PLACE, PAGE);
	SHOW(close, 3);
	SHOW(open, "file", O_WRONLY);
	SHOW_MAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0);
	SHOW(close, 3);
	SHOW(open, ".", O_RDONLY);
	SHOW_MAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0);
	SHOW(close, 3);
	unlink("file");
}

static void show_remap(void)
{
	long moved;

	topic("mremap");
	SHOW_MAP(PLACE, 4 * PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	PLACE[0] = 5;
	show_at("shrinking", RAW(SYS_mremap, PLACE, 4 * PAGE, 2 * PAGE, 0),
		PLACE);
	show_at("growing in place",
		RAW(SYS_mremap, PLACE, 2 * PAGE, 3 * PAGE, 0), PLACE);
	RAW(SYS_mmap, PLACE + 3 * PAGE, PAGE, PROT_READ, ANONYMOUS | MAP_FIXED,
	    -1, 0);
	SHOW(mremap, PLACE, 3 * PAGE, 5 * PAGE, 0);
	moved = RAW(SYS_mremap, PLACE, 3 * PAGE, 5 * PAGE, MREMAP_MAYMOVE);
	show_at("moving", moved, PLACE);
	VALUE(*(char *)moved);
	show_child("read of what was moved away", read_place);
	show_at("moving back",
		RAW(SYS_mremap, moved, 5 * PAGE, PAGE,
		    MREMAP_MAYMOVE | MREMAP_FIXED, PLACE),
		PLACE);
	VALUE(*PLACE);
	SHOW(mremap, PLACE, PAGE, 0, 0);
	SHOW(mremap, PLACE + 1, PAGE, PAGE, 0);
	SHOW(mremap, PLACE, PAGE, PAGE, 99);
	SHOW(mremap, PLACE, PAGE, PAGE, MREMAP_FIXED, PLACE);
	SHOW(mremap, PLACE + 16 * PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	SHOW(munmap, PLACE, 4 * PAGE);
}

static void show_advice(void)
{
	unsigned char in[4];

	topic("madvise, mincore");
	SHOW_MAP(PLACE, 2 * PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	PLACE[0] = 5;
	SHOW(mincore, PLACE, 2 * PAGE, in);
	VALUE(in[0] & 1);
	VALUE(in[1] & 1);
	SHOW(madvise, PLACE, PAGE, MADV_DONTNEED);
	VALUE(PLACE[0]);
	SHOW(madvise, PLACE, PAGE, MADV_WILLNEED);
	SHOW(madvise, PLACE, PAGE, MADV_FREE);
	SHOW(madvise, PLACE, 0, MADV_NORMAL);
	SHOW(madvise, PLACE, PAGE, 9999);
	SHOW(madvise, PLACE + 1, PAGE, MADV_NORMAL);
	SHOW(madvise, PLACE, 3 * PAGE, MADV_NORMAL);
	SHOW(mincore, PLACE, 3 * PAGE, in);
	SHOW(mincore, PLACE + 1, PAGE, in);
	SHOW(mincore, PLACE, PAGE, NOWHERE);
	SHOW(mlock, PLACE, PAGE);
	SHOW(munlock, PLACE, PAGE);
	SHOW(munmap, PLACE, 2 * PAGE);
}

static void show_brk(void)
{
	char *end = (char *)RAW(SYS_brk, 0);

	topic("brk");
	VALUE(RAW(SYS_brk, end + 2 * PAGE) == (long)end + 2 * PAGE);
	end[PAGE] = 3;
	VALUE(RAW(SYS_brk, end) == (long)end);
	VALUE(RAW(SYS_brk, end + PAGE + 1) == (long)end + PAGE + 1);
	VALUE(end[PAGE]);
	VALUE(RAW(SYS_brk, KERNEL) == (long)end + PAGE + 1);
	VALUE(RAW(SYS_brk, NOWHERE) == (long)end + PAGE + 1);
}

static int use_stack(int depth)
{
	volatile char page[PAGE];

	page[0] = (char)depth;
	return depth ? use_stack(depth - 1) + page[0] : 0;
}

static void use_much_stack(void)
{
	use_stack(1000);
}

static void use_all_stack(void)
{
	use_stack(1 << 24);
}

/* What a child writes is its own, but for shared memory. */
static void write_both(void)
{
	PLACE[0] = 2;
	PLACE[PAGE] = 2;
}

static void show_fork(void)
{
	topic("memory after fork");
	SHOW_MAP(PLACE, PAGE, READ_WRITE, ANONYMOUS | MAP_FIXED, -1, 0);
	SHOW_MAP(PLACE + PAGE, PAGE, READ_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	PLACE[0] = PLACE[PAGE] = 1;
	show_child("writer", write_both);
	VALUE(PLACE[0]);
	VALUE(PLACE[PAGE]);
	SHOW(munmap, PLACE, 2 * PAGE);
}

void abi_memory(void)
{
	show_anonymous();
	show_protection();
	show_file();
	show_remap();
	show_advice();
	show_brk();
	topic("stack");
	show_child("4 MB of stack", use_much_stack);
	show_child("endless recursion", use_all_stack);
	show_fork();
}
