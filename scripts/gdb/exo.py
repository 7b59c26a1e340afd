# SPDX-License-Identifier: GPL-2.0-only
"""
GDB commands for a stopped Exo-OS; `make gdb` loads them.

    exo-log [LINES]     the kernel log, read from its ring in memory
    exo-cpu             this processor: per-CPU data, the thread it runs,
                        control registers
    exo-bt [FP]         the call trace by frame pointers, through traps too

They read memory by themselves, so they work wherever the kernel stopped. The
offsets and sizes they need come from the kernel's debug information
(CONFIG_DEBUG_INFO).
"""

import struct

import gdb

STATE_HEAD = 1  # kernel/log_buffer.c: enum block_state
STATE_TAIL = 2


def number(expression: str) -> int:
    """An expression of the program as an unsigned 64-bit number."""
    return int(gdb.parse_and_eval(expression)) & 0xFFFFFFFFFFFFFFFF


def memory(address: int, size: int) -> bytes:
    return bytes(gdb.selected_inferior().read_memory(address, size))


def word(address: int) -> int:
    return struct.unpack("<Q", memory(address, 8))[0]


def offset(type_name: str, field: str) -> int:
    return next(f.bitpos // 8 for f in gdb.lookup_type(type_name).fields() if f.name == field)


def symbol(address: int) -> str:
    """ "<function+18>" as GDB writes it, with the source line if it is known."""
    text = gdb.execute(f"info symbol {address:#x}", to_string=True).split(" in section")[0]
    place = gdb.find_pc_line(address)
    where = f"  {place.symtab.filename}:{place.line}" if place.symtab else ""
    return f"{address:#018x} {text.strip()}{where}"


class ExoCommand(gdb.Command):
    """Turns errors of reading into a message without a Python trace."""

    def __init__(self, name: str):
        super().__init__(name, gdb.COMMAND_DATA)

    def invoke(self, argument: str, _from_tty: bool) -> None:
        try:
            for line in self.lines(gdb.string_to_argv(argument)):
                print(line)
        except gdb.error as error:
            raise gdb.GdbError(f"{error} (is the kernel built with CONFIG_DEBUG_INFO?)")


class Log(ExoCommand):
    """exo-log [LINES]: print the kernel log, or its last LINES lines."""

    def lines(self, arguments: list[str]) -> list[str]:
        text = "".join(self._records()).splitlines()
        return text[-int(arguments[0]):] if arguments else text

    def _records(self):
        """Complete records, oldest first; see kernel/log_buffer.c for the ring."""
        blocks = gdb.parse_and_eval("blocks")
        size = blocks.type.target().sizeof
        count = blocks.type.sizeof // size
        ring = memory(int(blocks.address), blocks.type.sizeof)
        slots = [ring[i:i + size] for i in range(0, len(ring), size)]
        end = number("end_position")
        position, line_open = max(0, end - count), False
        while position < end:
            data, used = self._record(slots, position)
            if data:
                text, line_open = self._render(data, line_open)
                yield text
            position += used

    @staticmethod
    def _record(slots: list[bytes], position: int) -> tuple[bytes, int]:
        """The bytes of the record that begins at position, and how many blocks it has."""
        def stamped(at: int, state: int) -> bool:
            return struct.unpack_from("<Q", slots[at % len(slots)])[0] == at << 2 | state

        if not stamped(position, STATE_HEAD):
            return b"", 1
        data, used = slots[position % len(slots)][8:], 1
        while used < len(slots) and stamped(position + used, STATE_TAIL):
            data += slots[(position + used) % len(slots)][8:]
            used += 1
        return data, used

    @staticmethod
    def _render(data: bytes, line_open: bool) -> tuple[str, bool]:
        record = "struct log_record"
        time_ns, = struct.unpack_from("<Q", data, offset(record, "time_ns"))
        length, = struct.unpack_from("<H", data, offset(record, "length"))
        flags = data[offset(record, "flags")]
        start = gdb.lookup_type(record).sizeof
        text = data[start:start + length].decode(errors="replace")
        newline, continues = flags & 1, flags & 2
        prefix = "" if continues and line_open else (
            ("\n" if line_open else "") + f"[{time_ns // 10**9:5}.{time_ns // 1000 % 10**6:06}] ")
        return prefix + text + ("\n" if newline else ""), not newline


class Cpu(ExoCommand):
    """exo-cpu: print what the kernel keeps for this processor, and its state."""

    def lines(self, _arguments: list[str]) -> list[str]:
        cpu = number("$gs_base")
        registers = [f"{name} {number('$' + name):#018x}" for name in
                     ("cr0", "cr2", "cr3", "cr4", "efer")]
        return [f"struct cpu at {cpu:#x}: {self._fields(cpu)}", *self._running(cpu),
                "  ".join(registers),
                f"interrupts {'on' if number('$eflags') & 0x200 else 'off'}"]

    @staticmethod
    def _fields(cpu: int) -> str:
        """All but what lies inside structures, which is long."""
        return gdb.parse_and_eval(f"*(struct cpu *){cpu:#x}").format_string(max_depth=1)

    @staticmethod
    def _running(cpu: int) -> list[str]:
        task = gdb.parse_and_eval(f"((struct cpu *){cpu:#x})->current_task")
        if not task:
            return []
        return [f"runs thread {int(task['id'])}, {task['name'].string()}"]


class Backtrace(ExoCommand):
    """exo-bt [FP]: print the call trace, from RBP or from another frame pointer."""

    DEPTH_MAX = 64

    def lines(self, arguments: list[str]) -> list[str]:
        if arguments:
            trace, fp = [], number(arguments[0])
        else:
            trace = [symbol(number("$rip")), *self._frameless_caller(number("$rsp"))]
            fp = number("$rbp")
        while fp and len(trace) < self.DEPTH_MAX:
            try:
                line, fp = self._trap(fp - 1) if fp & 1 else self._call(fp)
            except gdb.MemoryError:
                line, fp = f"(nothing at frame pointer {fp:#x})", 0
            trace.append(line)
        return trace

    @staticmethod
    def _call(fp: int) -> tuple[str, int]:
        return symbol(word(fp + 8) - 1), word(fp)

    @staticmethod
    def _frameless_caller(rsp: int) -> list[str]:
        """
        Code without a frame (yet) has its return address at RSP: an address
        in the text behind a CALL, which is E8 or FF with 2 as its REG.
        """
        address = word(rsp)
        if not number("&__text_start") + 7 <= address < number("&__text_end"):
            return []
        code = memory(address - 7, 7)
        called = code[2] == 0xE8 or any(code[i] == 0xFF and code[i + 1] >> 3 & 7 == 2
                                        for i in range(6))
        return [symbol(address - 1)] if called else []

    @staticmethod
    def _trap(frame: int) -> tuple[str, int]:
        """arch/x86_64/kernel/entry.asm leaves the trap frame's address + 1 in RBP."""
        def field(name: str) -> int:
            return word(frame + offset("struct trap_frame", name))

        line = f"{symbol(field('rip'))}  <-- vector {field('vector')}"
        return line, 0 if field("cs") & 3 else field("rbp")


Log("exo-log")
Cpu("exo-cpu")
Backtrace("exo-bt")
