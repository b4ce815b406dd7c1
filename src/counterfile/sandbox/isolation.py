"""What a process of the sandbox gives up, step by step: limits, privileges, the file system, system calls.

Each step is taken where the kernel knows it; `Step` names the highest that was reached and is stored with every Reading.
The step before these, bubblewrap, is another program that the process is started in (`ladder`).

Source:
    Landlock: Linux documentation, userspace-api/landlock (rights by ABI version). Seccomp: userspace-api/seccomp_filter.
    System call numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux 6.12.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import resource
import struct
import sys
import sysconfig
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

LOCKS = ("landlock", "seccomp")
"""What `enter` can close."""

MAX_HANDLES = 64  # open files of a worker and of each of its children


class Step(StrEnum):
    """How far the sandbox's ladder was climbed, the lowest first."""

    PROCESS = "process"
    """Another process with limits on memory, time, files and output."""
    LANDLOCK = "landlock"
    """Besides, no file can be opened except Python's own, and no TCP port be reached; other sockets stay open."""
    SECCOMP = "seccomp"
    """Limits and a filter of system calls, on a kernel without Landlock: no network, no writing, but files can be read."""
    FULL = "landlock+seccomp"
    """Both."""
    WRAPPED = "bubblewrap"
    """Namespaces with nothing in them but Python: no other file, process or network is there at all."""
    WRAPPED_LANDLOCK = "bubblewrap+landlock"
    WRAPPED_SECCOMP = "bubblewrap+seccomp"
    WRAPPED_FULL = "bubblewrap+landlock+seccomp"
    """All three, each behind the other."""

    @property
    def is_enough(self) -> bool:
        """Whether hostile files may be read at this step without the user's word.

        It is where neither files nor the network can be reached even by code that took the process over: in
        bubblewrap's namespaces, or behind Landlock and seccomp together.
        """
        return self is Step.FULL or self.value.startswith("bubblewrap")

    @property
    def wrapped(self) -> Step:
        """The step of a worker that reached this one inside bubblewrap."""
        return Step("bubblewrap" if self is Step.PROCESS else f"bubblewrap+{self.value}")


def enter(readable: list[Path], locks: Collection[str] = LOCKS) -> Step:
    """Lock this process down for good, children included; it may still fork.

    Args:
        readable: Folders that stay readable: Python's own, for imports.
        locks: Which to close, of `LOCKS`; fewer only in tests of the ladder.

    Returns:
        The step that was reached.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing here writes a file or opens many; children inherit it, so that not every file pays for the calls.
    limit(resource.RLIMIT_FSIZE, 0, 0)
    limit(resource.RLIMIT_NOFILE, MAX_HANDLES, MAX_HANDLES)
    if not sys.platform.startswith("linux"):
        return Step.PROCESS
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Step.PROCESS
    _drop_capabilities(libc)
    landlock = "landlock" in locks and _landlock(libc, readable)
    seccomp = "seccomp" in locks and _seccomp(libc, _program(_DENIED))
    if landlock:
        return Step.FULL if seccomp else Step.LANDLOCK
    return Step.SECCOMP if seccomp else Step.PROCESS


class Child:
    """What a forked child gives up besides; prepared once, since every file pays for it."""

    def __init__(self) -> None:
        self._filter: _Filter | None = None
        self._prctl = None
        if sys.platform.startswith("linux"):
            self._prctl = ctypes.CDLL(None, use_errno=True).prctl
            self._prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
            program = _program(_DENIED_TO_CHILDREN, signals_to_itself_only=True)
            self._filter = _Filter(program) if program is not None else None
            # `dlsym` and the first call through ctypes cost more than the call: pay before the fork.
            self._prctl(_PR_SET_DUMPABLE, 0, None, 0, 0)

    def enter(self, *, memory: int, cpu_seconds: int, filtered: bool) -> None:
        """Take the limits on, and die with the parent; after this no process can be started.

        Args:
            memory: Bytes of address space.
            cpu_seconds: Of processor time, after which the kernel ends the process.
            filtered: True where the worker could install its own filter.
        """
        if self._prctl is not None:
            self._prctl(_PR_SET_PDEATHSIG, _SIGKILL, None, 0, 0)
        limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
        limit(resource.RLIMIT_NPROC, 0, 0)
        limit(resource.RLIMIT_AS, memory, memory)
        if filtered and self._prctl is not None and self._filter is not None:
            taken = self._prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, self._filter.of(os.getpid()), 0, 0)
            if taken != 0:
                raise OSError(ctypes.get_errno(), "the child's filter of system calls was not taken")


def limit(which: int, soft: int, hard: int) -> None:
    """Lower a limit as far as the process may."""
    most = resource.getrlimit(which)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError):
        # macOS knows RLIMIT_AS and refuses it; the wall clock and the output cap hold there.
        return


def address_space() -> int:
    """Return how many bytes of address space this process has mapped; 0 where that cannot be found out.

    There is no ``/proc`` in bubblewrap's namespaces to read it from, so the kernel is asked otherwise: under a limit far
    above, what can still be reserved is the limit less what is mapped.
    """
    if not sys.platform.startswith("linux") or sys.maxsize < 1 << 40:
        return 0
    page = resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = 1 << 40 if hard == resource.RLIM_INFINITY else min(1 << 40, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        fits, too_much = 0, most // page
        while too_much - fits > 1:
            middle = (fits + too_much) // 2
            if _can_reserve(middle * page):
                fits = middle
            else:
                too_much = middle
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return most - fits * page


def _can_reserve(size: int) -> bool:
    try:
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE, prot=0).close()
    except (OSError, MemoryError):
        return False
    return True


_MAP_NORESERVE = 0x4000  # Linux, x86_64 and aarch64


_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")  # of pages whose files bring none
_LIBRARIES = ("/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/local/lib")
"""Where shared libraries lie."""


def python_folders() -> list[Path]:
    """Return the folders that imports read from: Python's, its packages', shared libraries'; none inside another."""
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), Path(sys.base_exec_prefix)}
    # A prefix of `/usr`, or of `/` or a home, would open more than Python: there only the parts are taken.
    folders = {prefix for prefix in prefixes if not _is_shared(prefix)}
    folders.update(Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib", "purelib", "platlib"))
    folders.add(Path(__file__).resolve().parents[1])
    folders.update(Path(entry) for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"})
    folders.update(Path(place) for place in (*_LIBRARIES, *_FONTS))
    wanted = sorted(folder for folder in folders if folder.is_dir() and not _is_shared(folder))
    return [folder for folder in wanted if not any(other in folder.parents for other in wanted)]


def _is_shared(folder: Path) -> bool:
    """Whether a folder holds other things than Python's."""
    # `Path.home` fails inside bubblewrap, where nobody has a name; there the tilde stays as it is.
    home = Path(os.path.expanduser("~"))
    return str(folder) in {"/", "/usr", "/usr/local", "/opt", "/srv", "/var"} or folder in {home, *home.parents}


# --- privileges ------------------------------------------------------------------------------------------------------


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up root's powers, where the process was started with them; root's files are Landlock's matter."""
    for capability in range(41):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0))
    nothing = ctypes.create_string_buffer(24)
    libc.capset(header, nothing)


