"""What persons decide: judgements, corrections, and what corrections teach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from counterfile.api._answers import Page, cursor_for, etag, give, is_among, resume, sliced
from counterfile.api._house import House
from counterfile.api._jobs import Handle, Job, JobKind, JobResult, Trial, Work
from counterfile.api._once import once
from counterfile.api._params import (
    ChangeSetId,
    Cursor,
    IfMatch,
    JudgementId,
    Limit,
    NewAcceptance,
    NewCorrection,
    NewDecision,
    NewTrial,
    NewWithdrawal,
    Once,
)
from counterfile.api._problems import Refusal
from counterfile.api._schema import gives
from counterfile.api._shapes import (
    CorrectionKept,
    JudgementAnswer,
    Kept,
    Standing,
    Stands,
    judgement_answer,
    url,
)
from counterfile.app import extracting, keep
from counterfile.errors import BadUsage
from counterfile.flow import Progress
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.store.ports import View
from counterfile.views import correcting, judging
from counterfile.views.correcting import ChangeSet, Learned
from counterfile.views.persons import told
from counterfile.views.teaching import lessons

MAX_PAIRS = 2000
"""Pairs that one decision may be about: to keep two procedures apart, every pair of their notices is said."""

MAX_CHANGES = 1000
"""Changes that a trial shows one by one."""

_WITHDRAWABLE = frozenset(
    {
        Question.SAME_PROCEDURE,
        Question.SAME_FAMILY,
        Question.SAME_ORGANIZATION,
        Question.RELEVANT,
        Question.VALUE,
    }
)
_WRITING = ("busy", "changed", "precondition-required", "unfinished", "key-reused", "media-type", "unparsable", "full")


def routes(house: House) -> APIRouter:
    """Return the routes on what persons decide."""
    router = APIRouter()
    _judgements(house, router)
    _corrections(house, router)
    _change_sets(house, router)
    return router


# Judgements


def _judgements(house: House, router: APIRouter) -> None:
    tags: list[str | Enum] = ["judgements"]

    @router.get("/judgements", tags=tags, responses=gives(Page[JudgementAnswer], "bad-cursor"))
    def list_judgements(
        request: Request,
        question: Annotated[
            str, Query(max_length=60, description="Only answers to this question.", examples=["same procedure?"])
        ] = "",
        about: Annotated[
            str,
            Query(max_length=200, description="Only what stands now about this notice or `notice|subject|property`."),
        ] = "",
        by: Annotated[str, Query(max_length=64, description="Only this person's.")] = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List judgements of persons, the newest first; with `about`, those that stand now, software's too."""
        if about:
            questions = [question] if question else list(Question)
            found = [each for one in questions for each in house.view.judgements(one, {about})]
            found = [each for each in found if by in ("", each.agent)]
            found.sort(key=_number, reverse=True)
            page = sliced(
                request,
                found,
                lambda each: (_number(each),),
                (int,),
                cursor=cursor,
                limit=limit,
                make=_answer,
                order=lambda key: -key[0],
            )
            return give(request, page)
        last = resume(request, cursor, (int,))
        rows = _log(house.view, question or None, by, last[0] if last else None, limit + 1)
        more = cursor_for(request, (_number(rows[limit - 1]),)) if len(rows) > limit else None
        return give(request, Page(tuple(_answer(each) for each in rows[:limit]), more, None))

    @router.get("/judgements/{judgement}", tags=tags, responses=gives(JudgementAnswer, "not-found"))
    def read_judgement(request: Request, judgement: JudgementId) -> Response:
        """Return a judgement, whether it still stands or not."""
        return give(request, _answer(_judgement(house.view, judgement)))

    @router.get("/standing", tags=tags, responses=gives(Standing, "not-found"))
    def read_standing(
        request: Request,
        decision: Annotated[
            Literal["same", "different", "unsure", "family", "relevant", "irrelevant", "value"],
            Query(description="What would be decided; `value` for a correction."),
        ],
        one: Annotated[
            str, Query(min_length=1, max_length=200, description="As in the decision; of a correction its `about`.")
        ],
        other: Annotated[str, Query(max_length=200, description="As in the decision.")] = "",
        field: Annotated[str, Query(max_length=60, description="Of a correction.")] = "",
        row: Annotated[str | None, Query(max_length=60, description="Of a correction.")] = None,
    ) -> Response:
        """Return what stands now where a decision would be made. Its ETag goes into If-Match of the decision."""
        try:
            if decision == "value":
                wanted: list[Judgement] = [_corrected(house.view, one, field, row)]
            else:
                wanted = _decided(house.view, decision, one, other, "looked at", "reader")
        except BadUsage as error:
            raise Refusal("invalid", str(error)) from error
        found = _standing(house.view, wanted)
        return give(request, Standing(decision, tuple(_stands(*each) for each in found)), tag=_tag(found))

    @router.post("/judgements", tags=tags, status_code=201, responses=gives(Kept, "not-found", *_WRITING, status=201))
    def decide(request: Request, body: NewDecision, if_match: IfMatch = "", idempotency_key: Once = "") -> Response:
        """Keep a person's decision: it beats software's, always, and can be withdrawn. Files are gathered anew at once.

        Where a person has decided on the same before, If-Match must name what is replaced: see `standing`.
        """

        def act() -> Response:
            with house.writing() as store:
                wanted = _decided(store, body.decision, body.one, body.other, body.reason, body.by)
                _unchanged(_standing(store, wanted), if_match)
                kept = keep(store, house.inquiry.archive, wanted)
            answers = tuple(_answer(each) for each in kept)
            return give(request, Kept(answers), status=201, headers={"Location": answers[0].url})

        return once(house, request, idempotency_key, body, if_match, act)

    @router.post(
        "/judgements/{judgement}/withdrawal",
        tags=tags,
        status_code=201,
        responses=gives(Kept, "not-found", "superseded", *_WRITING, status=201),
    )
    def withdraw_judgement(
        request: Request, judgement: JudgementId, body: NewWithdrawal, idempotency_key: Once = ""
    ) -> Response:
        """Take a person's judgement back, so that what stood before counts again. Nothing is deleted."""

        def act() -> Response:
            with house.writing() as store:
                old = _judgement(store, judgement)
                if old.question not in _WITHDRAWABLE:
                    raise Refusal(
                        "invalid",
                        f"{judgement} answers {old.question!r}, which is not taken back here: what corrections taught is "
                        "taken back at its change set, everything else where it was said",
                    )
                (withdrawn,) = judging.judgements(store, "withdraw", judgement, "", reason=body.reason, by=body.by)
                _is_newest(store, old)
                kept = keep(store, house.inquiry.archive, [withdrawn])
            answers = tuple(_answer(each) for each in kept)
            return give(request, Kept(answers), status=201, headers={"Location": answers[0].url})

        return once(house, request, idempotency_key, body, "", act)


