"""A reader's task that misbehaves on command: each function breaks one promise of the sandbox."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from counterfile.errors import BadInput, Encrypted, NotADocument
from counterfile.model.reading import Block, BlockKind, Draft, Member, Page, Segment, Unpacked
from counterfile.sandbox.reading import Outcome


def echo(content: bytes, name: str) -> bytes:
    return content


def environment(content: bytes, name: str) -> dict[str, str]:
    return dict(os.environ)


def standard_input(content: bytes, name: str) -> bytes:
    return sys.stdin.buffer.read()


def allocate(content: bytes, name: str) -> int:
    hoard = []
    while True:
        hoard.append(bytearray(64 << 20))


def allocate_in_c(content: bytes, name: str) -> int:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = [ctypes.c_size_t]
    while True:
        place = libc.malloc(256 << 20)
        ctypes.memset(place, 1, 256 << 20)  # a null pointer after the limit: the process faults


def loop(content: bytes, name: str) -> int:
    while True:
        pass


def loop_stubbornly(content: bytes, name: str) -> int:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass


def sleep(content: bytes, name: str) -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
    time.sleep(3600)
    return 0


def stop(content: bytes, name: str) -> int:
    signal.raise_signal(signal.SIGSTOP)
    return 0


def leave(content: bytes, name: str) -> int:
    os._exit(7)


def leave_politely(content: bytes, name: str) -> int:
    sys.exit(0)


def fault(content: bytes, name: str) -> int:
    ctypes.string_at(0)
    return 0


def raise_ours(content: bytes, name: str) -> int:
    raise Encrypted("某市采购文件.pdf wants a password")


def raise_no_document(content: bytes, name: str) -> int:
    raise NotADocument("an anti-robot page")


def raise_own_kind(content: bytes, name: str) -> int:
    class Odd(BadInput):
        pass

    raise Odd("a kind that the other side does not know")


def raise_bug(content: bytes, name: str) -> int:
    raise IndexError("list index out of range")


def recurse(content: bytes, name: str) -> int:
    return recurse(content, name) + 1


def talk(content: bytes, name: str) -> bytes:
    return b"x" * (64 << 20)


def talk_past_the_cap(content: bytes, name: str) -> int:
    """Writes to the answer's pipe itself, as code that took over the process would."""
    chunk = b"\xff" * (1 << 20)
    handle = _pipe()
    while True:
        os.write(handle, chunk)


def forge_length(content: bytes, name: str) -> int:
    os.write(_pipe(), (5).to_bytes(8, "big") + b"12")
    os._exit(0)


def forge_answer(content: bytes, name: str) -> int:
    body = b"\x93\xa0\xa0\xc1"  # 0xc1 is never used in MessagePack
    os.write(_pipe(), len(body).to_bytes(8, "big") + body)
    os._exit(0)


def _pipe() -> int:
    for handle in range(3, 64):
        try:
            os.fstat(handle)
            os.write(handle, b"")
        except OSError:
            continue
        if os.readlink(f"/proc/self/fd/{handle}").startswith("pipe:") if _readable_proc() else True:
            return handle
    raise AssertionError("no pipe")


def _readable_proc() -> bool:
    try:
        os.readlink("/proc/self/fd/0")
    except OSError:
        return False
    return True


def wrong_type(content: bytes, name: str) -> list[int]:
    return [1, 2, 3]


def not_encodable(content: bytes, name: str) -> object:
    return object()


def surrogate(content: bytes, name: str) -> str:
    return "\ud800"


def _tried(what: str, attempt) -> str:
    try:
        attempt()
    except (OSError, subprocess.SubprocessError) as error:
        return f"{type(error).__name__}"
    return f"{what} worked"


def fork(content: bytes, name: str) -> str:
    return _tried("fork", lambda: os.fork() or os._exit(0))


def execute(content: bytes, name: str) -> str:
    return _tried("execve", lambda: os.execv("/bin/true", ["true"]))


def run_program(content: bytes, name: str) -> str:
    return _tried("subprocess", lambda: subprocess.run(["/bin/true"], check=False))


def connect(content: bytes, name: str) -> str:
    return _tried("connect", lambda: socket.create_connection(("127.0.0.1", int(name)), timeout=2))


def unix_socket(content: bytes, name: str) -> str:
    return _tried("socket", lambda: socket.socket(socket.AF_UNIX))


def write_file(content: bytes, name: str) -> str:
    return _tried("write", lambda: Path(name).write_bytes(b"x"))


def append_file(content: bytes, name: str) -> str:
    def attempt() -> None:
        with open(name, "ab") as stream:
            stream.write(b"x" * 100_000)

    return _tried("append", attempt)


def delete_file(content: bytes, name: str) -> str:
    return _tried("unlink", lambda: os.unlink(name))


def change_mode(content: bytes, name: str) -> str:
    return _tried("chmod", lambda: os.chmod(name, 0o777))


def read_file(content: bytes, name: str) -> str:
    return _tried("read", lambda: Path(name).read_bytes())


def list_folder(content: bytes, name: str) -> str:
    return _tried("list", lambda: os.listdir(name))


def import_late(content: bytes, name: str) -> str:
    import colorsys  # a module that nothing here has loaded

    return colorsys.__name__


