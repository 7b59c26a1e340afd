// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/status: what stat tells, and more, for people. The order of the
 * lines is Linux's; what it has and this kernel does not know is left out.
 */
#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/file_table.h>
#include <exo/fs_context.h>
#include <exo/process.h>
#include <exo/text_buffer.h>
#include <exo/vm.h>

#include "procfs_process.h"

enum {
	KILOBYTE = 1024,
};

static const char *state_text(char letter)
{
	switch (letter) {
	case 'R':
		return "R (running)";
	case 'S':
		return "S (sleeping)";
	case 'D':
		return "D (disk sleep)";
	case 'T':
		return "T (stopped)";
	default:
		return "Z (zombie)";
	}
}

static void print_umask(struct text_buffer *text, const struct subject *subject)
{
	struct fs_context *fs = subject_fs(subject);

	if (fs)
		text_printf(text, "Umask:\t%04o\n", READ_ONCE(fs->umask));
	fs_context_put(fs);
}

static unsigned int descriptor_slots(const struct subject *subject)
{
	struct file_table *files = subject_files(subject);
	unsigned int slots = 0;

	if (files) {
		slots = file_table_size(files);
		file_table_put(files);
	}
	return slots;
}

static void print_users(struct text_buffer *text, const struct credentials *is)
{
	text_printf(text, "Uid:\t%u\t%u\t%u\t%u\n", is->uid, is->euid, is->suid,
		    is->fsuid);
	text_printf(text, "Gid:\t%u\t%u\t%u\t%u\n", is->gid, is->egid, is->sgid,
		    is->fsgid);
}

static void print_groups(struct text_buffer *text, const struct credentials *is)
{
	text_printf(text, "Groups:\t");
	for (u32 i = 0; i < is->nr_groups; i++)
		text_printf(text, "%s%u", i ? " " : "", is->groups[i]);
	text_printf(text, " \n");
}

static void print_ids(struct text_buffer *text, const struct process_facts *is)
{
	text_printf(text,
		    "Tgid:\t%u\nNgid:\t0\nPid:\t%u\nPPid:\t%u\n"
		    "TracerPid:\t0\n",
		    is->process, is->id, is->parent);
}

/* The same numbers as in the innermost namespace: there is but one. */
static void print_namespace_ids(struct text_buffer *text,
				const struct process_facts *is)
{
	text_printf(text, "NStgid:\t%u\nNSpid:\t%u\nNSpgid:\t%u\nNSsid:\t%u\n",
		    is->process, is->id, is->group, is->session);
}

static void print_size(struct text_buffer *text, const char *name, u64 pages)
{
	text_printf(text, "%s:\t%8llu kB\n", name,
		    (unsigned long long)pages * PAGE_SIZE / KILOBYTE);
}

/* It is not known which resident pages are a file's. */
static void print_sizes(struct text_buffer *text, struct vm *vm)
{
	struct process_sizes sizes;

	process_measure(vm, &sizes);
	print_size(text, "VmPeak", vm_pages_max(vm));
	print_size(text, "VmSize", sizes.all);
	print_size(text, "VmLck", 0);
	print_size(text, "VmPin", 0);
	print_size(text, "VmHWM", vm_resident_max(vm));
	print_size(text, "VmRSS", sizes.resident);
	print_size(text, "RssAnon", sizes.resident);
	print_size(text, "RssFile", 0);
	print_size(text, "RssShmem", 0);
	print_size(text, "VmData", sizes.data);
	print_size(text, "VmStk", sizes.stack);
	print_size(text, "VmExe", sizes.code);
	print_size(text, "VmLib", sizes.libraries);
	print_size(text, "VmPTE", 0);
	print_size(text, "VmSwap", 0);
	print_size(text, "HugetlbPages", 0);
}

static void print_memory(struct text_buffer *text,
			 const struct subject *subject)
{
	struct vm *vm = subject_vm(subject);

	if (!vm)
		return;
	print_sizes(text, vm);
	text_printf(text, "CoreDumping:\t0\nTHP_enabled:\t0\n");
	vm_put(vm);
}

static void print_set(struct text_buffer *text, const char *name, u64 set)
{
	text_printf(text, "%s:\t%016llx\n", name, (unsigned long long)set);
}

static void print_signals(struct text_buffer *text,
			  const struct process_facts *is)
{
	text_printf(text, "Threads:\t%u\nSigQ:\t%u/%llu\n", is->tasks, 0U,
		    (unsigned long long)is->queued_max);
	print_set(text, "SigPnd", is->pending);
	print_set(text, "ShdPnd", is->process_pending);
	print_set(text, "SigBlk", is->blocked);
	print_set(text, "SigIgn", is->ignored);
	print_set(text, "SigCgt", is->caught);
}

/* root has all of Linux's 41 capabilities, others none. */
static void print_capabilities(struct text_buffer *text,
			       const struct credentials *is)
{
	const u64 all = (1UL << 41) - 1, own = is->euid ? 0 : all;

	print_set(text, "CapInh", 0);
	print_set(text, "CapPrm", own);
	print_set(text, "CapEff", own);
	print_set(text, "CapBnd", all);
	print_set(text, "CapAmb", 0);
}

/* Lines that programs look for and that say nothing here. */
static const char unknown[] = "Seccomp:\t0\n"
			      "Seccomp_filters:\t0\n"
			      "Speculation_Store_Bypass:\tunknown\n"
			      "SpeculationIndirectBranch:\tunknown\n"
			      "Cpus_allowed:\t1\n"
			      "Cpus_allowed_list:\t0\n"
			      "Mems_allowed:\t1\n"
			      "Mems_allowed_list:\t0\n";

static void print_all(struct text_buffer *text, const struct subject *subject,
		      const struct process_facts *is,
		      const struct credentials *owner)
{
	text_printf(text, "Name:\t");
	text_escape(text, is->name, "\n");
	text_printf(text, "\n");
	print_umask(text, subject);
	text_printf(text, "State:\t%s\n", state_text(is->state));
	print_ids(text, is);
	print_users(text, owner);
	text_printf(text, "FDSize:\t%u\n", descriptor_slots(subject));
	print_groups(text, owner);
	print_namespace_ids(text, is);
	print_memory(text, subject);
	print_signals(text, is);
	print_capabilities(text, owner);
	text_printf(text, "NoNewPrivs:\t%d\n", is->no_new_privileges);
	text_append(text, unknown, sizeof(unknown) - 1);
	text_printf(text,
		    "voluntary_ctxt_switches:\t%llu\n"
		    "nonvoluntary_ctxt_switches:\t%llu\n",
		    (unsigned long long)is->switches,
		    (unsigned long long)is->preemptions);
}

int process_show_status(struct text_buffer *text)
{
	struct process_facts is;
	struct subject subject;
	struct credentials *owner;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	process_look(&subject, &is);
	owner = subject_credentials(&subject);
	print_all(text, &subject, &is, owner ? owner : &initial_credentials);
	credentials_put(owner);
	subject_put(&subject);
	return 0;
}
