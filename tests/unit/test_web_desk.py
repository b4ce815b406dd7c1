"""Lists are kept until the facts change, and nobody waits for a slow one twice."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar, copy_context
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterfile import desk as desks
from counterfile.app import Inquiry, create_inquiry, open_inquiry
from counterfile.desk import Desk, Kept, NotReady, as_of
from counterfile.errors import BadSetup, BadUsage
from counterfile.model.document import State
from counterfile.store.piles import Pile
from counterfile.store.ports import Cluster, Outcome
from counterfile.testing import facts
from counterfile.testing.sample import Sample
from counterfile.views.overview import EMPTY, Register
from counterfile.web.charts import columns, years
from counterfile.web.pages import create_app


@pytest.fixture(autouse=True)
def _own_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request knows nothing of the lists that others were answered from."""
    monkeypatch.setattr(desks, "_OLDEST", ContextVar("oldest", default=None))


def settle() -> None:
    """Wait for background work to end."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(5)


def test_value_is_made_once_while_nothing_changes() -> None:
    made: list[int] = []
    kept = Kept(lambda: made.append(1) or len(made), lambda: "same")

    assert [kept.get(wait=True), kept.get(wait=True)] == [1, 1]


def test_value_follows_a_change() -> None:
    state = [0]
    kept = Kept(lambda: state[0], lambda: state[0])
    kept.get(wait=True)

    state[0] = 5

    assert kept.get(wait=True) == 5


def test_reader_who_does_not_wait_is_told_so_and_finds_it_later() -> None:
    kept = Kept(lambda: "made", lambda: "same")

    with pytest.raises(NotReady):
        kept.get(wait=False)
    settle()

    assert kept.get(wait=False) == "made"


def test_old_value_is_shown_while_a_slow_one_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SLOW", 0.0)
    state = [0]
    kept = Kept(lambda: state[0], lambda: state[0])
    kept.get(wait=True)
    time.sleep(0.01)

    state[0] = 5
    old = kept.get(wait=True)
    settle()

    assert (old, kept.get(wait=True)) == (0, 5)


def test_value_that_cannot_be_made_says_why_to_the_next_reader() -> None:
    def fail() -> str:
        raise BadUsage("rounds.yaml:2: there is no unit 'person'")

    kept = Kept(fail, lambda: "same")
    with pytest.raises(NotReady):
        kept.get(wait=False)
    settle()

    with pytest.raises(BadUsage, match=r"rounds\.yaml"):
        kept.get(wait=False)


def test_large_inquiry_does_not_keep_the_first_reader_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SMALL", 1)
    desk = Desk(Sample(tmp_path))

    with pytest.raises(NotReady):
        desk.register()
    settle()

    assert len(desk.register().procedures) == 2


def test_prepared_lists_are_there_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SMALL", 1)
    desk = Desk(Sample(tmp_path))

    desk.prepare()

    assert len(desk.register().procedures) == 2


def test_one_wrong_finding_does_not_hide_the_others(tmp_path: Path) -> None:
    sample = Sample(tmp_path)
    (tmp_path / "findings" / "sums.yaml").write_text(
        "claim: {en: A sum, zh: 总和}\nunit: procedure\nmeasure: count\nexclude: [{ids: [p-none], reason: gone}]\n",
        encoding="utf-8",
    )

    figures = Desk(sample).findings()

    assert [found.spec.name for found in figures.findings] == ["rounds"]
    assert len(figures.wrong) == 1


def test_years_without_procedures_are_in_the_picture() -> None:
    chart = columns(years([("2019", 2), ("2021", 4)]))

    assert chart is not None
    assert [(bar.label, bar.value) for bar in chart.bars] == [("2019", "2"), ("2020", "0"), ("2021", "4")]
    assert chart.bars[1].height == 0
    assert chart.bars[2].height == 2 * chart.bars[0].height


def test_one_year_needs_no_picture() -> None:
    assert columns(years([("2019", 2)])) is None


def test_old_list_says_of_when_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SLOW", 0.0)
    state = [0]
    kept = Kept(lambda: state[0], lambda: state[0])

    def ask() -> tuple[int, bool]:
        """Answer one request: what it is given, and whether that is told to be old."""
        return kept.get(wait=True), as_of() is not None

    first = copy_context().run(ask)
    time.sleep(0.01)
    state[0] = 5
    second = copy_context().run(ask)
    settle()
    third = copy_context().run(ask)

    assert (first, second, third) == ((0, False), (0, True), (5, False))


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Inquiry]:
    """An inquiry on disk with one notice."""
    with open_inquiry(create_inquiry(tmp_path / "inquiry")) as inquiry:
        words = facts.reading("tender", "临沅市公安局采购公告")
        with inquiry.store.batch() as batch:
            batch.arrive(facts.arrival("tender"), 10)
            batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
            batch.record("extract", "1", words.document, "k", [facts.published(words)])
            batch.record("resolve", "1", "notice", "k", [])
            batch.assign(Cluster.PROCEDURE, "p-1", [facts.notice(words).id])
        yield inquiry


def test_lists_of_a_large_inquiry_are_made_by_another_process_and_serve_the_next_one(
    stored: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Desk(stored).register()
    monkeypatch.setattr(desks, "SMALL", 0)
    monkeypatch.setattr(desks, "register", lambda view: pytest.fail("made in this process"))

    desk = Desk(stored)
    desk.prepare()
    monkeypatch.setattr(desks.Apart, "make", lambda apart: pytest.fail("made again"))

    assert desk.register() == expected
    assert Desk(stored).register() == expected
    assert as_of() is None


def test_list_that_another_version_of_the_program_left_is_not_taken(
    stored: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SMALL", 0)
    apart = Desk(stored).kept(desks.all_rows, Register)._apart
    assert apart is not None
    apart.leave("of", dt.datetime(2026, 3, 1, tzinfo=dt.UTC), EMPTY)

    before = apart.find("of")
    monkeypatch.setattr(desks, "program", lambda: "another")
    later = Desk(stored).kept(desks.all_rows, Register)._apart

    assert before == ("of", dt.datetime(2026, 3, 1, tzinfo=dt.UTC), EMPTY)
    assert later is not None
    assert later.find("of") is None


def test_damaged_list_in_the_cache_is_none(stored: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SMALL", 0)
    apart = Desk(stored).kept(desks.all_rows, Register)._apart
    assert apart is not None
    apart.leave("of", dt.datetime(2026, 3, 1, tzinfo=dt.UTC), EMPTY)

    apart.path.write_bytes(apart.path.read_bytes()[:-1])

    assert apart.find("of") is None


def test_wrong_finding_of_a_large_inquiry_is_named(stored: Inquiry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SMALL", 0)
    (stored.folder / "findings" / "sums.yaml").write_text("unit: person\n", encoding="utf-8")

    with pytest.raises(BadSetup, match=r"sums\.yaml"):
        Desk(stored).kept(desks.all_figures, desks.Figures).get(wait=True)


def test_units_of_a_large_inquiry_are_read_from_the_cache_where_they_are_looked_at(
    stored: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = 'claim: {en: "One notice is kept.", zh: "有一份公告。"}'
    (stored.folder / "findings" / "kept.yaml").write_text(f"{claim}\nunit: notice\nmeasure: count\n", encoding="utf-8")
    (expected,) = Desk(stored).findings().findings
    monkeypatch.setattr(desks, "SMALL", 0)
    desk = Desk(stored)
    desk.kept(desks.all_figures, desks.Figures).get(wait=True)

    (found,) = desk.findings().findings
    with TestClient(create_app(desk), base_url="http://127.0.0.1:8321") as client:
        page = client.get("/findings/kept")
        whole = client.get("/findings/kept.json").json()

    assert isinstance(found.units, Pile)
    assert desks.whole(found) == expected
    assert expected.units[0].id in page.text
    assert [unit["id"] for unit in whole["units"]] == [unit.id for unit in expected.units]


def test_page_from_old_lists_says_so_to_programs_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SLOW", 0.0)
    sample = Sample(tmp_path)
    with TestClient(create_app(sample), base_url="http://127.0.0.1:8321") as client:
        before = [client.get(path).headers.get("As-Of") for path in ("/procedures", "/procedures.json")]
        time.sleep(0.01)
        monkeypatch.setattr(Kept, "_begin", lambda kept: None)
        with sample.corpus.store.batch() as batch:
            batch.arrive(facts.arrival("late"), 10)
        after = [client.get(path).headers.get("As-Of") for path in ("/procedures", "/procedures.json")]

    assert before == [None, None]
    assert all(each is not None and dt.datetime.fromisoformat(each) for each in after)
