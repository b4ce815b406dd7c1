"""The ladder of the sandbox, and every escape that was thought of, tried at each step that this machine can reach."""

from __future__ import annotations

import os
import platform
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import misbehave
import pytest
from rungs import RUNGS, airlock_at, comes_true, family, is_alive, processes_of

from counterfile import errors
from counterfile.model.reading import Draft
from counterfile.sandbox import Airlock, Limits, Step, Task, ladder
from counterfile.sandbox.checks import checked_outcome
from counterfile.sandbox.reading import Outcome

NAMES: dict[object, str] = {
    int: "allocate loop sleep stop leave leave_out_of_step abort fault talk_past_the_cap forge_length forge_answer forge_nesting "
    "forge_size forge_end close_all_and_stay close_all_and_leave",
    str: "forge_text print_without_end bomb_with_processes bomb_with_threads call_kernel open_many",
    bytes: "echo answer_twice talk",
    bool: "search_memory",
    list[str]: "signal_worker signal_process fill_disk reach_out change_tree",
    dict[str, str]: "look_around environment",
    list[tuple[int, str]]: "handles",
}
TASKS = [
    *(Task(f"misbehave:{name}", kind) for kind, names in NAMES.items() for name in names.split()),
    Task("misbehave:honest", Outcome, check=checked_outcome),
    Task("misbehave:lie", Outcome, check=checked_outcome),
]
WALL = 5.0  # seconds; a file that hangs costs a test as much
LIMITS = Limits(wall_seconds=WALL, cpu_seconds=4, memory=256 << 20, output=8 << 20)
HASTY = Limits(wall_seconds=0.7, cpu_seconds=4, memory=256 << 20, output=8 << 20)
REFUSED = {"PermissionError", "FileNotFoundError", "OSError", "BlockingIOError", "RuntimeError", "gaierror"}

locked_rungs = pytest.mark.parametrize("airlock", ["bubblewrap", "landlock+seccomp"], indirect=True)
all_rungs = pytest.mark.parametrize("airlock", list(RUNGS), indirect=True)


@pytest.fixture(scope="module")
def airlock(request: pytest.FixtureRequest) -> Iterator[Airlock]:
    with airlock_at(request.param, LIMITS, TASKS) as airlock:
        yield airlock


def call(airlock: Airlock, task: str, content: bytes = b"", name: str = "") -> object:
    return airlock.call(f"misbehave:{task}", content, name)


def assert_calm(airlock: Airlock) -> None:
    """The next file reads right, and of the last one nothing is left running."""
    outcome = call(airlock, "honest")
    assert isinstance(outcome, Draft)
    assert [outcome.text[block.start : block.end] for block in outcome.blocks] == ["甲", "乙"]
    expected = 3 if airlock.step.value.startswith("bubblewrap") else 1  # bubblewrap outside and inside, the worker
    for process in processes_of(airlock):
        assert comes_true(lambda process=process: len(family(process)) == expected), family(process)


# --- each misbehavior is a verdict on the file ---------------------------------------------------------------------


@all_rungs
@pytest.mark.parametrize(
    ("task", "kind", "words"),
    [
        ("allocate", errors.TooLarge, "more memory than the sandbox allows"),
        ("leave", errors.ReaderCrashed, "ended with code 7 and without an answer"),
        ("leave_out_of_step", errors.ReaderCrashed, "ended with code 3 and without an answer"),
        ("abort", errors.ReaderCrashed, "SIGABRT"),
        ("fault", errors.ReaderCrashed, "SIGSEGV"),
        ("talk", errors.TooLarge, "bytes of output"),
        ("talk_past_the_cap", errors.TooLarge, "bytes of output"),
        ("forge_length", errors.ReaderCrashed, "without an answer"),
        ("forge_answer", errors.ReaderCrashed, "not what was asked for"),
        ("forge_text", errors.ReaderCrashed, "not what was asked for"),
        ("forge_nesting", errors.ReaderCrashed, "not what was asked for"),
        ("forge_size", errors.ReaderCrashed, "not what was asked for"),
        ("answer_twice", errors.ReaderCrashed, "more than one answer"),
        ("close_all_and_stay", errors.ReaderCrashed, "closed its answer without giving one"),
        ("close_all_and_leave", errors.ReaderCrashed, "ended with code 0 and without an answer"),
    ],
)
def test_misbehavior_becomes_a_verdict_and_the_next_file_reads_right(
    airlock: Airlock, task: str, kind: type[errors.BadInput], words: str
) -> None:
    began = time.monotonic()

    with pytest.raises(kind, match=words) as caught:
        call(airlock, task)

    assert time.monotonic() - began < WALL + 5
    assert str(caught.value).isprintable()
    assert_calm(airlock)


