// SPDX-License-Identifier: GPL-2.0-only
/*
 * Epolls that watch epolls. News goes up from each to those that watch it, along every
 * chain there is, under their locks: so there must be no circle, and neither long
 * chains nor many.
 *
 *	A watches B, B watches C:	C -> B -> A	a chain of three
 */
#include <exo/compiler.h>
#include <exo/file.h>
#include <uapi/errno.h>

#include "epoll.h"

enum {
	LEVELS_MAX = 5, /* of epolls in a chain; Linux's, as is: */
	CHAINS_MAX = 500, /* through one watch */
};

/* What was found on one side of the new watch. */
struct nesting {
	const struct epoll *avoid; /* must not be found */
	unsigned int levels, chains;
};

static int count(const struct epoll *epoll, unsigned int level,
		 struct nesting *found)
{
	if (epoll == found->avoid)
		return -ELOOP;
	found->levels = max(found->levels, level);
	found->chains++;
	return found->chains > CHAINS_MAX ? -EINVAL : 0;
}

/* @epoll and what it watches. The depth is that of the longest chain there is. */
static int look_below(const struct epoll *epoll, unsigned int level,
		      struct nesting *found)
{
	int err = count(epoll, level, found);
	struct watch *watch;

	list_for_each_entry(watch, &epoll->watches, epoll_node) {
		if (err || !file_is_epoll(watch->file))
			break;
		err = look_below(epoll_of(watch->file), level + 1, found);
	}
	return err;
}

/* @epoll and those that watch it. */
static int look_above(const struct epoll *epoll, unsigned int level,
		      struct nesting *found)
{
	int err = count(epoll, level, found);
	struct watch *watch;

	hlist_for_each_entry(watch, &epoll->file->watched_by, file_node) {
		if (err)
			break;
		err = look_above(watch->epoll, level + 1, found);
	}
	return err;
}

int epoll_check_nesting(struct epoll *epoll, struct epoll *target)
{
	struct nesting below = {.avoid = epoll}, above = {.avoid = NULL};
	int err = look_below(target, 1, &below);

	if (!err)
		err = look_above(epoll, 1, &above);
	if (err)
		return err;
	if (below.levels + above.levels > LEVELS_MAX)
		return -ELOOP;
	return below.chains * above.chains > CHAINS_MAX ? -EINVAL : 0;
}
