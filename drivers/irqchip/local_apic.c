// SPDX-License-Identifier: GPL-2.0-only
/*
 * The local APIC of the processor we run on, in the memory-mapped mode that
 * every 64-bit processor has. It stands between all interrupts and the
 * processor:
 *
 *	8259 -------------> LINT0 \
 *	NMI --------------> LINT1  \
 *	I/O APICs --- messages ---> local APIC ---> processor
 *	timer, errors -- inside -- /
 *
 * Until the I/O APICs take over, LINT0 is a mere wire from the 8259 ("virtual
 * wire mode"). Some firmware leaves it cut, so that the 8259 needs this driver
 * too.
 *
 * Firmware that leaves x2APIC mode on is believed to have its reasons; that
 * mode is not driven.
 */
#define pr_fmt(fmt) "local_apic: " fmt

#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/acpi.h>
#include <exo/boot_option.h>
#include <exo/compiler.h>
#include <exo/initcall.h>
#include <exo/ioremap.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>
#include <exo/printk.h>

enum {
	BASE_X2APIC = 1 << 10,
	BASE_ENABLE = 1 << 11,
	BASE_FLAGS = 0xfff,

	REGISTERS_SIZE = 0x400,
	REGISTER_STEP = 0x10,
	VERSION_MASK = 0xff,
	VERSION_NOBODY = 0xff,
	ID_SHIFT = 24,
	SPURIOUS_ENABLE = 1 << 8,

	VECTORS = 256,
	VECTORS_PER_REGISTER = 32,

	LINT_PINS = 2,
	PIC_PIN = 0,
	USUAL_NMI_PIN = 1,
};

static volatile u32 *registers; /* NULL: not driven */
static bool off; /* nolapic */
static bool wire_only; /* noapic */

static int parse_nolapic(const char *value)
{
	(void)value;
	off = true;
	return 0;
}
BOOT_OPTION("nolapic", parse_nolapic,
	    "leave the local APIC as firmware set it up");

static int parse_noapic(const char *value)
{
	(void)value;
	wire_only = true;
	return 0;
}
BOOT_OPTION("noapic", parse_noapic,
	    "use the 8259 and the PIT; the local APIC only connects them");

bool local_apic_usable(void)
{
	return registers && !wire_only;
}

u32 local_apic_read(enum local_apic_register reg)
{
	return registers[reg / sizeof(u32)];
}

void local_apic_write(enum local_apic_register reg, u32 value)
{
	registers[reg / sizeof(u32)] = value;
}

void local_apic_eoi(void)
{
	local_apic_write(LOCAL_APIC_EOI, 0);
}

static enum local_apic_register lint_register(unsigned int pin)
{
	return LOCAL_APIC_LVT_LINT0 + pin * REGISTER_STEP;
}

void local_apic_disconnect_pic(void)
{
	enum local_apic_register lint = lint_register(PIC_PIN);

	local_apic_write(lint, local_apic_read(lint) | LVT_MASKED);
}

/*
 * A spurious interrupt is one whose cause went away before the processor asked
 * which it was. It is not in service, so nothing ends it.
 */
static void spurious_interrupt(void)
{
}

static const struct local_vector spurious_vector = {
	.label = "SPU",
	.name = "spurious",
	.handle = spurious_interrupt,
};

/* The first is printed, all are counted. The write fetches the cause. */
static void error_interrupt(void)
{
	static bool reported;

	local_apic_write(LOCAL_APIC_ERROR, 0);
	if (!reported)
		pr_err("error status %#x; more errors are only counted\n",
		       local_apic_read(LOCAL_APIC_ERROR));
	reported = true;
	local_apic_eoi();
}

static const struct local_vector error_vector = {
	.label = "ERR",
	.name = "local APIC error",
	.handle = error_interrupt,
};

/* The number by which firmware's tables know this processor. */
static u32 processor_uid(const struct acpi_madt *madt)
{
	const u32 id = local_apic_read(LOCAL_APIC_ID) >> ID_SHIFT;

	for (unsigned int i = 0; i < madt->nr_processors; i++)
		if (madt->processors[i].apic_id == id)
			return madt->processors[i].uid;
	return ACPI_ALL_PROCESSORS;
}

