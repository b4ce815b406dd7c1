"""Lists are kept until the facts change, and nobody waits for a slow one twice."""

import threading
import time
from pathlib import Path

import pytest

from counterfile import desk as desks
from counterfile.desk import Desk, Kept, NotReady
from counterfile.errors import BadUsage
from counterfile.testing.sample import Sample
from counterfile.web.charts import columns, years


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
