"""What the demo's invented people answer: two readers screen, the same two code, a third decides between them.

They go through the doors that everybody uses, so that the inquiry cannot tell their work from a person's. They know the
truth, slip now and then, and leave what the notices leave open to whoever opens the demo.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from counterfile.demo.figures import findings
from counterfile.demo.truth import AnswerTruth, ProcedureTruth, Truth
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.judgement import Judgement
from counterfile.model.reply import Channel, ReplyOutcome
from counterfile.screening import coding
from counterfile.screening import desk as screening
from counterfile.store import layout
from counterfile.store.ports import Batch, Store, View
from counterfile.store.rules import WITHDRAWN
from counterfile.views import codebook as codebooks
from counterfile.views import coding as coded
from counterfile.views import replies
from counterfile.views import screening as screened
from counterfile.views.screening import Item, chance

READERS = ("heron", "wren")
THIRD = "crane"
EDITOR = "editor"

MOST = 500
"""Procedures that people answer about; of a larger heap they answer nothing."""

_SLIPS = 0.15  # of a second coder's answers
_SLIPPING = ("early_warning", "auto_update", "stability", "depth")
"""Questions of which the second coder overlooks a passage, or takes it for less."""


def give(folder: Path, store: Store, truth: Truth) -> None:
    """Write the codebook, answer its questions, and write the findings that rest on the answers; nothing beyond `MOST`.

    Args:
        folder: Of an inquiry whose heap was written with this truth and read.
        store: The inquiry's, open for writing.
        truth: Of the heap.

    Raises:
        BadUsage: a screening or a coding has begun here already.
    """
    if len(truth.procedures) > MOST:
        return
    text = resources.files("counterfile.demo").joinpath("codebook.yaml").read_text("utf-8")
    (folder / layout.CODEBOOK).write_text(text, encoding="utf-8")
    people = _People(store, truth)
    people.screen(folder / layout.CACHE)
    people.code()
    _ask(store, truth)
    events = resources.files("counterfile.demo").joinpath("events.csv").read_text("utf-8")
    (folder / layout.EVENTS).write_text(events, encoding="utf-8")
    for name, finding in findings(truth, answered=True):
        (folder / layout.FINDINGS / name).write_text(finding, encoding="utf-8")


def _ask(store: Store, truth: Truth) -> None:
    """Ask a buyer and two suppliers for a reply: one answers, one declines, one lets the deadline pass."""
    relevant = {each.id: each for each in truth.procedures if each.relevant}
    buyer = next(each.buyer_id for each in relevant.values() if each.buyer_class == "police")
    winners = {i for each in truth.notices if each.procedure in relevant for i in each.supplier_ids}
    named = {
        each.id: next((name for name in each.printed if name.endswith("有限公司")), "") for each in truth.organizations
    }
    companies = [named[each] for each in sorted(winners & named.keys()) if named[each]][:2]
    police = next(each.printed[0] for each in truth.organizations if each.id == buyer)
    today = store.now().date()

    def keep(entry: Judgement) -> str:
        with store.batch() as batch:
            return batch.judge(entry).id

    askings = [
        keep(
            replies.asked(
                store,
                name,
                channel=Channel.LETTER,
                findings=[finding],
                known=(finding,),
                day=today - dt.timedelta(days=21),
                deadline=today - dt.timedelta(days=7),
                today=today,
                note="sent to the press office",
                by=EDITOR,
            )
        )
        for name, finding in [(police, "by-police"), *((name, "companies") for name in companies)]
    ]
    came = ((ReplyOutcome.ANSWERED, "系统仅用于公共安全。"), (ReplyOutcome.DECLINED, ""))
    for asking, (outcome, words) in zip(askings, came, strict=False):
        day = today - dt.timedelta(days=10)
        keep(
            replies.heard(
                store, asking, outcome=outcome, day=day, words=words, document="", today=today, note="", by=EDITOR
            )
        )


class _People:
    """The readers and coders, who know what is true."""

    def __init__(self, store: Store, truth: Truth) -> None:
        self._store = store
        text = resources.files("counterfile.demo").joinpath("codebook.yaml").read_text("utf-8")
        self._codebook = codebooks.parse(text)
        self._by_id = {each.id: each for each in truth.procedures}
        self._procedures = {notice.id: notice.procedure for notice in truth.notices}
        self._known: dict[str, ProcedureTruth | None] = {}

    def screen(self, kept: Path) -> None:
        """Answer of every procedure whether it is in scope."""
        if self._codebook.screening is None:
            raise AssertionError("the demo's codebook has a screening")
        began = screening.begin(self._store, self._codebook.screening, again=False)
        with self._store.batch() as batch:
            batch.judge(screened.recorded(began, "as the codebook says", EDITOR))
        desk = screening.Desk(self._store, kept)
        units = {each.id: each for each in desk.heap}
        with self._store.batch() as batch:
            for reader in READERS:
                while (offer := desk.next(reader, wait=False)) is not None:
                    known = self._true(units[offer.unit])
                    said = "yes" if known is not None and known.relevant else "no"
                    desk.note(_kept(batch, desk.answer(offer.unit, said, reader, offer=offer)))

    def code(self) -> None:
        """Answer the codebook's questions of every procedure in scope."""
        began, _ = coding.begin(self._store, self._codebook, again=False)
        with self._store.batch() as batch:
            batch.judge(coded.recorded(began, "as the codebook says", EDITOR))
        standing = _Standing(self._store)
        desk = coding.Desk(cast(View, standing))
        with self._store.batch() as batch:
            for coder in READERS:
                while (offer := desk.next(coder)) is not None:
                    right = self._right(desk, offer.unit, offer.question)
                    said = _slipped(offer.question, right) if self._slips(desk, offer, coder) else right
                    made = desk.answer(offer.unit, offer.question, said.answer, coder, _given(desk, offer, said))
                    desk.note(standing.keep(_kept(batch, made)))
            for unit, name in desk.board.disputes():
                right = self._right(desk, unit, name)
                if right.answer != coded.UNSURE:
                    offer = coding.Offer(unit, desk.question(name).unit, name, coded.Shown.ADJUDICATED, 1)
                    given = _given(desk, offer, right, reason="the passage says it")
                    made = desk.answer(unit, name, right.answer, THIRD, given, adjudicate=True)
                    desk.note(standing.keep(_kept(batch, made)))

    def _true(self, item: Item) -> ProcedureTruth | None:
        """Return the procedure that most of a unit's notices belong to; None where none of them is known."""
        found = Counter(self._procedures[each.id] for each in item.notices if each.id in self._procedures)
        return self._by_id[found.most_common(1)[0][0]] if found else None

    def _right(self, desk: coding.Desk, unit: str, question: str) -> AnswerTruth:
        """Return the right answer, as far as the words of the unit say it: a notice may have been put elsewhere."""
        kind = desk.question(question).unit
        if unit not in self._known:
            self._known[unit] = self._true(desk.unit(unit, kind))
        known = self._known[unit]
        right = known.answers.get(question) if known else None
        body = desk.words(unit, kind).body
        if right is None or (right.passages and not any(_place(body, each) for each in right.passages)):
            return AnswerTruth(NOT_MENTIONED, [])
        return right

    def _slips(self, desk: coding.Desk, offer: coding.Offer, coder: str) -> bool:
        double = desk.board.is_double(offer.unit, offer.kind)
        rare = chance(desk.began.coding.seed, f"slip {offer.question}", offer.unit) < _SLIPS
        return double and rare and coder == READERS[1] and offer.question in _SLIPPING