def kill_parent(content: bytes, name: str) -> str:
    return _tried("kill", lambda: os.kill(os.getppid(), signal.SIGKILL))


def kill_caller(content: bytes, name: str) -> str:
    return _tried("kill", lambda: os.kill(int(name), signal.SIGTERM))


def trace(content: bytes, name: str) -> str:
    libc = ctypes.CDLL(None, use_errno=True)

    def attempt() -> None:
        if libc.ptrace(16, int(name), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    return _tried("ptrace", attempt)


def open_many(content: bytes, name: str) -> str:
    def attempt() -> None:
        handles = [os.dup(0) for _ in range(10_000)]
        raise AssertionError(len(handles))

    return _tried("open", attempt)


def raise_limits(content: bytes, name: str) -> str:
    import resource

    def attempt() -> None:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (10_000, 10_000))
        except ValueError as error:
            raise PermissionError(str(error)) from None

    return _tried("setrlimit", attempt)


def _draft(text: str, *blocks: Block, **more: object) -> Outcome:
    return Outcome(draft=Draft(text=text, blocks=blocks, media_type="text/plain", **more))  # type: ignore[arg-type]


_P = BlockKind.PARAGRAPH


def honest(content: bytes, name: str) -> Outcome:
    return _draft("甲\n乙", Block(_P, 0, 1), Block(_P, 2, 3))


LIES = {
    "block behind the end": _draft("采购公告", Block(_P, 0, 5)),
    "negative start": _draft("采购公告", Block(_P, -1, 4)),
    "empty block": _draft("采购公告", Block(_P, 0, 0)),
    "overlap": _draft("采购公告", Block(_P, 0, 3), Block(_P, 2, 4)),
    "disorder": _draft("甲\n乙", Block(_P, 2, 3), Block(_P, 0, 1)),
    "gap": _draft("甲乙\n丙", Block(_P, 0, 1), Block(_P, 3, 4)),
    "no line feed between": _draft("甲 乙", Block(_P, 0, 1), Block(_P, 2, 3)),
    "text without blocks": _draft("甲乙"),
    "text behind the last block": _draft("甲\n乙", Block(_P, 0, 1)),
    "carriage return": _draft("甲\r\n乙", Block(_P, 0, 2), Block(_P, 3, 4)),
    "NUL": _draft("甲\x00", Block(_P, 0, 2)),
    "not NFC": _draft("cafe\u0301", Block(_P, 0, 5)),
    "huge span": _draft("甲", Block(_P, 0, 1, table=0, row=0, col=0, rowspan=10**12)),
    "negative row": _draft("甲", Block(_P, 0, 1, table=0, row=-5, col=0)),
    "level nine": _draft("甲", Block(_P, 0, 1, level=9)),
    "name with a line feed": _draft("甲", Block(_P, 0, 1, name="a\nb")),
    "endless name": _draft("甲", Block(_P, 0, 1, name="a" * 5000)),
    "page two first": _draft("甲", Block(_P, 0, 1), pages=(Page(2, 0, 1, 10.0, 10.0),)),
    "page without end": _draft("甲", Block(_P, 0, 1), pages=(Page(1, 0, 1, float("inf"), 10.0),)),
    "page of no number": _draft("甲", Block(_P, 0, 1), pages=(Page(1, 0, 1, float("nan"), 10.0),)),
    "page behind the end": _draft("甲", Block(_P, 0, 1), pages=(Page(1, 0, 9, 10.0, 10.0),)),
    "segment behind the end": _draft("甲", Block(_P, 0, 1), segments=(Segment(0, 9),)),
    "segments that overlap": _draft(
        "甲\n乙", Block(_P, 0, 1), Block(_P, 2, 3), segments=(Segment(0, 3), Segment(2, 3))
    ),
    "media type of markup": Outcome(draft=Draft("甲", (Block(_P, 0, 1),), "<script>")),
    "charset of markup": _draft("甲", Block(_P, 0, 1), charset="<b>"),
    "signals without end": _draft("甲", Block(_P, 0, 1), signals=(("a", "b"),) * 1000),
    "signal of control characters": _draft("甲", Block(_P, 0, 1), signals=(("a", "\x1b[2J"),)),
    "neither": Outcome(),
    "both": Outcome(Draft("", (), "text/plain"), Unpacked((), "application/zip")),
    "member above": Outcome(unpacked=Unpacked((Member("../evil", b""),), "application/zip")),
    "absolute member": Outcome(unpacked=Unpacked((Member("/etc/passwd", b""),), "application/zip")),
    "member on a drive": Outcome(unpacked=Unpacked((Member("C:/evil", b""),), "application/zip")),
    "member with a backslash": Outcome(unpacked=Unpacked((Member("a\\..\\evil", b""),), "application/zip")),
    "member without a name": Outcome(unpacked=Unpacked((Member("", b""),), "application/zip")),
    "two members of one name": Outcome(unpacked=Unpacked((Member("a", b""), Member("a", b"")), "application/zip")),
    "reason of control characters": Outcome(unpacked=Unpacked((), "application/zip", (("a", "\x1b"),))),
}


def lie(content: bytes, name: str) -> Outcome:
    return LIES[name]
