/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to tmpfs: files in memory, gone when unmounted.
 *
 *	super.c		mounting, limits		options.c  "size=1M,..."
 *	inode.c		inodes from birth to death
 *	names.c		what the core asks of directories
 *	directory.c	the names of one directory
 *	file.c		reading and writing		pages.c	   content
 *	map.c		mapped files			memfd.c	   files without a name
 *
 * An inode lives as long as anybody refers to it: each name in a directory does.
 * The core's locks are all there are: an inode's mutex guards its names, or its
 * content.
 */
#ifndef FS_TMPFS_TMPFS_H
#define FS_TMPFS_TMPFS_H

#include <exo/compiler.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/radix_tree.h>
#include <exo/types.h>
#include <uapi/fcntl.h>

struct directory_sink;
struct file;
struct frame;
struct io_iter;
struct page_source;

struct tmpfs_options {
	u64 size; /* bytes of content; 0: no limit */
	u64 nr_inodes; /* 0: no limit */
	u32 mode, uid, gid; /* of the root */
};

/* What one mounted tmpfs has in use; atomic. */
struct tmpfs_super {
	u64 pages, pages_max; /* max 0: no limit */
	u64 inodes, inodes_max;
	u64 last_number;
	struct inode *root;
};

struct tmpfs_entry;

struct tmpfs_directory {
	struct tmpfs_entry **chains; /* 1 << bits; NULL while there are few */
	struct tmpfs_entry *few; /* the only chain then */
	u32 bits;
	u32 count; /* names */
	u64 next_position; /* of the next name to come */
	struct radix_tree by_position; /* for listing, in order of arrival */
};

struct tmpfs_inode {
	struct inode inode;
	struct tmpfs_inode *next; /* while the whole tree is being freed */
	union {
		struct tmpfs_directory directory;
		struct radix_tree pages; /* of frames, by page of the file */
	};
#ifdef CONFIG_VM
	struct page_source *source; /* once the file was mapped */
#endif
#ifdef CONFIG_MEMFD_CREATE
	u32 seals; /* F_SEAL_*: what is no longer done to the file; the mutex */
#endif
};

static inline struct tmpfs_inode *tmpfs_inode(struct inode *inode)
{
	return container_of(inode, struct tmpfs_inode, inode);
}

static inline struct tmpfs_super *tmpfs_super(const struct inode *inode)
{
	return inode->superblock->private;
}

/*
 * options.c: read "a=b,c=d" into *@options, which has the defaults. @ram is what
 * per cent are of, in bytes. -EINVAL for what is unknown or no number.
 */
int tmpfs_options_parse(const char *text, u64 ram,
			struct tmpfs_options *options);

/* super.c: count one more in *@used if the limit (0: none) allows. */
bool tmpfs_charge(u64 *used, u64 max);
static inline void tmpfs_uncharge(u64 *used, u64 count)
{
	__atomic_fetch_sub(used, count, __ATOMIC_RELAXED);
}

/* inode.c */
int tmpfs_inode_init(void);
struct inode *tmpfs_inode_create(struct superblock *superblock,
				 const struct inode_spec *spec, int *err);
void tmpfs_evict(struct inode *inode);

/*
 * directory.c: one directory, its inode's mutex held. Names hold references to
 * their inodes: add takes one, remove drops it.
 */
int tmpfs_directory_add(struct inode *directory, const struct path_name *name,
			struct inode *inode);
void tmpfs_directory_remove(struct inode *directory,
			    const struct path_name *name);
/* NULL: no such name. No reference is taken. */
struct inode *tmpfs_directory_find(struct inode *directory,
				   const struct path_name *name);
/* Have a name that is there mean another inode; the references move along. */
void tmpfs_directory_replace(struct inode *directory,
			     const struct path_name *name, struct inode *inode);
static inline bool tmpfs_directory_empty(struct inode *directory)
{
	return !tmpfs_inode(directory)->directory.count;
}
/* Free all names of a tree, and with them what nobody else refers to. */
void tmpfs_directory_free_tree(struct inode *root);

/* pages.c: the content of a regular file; the mutex is held unless said. */
/*
 * The frame of page @index, or NULL: a hole. Under RCU; for who holds the mutex it
 * stays longer, as only he takes pages away.
 */
