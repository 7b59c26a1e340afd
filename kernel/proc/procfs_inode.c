// SPDX-License-Identifier: GPL-2.0-only
/*
 * Inodes of /proc/PID: made when a name is looked up, valid as long as there is
 * the process, and belongs to the same user.
 */
#include <exo/credentials.h>
#include <exo/filesystem.h>
#include <exo/kmalloc.h>
#include <exo/process.h>

#include "procfs_process.h"

struct owner {
	u32 uid, gid;
};

/*
 * The effective ids; root for what the user must not look into, but for
 * directories that everybody may list. process_lock is held.
 */
static struct owner owner_of(const struct subject *subject, u32 mode)
{
	const struct credentials *credentials =
		subject->task ? READ_ONCE(subject->task->credentials) : NULL;

	if (!credentials ||
	    (!subject->process->dumpable && mode != (S_IFDIR | 0555)))
		return (struct owner){0, 0};
	return (struct owner){credentials->euid, credentials->egid};
}

bool process_inode_valid(const struct inode *inode)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct subject subject;
	bool valid = subject_find_locked(process_inode(inode), &subject);

	if (valid) {
		struct owner owner = owner_of(&subject, inode->mode);

		valid = owner.uid == inode->uid && owner.gid == inode->gid;
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return valid;
}

/* @inode is new; if its process has gone meanwhile, it is not valid. */
static void set_owner(struct inode *inode)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct subject subject;

	if (subject_find_locked(process_inode(inode), &subject)) {
		struct owner owner = owner_of(&subject, inode->mode);

		inode->uid = owner.uid;
		inode->gid = owner.gid;
	}
	spin_unlock_irqrestore(&process_lock, flags);
}

void process_inode_evict(struct inode *inode)
{
	kfree(process_inode(inode));
}

u64 process_inode_number(u32 id, enum process_directory directory,
			 unsigned int index)
{
	return (u64)id << 32 | (u64)directory << 28 | index;
}

struct process_inode *
process_inode_create(struct superblock *superblock,
		     const struct process_inode *like,
		     const struct process_inode_spec *spec)
{
	const struct inode_spec inode_spec = {.mode = spec->mode};
	struct process_inode *made = kmalloc(sizeof(*made));
	struct inode *inode;

	if (!made)
		return NULL;
	made->process = like->process;
	made->task = like->task;
	made->started_ns = like->started_ns;
	made->fd = like->fd;
	made->own.ops = spec->ops;
	made->own.file = spec->file;
	inode = &made->own.inode;
	inode_init(inode, superblock, &inode_spec);
	inode->number = spec->number;
	inode->file_ops = spec->file_ops;
	if (S_ISDIR(spec->mode))
		inode->links = 2;
	if (S_ISLNK(spec->mode))
		inode->target = ""; /* see the operations */
	set_owner(inode);
	return made;
}