# --- Landlock --------------------------------------------------------------------------------------------------------

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # ABI version -> how many file-system rights it knows
_NET_RIGHTS = 0b11  # bind and connect of TCP, from ABI 4
_SCOPES = 0b11  # abstract UNIX sockets and signals to outside, from ABI 6


def _landlock(libc: ctypes.CDLL, readable: list[Path]) -> bool:
    """Deny everything but reading below `readable`; return whether the kernel took it."""
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    rights = (1 << _FS_RIGHTS.get(version, 16)) - 1
    attributes = struct.pack("=Q", rights)
    if version >= 4:
        attributes += struct.pack("=Q", _NET_RIGHTS)
    if version >= 6:
        attributes += struct.pack("=Q", _SCOPES)
    ruleset = libc.syscall(
        _LANDLOCK_CREATE, ctypes.create_string_buffer(attributes, len(attributes)), len(attributes), 0
    )
    if ruleset < 0:
        return False
    try:
        for folder in readable:
            handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, handle)
                libc.syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.create_string_buffer(rule, len(rule)), 0)
            finally:
                os.close(handle)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


# --- seccomp ---------------------------------------------------------------------------------------------------------

_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_WRITES = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000  # O_WRONLY O_RDWR O_CREAT O_TRUNC O_TMPFILE

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""Machine -> its number for the kernel, its column in the tables below."""

_DENIED: dict[str, tuple[int | None, int | None]] = {
    # the network, and sockets of every family
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "accept4": (288, 242),
    "sendmmsg": (307, 269),
    # other programs and processes
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    # names in the file system, and what Landlock does not guard: modes, owners, times, attributes
    "truncate": (76, 45),
    "rename": (82, None),
    "mkdir": (83, None),
    "rmdir": (84, None),
    "creat": (85, None),
    "link": (86, None),
    "unlink": (87, None),
    "symlink": (88, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "utime": (132, None),
    "mknod": (133, None),
    "utimes": (235, None),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "fchownat": (260, 54),
    "futimesat": (261, None),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "fchmodat": (268, 53),
    "utimensat": (280, 88),
    "renameat2": (316, 276),
    "fchmodat2": (452, 452),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    # mounts and namespaces
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mount": (165, 40),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # other users
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setreuid": (113, 145),
    "setregid": (114, 143),
    "setgroups": (116, 159),
    "setresuid": (117, 147),
    "setresgid": (119, 149),
    # shared memory and queues
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    # the kernel's large and often attacked interfaces
    "personality": (135, 92),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "quotactl": (179, 60),
    "io_setup": (206, 0),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "clock_adjtime": (305, 266),
    "finit_module": (313, 273),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # what no reader wants, and where more of the kernel would lie open
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "pidfd_open": (434, 434),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "remap_file_pages": (216, 234),
    "lookup_dcookie": (212, 18),
    "syslog": (103, 116),
    "adjtimex": (159, 171),
    "clock_settime": (227, 112),
    "fsconfig": (431, 431),
    "quotactl_fd": (443, 443),
    "vhangup": (153, 58),
    "uselib": (134, None),
    "modify_ldt": (154, None),
}
"""System calls that end with "operation not permitted"; name -> number on x86_64 and on aarch64."""

_DENIED_TO_CHILDREN: dict[str, tuple[int | None, int | None]] = {
    "clone": (56, 220),
    "fork": (57, None),
    "recvmsg": (47, 212),
    "recvfrom": (45, 207),
    "setpgid": (109, 154),
    "setsid": (112, 157),
}

_SIGNALS: dict[str, tuple[int | None, int | None]] = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}
"""Signals: a child may send them to itself alone (`abort` does)."""

_ITSELF = 0xFFFF_FFFF
"""Stands in a child's filter where its process id belongs, which is known only after the fork; no process has it."""

