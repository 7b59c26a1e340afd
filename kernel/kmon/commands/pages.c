// SPDX-License-Identifier: GPL-2.0-only
/*
 * pages: what the kernel's page tables show, and what may be done there. Made
 * from the live tables, so it is the truth and not what was intended.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/page_table.h>

static const char *cache_name(unsigned int prot)
{
	if (prot & PAGE_UNCACHED)
		return " uncached";
	return prot & PAGE_WRITE_COMBINING ? " write-combining" : "";
}

static void print_span(const struct page_span *span, void *arg)
{
	u64 *bytes = arg;
	const u64 size = span->last - span->start + 1;

	*bytes += size;
	console_printf(
		"%016lx-%016lx %10llu KB by %7zu KB  r%c%c%c%s\n", span->start,
		span->last, (unsigned long long)(size / 1024),
		span->page_size / 1024, span->prot & PAGE_WRITE ? 'w' : '-',
		span->prot & PAGE_EXECUTE ? 'x' : '-',
		span->prot & PAGE_USER ? 'u' : '-', cache_name(span->prot));
}

static int cmd_pages(int argc, char **argv)
{
	u64 bytes = 0;

	(void)argc;
	(void)argv;
	page_for_each_span(&kernel_mm, print_span, &bytes);
	console_printf("%llu KB mapped\n", (unsigned long long)(bytes / 1024));
	return 0;
}

KMON_COMMAND(pages, cmd_pages, "", "what the kernel's page tables show");