def _log(view: View, question: str | None, by: str, before: int | None, limit: int) -> list[Judgement]:
    """Return persons' judgements older than a number, the newest first.

    The store gives the newest so many: as many more are asked for as it takes to reach the place.
    """
    asked = 4 * limit
    while True:
        found = view.history(question, limit=asked)
        rows = [each for each in found if (before is None or _number(each) < before) and by in ("", each.agent)]
        if len(rows) >= limit or len(found) < asked:
            return rows[:limit]
        asked *= 4


def _number(judgement: Judgement) -> int:
    return int(judgement.id.removeprefix("j-"))


def _answer(judgement: Judgement) -> JudgementAnswer:
    return judgement_answer(told(judgement))


def _judgement(view: View, wanted: str) -> Judgement:
    found = view.judgement(wanted)
    if found is None:
        raise Refusal("not-found", f"no judgement is called {wanted!r}")
    return found


def _decided(view: View, decision: str, one: str, other: str, reason: str, by: str) -> list[Judgement]:
    """Return the judgements that a decision means.

    Raises:
        Refusal: it is about too many pairs.
        BadUsage: the ids do not fit the decision.
        Missing: an id is not there.
    """
    asked = decision
    if decision == "unsure":
        # As `same` says which pair is meant, so does `unsure`: it leaves the pair open, whatever software says.
        asked = "same" if other else "relevant"
    found = judging.judgements(view, asked, one, other, reason=reason, by=by)
    if len(found) > MAX_PAIRS:
        raise Refusal(
            "invalid", f"this is about {len(found):,} pairs, {MAX_PAIRS:,} are the limit; name single notices"
        )
    if decision == "unsure":
        found = [msgspec.structs.replace(each, answer=Answer.UNSURE) for each in found]
    return found