_LAST_KNOWN = 469
"""Highest number of a system call that these tables were checked against; all above are told to be missing."""

_UNKNOWN_TO_ALL: dict[str, tuple[int | None, int | None]] = {"clone3": (435, 435), "openat2": (437, 437)}
"""Told to be missing, since their arguments lie in memory that a filter cannot see; the C library then uses older ones."""

_OPENS: dict[str, tuple[tuple[int | None, int | None], int]] = {"open": ((2, None), 1), "openat": ((257, 56), 2)}
"""Name -> numbers, and which argument holds the flags."""

_PRLIMIT: tuple[int | None, int | None] = (302, 261)


def _program(denied: dict[str, tuple[int | None, int | None]], *, signals_to_itself_only: bool = False) -> bytes | None:
    """Return the filter as BPF instructions, or None for a machine whose numbers are not known here."""
    machine = _ARCHITECTURES.get(platform.machine())
    if machine is None or struct.calcsize("P") != 8:
        return None
    arch, column = machine
    refuse = (_RETURN, 0, 0, _ERRNO | _EPERM)
    code: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:
        # The x32 numbers of x86_64 would pass every comparison below.
        code += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]
    code += [(_AT_LEAST, 0, 1, _LAST_KNOWN + 1), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]
    for numbers in _UNKNOWN_TO_ALL.values():
        code += _when(numbers[column], [(_RETURN, 0, 0, _ERRNO | _ENOSYS)])
    for numbers in denied.values():
        code += _when(numbers[column], [refuse])
    for numbers, argument in _OPENS.values():
        code += _when(
            numbers[column],
            [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), (_ANY_BIT, 0, 1, _WRITES), refuse, (_RETURN, 0, 0, _ALLOW)],
        )
    # Limits of other processes are theirs; its own (process 0) a process may lower.
    code += _when(_PRLIMIT[column], [(_LOAD, 0, 0, _ARGUMENTS), (_EQUAL, 1, 0, 0), refuse, (_RETURN, 0, 0, _ALLOW)])
    if signals_to_itself_only:
        own = [(_LOAD, 0, 0, _ARGUMENTS), (_EQUAL, 1, 0, _ITSELF), refuse, (_RETURN, 0, 0, _ALLOW)]
        for numbers in _SIGNALS.values():
            code += _when(numbers[column], own)
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _when(number: int | None, then: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    return [] if number is None else [(_EQUAL, 0, len(then), number), *then]


class _Filter:
    """A program where the kernel wants it: in memory, behind a header that points to it."""

    def __init__(self, program: bytes) -> None:
        self._instructions = ctypes.create_string_buffer(program, len(program))
        header = struct.pack("@HP", len(program) // 8, ctypes.addressof(self._instructions))
        self._header = ctypes.create_string_buffer(header, len(header))
        mark = struct.pack("=HBBI", _EQUAL, 1, 0, _ITSELF)
        self._own = [place + 4 for place in range(0, len(program), 8) if program[place : place + 8] == mark]

    def of(self, process: int) -> ctypes.Array[ctypes.c_char]:
        """Return the header of the filter for this process id."""
        for place in self._own:
            struct.pack_into("=I", self._instructions, place, process)
        return self._header


def _seccomp(libc: ctypes.CDLL, program: bytes | None) -> bool:
    """Install a filter; return whether the kernel took it."""
    if program is None:
        return False
    filter_ = _Filter(program)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filter_.of(0), 0, 0) == 0)
