"""Runs a function in a child process and follows every change of a file as the kernel sees it.

Nothing of the tool is wrapped, so nothing can go past: each system call that touches a path of the watched
folder counts, unless it is known to be unable to change anything.
"""

import contextlib
import ctypes
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["FAULTS", "Traced", "run_traced"]

_TRACEME, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS = 0, 12, 13, 24, 0x4200
_SYSGOOD, _EXITKILL = 1, 0x100000
_ENOSPC = 28
# Calls that have nothing to do with the content of folders and files.
_NEUTRAL = frozenset(
    {7, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 28, 32, 33, 39, 56, 57, 58, 59, 60, 61, 62, 63, 72, 73, 79, 80}
    | {
        81,
        96,
        97,
        98,
        99,
        102,
        104,
        107,
        108,
        110,
        131,
        157,
        186,
        202,
        203,
        204,
        218,
        228,
        229,
        230,
        231,
        234,
    }
    | {271, 273, 290, 291, 292, 293, 302, 318, 334, 435}
)
# read, stat, getdents, readlink, access and their like.
_READING = frozenset({0, 4, 5, 6, 8, 17, 19, 21, 78, 89, 217, 262, 267, 269, 332, 439})
_OPENING = {2: "rsi", 257: "rdx"}  # where the flags are
_CLOSE = 3
_NAMES = {
    1: "write", 2: "open", 3: "close", 74: "fsync", 82: "rename", 83: "mkdir", 84: "rmdir", 86: "link",
    87: "unlink", 91: "fchmod", 93: "fchown", 257: "open", 258: "mkdirat", 263: "unlinkat", 264: "renameat",
    265: "linkat", 316: "renameat2",
}  # fmt: skip

FAULTS = ("kill", "full disk", "Ctrl-C", "kill politely")


class _Registers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_ulonglong)
        for name in (
            *("r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi"),
            *(
                "rdi",
                "orig_rax",
                "rip",
                "cs",
                "eflags",
                "rsp",
                "ss",
                "fs_base",
                "gs_base",
                "ds",
                "es",
                "fs",
                "gs",
            ),
        )
    ]


@dataclass
class Traced:
    """How a child ended: its exit code (negative: the signal), and the operations that it began."""

    code: int
    operations: list[str] = field(default_factory=list)


def run_traced(function: Callable[[], object], below: Path, number: int = 0, fault: str = "") -> Traced:
    """Run a function in a child process; the operation of this number (from 1) meets the fault."""
    if platform.machine() != "x86_64" or sys.platform != "linux":
        raise RuntimeError("system calls are told apart on x86_64 Linux alone")
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    pid = os.fork()
    if pid == 0:
        libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(_run(function))
    os.waitpid(pid, 0)
    libc.ptrace(_SETOPTIONS, pid, None, _SYSGOOD | _EXITKILL)
    return _follow(libc, pid, os.fsencode(below), number, fault)


def _run(function: Callable[[], object]) -> int:
    try:
        function()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if type(error).__module__ != "automappa_scaffold.errors":
            traceback.print_exc()
            return 70
        return 2
    return 0


def _follow(libc: Any, pid: int, below: bytes, number: int, fault: str) -> Traced:
    traced = Traced(0)
    is_entry, is_failing, deliver = True, False, 0
    while True:
        libc.ptrace(_SYSCALL, pid, None, deliver)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            traced.code = os.waitstatus_to_exitcode(status)
            return traced
        deliver = 0
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            deliver = os.WSTOPSIG(status)
            continue
        if is_entry:
            registers = _registers(libc, pid)
            if _is_change(pid, registers, below):
                traced.operations.append(_NAMES.get(registers.orig_rax, str(registers.orig_rax)))
                is_failing = len(traced.operations) == number and fault == "full disk"
                if len(traced.operations) == number:
                    _strike(libc, pid, registers, fault)
        elif is_failing:
            registers = _registers(libc, pid)
            registers.rax = ctypes.c_ulonglong(-_ENOSPC).value
            libc.ptrace(_SETREGS, pid, None, ctypes.byref(registers))
            is_failing = False
        is_entry = not is_entry


def _strike(libc: Any, pid: int, registers: _Registers, fault: str) -> None:
    if fault == "full disk":
        registers.orig_rax = ctypes.c_ulonglong(-1).value  # the call is not made; its result follows
        libc.ptrace(_SETREGS, pid, None, ctypes.byref(registers))
    else:
        number = {"kill": signal.SIGKILL, "Ctrl-C": signal.SIGINT, "kill politely": signal.SIGTERM}[fault]
        os.kill(pid, number)


def _registers(libc: Any, pid: int) -> _Registers:
    registers = _Registers()
    libc.ptrace(_GETREGS, pid, None, ctypes.byref(registers))
    return registers


def _is_change(pid: int, registers: _Registers, below: bytes) -> bool:
    call = registers.orig_rax
    if call in _NEUTRAL or call in _READING:
        return False
    if call in _OPENING:
        flags = getattr(registers, _OPENING[call])
        if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            return False
    if call == _CLOSE and not _is_open_for_writing(pid, registers.rdi):
        return False
    return any(path == below or path.startswith(below + b"/") for path in _paths(pid, registers))


def _is_open_for_writing(pid: int, handle: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/fdinfo/{handle}", encoding="ascii") as file:
        flags = next(line for line in file if line.startswith("flags:")).split()[1]
        return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY
    return False


def _paths(pid: int, registers: _Registers) -> Iterator[bytes]:
    """Yield what the arguments of a call may mean: the file of a handle, or a path in memory."""
    folder = b""
    for value in (registers.rdi, registers.rsi, registers.rdx, registers.r10):
        if value < 4096:
            with contextlib.suppress(OSError):
                folder = os.readlink(f"/proc/{pid}/fd/{value}".encode())
                yield folder
        elif value < 1 << 47:
            text = _text_at(pid, value)
            if text:
                yield os.path.normpath(os.path.join(folder, text))


def _text_at(pid: int, address: int) -> bytes:
    with contextlib.suppress(OSError, ValueError, OverflowError), open(f"/proc/{pid}/mem", "rb", 0) as memory:
        memory.seek(address)
        room = 4096 - address % 4096
        text = memory.read(room)
        if b"\0" not in text:
            text += memory.read(4096)
        return text.partition(b"\0")[0]
    return b""