static inline struct frame *tmpfs_page_find(struct inode *inode, u64 index)
{
	return radix_tree_get(&tmpfs_inode(inode)->pages, index);
}

/* The same with a reference. Needs no mutex. */
struct frame *tmpfs_page_get(struct inode *inode, u64 index);

/*
 * Those of @count pages from @first on that are there, NULL for the others;
 * without references: the caller keeps them from being freed.
 */
void tmpfs_pages_present(struct inode *inode, u64 first, unsigned int count,
			 struct frame **frames);
/*
 * Give page @index a frame, whose reference moves along. -EEXIST: it is no hole
 * any more, a page fault filled it.
 */
int tmpfs_page_add(struct inode *inode, u64 index, struct frame *frame);
/* The same for who holds the source's lock, and may not hold the mutex. */
int tmpfs_page_insert(struct inode *inode, u64 index, struct frame *frame);
/* Free the pages from @first on. */
void tmpfs_pages_free(struct inode *inode, u64 first);
int tmpfs_truncate(struct inode *inode, u64 size);

/* map.c */
#ifdef CONFIG_VM
int tmpfs_map(struct file *file, struct page_source **source);
void tmpfs_source_free(struct inode *inode);
static inline void tmpfs_source_init(struct inode *inode)
{
	tmpfs_inode(inode)->source = NULL;
}
/* Around changes to pages and looks at several, by who holds the mutex. */
void tmpfs_pages_lock(struct inode *inode);
void tmpfs_pages_unlock(struct inode *inode);
/* The file is shorter now: have mappings not show pages from @first on. */
void tmpfs_source_truncated(struct inode *inode, u64 first);
#else
#define tmpfs_map NULL
static inline void tmpfs_source_init(struct inode *inode)
{
	(void)inode;
}

static inline void tmpfs_source_free(struct inode *inode)
{
	(void)inode;
}

static inline void tmpfs_pages_lock(struct inode *inode)
{
	(void)inode;
}

static inline void tmpfs_pages_unlock(struct inode *inode)
{
	(void)inode;
}

static inline void tmpfs_source_truncated(struct inode *inode, u64 first)
{
	(void)inode;
	(void)first;
}
#endif

/* memfd.c: seals, which only files made by memfd_create() can have. */
#ifdef CONFIG_MEMFD_CREATE
static inline void tmpfs_seals_init(struct inode *inode)
{
	tmpfs_inode(inode)->seals = F_SEAL_SEAL;
}

/* Is there one that says more than that there will be no others? */
static inline bool tmpfs_sealed(struct inode *inode)
{
	return unlikely(tmpfs_inode(inode)->seals & ~(u32)F_SEAL_SEAL);
}

/* May @from be written at @position? Less of it, 0, or -EPERM: nothing. */
int tmpfs_seals_limit_write(struct inode *inode, struct io_iter *from,
			    u64 position);
/* May the file become @size bytes long? -EPERM. */
int tmpfs_seals_check_size(struct inode *inode, u64 size);
long tmpfs_fcntl(struct file *file, unsigned int command, unsigned long arg);
#else
#define tmpfs_fcntl NULL
static inline void tmpfs_seals_init(struct inode *inode)
{
	(void)inode;
}

static inline bool tmpfs_sealed(struct inode *inode)
{
	(void)inode;
	return false;
}

static inline int tmpfs_seals_limit_write(struct inode *inode,
					  struct io_iter *from, u64 position)
{
	(void)inode;
	(void)from;
	(void)position;
	return 0;
}

static inline int tmpfs_seals_check_size(struct inode *inode, u64 size)
{
	(void)inode;
	(void)size;
	return 0;
}
#endif

/* names.c */
int tmpfs_lookup(struct inode *directory, const struct path_name *name,
		 struct inode **found);
int tmpfs_create(struct inode *directory, const struct path_name *name,
		 const struct inode_spec *spec, struct inode **created);
int tmpfs_link(struct inode *directory, const struct path_name *name,
	       struct inode *inode);
int tmpfs_unlink(struct inode *directory, const struct path_name *name,
		 struct inode *inode);
int tmpfs_rename(const struct rename *rename);

extern const struct file_ops tmpfs_file_ops, tmpfs_directory_ops;

#endif
