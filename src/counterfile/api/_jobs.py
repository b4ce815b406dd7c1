"""Work that goes over the whole inquiry: begun, watched and canceled from outside.

Jobs live in the server's memory: what they did is in the inquiry, what they are is gone when the server ends. Canceling
is safe by contract: a job is asked to stop and does so between two batches, each of which is one transaction; what was
done stays, what was not is still due. Nothing is ever killed half-way.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from enum import StrEnum

import msgspec

from counterfile.api._problems import Problem, Refusal, problem_of, refusal_of
from counterfile.errors import CounterfileError
from counterfile.flow import Progress
from counterfile.model.finding import Verification
from counterfile.views.acceptance import Gate
from counterfile.views.correcting import Change

KEPT = 50
"""Ended jobs that are remembered."""

READERS = 2
"""Jobs that only read, at the same time."""


class JobKind(StrEnum):
    """What a job does."""

    RUN = "run"
    """Bring all files up to date: read, extract, link, screen."""
    RECOGNITION = "recognition"
    """The same, and recognize pages that are pictures."""
    VERIFICATION = "verification"
    """Compute all findings again and check originals and quotes."""
    TRIAL = "trial"
    """Show what accepting a change set would change."""
    ACCEPTANCE = "acceptance"
    """Accept a change set and extract its documents again."""
    WITHDRAWAL = "withdrawal"
    """Take an accepted change set back and extract its documents again."""


class JobState(StrEnum):
    """How far a job is."""

    RUNNING = "running"
    CANCELING = "canceling"
    """Asked to stop; it ends with the batch that is being written."""
    DONE = "done"
    CANCELED = "canceled"
    FAILED = "failed"
    """It could not go on; `problem` says why."""


class Trial(msgspec.Struct, frozen=True):
    """What a change set would change, or has."""

    change_set: str
    anywhere: bool
    documents: int
    """That hold the label."""
    tried: int
    """Of them, those that were extracted anew to see."""
    changes: tuple[Change, ...]
    """At most 1,000."""
    more: int
    """Changes beyond."""
    gate: Gate
    """What other values that persons gave say of it."""


class JobResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a job found; only the part of its kind is there."""

    verification: Verification | None = None
    trial: Trial | None = None
    judgement: str = ""
    """The judgement that was kept."""
    done: int = 0
    """Pieces of work done."""
    failed: int = 0
    """Of them, those that ended in a failure of their document."""


class Job(msgspec.Struct, frozen=True):
    """Work in the background."""

    id: str
    kind: JobKind
    by: str
    """Pseudonym of who started it."""
    state: JobState
    progress: tuple[Progress, ...]
    """Stages so far, each as it stands."""
    started_at: dt.datetime
    ended_at: dt.datetime | None
    result: JobResult | None
    """What was found; null until it is done."""
    problem: Problem | None
    version: int
    """Raised with every change; ids of the events."""
    url: str

    @property
    def ended(self) -> bool:
        """Return whether it will change no more."""
        return self.state in (JobState.DONE, JobState.CANCELED, JobState.FAILED)


class Canceled(Exception):
    """Raised inside a job that was asked to stop, from `Handle.check`."""


class Handle:
    """What a job's work holds on to."""

    def __init__(self, running: _Running) -> None:
        self._running = running

    def check(self) -> None:
        """Raise `Canceled` if the job was asked to stop."""
        if self._running.stop.is_set():
            raise Canceled

    def show(self, step: Progress) -> None:
        """Say how far a stage is, and stop if that was asked for."""
        self._running.show(step)
        self.check()


Work = Callable[[Handle], JobResult]


class _Running:
    """A job with its thread."""

    def __init__(self, job: Job, *, writes: bool) -> None:
        self.job = job
        self.writes = writes
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def change(self, **changes: object) -> None:
        with self.lock:
            self.job = msgspec.structs.replace(self.job, version=self.job.version + 1, **changes)

    def show(self, step: Progress) -> None:
        others = tuple(each for each in self.job.progress if each.stage != step.stage)
        self.change(progress=(*others, step))