class _Standing:
    """A view that keeps in memory what stands on the codebook's questions, of which nothing did before it began.

    Each answer looks at all questions of its unit and at all notices of it; to ask the store every time takes most of the
    time.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._kept: dict[tuple[str, str], Judgement] = {}
        # No answer changes these.
        self.notice, self.members, self.redirect = cache(view.notice), cache(view.members), cache(view.redirect)

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def judgements(self, question: str, members: Collection[str]) -> list[Judgement]:
        """Return what stands on a question about these."""
        if not question.startswith(coded.CODE):
            return self._view.judgements(question, members)
        return [one for member in members if (one := self._kept.get((question, member))) is not None]

    def keep(self, judgements: list[Judgement]) -> list[Judgement]:
        """Take note of what was stored, and return it."""
        for one in judgements:
            if one.answer == WITHDRAWN:
                self._kept.pop((one.question, one.subject), None)
            else:
                self._kept[one.question, one.subject] = one
        return judgements


def _slipped(question: str, right: AnswerTruth) -> AnswerTruth:
    if right.answer == "yes":
        return AnswerTruth(NOT_MENTIONED, [])
    if question == "depth":
        return AnswerTruth("paragraph", right.passages)
    return right


def _given(desk: coding.Desk, offer: coding.Offer, said: AnswerTruth, reason: str = "") -> coding.Given:
    """Return the places of an answer's passages in the words of its unit; the coders look at no suggestions."""
    words = desk.words(offer.unit, offer.kind)
    options = offer.question == "level"
    places = [place for passage in said.passages if (place := _place(words.body, passage)) is not None]
    return coding.Given(tuple(places[:1] if options else places), reason=reason, plain=True)


def _place(body: str, passage: str) -> tuple[int, int] | None:
    """Return where a sentence first stands, line breaks and blanks in it aside; None where it does not."""
    pattern = r"\s*".join(re.escape(sign) for sign in passage if not sign.isspace())
    match = re.search(pattern, body)
    return match.span() if match else None


def _kept(batch: Batch, judgements: Iterable[Judgement]) -> list[Judgement]:
    return [batch.judge(each) for each in judgements]
