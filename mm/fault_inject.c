// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which allocation fails. Those that the filter lets through are counted
 * down; the one that reaches zero fails, and with "+" all that follow.
 *
 * Interrupt handlers do not allocate, so keeping the CPU guards it all.
 */
#include <exo/boot_option.h>
#include <exo/cpu.h>
#include <exo/fault_inject.h>
#include <exo/kallsyms.h>
#include <exo/kstrto.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <uapi/errno.h>

enum {
	FUNCTION_NAME_MAX = 64,
	TEXT_MAX = 96,
};

/* Whose allocations count. */
struct filter {
	bool one_task;
	struct task *task;
	char function[FUNCTION_NAME_MAX]; /* empty: any */
	unsigned long start, end; /* both 0: any */
};

struct selection {
	struct filter filter;
	unsigned int nth;
	bool and_all_later;
};

static struct spinlock lock = SPINLOCK_INIT("fault_inject");
static struct selection selected;
static unsigned int failed; /* since boot */
static unsigned int failed_before; /* when last started or stopped */
static unsigned long last_caller;

/* The selection's countdown; 0 when nothing is to fail. Read without lock. */
unsigned int fault_inject_left;

static bool in_function(unsigned long address, const char *name)
{
	struct kallsyms_symbol symbol;

	/* A call may be a function's last instruction. */
	return IS_ENABLED(CONFIG_KALLSYMS) &&
	       kallsyms_lookup(address - 1, &symbol) &&
	       strcmp(symbol.name, name) == 0;
}

static bool counts_current(const struct filter *filter)
{
	return !filter->one_task || percpu.current_task == filter->task;
}

bool fault_inject_counts_current(void)
{
	return fault_inject_left && counts_current(&selected.filter);
}

static bool filter_matches(const struct filter *filter, unsigned long caller)
{
	if (!counts_current(filter))
		return false;
	if (filter->function[0])
		return in_function(caller, filter->function);
	return !filter->end ||
	       (caller > filter->start && caller <= filter->end);
}

bool fault_inject_decide(unsigned long caller)
{
	bool fails = false;

	spin_lock(&lock);
	if (fault_inject_left && filter_matches(&selected.filter, caller)) {
		fails = fault_inject_left == 1;
		if (!fails || !selected.and_all_later)
			fault_inject_left--;
		if (fails) {
			failed++;
			last_caller = caller;
		}
	}
	spin_unlock(&lock);
	return fails;
}

static void apply(const struct selection *selection)
{
	spin_lock(&lock);
	selected = *selection;
	fault_inject_left = selection->nth;
	failed_before = failed;
	spin_unlock(&lock);
}

void fault_inject_start(unsigned int nth)
{
	struct selection selection = {
		.filter = {.one_task = true, .task = percpu.current_task},
		.nth = nth,
	};

	apply(&selection);
}

bool fault_inject_stop(void)
{
	bool fired;

	spin_lock(&lock);
	fired = failed != failed_before;
	failed_before = failed;
	fault_inject_left = 0;
	spin_unlock(&lock);
	return fired;
}

/* "START-END" */
static int parse_range(char *text, struct filter *filter)
{
	char *dash = strchr(text, '-');

	if (!dash)
		return -EINVAL;
	*dash = '\0';
	if (kstrtoul(text, 16, &filter->start) ||
	    kstrtoul(dash + 1, 16, &filter->end))
		return -EINVAL;
	return filter->start < filter->end ? 0 : -EINVAL;
}

/* What stands behind the '@'. */
static int parse_filter(char *text, struct filter *filter)
{
	if (strchr(text, '-'))
		return parse_range(text, filter);
	if (!IS_ENABLED(CONFIG_KALLSYMS) || !*text)
		return -EINVAL;
	return strscpy(filter->function, text, sizeof(filter->function)) < 0
		       ? -EINVAL
		       : 0;
}

static int parse_selection(char *text, struct selection *selection)
{
	char *at = strchr(text, '@');
	size_t len;

	if (at) {
		*at = '\0';
		if (parse_filter(at + 1, &selection->filter))
			return -EINVAL;
	}
	len = strlen(text);
	if (len && text[len - 1] == '+') {
		text[len - 1] = '\0';
		selection->and_all_later = true;
	}
	if (kstrtouint(text, 10, &selection->nth) || !selection->nth)
		return -EINVAL;
	return 0;
}

int fault_inject_select(const char *text)
{
	struct selection selection = {0};
	char copy[TEXT_MAX];

	if (strscpy(copy, text, sizeof(copy)) < 0)
		return -EINVAL;
	if (strcmp(copy, "off") != 0 && parse_selection(copy, &selection))
		return -EINVAL;
	apply(&selection);
	return 0;
}
BOOT_OPTION("fail_alloc=", fault_inject_select,
	    "N[+][@FUNCTION]: the N-th allocation (with + all later ones "
	    "too) by anybody or by FUNCTION fails");

void fault_inject_status(struct fault_inject_status *status)
{
	spin_lock(&lock);
	status->left = fault_inject_left;
	status->failed = failed;
	status->last_caller = last_caller;
	spin_unlock(&lock);
}