class Jobs:
    """All jobs of a server."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Running] = {}
        self._number = 0
        self._since = _now()
        self._lock = threading.Lock()

    @property
    def writing(self) -> str:
        """Return the id of the job that writes; empty where none does."""
        return next((each.job.id for each in list(self._jobs.values()) if each.writes and not each.job.ended), "")

    def start(self, kind: JobKind, by: str, work: Work, *, writes: bool) -> Job:
        """Begin a job.

        Args:
            kind: For the list.
            by: Pseudonym of who starts it.
            work: What is done, in a thread of its own.
            writes: Whether it holds the pen.

        Raises:
            Refusal: as many are running as may.
        """
        with self._lock:
            busy = [each.job.id for each in self._jobs.values() if not each.job.ended and each.writes is writes]
            if len(busy) >= (1 if writes else READERS):
                raise Refusal("already-running", f"the job {busy[0]} is running", job=busy[0])
            self._number += 1
            name = f"job-{self._number}"
            job = Job(
                id=name,
                kind=kind,
                by=by,
                state=JobState.RUNNING,
                progress=(),
                started_at=_now(),
                ended_at=None,
                result=None,
                problem=None,
                version=1,
                url=f"/api/v1/jobs/{name}",
            )
            running = _Running(job, writes=writes)
            ended = [each for each, one in self._jobs.items() if one.job.ended]
            for each in ended[: max(0, len(ended) - KEPT)]:
                del self._jobs[each]
            self._jobs[name] = running
            running.thread = threading.Thread(target=_carry_out, args=(running, work), name=name, daemon=True)
            running.thread.start()
        return job

    def list(self) -> list[Job]:
        """Return all jobs that are remembered, the newest first."""
        return [running.job for running in reversed(list(self._jobs.values()))]

    def get(self, name: str) -> Job:
        """Return a job.

        Raises:
            Refusal: there is none of this name.
        """
        return self._get(name).job

    def cancel(self, name: str) -> Job:
        """Ask a job to stop; one that has ended stays as it is."""
        running = self._get(name)
        with running.lock:
            if not running.job.ended and not running.stop.is_set():
                running.stop.set()
                running.job = msgspec.structs.replace(
                    running.job, version=running.job.version + 1, state=JobState.CANCELING
                )
        return running.job

    def close(self) -> None:
        """Ask all jobs to stop and wait until they have: a batch that is being written is written to its end."""
        for running in list(self._jobs.values()):
            running.stop.set()
        for running in list(self._jobs.values()):
            if running.thread is not None:
                running.thread.join()

    def _get(self, name: str) -> _Running:
        if name not in self._jobs:
            raise Refusal(
                "not-found",
                f"no job is called {name[:40]!r} since this server was started ({self._since:%Y-%m-%d %H:%M} UTC), and "
                "jobs are forgotten when a server ends; what an earlier one did is in the inquiry, and its status tells "
                "what is still due: start the job again if anything is",
            )
        return self._jobs[name]


def _carry_out(running: _Running, work: Work) -> None:
    try:
        result = work(Handle(running))
    except Canceled:
        running.change(state=JobState.CANCELED, ended_at=_now())
    except (Refusal, CounterfileError) as error:
        refusal = error if isinstance(error, Refusal) else refusal_of(error, reading=True)
        running.change(state=JobState.FAILED, ended_at=_now(), problem=problem_of(refusal, running.job.url))
    except BaseException:
        # Ours to mend: the job says that it failed, the cause goes to the terminal by the thread's own hook.
        refusal = Refusal("broken")
        running.change(state=JobState.FAILED, ended_at=_now(), problem=problem_of(refusal, running.job.url))
        raise
    else:
        running.change(state=JobState.DONE, ended_at=_now(), result=result)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