@all_rungs
@pytest.mark.parametrize("lie", ["block behind the end", "disorder", "page of no number", "member above"])
def test_a_lie_about_positions_or_names_is_refused(airlock: Airlock, lie: str) -> None:
    with pytest.raises(errors.ReaderCrashed, match=r"breaks its contract|not what was asked for"):
        call(airlock, "lie", name=lie)

    assert_calm(airlock)


@pytest.mark.parametrize(
    ("rung", "task"),
    [
        *(("bubblewrap", task) for task in ("sleep", "loop", "stop", "forge_end")),
        ("landlock+seccomp", "sleep"),
        ("landlock+seccomp", "stop"),
        ("process", "sleep"),
    ],
)
def test_what_hangs_is_ended_by_the_wall_clock_with_all_that_is_inside(rung: str, task: str) -> None:
    with airlock_at(rung, HASTY, TASKS) as airlock:
        before = [member for process in processes_of(airlock) for member in family(process)]

        with pytest.raises(errors.TimedOut, match=r"longer than 0\.7 seconds"):
            call(airlock, task)

        assert comes_true(lambda: not any(map(is_alive, before)))
        assert_calm(airlock)


@all_rungs
def test_output_without_end_goes_nowhere(airlock: Airlock) -> None:
    assert call(airlock, "print_without_end") == "printed"
    assert_calm(airlock)


# --- what a reader cannot reach --------------------------------------------------------------------------------------


@all_rungs
def test_a_reader_holds_nothing_but_the_pipe_of_its_answer(airlock: Airlock) -> None:
    opened = call(airlock, "handles")

    assert isinstance(opened, list)
    assert [kind for _, kind in opened] == ["pipe"]


@all_rungs
def test_a_reader_finds_nothing_of_the_file_before(airlock: Airlock) -> None:
    secret = "投标人须知前附表 canary 41".encode()
    call(airlock, "echo", secret * 500)

    assert call(airlock, "search_memory", secret[::-1]) is False


