# SPDX-License-Identifier: GPL-2.0-only
"""The self-tests of code that needs no machine, on the build machine."""

import re

import pytest

from host_build import build_program, run_program

# One line a unit: its name, then the sources, code and tests.
INITRAMFS = "fs/initramfs/"
KMON = "kernel/kmon/"
MM = "arch/x86_64/mm/"
PAGE_TABLES = (f"{MM}page_table.c {MM}page_change.c {MM}page_span.c "
               f"{MM}table_memory.c {MM}address_space.c {MM}tlb_gather.c kernel/cpu.c "
               "tests/host/mm/machine_memory.c")
ACPI = "drivers/acpi/"
PCI = "drivers/pci/"
INPUT = "drivers/input/"
KEYS = f"{INPUT}key_translate.c {INPUT}key_sequence.c {INPUT}dead_key.c"
VIDEO = "drivers/video/"
TTY = "drivers/tty/"
TERMINAL = " ".join(f"{TTY}{name}.c" for name in (
    "character_width", "charset", "escape_parser", "terminal", "terminal_control",
    "terminal_display", "terminal_grid", "terminal_modes", "terminal_pen", "terminal_sequence",
    "utf8_decoder"))
RANDOM = "kernel/random/"
UNITS = {
    "acpi_fadt": f"{ACPI}fadt.c {ACPI}fadt_test.c",
    "acpi_madt": f"{ACPI}madt.c {ACPI}madt_test.c",
    "acpi_s5": f"{ACPI}s5.c {ACPI}s5_test.c",
    "area_tree": "vm/area_tree.c lib/avl_tree.c vm/area_tree_test.c",
    "arguments": f"{KMON}arguments.c {KMON}arguments_test.c",
    "avl_tree": "lib/avl_tree.c lib/avl_tree_test.c",
    "bitmap": "lib/bitmap.c lib/bitmap_test.c",
    "bitmap_tree": "lib/bitmap_tree.c lib/bitmap.c lib/bitmap_tree_test.c",
    "boot_memory": "kernel/boot_memory.c kernel/boot_memory_test.c",
    "boot_option": "kernel/boot_option.c kernel/boot_option_test.c",
    "calendar": "lib/calendar.c lib/calendar_test.c",
    "chacha20": "lib/chacha20.c lib/chacha20_test.c",
    "channel_name": "ipc/channel_name.c ipc/channel_name_test.c",
    "charset": f"{TTY}charset.c {TTY}character_width.c {TTY}charset_test.c",
    "cpio": f"{INITRAMFS}cpio.c {INITRAMFS}archive.c {INITRAMFS}test_archive.c "
            f"{INITRAMFS}cpio_test.c",
    "cp437": "drivers/video/cp437.c drivers/video/cp437_test.c",
    "ctype": "lib/ctype_test.c",
    "dead_key": f"{INPUT}dead_key.c {INPUT}dead_key_test.c",
    "deferred_work": "kernel/cpu.c kernel/deferred_work.c kernel/deferred_work_test.c",
    "echo_escapes": f"{KMON}echo_escapes.c {KMON}echo_escapes_test.c",
    "elf": "kernel/proc/elf.c kernel/proc/elf_test.c",
    "ema": "kernel/sched/ema_test.c",
    "escape_parser": f"{TTY}escape_parser.c {TTY}escape_parser_test.c",
    "fault_words": "arch/x86_64/kernel/fault_words.c arch/x86_64/kernel/fault_words_test.c",
    "font": f"{VIDEO}font.c {VIDEO}font_test.c",
    "frame": "mm/frame.c mm/frame_misuse.c mm/frame_pool.c mm/frame_table.c lib/bitmap.c "
             "lib/bitmap_tree.c tests/host/frame_model_test.c",
    "framebuffer": f"{VIDEO}framebuffer_draw.c {VIDEO}framebuffer_mode.c {VIDEO}font.c "
                   f"{VIDEO}pixel.c {VIDEO}framebuffer_test.c {VIDEO}framebuffer_mode_test.c",
    "generator": f"{RANDOM}generator.c lib/chacha20.c {RANDOM}generator_test.c "
                 f"{RANDOM}jitter_test.c",
    "hash": "lib/hash.c lib/hash_test.c",
    "load_average": "kernel/sched/load_average_test.c",
    "history": f"{KMON}history.c {KMON}history_test.c",
    "inflate": "lib/inflate.c lib/gunzip.c lib/crc32.c lib/inflate_test.c",
    "key_decoder": f"{KMON}key_decoder.c {KMON}key_decoder_test.c",
    "io_apic_routing": "drivers/irqchip/io_apic_routing.c "
                       "drivers/irqchip/io_apic_routing_test.c",
    "key_translate": f"{KEYS} {INPUT}key_translate_test.c",
    "keymap_fr": f"{KEYS} {INPUT}keymap_fr.c {INPUT}keymap_test.c "
                 "tests/host/input/keymap_fr_test.c",
    "keymap_us": f"{KEYS} {INPUT}keymap_us.c {INPUT}keymap_test.c "
                 "tests/host/input/keymap_us_test.c",
    "kstrto": "lib/kstrto_test.c",
    "line_editor": f"{KMON}key_decoder.c {KMON}line_editor.c {KMON}line_editor_row.c "
                   f"{KMON}line_editor_test.c",
    "line_matches": f"{KMON}line_matches.c {KMON}line_matches_test.c",
    "line_reader": f"{KMON}key_decoder.c {KMON}line_editor.c {KMON}line_editor_row.c "
                   f"{KMON}history.c {KMON}command_table.c {KMON}line_reader.c "
                   f"{KMON}line_search.c {KMON}line_completion.c {KMON}line_reader_test.c",
    "line_discipline": f"{TTY}line_discipline.c {TTY}line_edit.c {TTY}line_output.c "
                       f"{TTY}line_discipline_test.c",
    "list": "lib/list_test.c",
    "lspci_filter": f"{PCI}lspci_filter.c {PCI}class_name.c {PCI}lspci_filter_test.c",
    "mcfg": f"{PCI}mcfg.c kernel/boot_memory.c {PCI}mcfg_test.c",
    "kmsg_format": "drivers/char/kmsg_format.c drivers/char/kmsg_format_test.c",
    "io_iter": "fs/io_iter.c fs/io_iter_test.c",
    "name_pattern": "lib/name_pattern_test.c",
    "page_table": f"{PAGE_TABLES} tests/host/mm/page_table_test.c "
                  "tests/host/mm/page_table_random_test.c",
    "page_table_early": f"{PAGE_TABLES} tests/host/mm/early_tables_test.c",
    "path_name": "lib/path_name_test.c",
    "printf": "lib/printf_test.c",
    "quantile": "lib/quantile.c lib/quantile_test.c",
    "range_lock": "fs/range_lock.c fs/range_lock_test.c",
    "range_list": "mm/range_list.c mm/range_list_test.c",
    "ring": "lib/ring.c lib/ring_test.c",
    "scancode_set1": f"{INPUT}scancode_set1.c {INPUT}scancode_set1_test.c",
    "string": "lib/string_test.c",
    "terminal": f"{TERMINAL} {TTY}terminal_test.c {TTY}terminal_sequence_test.c "
                f"{TTY}terminal_pen_test.c {TTY}terminal_display_test.c",
    "timer_wheel": "kernel/timer_wheel.c kernel/timer_wheel_test.c",
    "tmpfs_options": "fs/tmpfs/options.c fs/tmpfs/options_test.c",
    "user_pages": f"{PAGE_TABLES} {MM}user_pages.c {MM}user_table.c {MM}user_unmap.c "
                  "tests/host/mm/user_pages_test.c tests/host/mm/user_pages_random_test.c",
    "virt_space": "mm/virt_space.c lib/avl_tree.c mm/virt_space_test.c",
}


@pytest.mark.parametrize("unit", UNITS)
def test_unit(unit):
    done = run_program(build_program(unit, kernel=UNITS[unit].split()))
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    assert "not ok" not in done.stdout, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) > 0, report
