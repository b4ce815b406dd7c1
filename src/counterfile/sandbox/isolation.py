"""What a process of the sandbox gives up, step by step: limits, privileges, the file system, system calls.

Each step is taken where the kernel knows it; `Step` names the highest that was reached and is stored with every Reading.

Source:
    Landlock: Linux documentation, userspace-api/landlock (rights by ABI version). Seccomp: userspace-api/seccomp_filter.
    System call numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux 6.12.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from enum import StrEnum
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9


class Step(StrEnum):
    """How far the sandbox's ladder was climbed."""

    PROCESS = "process"
    """Another process with limits on memory, time, files and output."""
    LANDLOCK = "landlock"
    """Besides, no file can be opened except Python's own, and no network address be reached."""
    SECCOMP = "seccomp"
    """Limits and a filter of system calls, on a kernel without Landlock."""
    FULL = "landlock+seccomp"
    """Both."""


def enter(readable: list[Path]) -> Step:
    """Lock this process down for good, children included; it may still fork.

    Args:
        readable: Folders that stay readable: Python's own, for imports.

    Returns:
        The step that was reached.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return Step.PROCESS
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Step.PROCESS
    _drop_capabilities(libc)
    landlock = _landlock(libc, readable)
    seccomp = _seccomp(libc, _program(_DENIED))
    if landlock:
        return Step.FULL if seccomp else Step.LANDLOCK
    return Step.SECCOMP if seccomp else Step.PROCESS


class Child:
    """What a forked child gives up besides; prepared once, since every file pays for it."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
        self._program = _program(_DENIED_TO_CHILDREN) if self._libc is not None else None
        # `dlsym` and the first call through ctypes cost more than the call: pay before the fork.
        if self._libc is not None:
            self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

    def enter(self, *, memory: int, cpu_seconds: int, filtered: bool) -> None:
        """Take the limits on, and die with the parent; after this no process can be started.

        Args:
            memory: Bytes of address space.
            cpu_seconds: Of processor time, after which the kernel ends the process.
            filtered: True where the worker could install its own filter.
        """
        if self._libc is not None:
            self._libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
        limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
        limit(resource.RLIMIT_FSIZE, 0, 0)
        limit(resource.RLIMIT_NOFILE, 64, 64)
        limit(resource.RLIMIT_NPROC, 0, 0)
        limit(resource.RLIMIT_AS, memory, memory)
        if filtered and self._libc is not None:
            _seccomp(self._libc, self._program)


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
    """Return how many bytes of address space this process has mapped; 0 where the kernel does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def python_folders() -> list[Path]:
    """Return the folders that imports read from: Python's, its packages', shared libraries'."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix), Path(sys.base_exec_prefix)}
    folders.add(Path(__file__).resolve().parents[1])
    folders.update(Path(entry) for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"})
    folders.update(Path(place) for place in ("/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/local/lib"))
    # A prefix of `/` or a home would open everything below it.
    return sorted(folder for folder in folders if folder.is_dir() and len(folder.parts) > 1 and folder != Path.home())


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
}
"""System calls that end with "operation not permitted"; name -> number on x86_64 and on aarch64."""

_DENIED_TO_CHILDREN: dict[str, tuple[int | None, int | None]] = {
    "clone": (56, 220),
    "fork": (57, None),
    "kill": (62, 129),
    "recvmsg": (47, 212),
    "recvfrom": (45, 207),
    "setpgid": (109, 154),
    "setsid": (112, 157),
}

_UNKNOWN_TO_ALL: dict[str, tuple[int | None, int | None]] = {"clone3": (435, 435), "openat2": (437, 437)}
"""Told to be missing, since their arguments lie in memory that a filter cannot see; the C library then uses older ones."""

_OPENS: dict[str, tuple[tuple[int | None, int | None], int]] = {"open": ((2, None), 1), "openat": ((257, 56), 2)}
"""Name -> numbers, and which argument holds the flags."""

_PRLIMIT: tuple[int | None, int | None] = (302, 261)


def _program(denied: dict[str, tuple[int | None, int | None]]) -> bytes | None:
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
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _when(number: int | None, then: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    return [] if number is None else [(_EQUAL, 0, len(then), number), *then]


def _seccomp(libc: ctypes.CDLL, program: bytes | None) -> bool:
    """Install a filter; return whether the kernel took it."""
    if program is None:
        return False
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    taken = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header, len(header)), 0, 0)
    return bool(taken == 0)
