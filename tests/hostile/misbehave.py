"""A reader's task that misbehaves on command: each function breaks one promise of the sandbox."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
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


def leave_out_of_step(content: bytes, name: str) -> int:
    os._exit(3)  # the code by which a child tells its worker that a request was cut off


def leave_politely(content: bytes, name: str) -> int:
    sys.exit(0)


def fault(content: bytes, name: str) -> int:
    ctypes.string_at(0)
    return 0


def abort(content: bytes, name: str) -> int:
    os.abort()


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


def _forge(body: bytes) -> int:
    _write_all(_pipe(), len(body).to_bytes(8, "big") + body)
    os._exit(0)


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def forge_text(content: bytes, name: str) -> str:
    return str(_forge(b"\x93\xa0\xa0\xa2\xff\xfe"))  # a text of two bytes that are not UTF-8


def forge_nesting(content: bytes, name: str) -> int:
    return _forge(b"\x93\xa0\xa0" + b"\x91" * 1_000_000 + b"\xc0")


def forge_size(content: bytes, name: str) -> int:
    return _forge(b"\x93\xa0\xa0\xc6\xff\xff\xff\xff")  # bytes, of which four thousand million would follow


def answer_twice(content: bytes, name: str) -> bytes:
    body = b"\x93\xa0\xa0\xc4\x01a"
    handle = _pipe()
    os.write(handle, len(body).to_bytes(8, "big") + body)
    return b"b"


def forge_end(content: bytes, name: str) -> int:
    """Tells everyone who may listen that this child has ended well, and goes on."""
    for handle in range(64):
        try:
            os.write(handle, bytes(4))
        except OSError:
            continue
    time.sleep(3600)
    return 0


def close_all_and_stay(content: bytes, name: str) -> int:
    os.closerange(0, 64)
    time.sleep(3600)
    return 0


def close_all_and_leave(content: bytes, name: str) -> int:
    os.closerange(0, 64)
    os._exit(0)


def print_without_end(content: bytes, name: str) -> str:
    chunk = b"x" * (16 << 20)
    for _ in range(128):
        os.write(1, chunk)
        os.write(2, chunk)
    return "printed"


def handles(content: bytes, name: str) -> list[tuple[int, str]]:
    """Everything open besides standard input, output and error, with its kind."""
    kinds = {stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket", stat.S_IFREG: "file", stat.S_IFDIR: "folder"}
    found = []
    for handle in range(3, 1024):
        try:
            mode = os.fstat(handle).st_mode
        except OSError:
            continue
        found.append((handle, kinds.get(stat.S_IFMT(mode), "other")))
    return found


def search_memory(content: bytes, name: str) -> bool:
    """Whether the heap holds what is given backwards: what an earlier file left there."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.sbrk.restype = ctypes.c_void_p
    end = libc.sbrk(ctypes.c_ssize_t(0)) & ~4095
    out, into = os.pipe()
    last = b""
    for place in range(end - (64 << 20), end, 4096):
        if libc.write(into, ctypes.c_void_p(place), 4096) == 4096:
            page = os.read(out, 4096)
            if content[::-1] in last + page:
                return True
            last = page[-len(content) :]
    return False


def _pipe() -> int:
    for handle, kind in handles(b"", ""):
        if kind == "pipe":
            return handle
    raise AssertionError("no pipe")


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


def bomb_with_processes(content: bytes, name: str) -> str:
    def attempt() -> None:
        for _ in range(10_000):
            os.fork()

    return _tried("fork bomb", attempt)


def bomb_with_threads(content: bytes, name: str) -> str:
    def attempt() -> None:
        for _ in range(10_000):
            threading.Thread(target=time.sleep, args=(3600,)).start()

    try:
        return _tried("thread bomb", attempt)
    except RuntimeError as error:
        return type(error).__name__


