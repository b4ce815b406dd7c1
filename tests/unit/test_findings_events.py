"""Events outside the documents: a strict table, windows that hang on it, locks that name what moved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.unit.test_findings import CLAIM, tender
from tests.unit.test_verify import locked, of, verified

from counterfile.errors import BadUsage
from counterfile.model.finding import What
from counterfile.testing.corpus import Corpus
from counterfile.views import differing
from counterfile.views.findings import load_events, load_findings, parse_finding
from counterfile.views.findings._outside import parse_events

HEAD = "id,date,en,zh,source,document,note\n"
LAW = 'grid-plan,2020-06,"A plan for camera grids was issued, in full",视频联网规划印发,"gazette 6/2020, p. 3",,\n'
WINDOW = (
    "unit: procedure\nmeasure: count\npopulation: {window: {date: opened, from: event:grid-plan, "
    "to: event:grid-plan + 1 year}}\n"
)


@pytest.fixture
def corpus() -> Corpus:
    corpus = Corpus()
    for day in ("2020-05-02", "2020-06-01", "2021-05-31", "2021-07-01"):
        tender(corpus, "临沅市公安局", day)
    return corpus


def folder(tmp_path: Path, table: str = HEAD + LAW) -> Path:
    (tmp_path / "events.csv").write_text(table, "utf-8")
    (tmp_path / "findings").mkdir(exist_ok=True)
    return tmp_path / "findings"


def test_a_table_gives_events_with_their_days(tmp_path: Path) -> None:
    place = folder(tmp_path, "\ufeff" + HEAD + LAW + "\nmarket,2019,Entry into the market,,https://example.org/a,,\n")

    events = load_events(place.parent / "events.csv")

    assert list(events) == ["grid-plan", "market"]
    law = events["grid-plan"]
    assert (law.start, law.end) == (dt.date(2020, 6, 1), dt.date(2020, 6, 30))
    told = "A plan for camera grids was issued, in full · 视频联网规划印发, 2020-06 (gazette 6/2020, p. 3)"
    assert law.told == told
    assert load_events(tmp_path / "none.csv") == {}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("id,day,en,source\n", "events.csv:1: there is no column 'day'"),
        ("id,en,source\n", "events.csv:1: the column date is missing"),
        ("id,id,date,source\n", "events.csv:1: the column id stands twice"),
        (HEAD + LAW + LAW, "events.csv:3: the event grid-plan stands twice"),
        (HEAD + LAW + "\na b,2020,x,,y,,\n", "events.csv:4: 'a b' is no id"),
        (HEAD + "a,2020-13,x,,y,,\n", "events.csv:2: '2020-13' is no date"),
        (HEAD + "a,2020,,,y,,\n", "events.csv:2: nothing says what happened"),
        (HEAD + "a,2020,x,,,,\n", "events.csv:2: the source of the date is missing"),
        (HEAD + "a,2020,x,,y,1234,\n", "events.csv:2: '1234' is no SHA-256"),
        (HEAD + 'a,2020,"x\ny",,z,,\nb,2020,x,,y,,,extra,more\n', "events.csv:4: 9 cells stand here, 7 are wanted"),
        (HEAD + "a,2020,Names of the experts,,y,,\n", "events.csv:2: .* is said of a person"),
        (HEAD + "a,2020,,该人员属于某族,y,,\n", "events.csv:2: .* is said of a person"),
        (HEAD + 'a,2020,"x\n', "events.csv:2: it is no CSV"),
    ],
)
def test_a_line_that_does_not_fit_is_named(table: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        parse_events(table, "events.csv")


def test_a_table_that_is_not_utf8_or_far_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_bytes("编号".encode("gbk"))
    with pytest.raises(BadUsage, match="not UTF-8"):
        load_events(tmp_path / "events.csv")
    (tmp_path / "events.csv").write_bytes(b"a" * 2_000_001)
    with pytest.raises(BadUsage, match="larger than"):
        load_events(tmp_path / "events.csv")
    many = HEAD + "".join(f"e{number},2020,x,,y,,\n" for number in range(2001))
    with pytest.raises(BadUsage, match="more than 2,000 events"):
        parse_events(many, "events.csv")


def test_identifiers_of_persons_are_masked() -> None:
    event = parse_events(HEAD + "a,2020,The bureau opened,,y,,电话：138 0013 8000\n", "events.csv")["a"]

    assert event.note == "电话：*************"


def test_a_window_hangs_on_an_event_and_prints_its_source(corpus: Corpus, tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "since.yaml").write_text(CLAIM + WINDOW, "utf-8")

    (spec,) = load_findings(place)

    assert spec.window is not None
    assert (spec.window.start, spec.window.end) == (dt.date(2020, 6, 1), dt.date(2021, 6, 30))
    assert spec.window.anchor.endswith("2020-06 (gazette 6/2020, p. 3)")
    locked(corpus, place)
    assert '"value": "2"' in (place / "since.lock.json").read_text("utf-8")
    assert verified(corpus, place).moved == ()


def test_an_event_that_is_dated_anew_moves_the_lock_and_is_named(corpus: Corpus, tmp_path: Path) -> None:
    place = folder(tmp_path)
    locked(corpus, place, since=CLAIM + WINDOW)
    verified(corpus, place)
    before = differing.read_locks(place)
    folder(tmp_path, HEAD + LAW.replace("2020-06,", "2020-05,"))

    moved = verified(corpus, place)

    assert [each.message for each in of(moved, What.EVENT)] == ["the event grid-plan is dated 2020-05, was 2020-06"]
    assert [each.message for each in of(moved, What.FIGURE)] == [
        "since: 2 procedures was locked, 3 procedures is found"
    ]
    locked(corpus, place)
    found = differing.differences(before, differing.read_locks(place))
    assert "the event grid-plan is dated 2020-05, was 2020-06" in [each.message for each in found]


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ("{date: opened, from: event:law}", r"f.yaml:\d+: there is no event law; there are: grid-plan"),
        ("{date: opened, from: event:grid-plan + some years}", "names no event"),
        ("{date: opened, to: event:grid-plan + 9999 years}", "leads out of the calendar"),
        (
            "{date: opened, from: event:grid-plan, to: event:grid-plan - 2 months}",
            "begins on 2020-06-01 and ends before",
        ),
    ],
)
def test_a_window_that_cannot_hang_there_is_refused_with_its_line(window: str, message: str) -> None:
    events = parse_events(HEAD + LAW, "events.csv")

    with pytest.raises(BadUsage, match=message):
        parse_finding(f"{CLAIM}unit: procedure\nmeasure: count\npopulation: {{window: {window}}}\n", "f.yaml", events)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("event:grid-plan + 8 months", dt.date(2021, 2, 28)),
        ("event:grid-plan - 1 day", dt.date(2020, 6, 29)),
        ("event:grid-plan+4 years", dt.date(2024, 6, 30)),
    ],
)
def test_a_distance_from_an_event_goes_by_the_calendar(moment: str, day: dt.date) -> None:
    text = f"{CLAIM}unit: procedure\nmeasure: count\npopulation: {{window: {{date: opened, to: '{moment}'}}}}\n"

    spec = parse_finding(text, "f.yaml", parse_events(HEAD + LAW, "events.csv"))

    assert spec.window is not None
    assert spec.window.end == day
