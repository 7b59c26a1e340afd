// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slabs: cutting runs of frames into objects, and giving runs back whose
 * objects have all returned. Everything a slab needs to remember is in the
 * frame records and in free objects, so objects of a power of two fill their
 * pages and are aligned to themselves.
 */
#include <exo/kasan.h>

#include "slab.h"

/* frame->private of a slab's first frame: frame numbers, 0 for none. */
struct slab_links {
	u32 next, previous;
};

static u32 frame_number(const struct frame *frame)
{
	return (u32)(frame - frame_table);
}

static struct frame *numbered_frame(u32 number)
{
	return number ? frame_table + number : NULL;
}

static struct slab_links *links_of(struct frame *slab)
{
	_Static_assert(sizeof(struct slab_links) == sizeof(slab->private),
		       "the links fill the field");
	return (struct slab_links *)&slab->private;
}

static void list_push(struct slab_list *list, struct frame *slab)
{
	struct frame *next = numbered_frame(list->first);

	*links_of(slab) = (struct slab_links){.next = list->first};
	if (next)
		links_of(next)->previous = frame_number(slab);
	list->first = frame_number(slab);
}

static void list_remove(struct slab_list *list, struct frame *slab)
{
	struct slab_links *links = links_of(slab);
	struct frame *next = numbered_frame(links->next);
	struct frame *previous = numbered_frame(links->previous);

	if (next)
		links_of(next)->previous = links->previous;
	if (previous)
		links_of(previous)->next = links->next;
	else
		list->first = links->next;
}

static struct frame *slab_of(const void *object)
{
	struct frame *frame = virt_to_frame(object);

	return frame->flags & HEAP_FRAME_TAIL ? (struct frame *)frame->private
					      : frame;
}

static void push_object(struct frame *slab, void *object)
{
	*(void **)object = slab->freelist;
	slab->freelist = object;
}

static void *pop_object(struct frame *slab)
{
	void *object = slab->freelist;

	slab->freelist = *(void **)object;
	return object;
}

struct frame *slab_take_empty(struct kmem_cache *cache)
{
	struct frame *slab = numbered_frame(cache->empty.first);

	assert_locked(&cache->lock);
	if (!slab)
		return NULL;
	list_remove(&cache->empty, slab);
	cache->nr_empty--;
	return slab;
}

/* A slab with a free object that is first among the partial ones, or NULL. */
static struct frame *usable_slab(struct kmem_cache *cache)
{
	struct frame *slab = numbered_frame(cache->partial.first);

	if (slab)
		return slab;
	slab = slab_take_empty(cache);
	if (slab)
		list_push(&cache->partial, slab);
	return slab;
}

static u32 take_from(struct kmem_cache *cache, struct frame *slab,
		     void **objects, u32 wanted)
{
	u32 count = min(wanted, cache->objects_per_slab - slab->count);
	void *object = slab->freelist;

	for (u32 i = 0; i < count; i++) {
		objects[i] = object;
		object = *(void **)object;
	}
	slab->freelist = object;
	slab->count += count;
	if (slab->count == cache->objects_per_slab)
		list_remove(&cache->partial, slab);
	return count;
}

u32 slab_take(struct kmem_cache *cache, void **objects, u32 wanted)
{
	struct frame *slab;
	u32 got = 0;

	assert_locked(&cache->lock);
	while (got < wanted && (slab = usable_slab(cache)))
		got += take_from(cache, slab, objects + got, wanted - got);
	cache->taken += got;
	return got;
}

/* The last object came back. Whether the slab is to be released. */
static bool slab_emptied(struct kmem_cache *cache, struct frame *slab)
{
	if (cache->objects_per_slab > 1)
		list_remove(&cache->partial, slab);
	if (cache->nr_empty == SLABS_EMPTY_MAX)
		return true;
	list_push(&cache->empty, slab);
	cache->nr_empty++;
	return false;
}

struct frame *slab_put(struct kmem_cache *cache, void **objects, u32 count)
{
	struct frame *unused = NULL;

	assert_locked(&cache->lock);
	for (u32 i = 0; i < count; i++) {
		struct frame *slab = slab_of(objects[i]);

		if (slab->count == cache->objects_per_slab &&
		    cache->objects_per_slab > 1)
			list_push(&cache->partial, slab);
		push_object(slab, objects[i]);
		if (!--slab->count && slab_emptied(cache, slab)) {
			slab->next = unused;
			unused = slab;
		}
	}
	cache->taken -= count;
	return unused;
}

static struct frame *alloc_frames(u32 count)
{
	return count == 1 ? frame_alloc(FRAME_ANY)
			  : frame_alloc_run(count, PAGE_SIZE, 0);
}

/* Lowest address first, so that neighbours are handed out one by one. */
static void cut_into_objects(struct kmem_cache *cache, struct frame *slab)
{
	char *start = frame_to_virt(slab);

	slab->freelist = NULL;
	for (u32 i = cache->objects_per_slab; i-- > 0;)
		push_object(slab, start + (size_t)i * cache->size);
}

static void mark_frames(struct kmem_cache *cache, struct frame *slab)
{
	slab->flags = HEAP_FRAME_SLAB;
	slab->cache = cache;
	for (u32 i = 1; i < cache->frames_per_slab; i++) {
		slab[i].flags = HEAP_FRAME_SLAB | HEAP_FRAME_TAIL;
		slab[i].cache = cache;
		slab[i].private = (u64)slab;
	}
}

/*
 * One object of a new slab; the rest is there for everybody. Taking it before
 * the slab is shown makes sure that the caller does not leave empty-handed.
 */
void *slab_grow(struct kmem_cache *cache)
{
	struct frame *slab;
	void *object;

	ASSERT(cache->objects_per_slab); /* heap_init() has run */
	slab = alloc_frames(cache->frames_per_slab);
	if (!slab)
		return NULL;
	mark_frames(cache, slab);
	cut_into_objects(cache, slab);
	kasan_forbid(frame_to_virt(slab), cache->frames_per_slab * PAGE_SIZE);
	object = pop_object(slab);
	slab->count = 1;
	spin_lock(&cache->lock);
	cache->nr_slabs++;
	cache->taken++;
	if (cache->objects_per_slab > 1)
		list_push(&cache->partial, slab);
	spin_unlock(&cache->lock);
	return object;
}

void slab_release(struct kmem_cache *cache, struct frame *slab)
{
	kasan_allow(frame_to_virt(slab), cache->frames_per_slab * PAGE_SIZE);
	for (u32 i = 0; i < cache->frames_per_slab; i++)
		slab[i].flags = 0;
	spin_lock(&cache->lock);
	cache->nr_slabs--;
	spin_unlock(&cache->lock);
	if (cache->frames_per_slab == 1)
		frame_free(slab);
	else
		frame_free_run(slab, cache->frames_per_slab);
}