@all_rungs
def test_the_environment_tells_nothing(airlock: Airlock) -> None:
    seen = call(airlock, "environment")

    assert isinstance(seen, dict)
    assert set(seen) <= {"PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "LC_ALL", "LC_CTYPE", "PWD"}


@locked_rungs
@pytest.mark.parametrize("task", ["bomb_with_processes", "bomb_with_threads", "open_many"])
def test_bombs_do_not_go_off(airlock: Airlock, task: str) -> None:
    assert call(airlock, task) in REFUSED
    assert_calm(airlock)


@locked_rungs
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86_64")
@pytest.mark.parametrize("name", list(misbehave.CALLS))
def test_the_kernel_refuses_what_no_reader_needs(airlock: Airlock, name: str) -> None:
    assert call(airlock, "call_kernel", name=name) in REFUSED


@locked_rungs
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86_64")
def test_a_reader_signals_no_other_process(airlock: Airlock) -> None:
    before = list(processes_of(airlock))
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as other:
        at_others = call(airlock, "signal_process", name=str(other.pid))
        survived = other.poll() is None
        other.kill()

    at_its_worker = call(airlock, "signal_worker")

    assert set(at_others) <= REFUSED  # type: ignore[call-overload]
    assert survived
    assert set(at_its_worker) <= REFUSED | {"ProcessLookupError"}  # type: ignore[call-overload]
    assert list(processes_of(airlock)) == before
    assert_calm(airlock)


@locked_rungs
def test_a_reader_fills_no_disk(airlock: Airlock, tmp_path: Path) -> None:
    answers = call(airlock, "fill_disk", name=str(tmp_path))

    assert set(answers) <= REFUSED  # type: ignore[call-overload]
    assert not [
        place for place in ("/tmp", "/var/tmp", "/dev/shm", tmp_path) if Path(place, "counterfile-canary").exists()
    ]


@locked_rungs
def test_a_reader_changes_no_file(airlock: Airlock, tmp_path: Path) -> None:
    kept = tmp_path / "findings.yaml"
    kept.write_text("kept", encoding="utf-8")
    before = kept.stat()

    answers = call(airlock, "change_tree", name=str(kept))

    assert set(answers) <= REFUSED  # type: ignore[call-overload]
    assert kept.read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [kept]
    assert (before.st_mode, before.st_mtime_ns) == (kept.stat().st_mode, kept.stat().st_mtime_ns)


@locked_rungs
def test_a_reader_sees_no_file_of_the_user(airlock: Airlock, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary", encoding="utf-8")
    project = Path(__file__).parents[2]

    seen = call(airlock, "look_around", name=f"{tmp_path}|{tmp_path / 'secret'}|{project}|{project / 'pyproject.toml'}")

    assert isinstance(seen, dict)
    if airlock.step is Step.WRAPPED_FULL:
        # Of a folder on the way to Python's own, its name may be there: Landlock still refuses to list it.
        assert seen["/etc/passwd"] == seen[str(tmp_path / "secret")] == "FileNotFoundError"
    assert set(seen.values()) <= REFUSED


@locked_rungs
def test_a_reader_reaches_no_listener(airlock: Airlock) -> None:
    name = f"counterfile-canary-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as local,
    ):
        udp.bind(("127.0.0.1", 0))
        local.bind("\0" + name)
        local.listen()
        for canary in (tcp, udp, local):
            canary.settimeout(0.1)

        answers = call(airlock, "reach_out", name=f"{tcp.getsockname()[1]}|{udp.getsockname()[1]}|{name}")

        for receive in (tcp.accept, lambda: udp.recv(100), local.accept):
            with pytest.raises(TimeoutError):
                receive()
    assert set(answers) <= REFUSED  # type: ignore[call-overload]


# --- the ladder ------------------------------------------------------------------------------------------------------


@pytest.fixture
def found_out_anew() -> Iterator[None]:
    ladder.why_no_bubblewrap.cache_clear()
    yield
    ladder.why_no_bubblewrap.cache_clear()


def fake_bubblewrap(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """Put a program of that name first; it notes each start in the file that is returned."""
    starts = folder / "starts"
    program = folder / ladder.PROGRAM
    program.write_text(f"#!/bin/sh\necho started >> {starts}\n{body}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return starts


@pytest.mark.usefixtures("found_out_anew")
def test_without_the_program_the_second_step_is_taken_and_the_reason_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "PROGRAM", "no-such-program-bwrap")

    with Airlock(1, LIMITS, TASKS, accept_unsandboxed=True) as airlock:
        step = airlock.step

    assert not step.value.startswith("bubblewrap")
    assert airlock.why_no_bubblewrap == "the program `no-such-program-bwrap` is not installed"


@pytest.mark.usefixtures("found_out_anew")
def test_a_kernel_that_forbids_namespaces_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = fake_bubblewrap(tmp_path, monkeypatch, "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")

    for _ in range(2):
        with Airlock(1, LIMITS, TASKS, accept_unsandboxed=True) as airlock:
            assert not airlock.step.value.startswith("bubblewrap")
            assert airlock.why_no_bubblewrap == "bwrap failed: bwrap: No permissions to create new namespace"
            assert_calm(airlock)

    assert starts.read_text(encoding="utf-8").count("started") == 1


@pytest.mark.usefixtures("found_out_anew")
def test_a_bubblewrap_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_bubblewrap(tmp_path, monkeypatch, "exec sleep 30")
    monkeypatch.setattr(ladder, "_PROBE_SECONDS", 0.3)

    assert ladder.why_no_bubblewrap() == "bwrap did not answer within 0.3 seconds"


@pytest.mark.parametrize("locks", [(), ("landlock",), ("seccomp",)], ids=["process", "landlock", "seccomp"])
def test_a_step_that_keeps_nobody_in_is_refused_until_it_is_accepted(locks: tuple[str, ...]) -> None:
    with Airlock(1, LIMITS, TASKS) as airlock:
        airlock._wrapped, airlock._locks = False, locks

        with pytest.raises(errors.BadSetup, match=r"accept_unsandboxed = true.*--accept-unsandboxed") as caught:
            call(airlock, "echo", b"x")

        assert not list(processes_of(airlock))
        assert "reaches only the step" in str(caught.value)
    with Airlock(1, LIMITS, TASKS, accept_unsandboxed=True) as airlock:
        airlock._wrapped, airlock._locks = False, locks
        assert not airlock.step.is_enough
        assert_calm(airlock)


@pytest.mark.parametrize("step", list(Step))
def test_enough_is_bubblewrap_or_landlock_with_seccomp(step: Step) -> None:
    assert step.is_enough == (step not in {Step.PROCESS, Step.LANDLOCK, Step.SECCOMP})


def test_the_ladder_tells_each_step_with_what_is_missing() -> None:
    rungs = ladder.ladder()

    assert len(rungs) == 3
    assert rungs[-1].available
    for rung in rungs:
        assert rung.step in set(Step)
        assert rung.available == (rung.why_not == "")
        assert rung.available or rung.install


@pytest.mark.usefixtures("found_out_anew")
def test_the_ladder_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "PROGRAM", "no-such-program-bwrap")

    rung = ladder.ladder()[0]

    assert not rung.available
    assert "bubblewrap`" in rung.install


# --- workers, threads and limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", list(RUNGS))
def test_a_worker_outlives_the_thread_that_first_needed_it(rung: str) -> None:
    with airlock_at(rung, LIMITS, TASKS) as airlock:
        airlock.close()
        thread = threading.Thread(target=call, args=(airlock, "echo", b"x"))
        thread.start()
        thread.join()
        before = list(processes_of(airlock))
        time.sleep(0.1)

        assert_calm(airlock)
        assert list(processes_of(airlock)) == before


@pytest.mark.parametrize("rung", list(RUNGS))
def test_nothing_outlives_a_caller_that_is_killed_while_a_file_hangs(rung: str) -> None:
    program = (
        "import os, signal, sys, threading, time\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from rungs import airlock_at, processes_of, family\n"
        "from counterfile.sandbox import Limits, Task\n"
        f"airlock = airlock_at({rung!r}, Limits(wall_seconds=60.0), [Task('misbehave:sleep', int)])\n"
        "threading.Thread(target=airlock.call, args=('misbehave:sleep', b'', ''), daemon=True).start()\n"
        "first = next(processes_of(airlock))\n"
        f"while len(family(first)) < {4 if rung == 'bubblewrap' else 2}: time.sleep(0.01)\n"
        "print(*family(first), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with airlock_at(rung, LIMITS, TASKS):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)

    members = [int(word) for word in done.stdout.split()]
    assert len(members) >= 2, done.stderr
    assert comes_true(lambda: not any(map(is_alive, members)))


def test_a_task_may_have_limits_of_its_own() -> None:
    patient = Limits(wall_seconds=20.0, cpu_seconds=20, memory=1 << 30, output=256 << 20)
    tasks = [
        Task("misbehave:sleep", int),
        Task("misbehave:talk", bytes, limits=patient),
        Task("misbehave:echo", bytes, limits=HASTY),
        Task("misbehave:honest", Outcome, check=checked_outcome),
    ]
    with Airlock(1, HASTY, tasks) as airlock:
        assert call(airlock, "talk") == b"x" * (64 << 20)
        with pytest.raises(errors.TooLarge, match="bytes of output"):
            call(airlock, "echo", bytes(9 << 20))
        with pytest.raises(errors.TimedOut, match=r"0\.7 seconds"):
            call(airlock, "sleep")
        assert_calm(airlock)


def test_modules_outside_pythons_folders_are_seen_by_the_worker() -> None:
    assert Path(misbehave.__file__).parent in ladder.sources_of(["misbehave"])
    assert ladder.sources_of(["counterfile.sandbox.reading", "json", "no_such_module"]) == []
