"""Each promise of the sandbox, broken on purpose by a task that misbehaves on command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import misbehave
import msgspec
import pytest
from rungs import comes_true, is_alive

from counterfile import errors
from counterfile.model.reading import Draft
from counterfile.sandbox import Airlock, Limits, Step, Task
from counterfile.sandbox.checks import checked_outcome
from counterfile.sandbox.reading import Outcome

FORKED = {
    "bytes": "echo standard_input talk",
    "int": "allocate allocate_in_c loop loop_stubbornly sleep stop leave leave_politely fault raise_ours raise_no_document "
    "raise_own_kind raise_bug recurse talk_past_the_cap forge_length forge_answer wrong_type not_encodable",
    "str": "surrogate fork execute run_program connect unix_socket write_file append_file delete_file change_mode read_file "
    "list_folder import_late kill_parent kill_caller trace open_many raise_limits",
}
TYPES = {"bytes": bytes, "int": int, "str": str}
TASKS = [
    *(Task(f"misbehave:{name}", TYPES[kind]) for kind, names in FORKED.items() for name in names.split()),
    Task("misbehave:environment", dict[str, str]),
    Task("misbehave:honest", Outcome, check=checked_outcome),
    Task("misbehave:lie", Outcome, check=checked_outcome),
]
LIMITS = Limits(wall_seconds=20.0, cpu_seconds=10, memory=256 << 20, output=8 << 20)
HASTY = Limits(wall_seconds=1.0, cpu_seconds=10, memory=256 << 20, output=8 << 20)


@pytest.fixture(scope="module")
def airlock() -> Iterator[Airlock]:
    with Airlock(1, LIMITS, TASKS) as airlock:
        yield airlock


@pytest.fixture(scope="module")
def hasty() -> Iterator[Airlock]:
    with Airlock(1, HASTY, TASKS) as airlock:
        yield airlock


@pytest.fixture(scope="module")
def locked(airlock: Airlock) -> Airlock:
    if not airlock.step.is_enough:
        pytest.skip(
            f"this kernel gives the sandbox only the step {airlock.step}: the file system and network stay open"
        )
    return airlock


def call(airlock: Airlock, task: str, content: bytes = b"", name: str = "") -> object:
    return airlock.call(f"misbehave:{task}", content, name)


def still_works(airlock: Airlock) -> bool:
    return call(airlock, "echo", b"next file") == b"next file"


# --- what comes of one file never stops the next ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "kind", "words"),
    [
        ("allocate", errors.TooLarge, "memory"),
        ("allocate_in_c", errors.ReaderCrashed, "SIGSEGV"),
        ("leave", errors.ReaderCrashed, "code 7"),
        ("leave_politely", errors.ReaderCrashed, "SystemExit"),
        ("fault", errors.ReaderCrashed, "SIGSEGV"),
        ("raise_ours", errors.Encrypted, "某市采购文件.pdf wants a password"),
        ("raise_no_document", errors.NotADocument, "an anti-robot page"),
        ("raise_own_kind", errors.ReaderCrashed, "does not know"),
        ("raise_bug", errors.ReaderCrashed, "IndexError: list index out of range"),
        ("recurse", errors.ReaderCrashed, "RecursionError"),
        ("talk", errors.TooLarge, "bytes of output"),
        ("talk_past_the_cap", errors.TooLarge, "bytes of output"),
        ("forge_length", errors.ReaderCrashed, "without an answer"),
        ("forge_answer", errors.ReaderCrashed, "not what was asked for"),
        ("wrong_type", errors.ReaderCrashed, "not what was asked for"),
        ("not_encodable", errors.ReaderCrashed, "TypeError"),
        ("surrogate", errors.ReaderCrashed, "UnicodeEncodeError"),
    ],
)
def test_misbehavior_becomes_a_verdict_on_the_file(
    airlock: Airlock, task: str, kind: type[errors.BadInput], words: str
) -> None:
    with pytest.raises(kind, match=words):
        call(airlock, task)

    assert still_works(airlock)


@pytest.mark.parametrize("task", ["sleep", "loop", "stop"])
def test_the_wall_clock_ends_what_does_not_end(hasty: Airlock, task: str) -> None:
    began = time.monotonic()

    with pytest.raises(errors.TimedOut, match="longer than 1 seconds"):
        call(hasty, task)

    assert time.monotonic() - began < 4
    assert still_works(hasty)


@pytest.mark.parametrize("task", ["loop", "loop_stubbornly"])
def test_processor_time_is_limited_apart_from_the_wall_clock(task: str) -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=1), TASKS) as airlock:
        began = time.monotonic()

        with pytest.raises(errors.TimedOut, match="processor time"):
            call(airlock, task)

        assert time.monotonic() - began < 20


# --- what a reader says is a claim -----------------------------------------------------------------------------------


def test_honest_positions_pass(airlock: Airlock) -> None:
    outcome = call(airlock, "honest")

    assert isinstance(outcome, Draft)
    assert [outcome.text[block.start : block.end] for block in outcome.blocks] == ["甲", "乙"]


@pytest.mark.parametrize("lie", sorted(misbehave.LIES))
def test_lies_are_refused(airlock: Airlock, lie: str) -> None:
    with pytest.raises(errors.ReaderCrashed, match=r"breaks its contract|not what was asked for"):
        call(airlock, "lie", name=lie)


# --- what a reader cannot reach --------------------------------------------------------------------------------------


def test_the_environment_tells_nothing(airlock: Airlock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERFILE_SECRET", "1")

    with Airlock(1, LIMITS, TASKS) as fresh:
        seen = call(fresh, "environment")

    assert isinstance(seen, dict)
    assert set(seen) <= {"PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "LC_ALL", "LC_CTYPE", "PWD"}


def test_standard_input_is_empty(airlock: Airlock) -> None:
    assert call(airlock, "standard_input") == b""


@pytest.mark.parametrize(
    "task", ["fork", "execute", "run_program", "unix_socket", "kill_parent", "open_many", "raise_limits"]
)
def test_a_reader_starts_and_ends_no_process(locked: Airlock, task: str) -> None:
    assert call(locked, task) in {"PermissionError", "BlockingIOError", "OSError"}
    assert still_works(locked)


def test_a_reader_does_not_reach_its_caller(locked: Airlock) -> None:
    assert call(locked, "kill_caller", name=str(os.getpid())) == "PermissionError"
    assert call(locked, "trace", name=str(os.getpid())) == "PermissionError"


def test_a_reader_writes_deletes_and_changes_no_file(locked: Airlock, tmp_path: Path) -> None:
    secret = tmp_path / "findings.yaml"
    secret.write_text("kept", encoding="utf-8")
    mode = secret.stat().st_mode

    answers = {
        task: call(locked, task, name=str(path))
        for task, path in [
            ("write_file", tmp_path / "new"),
            ("append_file", secret),
            ("delete_file", secret),
            ("change_mode", secret),
        ]
    }

    assert set(answers.values()) == {"PermissionError"}
    assert secret.read_text(encoding="utf-8") == "kept"
    assert secret.stat().st_mode == mode
    assert list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize(
    "place", ["/etc/passwd", "/proc/self/environ", str(Path.home()), str(Path(__file__).parents[2])]
)
def test_a_reader_reads_no_file_but_pythons_own(locked: Airlock, place: str) -> None:
    task = "list_folder" if Path(place).is_dir() else "read_file"

    # Landlock refuses; inside bubblewrap most of it is not even there.
    assert call(locked, task, name=place) in {"PermissionError", "FileNotFoundError"}
    assert call(locked, "import_late") == "colorsys"


def test_a_reader_reaches_no_network(locked: Airlock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        answer = call(locked, "connect", name=str(listener.getsockname()[1]))

        with pytest.raises(TimeoutError):
            listener.accept()

    assert answer == "PermissionError"


def test_without_isolation_the_limits_still_hold(tmp_path: Path) -> None:
    with Airlock(1, LIMITS, TASKS, isolated=False) as airlock:
        assert airlock.step is Step.PROCESS
        with pytest.raises(errors.TooLarge, match="memory"):
            call(airlock, "allocate")
        # No byte can be written to a file: the kernel ends the process that tries.
        with pytest.raises(errors.ReaderCrashed, match=r"SIGXFSZ|OSError"):
            raise errors.ReaderCrashed(str(call(airlock, "append_file", name=str(tmp_path / "x"))))
        assert still_works(airlock)


# --- many at once ----------------------------------------------------------------------------------------------------


def test_threads_share_workers_and_get_their_own_answers() -> None:
    answers: dict[int, object] = {}

    with Airlock(2, LIMITS, TASKS) as airlock:

        def work(number: int) -> None:
            for turn in range(10):
                payload = f"{number} {turn}".encode()
                assert call(airlock, "echo", payload) == payload
            answers[number] = True

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(answers) == 4


def test_only_named_tasks_can_be_called(airlock: Airlock) -> None:
    with pytest.raises(KeyError):
        airlock.call("os:system", "true")


def test_an_unforked_task_that_hangs_is_ended_and_the_next_one_served() -> None:
    tasks = [
        Task("misbehave:echo", bytes, fork=False),
        Task("misbehave:loop", int, fork=False),
        Task("misbehave:leave", int, fork=False),
    ]
    with Airlock(1, HASTY, tasks) as airlock:
        assert still_works(airlock)
        with pytest.raises(errors.TimedOut):
            call(airlock, "loop")
        assert still_works(airlock)
        with pytest.raises(errors.ReaderCrashed):
            call(airlock, "leave")
        assert still_works(airlock)


def test_an_unforked_task_has_its_memory_limited() -> None:
    tasks = [Task("misbehave:echo", bytes, fork=False), Task("misbehave:allocate", int, fork=False)]
    with Airlock(1, LIMITS, tasks) as airlock:
        with pytest.raises(errors.TooLarge, match="memory"):
            call(airlock, "allocate")
        assert still_works(airlock)


def test_a_worker_does_not_outlive_its_caller() -> None:
    program = (
        "import os, signal\n"
        "from counterfile.sandbox import Airlock\n"
        "airlock = Airlock(1)\n"
        "airlock.read(b'abc', 'a.txt')\n"
        "print(airlock._slots[0].workers['light']._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    worker = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stdout.strip()

    assert comes_true(lambda: not is_alive(int(worker)))


def test_a_task_that_cannot_be_loaded_is_a_setup_error() -> None:
    with (
        Airlock(1, LIMITS, [Task("misbehave:no_such_function", int)]) as airlock,
        pytest.raises(errors.BadSetup, match="no_such_function"),
    ):
        airlock.call("misbehave:no_such_function", b"", "")


def test_workers_end_with_the_airlock() -> None:
    with Airlock(1, LIMITS, TASKS) as airlock:
        assert still_works(airlock)
        process = airlock._slots[0].workers[""]._process
        assert process is not None

    assert process.poll() is not None


def test_an_interrupted_call_leaves_no_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with Airlock(1, LIMITS, TASKS) as airlock:
        assert still_works(airlock)
        worker = airlock._slots[0].workers[""]
        genuine = worker.call

        monkeypatch.setattr(type(worker), "call", interrupted_method(genuine))
        with pytest.raises(KeyboardInterrupt):
            call(airlock, "echo", b"lost")
        monkeypatch.undo()

        assert still_works(airlock)


def interrupted_method(genuine):
    def method(self, *args, **kwargs):
        genuine(*args, **kwargs)
        raise KeyboardInterrupt

    return method


def test_the_answer_of_an_error_is_one_printable_line(airlock: Airlock) -> None:
    with pytest.raises(errors.Encrypted) as caught:
        call(airlock, "raise_ours")

    assert str(caught.value).isprintable()
    assert msgspec.json.encode(str(caught.value))
