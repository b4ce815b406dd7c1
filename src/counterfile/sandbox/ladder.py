"""The ladder of the sandbox: what this machine can do to keep a hostile file in, best first.

1. **bubblewrap**: the worker starts in namespaces of its own, in which nothing is there but Python: no home, no inquiry,
   no ``/proc``, no other process, no network. Inside, Landlock and seccomp close what they can besides.
2. **Landlock and seccomp** without it: the same kernel refuses files, sockets and processes to a worker that still sees
   their names.
3. **A process** with limits alone, which keeps mistakes in, but no attacker. Refused unless the user accepts it.

A step is tried before it is counted on: the program may be installed where the kernel forbids namespaces.

Source:
    bubblewrap's manual, bwrap(1); Linux documentation, user_namespaces(7) and pid_namespaces(7).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from counterfile.sandbox import isolation
from counterfile.sandbox.isolation import Step

PROGRAM = "bwrap"
_PROBE_SECONDS = 20.0  # a cold disk and a busy machine included
_REASON = 300  # characters of what another program said

ACCEPT = "`accept_unsandboxed = true` in counterfile.toml, or `counterfile run --accept-unsandboxed`"
"""How a user says that hostile files may be read without a sandbox."""


class Rung(NamedTuple):
    """One step of the ladder, as `counterfile doctor` shows it."""

    step: str
    """What it gives, a value of `Step`."""
    available: bool
    why_not: str
    """Why this machine cannot take it; empty where it can."""
    install: str
    """What to type or set to have it; empty where nothing is missing or nothing helps."""


def ladder() -> list[Rung]:
    """Try every step on this machine, the best first; takes about a second."""
    wrapped, why_not = _probe(enclosure([]), PROGRAM)
    best = Rung(str(wrapped.wrapped), True, "", "") if wrapped is not None else _missing_bubblewrap(why_not)
    bare, why_not = _probe([], "the worker")
    if bare is Step.FULL:
        second = Rung(str(Step.FULL), True, "", "")
    else:
        lacking = [lock for lock in isolation.LOCKS if bare is None or lock not in bare.value.split("+")]
        why_not = why_not or f"this kernel offers no {' and no '.join(lacking)}"
        second = Rung(str(Step.FULL), False, why_not, _kernel_advice(lacking))
    return [best, second, Rung(str(bare or Step.PROCESS) if bare is not Step.FULL else str(Step.PROCESS), True, "", "")]


@functools.cache
def why_no_bubblewrap() -> str:
    """Return why workers cannot start inside bubblewrap, or nothing where they can; found out once per process."""
    return _probe(enclosure([]), PROGRAM)[1]


def enclosure(places: Iterable[Path]) -> list[str]:
    """Return the command, to be followed by another, that runs it in namespaces where only Python is; [] without bwrap.

    Args:
        places: Folders to see besides Python's own, for reading.
    """
    program = shutil.which(PROGRAM)
    if program is None or not sys.platform.startswith("linux"):
        return []
    # No `--new-session`: the worker has a session of its own and no terminal already, and so stays in bubblewrap's group
    # of processes, which the airlock can kill at once. No `--proc` and no `--dev`: nothing of them is wanted.
    command = [program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "sandbox"]
    for place in _seen([*isolation.python_folders(), *places]):
        command += ["--ro-bind", str(place), str(place)]
    for name, file in _programs():
        command += ["--ro-bind", str(file), str(name)]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]


def sources_of(modules: Iterable[str]) -> list[Path]:
    """Return where modules, and the installed plugins, are imported from, as far as that is not Python's own folders."""
    own = isolation.python_folders()
    places = {place for name in {*modules, *_guests()} if (place := _folder_of(name.partition(".")[0])) is not None}
    return sorted(place for place in places if not any(folder == place or folder in place.parents for folder in own))


@functools.cache
def _guests() -> frozenset[str]:
    points = (point for distribution in distributions() for point in distribution.entry_points)
    return frozenset(point.module for point in points if point.group.startswith("counterfile."))


def _folder_of(name: str) -> Path | None:
    """Return the folder that a top-level module or package is imported from; None for one that is built in or missing."""
    spec = find_spec(name)
    if spec is None:
        return None
    if spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(spec.origin).parent if spec.origin is not None and spec.has_location else None