CALLS = {
    "clone": (56, 17, 0, 0, 0, 0),
    "fork": (57,),
    "vfork": (58,),
    "clone3": (435, 0, 0),
    "execve": (59, 0, 0, 0),
    "unshare": (272, 0x10000000),
    "setns": (308, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "chroot": (161, 0),
    "pivot_root": (155, 0, 0),
    "ptrace": (101, 0, 0, 0, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "pidfd_open": (434, 1, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "memfd_create": (319, 0, 0),
    "userfaultfd": (323, 0),
    "io_uring_setup": (425, 1, 0),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, 0, 0, 0),
    "keyctl": (250, 0, 0, 0, 0, 0),
    "socket": (41, 2, 1, 0),
    "socketpair": (53, 1, 1, 0, 0),
    "sendmsg": (46, 3, 0, 0),
    "recvmsg": (47, 3, 0, 0),
    "openat2": (437, 0, 0, 0, 0),
    "a number of tomorrow": (600, 0, 0, 0),
}
"""Name -> number on x86_64 and arguments."""


def call_kernel(content: bytes, name: str) -> str:
    libc = ctypes.CDLL(None, use_errno=True)

    def attempt() -> None:
        if libc.syscall(*CALLS[name]) < 0:
            raise OSError(ctypes.get_errno(), name)

    return _tried(name, attempt)


def signal_worker(content: bytes, name: str) -> list[str]:
    """Tries every call that sends a signal, at the worker, at every process that may be seen and at the group."""
    libc = ctypes.CDLL(None, use_errno=True)
    information = ctypes.create_string_buffer(128)
    answers = set()
    for process in (os.getppid(), 1, -1, 0):
        for call in (
            (62, process, 9),
            (200, process, 9),
            (234, process, process, 9),
            (129, process, 9, information),
            (297, process, process, 9, information),
        ):
            answers.add(_tried("signal", lambda call=call: _raise(libc.syscall(*call), libc)))
    return sorted(answers)


def _raise(answer: int, libc: ctypes.CDLL) -> None:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "refused")


def signal_process(content: bytes, name: str) -> list[str]:
    """Tries to end, to trace and to read another process of the same user."""
    libc = ctypes.CDLL(None, use_errno=True)
    process = int(name)
    return [
        _tried("kill", lambda: _raise(libc.syscall(62, process, 9), libc)),
        _tried("tgkill", lambda: _raise(libc.syscall(234, process, process, 9), libc)),
        _tried("ptrace", lambda: _raise(libc.syscall(101, 16, process, 0, 0), libc)),
        _tried("memory", lambda: Path(f"/proc/{process}/mem").open("rb").close()),
        _tried("environment", lambda: Path(f"/proc/{process}/environ").read_bytes()),
    ]


def fill_disk(content: bytes, name: str) -> list[str]:
    """Tries to write a gigabyte in every place where one may usually write."""

    def fill(place: str) -> None:
        with open(os.path.join(place, "counterfile-canary"), "wb") as stream:
            for _ in range(64):
                stream.write(bytes(16 << 20))

    return [
        _tried(place, lambda place=place: fill(place)) for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", name)
    ]


def reach_out(content: bytes, name: str) -> list[str]:
    """Tries every way to the listeners that the test has put up."""
    tcp, udp, unix = name.split("|")

    def stream() -> None:
        socket.create_connection(("127.0.0.1", int(tcp)), timeout=2)

    def datagram() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
            channel.sendto(b"canary", ("127.0.0.1", int(udp)))

    def local(address: str) -> None:
        with socket.socket(socket.AF_UNIX) as channel:
            channel.connect(address)

    return [
        _tried("TCP", stream),
        _tried("UDP", datagram),
        _tried("abstract socket", lambda: local("\0" + unix)),
        _tried("DNS", lambda: socket.getaddrinfo("example.org", 80)),
        _tried("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
        _tried("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
    ]


def change_tree(content: bytes, name: str) -> list[str]:
    """Tries every call that changes names, contents or marks of files, on a file of the user."""
    kept = Path(name)
    return [
        _tried("write", lambda: kept.write_bytes(b"x")),
        _tried("truncate", lambda: os.truncate(kept, 0)),
        _tried("rename", lambda: kept.rename(f"{name}.moved")),
        _tried("unlink", kept.unlink),
        _tried("symlink", lambda: os.symlink(name, f"{name}.link")),
        _tried("link", lambda: os.link(name, f"{name}.hard")),
        _tried("mkdir", lambda: os.mkdir(f"{name}.folder")),
        _tried("mkfifo", lambda: os.mkfifo(f"{name}.fifo")),
        _tried("chmod", lambda: os.chmod(name, 0o777)),
        _tried("utime", lambda: os.utime(name, (0, 0))),
        _tried("setxattr", lambda: os.setxattr(name, "user.canary", b"x")),
    ]


def look_around(content: bytes, name: str) -> dict[str, str]:
    """Tries to list or read what a machine tells about its user."""
    places = [
        "/etc/passwd",
        "/etc/hostname",
        "/proc",
        "/proc/self/environ",
        "/proc/1/root",
        "/sys",
        "/home",
        "/root",
        "/tmp",
    ]
    return {place: _tried("look", lambda place=place: _look(place)) for place in (*places, *name.split("|"))}


def _look(place: str) -> object:
    return os.listdir(place) if os.path.isdir(place) else Path(place).read_bytes()


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
