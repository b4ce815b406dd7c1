"""Tables that are carried over are those that would be made of all facts, whatever happened between."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from counterfile.model.document import Arrival
from counterfile.model.finding import Unit
from counterfile.model.judgement import Answer, Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.store import layout
from counterfile.store.ports import Published
from counterfile.testing.corpus import Corpus, total
from counterfile.text.names import name_key
from counterfile.views import carrying
from counterfile.views.carrying import Now
from counterfile.views.keeping import Kept
from counterfile.views.tables import Workbench

BUYERS = ("临沅市公安局", "青岚县公安局", "芷屏县第二中学", "临沅市公安局交警支队")
SUPPLIERS = ("青澜视讯科技有限公司", "临沅云图信息有限公司")


@pytest.fixture(autouse=True)
def _anything_may_be_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "MOST", 1.0)


def begun(numbers: range = range(6)) -> Corpus:
    corpus = Corpus()
    for number in numbers:
        come(corpus, random.Random(number))
    return corpus


def come(corpus: Corpus, dice: random.Random) -> None:
    says = [("", P.BUYER, dice.choice(BUYERS)), ("", P.PUBLISHED, f"2021-03-{dice.randint(1, 28):02}")]
    stage = dice.choice(("tender", "award", "contract"))
    if stage != "tender":
        says += [
            ("lot/1", P.SUPPLIER, dice.choice(SUPPLIERS)),
            ("lot/1", P.AWARD_VALUE, total(f"{dice.randint(1, 99)}")),
        ]
    corpus.notice(stage, says)


def some(corpus: Corpus, dice: random.Random, count: int = 2) -> list[str]:
    return sorted(dice.sample(sorted(each.id for each in corpus.store.notices(limit=1000)), count))


def judged(corpus: Corpus, dice: random.Random) -> None:
    corpus.judge(Question.RELEVANT, some(corpus, dice, 1)[0], dice.choice((Answer.YES, Answer.NO, Answer.UNSURE)))


def screened(corpus: Corpus, dice: random.Random) -> None:
    corpus.screen(some(corpus, dice, 1)[0], dice.choice((Answer.YES, Answer.NO)))


def corrected(corpus: Corpus, dice: random.Random) -> None:
    corpus.judge(Question.VALUE, f"{some(corpus, dice, 1)[0]}||buyer", dice.choice((*BUYERS, "")))


def joined(corpus: Corpus, dice: random.Random) -> None:
    corpus.same(*some(corpus, dice), question=dice.choice((Question.SAME_PROCEDURE, Question.SAME_FAMILY)))


def parted(corpus: Corpus, dice: random.Random) -> None:
    one, other = some(corpus, dice)
    corpus.judge(Question.SAME_PROCEDURE, one, dice.choice((Answer.SAME, Answer.DIFFERENT)), other=other)


def named_alike(corpus: Corpus, dice: random.Random) -> None:
    one, other = sorted(map(name_key, dice.sample(BUYERS, 2)))
    corpus.judge(Question.SAME_ORGANIZATION, one, dice.choice((Answer.SAME, Answer.DIFFERENT)), other=other)


def came_again(corpus: Corpus, dice: random.Random) -> None:
    notice = corpus.store.notice(some(corpus, dice, 1)[0])
    assert notice is not None
    with corpus.store.batch() as batch:
        batch.arrive(Arrival(notice.document, "again.html", "heap/again.html", None, "folder 2", corpus.store.now()), 9)


def extracted_anew(corpus: Corpus, dice: random.Random) -> None:
    """Let a notice lose what it said last; another time all of it."""
    notice = corpus.store.notice(some(corpus, dice, 1)[0])
    assert notice is not None
    kept = corpus.store.statements([notice.id])[notice.id][:-1]
    facts = [Published(notice, tuple(kept))] if dice.random() < 0.7 else []
    with corpus.store.batch() as batch:
        batch.record("extract", f"{dice.random()}", notice.document, notice.reading, facts)


EVENTS: tuple[Callable[[Corpus, random.Random], None], ...] = (
    come, judged, screened, corrected, joined, parted, named_alike, came_again, extracted_anew,
)  # fmt: skip


def told(bench: Workbench) -> dict[Unit, list[dict[str, object]]]:
    return {unit: bench.rows(unit).packed().to_pylist() for unit in Unit}


@pytest.mark.parametrize("seed", range(12))
def test_carried_tables_are_those_made_of_all_facts(seed: int) -> None:
    dice, corpus, rule = random.Random(seed), begun(), BuyerClassRule()
    kept = Now(corpus.store, buyer_class=rule)
    rows, basis = {unit: kept.rows(unit) for unit in Unit}, kept.basis

    for _ in range(12):
        events = dice.choices(EVENTS, k=dice.choice((1, 1, 3)))
        for event in events:
            event(corpus, dice)
        now = Now(corpus.store, buyer_class=rule)

        assert now.carry(rows, basis)

        assert told(Workbench(corpus.store, buyer_class=rule)) == told(now), [each.__name__ for each in events]
        rows, basis = {unit: now.rows(unit) for unit in Unit}, now.basis


def test_where_much_changed_nothing_is_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "MOST", 0.1)
    corpus = begun()
    kept = Now(corpus.store)
    rows, basis = {unit: kept.rows(unit) for unit in Unit}, kept.basis
    judged(corpus, random.Random(1))
    now = Now(corpus.store)

    assert not now.carry(rows, basis)
    assert now.stored is None


def test_tables_kept_of_earlier_facts_are_carried(tmp_path: Path) -> None:
    corpus = begun()
    kept = Kept(tmp_path)
    kept.stamp = "earlier facts"
    kept.workbench(corpus.store)
    judged(corpus, random.Random(1))

    bench = Kept(tmp_path).workbench(corpus.store)

    assert bench.stored is not None
    assert told(Workbench(corpus.store)) == told(bench)


def test_tables_without_what_they_were_made_of_are_not_carried(tmp_path: Path) -> None:
    corpus = begun()
    kept = Kept(tmp_path)
    kept.stamp = "earlier facts"
    kept.workbench(corpus.store)
    (tmp_path / layout.CACHE / "tables" / "basis.msgpack").write_bytes(b"no such thing")
    judged(corpus, random.Random(1))

    bench = Kept(tmp_path).workbench(corpus.store)

    assert bench.stored is None
    assert told(Workbench(corpus.store)) == told(bench)