def _standing(view: View, wanted: Sequence[Judgement]) -> list[tuple[Judgement, Judgement | None]]:
    """Return what stands now on the question of each judgement."""
    members = {member for each in wanted for member in (each.subject, each.other) if member}
    questions = {each.question for each in wanted}
    now = {
        (each.question, each.subject, each.other): each
        for question in questions
        for each in view.judgements(question, members)
    }
    return [(each, now.get((each.question, each.subject, each.other))) for each in wanted]


def _stands(wanted: Judgement, found: Judgement | None) -> Stands:
    shown = told(wanted)
    return Stands(wanted.question, shown.subject, shown.other, _answer(found) if found is not None else None)


def _tag(standing: Iterable[tuple[Judgement, Judgement | None]]) -> str:
    """Return the ETag of what stands; software that says the same again changes nothing."""
    return etag(
        *(
            (wanted.question, wanted.subject, wanted.other, _mark(found) if found is not None else "")
            for wanted, found in standing
        )
    )


def _mark(found: Judgement) -> str:
    return found.id if found.agent_kind == AgentKind.PERSON else f"software {found.answer}"


def _unchanged(standing: Sequence[tuple[Judgement, Judgement | None]], if_match: str) -> None:
    """Refuse a decision that would replace what its author has not seen.

    Raises:
        Refusal: something else stands than If-Match names; or a person's answer does and nothing is named.
    """
    tag = _tag(standing)
    if if_match:
        if not is_among(if_match, tag):
            raise Refusal("changed", headers={"ETag": tag})
        return
    older = next((found for _, found in standing if found is not None and found.agent_kind == AgentKind.PERSON), None)
    if older is not None:
        raise Refusal("precondition-required", f"{older.id} by {older.agent} stands", headers={"ETag": tag})


def _is_newest(view: View, old: Judgement) -> None:
    """Refuse to take back what no longer stands.

    Raises:
        Refusal: naming what does.
    """
    for _, found in _standing(view, [old]):
        if found is None or found.id != old.id:
            now = "nothing does" if found is None else f"{found.id} by {found.agent} does"
            raise Refusal("superseded", f"{old.id} no longer stands: {now}")


# Corrections


