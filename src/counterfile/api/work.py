"""Jobs: work over the whole inquiry, begun here, watched by server-sent events, canceled safely."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from counterfile import plugins
from counterfile.api._answers import give
from counterfile.api._house import House
from counterfile.api._jobs import Handle, Job, JobKind, JobResult, Work
from counterfile.api._once import once
from counterfile.api._params import CancelJob, JobId, NewJob, Once
from counterfile.api._schema import gives
from counterfile.api._shapes import JobList
from counterfile.flow import Progress
from counterfile.store import layout
from counterfile.store.ports import Archive
from counterfile.views import verify

_LOOK = 0.1  # seconds between two looks at a job
_BEAT = 15.0  # seconds after which a silent stream says that it lives
_LONGEST = 600.0  # seconds of one stream; a browser connects again by itself and goes on where it was


def routes(house: House) -> APIRouter:
    """Return the routes on jobs."""
    router = APIRouter(tags=["jobs"])

    @router.get("/jobs", responses=gives(JobList))
    def list_jobs(request: Request) -> Response:
        """List the jobs of this server, the newest first. They are forgotten when it ends; what they did is not."""
        return give(request, JobList(tuple(house.jobs.list())))

    @router.post(
        "/jobs",
        status_code=202,
        responses=gives(
            Job, "already-running", "busy", "unfinished", "key-reused", "media-type", "unparsable", status=202
        ),
    )
    def start_job(request: Request, body: NewJob, idempotency_key: Once = "") -> Response:
        """Begin work in the background: a run, a recognition of pictures, or a verification of all figures."""

        def act() -> Response:
            kind = JobKind(body.kind)
            writes = kind is not JobKind.VERIFICATION
            if writes:
                house.probe()
            work = _verifying(house, deep=body.deep) if kind is JobKind.VERIFICATION else _running(house, body)
            job = house.jobs.start(kind, body.by, work, writes=writes)
            return give(request, job, status=202, headers={"Location": job.url})

        return once(house, request, idempotency_key, body, "", act)

    @router.get("/jobs/{job}", responses=gives(Job, "not-found"))
    def read_job(request: Request, job: JobId) -> Response:
        """Return how far a job is, and what it found."""
        return give(request, house.jobs.get(job))

    @router.post("/jobs/{job}/cancel", status_code=202, responses=gives(Job, "not-found", "media-type", status=202))
    def cancel_job(request: Request, job: JobId, body: CancelJob) -> Response:
        """Ask a job to stop: it does so after the batch that is being written. What was done stays, the rest stays due."""
        return give(request, house.jobs.cancel(job), status=202)

    @router.get(
        "/jobs/{job}/events",
        responses=gives(
            "text/event-stream",
            "not-found",
            description="A `job` event for each change; the last one has an end state.",
        ),
        response_class=Response,
    )
    async def watch_job(
        job: JobId,
        last_event_id: Annotated[
            str,
            Header(
                alias="Last-Event-ID",
                max_length=20,
                description="The last event that was seen; sent by browsers themselves.",
            ),
        ] = "",
    ) -> StreamingResponse:
        """Follow a job: an event for each change of its progress, until it has ended."""
        house.jobs.get(job)
        seen = int(last_event_id) if last_event_id.isascii() and last_event_id.isdecimal() else 0
        return StreamingResponse(_events(house, job, seen), media_type="text/event-stream")

    return router


async def _events(house: House, name: str, seen: int) -> AsyncIterator[bytes]:
    silent = total = 0.0
    while total < _LONGEST:
        job = house.jobs.get(name)
        if job.version > seen or job.ended:
            seen, silent = job.version, 0.0
            yield b"id: %d\nevent: job\ndata: %s\n\n" % (seen, msgspec.json.encode(job))
        if job.ended:
            return
        await asyncio.sleep(_LOOK)
        silent, total = silent + _LOOK, total + _LOOK
        if silent >= _BEAT:
            silent = 0.0
            yield b": still working\n\n"


def _running(house: House, body: NewJob) -> Work:
    recognize: Sequence[str] | Literal["wanted", "never"] = "never"
    if body.kind == "recognition":
        recognize = tuple(body.documents) or "wanted"

    def work(handle: Handle) -> JobResult:
        last: dict[str, Progress] = {}
        with house.pen:
            steps = house.inquiry.run(retry=body.retry, recognize=recognize)
            for step in steps:
                last[step.stage] = step
                handle.show(step)
        return JobResult(
            done=sum(each.done for each in last.values()), failed=sum(each.failed for each in last.values())
        )

    return work


class _Watched:
    """An archive that counts the originals that are checked, and stops between two of them."""

    def __init__(self, archive: Archive, handle: Handle) -> None:
        self._archive = archive
        self._handle = handle
        self._done = 0

    def put(self, contents: Sequence[bytes]) -> list[str]:
        """Keep bytes."""
        return self._archive.put(contents)

    def get(self, digest: str) -> bytes:
        """Return bytes."""
        return self._archive.get(digest)

    def verify(self, digest: str) -> bool:
        """Return whether the kept bytes still have this digest."""
        self._done += 1
        if self._done % 20 == 1:
            self._handle.show(Progress("verify", self._done, self._done, 0))
        return self._archive.verify(digest)


def _verifying(house: House, *, deep: bool) -> Work:
    def work(handle: Handle) -> JobResult:
        handle.check()
        found = verify.verify(
            house.inquiry.store,
            _Watched(house.inquiry.archive, handle),
            house.inquiry.folder / layout.FINDINGS,
            deep=deep,
            buyer_class=plugins.buyer_class(),
        )
        handle.check()
        return JobResult(verification=found)

    return work
