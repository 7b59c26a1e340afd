// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of devices as a user types them.
 */
#include <exo/compiler.h>
#include <exo/kstrto.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "lspci.h"

enum {
	PART_MAX = 4 /* bytes, with NUL */
};

/* The number from @text up to @end, below @limit; -1 for any. */
static int parse_part(const char *text, const char *end, unsigned int limit,
		      int *part)
{
	const size_t len = end - text;
	char digits[PART_MAX];
	unsigned int number;

	if (len == 0 || (len == 1 && *text == '*')) {
		*part = -1;
		return 0;
	}
	if (len >= sizeof(digits))
		return -EINVAL;
	memcpy(digits, text, len);
	digits[len] = '\0';
	if (kstrtouint(digits, 16, &number) || number >= limit)
		return -EINVAL;
	*part = (int)number;
	return 0;
}

int lspci_filter_parse(const char *text, struct lspci_filter *filter)
{
	struct lspci_filter parsed = LSPCI_FILTER_ALL;
	const char *const end = text + strlen(text);
	const char *const colon = strchr(text, ':');
	const char *const slot = colon ? colon + 1 : text;
	const char *const dot = strchr(slot, '.');

	if ((colon && parse_part(text, colon, PCI_BUSES, &parsed.bus)) ||
	    parse_part(slot, dot ? dot : end, PCI_DEVICES, &parsed.device) ||
	    (dot && parse_part(dot + 1, end, PCI_FUNCTIONS, &parsed.function)))
		return -EINVAL;
	*filter = parsed;
	return 0;
}

static bool fits(int wanted, unsigned int part)
{
	return wanted < 0 || (unsigned int)wanted == part;
}

bool lspci_filter_matches(const struct lspci_filter *filter, pci_addr_t address)
{
	return fits(filter->bus, PCI_BUS(address)) &&
	       fits(filter->device, PCI_DEVICE(address)) &&
	       fits(filter->function, PCI_FUNCTION(address));
}