def _corrections(house: House, router: APIRouter) -> None:
    tags: list[str | Enum] = ["corrections"]

    @router.get("/corrections", tags=tags, responses=gives(Page[Learned], "bad-cursor"))
    def list_corrections(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
        """List the corrections in force, the oldest first, and what software makes of each now."""
        rows = [told_learned(each) for each in correcting.learned(house.view)]
        page = sliced(
            request,
            sorted(rows, key=lambda row: int(row.judgement.removeprefix("j-"))),
            lambda row: (int(row.judgement.removeprefix("j-")),),
            (int,),
            cursor=cursor,
            limit=limit,
            make=lambda row: row,
        )
        return give(request, page)

    @router.post(
        "/corrections", tags=tags, status_code=201, responses=gives(CorrectionKept, "not-found", *_WRITING, status=201)
    )
    def correct(request: Request, body: NewCorrection, if_match: IfMatch = "", idempotency_key: Once = "") -> Response:
        """Keep the right value of a notice. With its words it must follow from them by the grammar that reads documents.

        What software had read is kept beside it. A corrected number, title, name or date links anew.
        """

        def act() -> Response:
            with house.writing() as store:
                span = (body.span.start, body.span.end) if body.span is not None else None
                if span is not None and body.quote:
                    raise Refusal("invalid", "`quote` and `span` say the same; give one of them")
                meant = correcting.correct(
                    store,
                    body.about,
                    body.field,
                    body.value,
                    span=span,
                    quote=body.quote,
                    row=body.row,
                    reason=body.reason,
                    by=body.by,
                )
                _unchanged(_standing(store, [meant.value]), if_match)
                kept = keep(store, house.inquiry.archive, [*meant.before, meant.value])[-1]
            answer = CorrectionKept(
                judgement=_answer(kept),
                announced_by=meant.cause.words if meant.cause is not None else "",
                why_not=meant.why_not,
                change_sets=url("change-sets") + f"?source={kept.id}",
            )
            return give(request, answer, status=201, headers={"Location": url("judgements", kept.id)})

        return once(house, request, idempotency_key, body, if_match, act)


def _corrected(view: View, about: str, field: str, row: str | None) -> Judgement:
    """Return a judgement on the value that a correction would be about."""
    return correcting.correct(view, about, field, "", reason="looked at", by="reader", row=row).value


def told_learned(one: Learned) -> Learned:
    """Return what became of a correction without a natural person's name."""
    judged = Judgement(
        Question.VALUE,
        f"{one.notice}|{one.row}|{one.property}",
        "",
        one.value,
        "",
        AgentKind.PERSON,
        "",
        id=one.judgement,
    )
    shown = told(judged)
    if shown.answer == one.value:
        return one
    return msgspec.structs.replace(one, value=shown.answer, read=())


# Change sets


def _change_sets(house: House, router: APIRouter) -> None:
    tags: list[str | Enum] = ["corrections"]

    @router.get("/change-sets", tags=tags, responses=gives(Page[ChangeSet], "bad-cursor"))
    def list_change_sets(
        request: Request,
        source: Annotated[
            str, Query(pattern=r"^(j-[0-9]{1,15})?$", description="Only those that follow from this correction.")
        ] = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response:
        """List what corrections propose for other notices: that a label of a layout means a property."""
        rows = [one for one in correcting.change_sets(house.view) if not source or source in one.sources]
        page = sliced(
            request,
            sorted(rows, key=lambda one: one.id),
            lambda one: (one.id,),
            (str,),
            cursor=cursor,
            limit=limit,
            make=lambda one: one,
        )
        return give(request, page)

    @router.get("/change-sets/{change_set}", tags=tags, responses=gives(ChangeSet, "not-found"))
    def read_change_set(request: Request, change_set: ChangeSetId) -> Response:
        """Return a change set. Its ETag goes into If-Match of its acceptance."""
        one = correcting.change_set(house.view, change_set)
        return give(request, one, tag=etag(one))

    @router.post(
        "/change-sets/{change_set}/trial",
        tags=tags,
        status_code=202,
        responses=gives(Job, "not-found", "already-running", "media-type", "unparsable", status=202),
    )
    def try_change_set(request: Request, change_set: ChangeSetId, body: NewTrial) -> Response:
        """Begin a job that shows every value that accepting would change: notice, old, new, words. It changes nothing."""
        correcting.change_set(house.view, change_set)
        work = _trying(house, change_set, body)
        return _begun(request, house.jobs.start(JobKind.TRIAL, body.by, work, writes=False))

    @router.post(
        "/change-sets/{change_set}/acceptance",
        tags=tags,
        status_code=202,
        responses=gives(Job, "not-found", "already-running", *_WRITING, status=202),
    )
    def accept_change_set(
        request: Request,
        change_set: ChangeSetId,
        body: NewAcceptance,
        if_match: IfMatch = "",
        idempotency_key: Once = "",
    ) -> Response:
        """Begin a job that accepts a change set: what it teaches holds from now on, its documents are extracted again."""

        def act() -> Response:
            one = correcting.change_set(house.view, change_set)
            if not if_match:
                raise Refusal("precondition-required", headers={"ETag": etag(one)})
            if not is_among(if_match, etag(one)):
                raise Refusal("changed", headers={"ETag": etag(one)})
            correcting.acceptance(house.view, one, anywhere=body.anywhere, by=body.by, reason=body.reason)
            house.probe()
            return _begun(
                request, house.jobs.start(JobKind.ACCEPTANCE, body.by, _accepting(house, change_set, body), writes=True)
            )

        return once(house, request, idempotency_key, body, if_match, act)

    @router.post(
        "/change-sets/{change_set}/withdrawal",
        tags=tags,
        status_code=202,
        responses=gives(Job, "not-found", "already-running", *_WRITING, status=202),
    )
    def withdraw_change_set(
        request: Request, change_set: ChangeSetId, body: NewWithdrawal, idempotency_key: Once = ""
    ) -> Response:
        """Begin a job that takes an accepted change set back: its documents are extracted as before."""

        def act() -> Response:
            correcting.withdrawal(house.view, change_set, by=body.by, reason=body.reason)
            house.probe()

            def work(handle: Handle) -> JobResult:
                with house.pen:
                    with house.inquiry.writing():
                        store = house.inquiry.store
                        judged = correcting.withdrawal(store, change_set, by=body.by, reason=body.reason)
                        (kept,) = keep(store, house.inquiry.archive, [judged])
                    return _run_again(house, handle, kept)

            return _begun(request, house.jobs.start(JobKind.WITHDRAWAL, body.by, work, writes=True))

        return once(house, request, idempotency_key, body, "", act)


def _begun(request: Request, job: Job) -> Response:
    return give(request, job, status=202, headers={"Location": job.url})


def _trying(house: House, wanted: str, body: NewTrial) -> Work:
    def work(handle: Handle) -> JobResult:
        view = house.view
        with extracting(house.inquiry.settings) as extract:
            one = correcting.change_set(view, wanted)
            documents = _documents(view, one, anywhere=body.anywhere)
            handle.check()
            taught = correcting.with_lesson(lessons(view), correcting.lesson_of(one, anywhere=body.anywhere))
            tried = list(_watched(documents[: body.most], handle))
            found = list(correcting.changes(view, tried, taught, extract))
            handle.check()
            said = correcting.judge_lesson(view, one, anywhere=body.anywhere, extract=extract, documents=tried)
        return JobResult(
            trial=Trial(
                change_set=wanted,
                anywhere=body.anywhere,
                documents=len(documents),
                tried=len(tried),
                changes=tuple(found[:MAX_CHANGES]),
                more=max(0, len(found) - MAX_CHANGES),
                gate=said,
            )
        )

    return work


def _accepting(house: House, wanted: str, body: NewAcceptance) -> Work:
    def work(handle: Handle) -> JobResult:
        with house.pen:
            store = house.inquiry.store
            with house.inquiry.writing(), extracting(house.inquiry.settings) as extract:
                one = correcting.change_set(store, wanted)
                judged = correcting.acceptance(store, one, anywhere=body.anywhere, by=body.by, reason=body.reason)
                documents = _documents(store, one, anywhere=body.anywhere)
                tried = documents[:MAX_TRIED]
                said = correcting.judge_lesson(
                    store, one, anywhere=body.anywhere, extract=extract, documents=_watched(tried, handle)
                )
                if said.is_harmful and not body.although_worse:
                    raise Refusal(
                        "invalid",
                        f"{wanted} would make worse what persons gave: of {said.held_out} other values {said.before:.1%} are right "
                        f"now and {said.after:.1%} would be; look at its trial, or accept it with `although_worse`",
                    )
                handle.check()
                (kept,) = keep(store, house.inquiry.archive, [judged])
            return _run_again(house, handle, kept)

    return work


MAX_TRIED = 500
"""Documents extracted anew to see whether a change set makes things worse."""


def _run_again(house: House, handle: Handle, kept: Judgement) -> JobResult:
    """Extract again what the judgement bears on; canceled in between, the rest stays due for the next run."""
    done: dict[str, tuple[int, int]] = {}
    for step in house.inquiry.run(recognize="never"):
        done[step.stage] = (step.done, step.failed)
        handle.show(step)
    return JobResult(
        judgement=kept.id, done=sum(each for each, _ in done.values()), failed=sum(each for _, each in done.values())
    )


def _watched(documents: Sequence[str], handle: Handle) -> Iterator[str]:
    for number, each in enumerate(documents, 1):
        handle.show(Progress("trial", number, len(documents), 0))
        yield each


def _documents(view: View, one: ChangeSet, *, anywhere: bool) -> list[str]:
    """Return the documents on which accepting a change set bears."""
    taught = lessons(view)
    after = correcting.with_lesson(taught, correcting.lesson_of(one, anywhere=anywhere))
    without = [each for each in taught if each.judgement != one.accepted]
    return correcting.affected(view, without, after)