/* NMI comes in at the second pin, unless firmware says otherwise. */
static bool is_nmi_pin(unsigned int pin)
{
	const struct acpi_madt *madt = acpi_madt();
	bool said = false;
	u32 uid;

	if (!madt)
		return pin == USUAL_NMI_PIN;
	uid = processor_uid(madt);
	for (unsigned int i = 0; i < madt->nr_local_nmis; i++) {
		const struct acpi_nmi *nmi = &madt->local_nmis[i];

		if (nmi->where != uid && nmi->where != ACPI_ALL_PROCESSORS)
			continue;
		if (nmi->pin == pin)
			return true;
		said = true;
	}
	return !said && pin == USUAL_NMI_PIN;
}

static void connect_pins(void)
{
	for (unsigned int pin = 0; pin < LINT_PINS; pin++) {
		u32 entry = LVT_MASKED;

		if (is_nmi_pin(pin))
			entry = LVT_NMI;
		else if (pin == PIC_PIN && IS_ENABLED(CONFIG_PIC_8259))
			entry = LVT_EXTINT;
		local_apic_write(lint_register(pin), entry);
	}
}

static u32 in_service(unsigned int vector)
{
	return local_apic_read(LOCAL_APIC_IN_SERVICE +
			       vector / VECTORS_PER_REGISTER * REGISTER_STEP) &
	       1U << vector % VECTORS_PER_REGISTER;
}

/* Nested interrupts there are none: if @vector is in service, it came now. */
static void end_stray_interrupt(unsigned int vector)
{
	if (in_service(vector))
		local_apic_eoi();
}

static bool anything_in_service(void)
{
	u32 bits = 0;

	for (unsigned int i = 0; i < VECTORS / VECTORS_PER_REGISTER; i++)
		bits |= local_apic_read(LOCAL_APIC_IN_SERVICE +
					i * REGISTER_STEP);
	return bits;
}

/* What a boot loader left unfinished would block all that is less urgent. */
static void finish_old_interrupts(void)
{
	for (unsigned int i = 0; i < VECTORS && anything_in_service(); i++)
		local_apic_eoi();
}

static void switch_on(void)
{
	local_apic_write(LOCAL_APIC_SPURIOUS,
			 SPURIOUS_ENABLE | VECTOR_APIC_SPURIOUS);
	local_apic_write(LOCAL_APIC_TASK_PRIORITY, 0);
	local_apic_write(LOCAL_APIC_LVT_TIMER, LVT_MASKED | VECTOR_LOCAL_TIMER);
	local_apic_write(LOCAL_APIC_LVT_ERROR, VECTOR_APIC_ERROR);
	connect_pins();
	finish_old_interrupts();
}

/* Where the registers are, made to answer there; 0 when they cannot be. */
static paddr_t registers_enable(void)
{
	const u64 base = rdmsr(MSR_APIC_BASE);
	const paddr_t address = base & ~(u64)BASE_FLAGS;

	if (base & BASE_X2APIC) {
		pr_warn("firmware left x2APIC mode on; not driven\n");
		return 0;
	}
	if (acpi_madt() && acpi_madt()->local_apic != address)
		pr_warn("at %#lx, not at %#lx as ACPI says\n", address,
			acpi_madt()->local_apic);
	if (!(base & BASE_ENABLE))
		wrmsr(MSR_APIC_BASE, base | BASE_ENABLE);
	return address;
}

static bool answers(const volatile u32 *at)
{
	const u32 version = at[LOCAL_APIC_VERSION / sizeof(u32)] & VERSION_MASK;

	return version && version != VERSION_NOBODY;
}

static int local_apic_init(void)
{
	paddr_t address;
	void *mapped;

	if (off || !cpu_has(CPU_APIC)) {
		pr_info("%s\n", off ? "off by the command line" : "none");
		return 0;
	}
	address = registers_enable();
	if (!address)
		return 0;
	mapped = ioremap(address, REGISTERS_SIZE);
	if (!mapped || !answers(mapped)) {
		pr_warn("nobody answers at %#lx\n", address);
		iounmap(mapped);
		return 0;
	}
	registers = mapped;
	local_vector_register(VECTOR_APIC_SPURIOUS, &spurious_vector);
	local_vector_register(VECTOR_APIC_ERROR, &error_vector);
	local_vector_set_stray_end(end_stray_interrupt);
	switch_on();
	pr_info("id %u at %#lx, version %#x%s\n",
		local_apic_read(LOCAL_APIC_ID) >> ID_SHIFT, address,
		local_apic_read(LOCAL_APIC_VERSION) & VERSION_MASK,
		wire_only ? ", a wire from the 8259" : "");
	return 0;
}
INITCALL(irqchip, local_apic_init);