def refusal(step: Step, why_no_bubblewrap: str) -> str:
    """Return what to tell a user whose machine reaches only `step`, which is not enough; with the next step."""
    return (
        f"the sandbox reaches only the step '{step}' here, which does not keep a hostile file from your own files or the "
        f"network ({why_no_bubblewrap or 'bubblewrap was left out'}); {_missing_bubblewrap(why_no_bubblewrap).install}; "
        f"or, if you trust every file, accept it with {ACCEPT}"
    )


# --- bubblewrap ------------------------------------------------------------------------------------------------------


def _seen(places: Iterable[Path]) -> list[Path]:
    """Return the folders to bind, under their own name and under the one that symbolic links lead to."""
    wanted = {name for place in places for name in (place, place.resolve())}
    return sorted(place for place in wanted if not any(other in place.parents for other in wanted))


def _programs() -> list[tuple[Path, Path]]:
    """Return the interpreter's names, link after link, each with the file; and the index of the shared libraries."""
    real = Path(sys.executable).resolve()
    names, name = [], Path(sys.executable)
    for _ in range(16):  # links lead to links, but not for ever
        names.append(name)
        if not name.is_symlink():
            break
        name = Path(os.path.normpath(name.parent / name.readlink()))
    bound = _seen(isolation.python_folders())
    names = [name for name in names if not any(place in name.parents for place in bound)]
    index = Path("/etc/ld.so.cache")
    return [(name, real) for name in dict.fromkeys(names)] + ([(index, index)] if index.is_file() else [])


def _probe(command: list[str], name: str) -> tuple[Step | None, str]:
    """Start a worker that says how far it gets and ends; return that, or None and why it did not start."""
    if not command and name == PROGRAM:
        return None, f"the program `{PROGRAM}` is not installed"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, in a program of the system
            [*command, *worker_command("--probe")],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            env=worker_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"{name} did not answer within {_PROBE_SECONDS:g} seconds"
    except OSError as error:
        return None, f"{name} could not be started ({error})"
    said = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode == 0 and said in set(Step):
        return Step(said), ""
    words = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (
        None,
        f"{name} failed: {''.join(c for c in words[-1] if c.isprintable())[:_REASON] if words else 'no reason'}",
    )


def worker_command(argument: str) -> list[str]:
    """Return how the worker is started."""
    return [sys.executable, "-s", "-P", "-m", "counterfile.sandbox.worker", argument]


def worker_environment() -> dict[str, str]:
    """Return all that a worker sees of the environment."""
    paths = [path for path in sys.path if path and os.path.isabs(path)]
    return {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


# --- advice ----------------------------------------------------------------------------------------------------------

_INSTALLERS = {
    "apt-get": "sudo apt-get install bubblewrap",
    "dnf": "sudo dnf install bubblewrap",
    "zypper": "sudo zypper install bubblewrap",
    "pacman": "sudo pacman -S bubblewrap",
    "apk": "sudo apk add bubblewrap",
}
"""Program of a distribution -> the line that installs bubblewrap there."""

_SWITCHES = (
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=10000"),
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)
"""What forbids namespaces to users: file below ``/proc/sys``, value that does, line that allows them."""


def _missing_bubblewrap(why_not: str) -> Rung:
    return Rung(str(Step.WRAPPED_FULL), False, why_not, _bubblewrap_advice())


def _bubblewrap_advice() -> str:
    if not sys.platform.startswith("linux"):
        return "run Counterfile on Linux, or in a virtual machine with it"
    if shutil.which(PROGRAM) is None:
        known = [line for program, line in _INSTALLERS.items() if shutil.which(program) is not None]
        return f"install bubblewrap with `{known[0] if known else _INSTALLERS['apt-get']}`"
    for place, forbids, line in _SWITCHES:
        if _setting(place) == forbids:
            return f"allow user namespaces with `{line}`"
    return "let this account make user namespaces (a container that runs it must allow them too)"


def _setting(place: str) -> str:
    try:
        return Path("/proc/sys", place).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _kernel_advice(lacking: list[str]) -> str:
    if "landlock" in lacking:
        return (
            "a kernel of version 5.13 or newer with `landlock` in its list of security modules (boot parameter `lsm=`)"
        )
    return "a kernel with filters of system calls (CONFIG_SECCOMP_FILTER) on x86_64 or aarch64"
