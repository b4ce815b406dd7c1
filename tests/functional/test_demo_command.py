"""The main job on the demo inquiry: fifty tenders, every figure as its truth says, each open to its words, none to be moved unseen."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterfile import app, demo
from counterfile.demo import dresses, plan
from counterfile.demo.page import Page, Publication
from counterfile.errors import BadUsage
from counterfile.model.document import State
from counterfile.model.finding import Finding, Unit, What
from counterfile.model.reading import Reading
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.screening import coding
from counterfile.store import layout
from counterfile.views.findings import PLURAL, Desk, compute, parse_finding
from counterfile.views.tables import Workbench
from counterfile.web.pages import create_app
from counterfile.web.report import report

Call = Callable[..., tuple[int, str, str]]

MODEL = {
    "F1": ("documents", "in-scope", "in-scope-documents"),
    "F6": ("by-political-legal-bodies", "by-police", "by-class"),
    "F9": ("for-security",),
    "F12": ("since-the-first-application",),
    "F13": ("tenders-by-year", "opened-in-2021"),
    "F14": ("companies",),
    "F15": ("provinces",),
    "F16": ("levels",),
    "F17": ("auto-update",),
    "F18": ("with-award",),
    "F19": ("award-amounts", "award-median"),
    "F21": ("first-mention",),
    "F26": ("depth",),
    "F27": ("files-and-faces",),
    "F28": ("one-case",),
    "F29": ("counter-terrorism-and-stability",),
    "F30": ("social-media",),
    "F31": ("records",),
}
"""Statements of the model investigation and the findings of the demo that are of their kind."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo inquiry, read, answered and locked; nobody changes it."""
    folder = tmp_path_factory.mktemp("demo") / "inquiry"
    with app.create_demo(folder, seed=1, procedures=demo.PROCEDURES) as inquiry:
        list(inquiry.add([inquiry.folder / "heap"]))
        list(inquiry.run())
        app.answer_demo(inquiry, seed=1, procedures=demo.PROCEDURES)
        inquiry.find((), lock=True)
    return folder


def truth() -> demo.Truth:
    return demo.truth(1, demo.PROCEDURES)


@pytest.fixture
def inquiry(made: Path) -> Iterator[app.Inquiry]:
    """The demo inquiry, to look at."""
    with app.open_inquiry(made) as opened:
        yield opened


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[app.Inquiry]:
    """A copy of the demo inquiry, to change."""
    shutil.copytree(made, tmp_path / "inquiry")
    with app.open_inquiry(tmp_path / "inquiry") as opened:
        yield opened


@pytest.fixture(scope="module")
def found(made: Path) -> list[Finding]:
    with app.open_inquiry(made) as opened:
        return opened.find((), lock=False)


# --- Exact ------------------------------------------------------------------------------------------------------------


def test_demo_command_prints_figures_that_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call
) -> None:
    monkeypatch.chdir(tmp_path)

    code, out, _ = counterfile("demo", "inquiry", "--no-serve", "--procedures", "12")

    assert code == 0
    figures = [line.split()[0] for line in out.splitlines() if line.endswith("]") and "[" in line]
    assert len(figures) >= 8
    assert set(figures) == {"holds"}


def test_some_four_hundred_documents_tell_of_fifty_tenders(inquiry: app.Inquiry) -> None:
    states = [document.state for document in inquiry.documents(list(State))]

    assert 380 <= len(states) <= 420
    assert (states.count(State.FAILED), states.count(State.SKIPPED)) == (3, 4)
    assert truth().figures.relevant_procedures == 50


def test_every_kind_of_statement_of_the_model_has_a_finding(found: list[Finding]) -> None:
    names = {each.spec.name for each in found}

    assert {name for some in MODEL.values() for name in some} <= names


def test_every_finding_is_as_the_truth_says(found: list[Finding]) -> None:
    expected = demo.expectations(truth())

    assert {each.spec.name for each in found} == set(expected)
    assert [each.spec.name for each in found if each.holds is not True or each.warnings or each.refused] == []
    nested = {each.spec.name: [one.count for one in each.nested] for each in found}
    assert {name: list(each.nested.values()) for name, each in expected.items()} == nested


def test_unsure_answers_make_a_lower_bound(found: list[Finding]) -> None:
    figure = next(each for each in found if each.spec.name == "social-media")

    assert figure.figure.grouped == "≥ 4"
    assert dict(figure.excluded) == {"code:social_media is not answered, or the answer is unsure": 2}


def test_figures_in_scope_rest_on_people(found: list[Finding]) -> None:
    rests = [each.rests for each in found if any(one.field == "relevant" for one in each.spec.conditions)]

    assert len(rests) > 20
    assert all(each is not None and each.people and not each.coded and not each.software for each in rests)


# --- Down to the words ------------------------------------------------------------------------------------------------


def test_every_unit_opens_on_words_that_stand_there(inquiry: app.Inquiry, found: list[Finding]) -> None:
    texts = {notice: reading.text for notice, reading in _readings(inquiry).items()}
    bare = []
    for finding in found:
        if finding.spec.unit is Unit.DOCUMENT:
            assert all(inquiry.archive.verify(unit.id) for unit in finding.units)
            continue
        for unit in finding.units:
            # An answer about a procedure quotes the notice that says it, whichever of them it is shown with.
            words = [texts[notice] for notice in {*unit.notices, *(source.notice for source in unit.sources)}]
            quotes = [quote for source in unit.sources for quote in source.quotes]
            if not quotes or not all(any(quote in text for text in words) for quote in quotes):
                bare.append((finding.spec.name, unit.id))
    assert bare == []


def test_every_answer_that_says_something_carries_its_passage(inquiry: app.Inquiry) -> None:
    silent = ("not mentioned", "unsure", "")
    history = inquiry.store.history(limit=100_000)
    said = [one for one in history if one.question.startswith("code:") and one.answer not in silent]

    assert len(said) > 200
    for one in said:
        reading = inquiry.store.reading(one.reading)
        assert reading is not None
        assert one.evidence
        assert all(reading.text[span.start : span.end] == span.quote for span in one.evidence)


def test_the_first_mention_stands_on_its_page_of_the_study(inquiry: app.Inquiry, found: list[Finding]) -> None:
    first = next(each for each in found if each.spec.name == "first-mention")
    (unit,) = (each for each in first.units if each.within)
    reading = _readings(inquiry)[unit.id]
    at = next(source.start for source in unit.sources if source.field == "text")

    assert len(reading.pages) == 200
    assert next(block.page for block in reading.blocks if block.start <= at < block.end) == 137
    assert unit.value == "2016-11-18"


def _readings(inquiry: app.Inquiry) -> dict[str, Reading]:
    """The Reading of every notice."""
    store = inquiry.store
    found = {one.id: store.reading(one.reading) for one in store.notices(limit=5_000)}
    return {name: reading for name, reading in found.items() if reading is not None}


# --- Units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", sorted({*Unit} - {Unit.PROCEDURE, Unit.ORGANIZATION}))
def test_tenders_are_never_called_by_another_units_name(inquiry: app.Inquiry, other: Unit) -> None:
    desk = Desk(Workbench(inquiry.store, buyer_class=BuyerClassRule()))
    text = (inquiry.folder / "findings" / "in-scope.yaml").read_text("utf-8")

    spec = parse_finding(text.replace("unit: procedure", f"unit: {other}"), "in-scope.yaml")
    finding = compute(desk, spec, evidence=False)

    assert finding.holds is False
    assert finding.figure.label == PLURAL[other]


def test_columns_of_another_unit_are_refused(inquiry: app.Inquiry) -> None:
    permuted = {"award-amounts": "procedure", "in-scope": "organization", "companies": "organization"}
    for name, wrong in permuted.items():
        (spec,) = inquiry.findings([name])
        text = (inquiry.folder / "findings" / f"{name}.yaml").read_text("utf-8")
        with pytest.raises(BadUsage, match=wrong):
            parse_finding(text.replace(f"unit: {spec.unit}", f"unit: {wrong}"), f"{name}.yaml")


# --- Nothing moves unseen ---------------------------------------------------------------------------------------------


def test_nothing_has_moved_at_first(inquiry: app.Inquiry) -> None:
    assert inquiry.verify(deep=True).moved == ()


def test_a_changed_byte_is_reported_with_the_figures_that_use_it(own: app.Inquiry, found: list[Finding]) -> None:
    case = next(each for each in found if each.spec.name == "one-case")
    digest = case.units[0].documents[0]
    place = layout.archived(own.folder, digest)
    content = place.read_bytes()
    place.chmod(0o644)
    place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    moved = own.verify().moved

    assert {each.what for each in moved} == {What.DOCUMENT}
    assert "one-case" in {each.finding for each in moved}
    assert all(digest in each.message and each.documents == (digest,) for each in moved)


def test_a_changed_answer_is_reported_with_its_figure_its_unit_and_whose_it_was(
    own: app.Inquiry, found: list[Finding]
) -> None:
    whole = next(each for each in found if each.spec.name == "one-case").units[0]
    unit = whole.id
    with own.writing(), own.store.batch() as batch:
        desk = coding.Desk(own.store)
        coder = desk.board.coders(unit)[0]
        for one in desk.answer(unit, "ethnicity", "not mentioned", coder):
            batch.judge(one)

    moved = [each for each in own.verify().moved if each.finding == "one-case"]

    assert [each.message for each in moved if each.what is What.FIGURE] == [
        "one-case: 1 procedures was locked, 0 procedures is found"
    ]
    assert [each.id for each in moved if each.what is What.UNIT] == [unit]
    (judged,) = (each for each in moved if each.what is What.JUDGEMENT)
    assert coder in judged.message
    assert "'not mentioned'" in judged.message
    documents = {notice.document for each in whole.notices if (notice := own.store.notice(each)) is not None}
    assert set(judged.documents) == documents


def test_a_changed_decision_is_reported_with_its_figure_and_who_took_it(own: app.Inquiry, found: list[Finding]) -> None:
    unit = next(each for each in found if each.spec.name == "one-case").units[0]
    own.decide("irrelevant", unit.id, "", reason="only a study is bought", by="lark")

    moved = own.verify().moved

    figures = {each.finding: each.message for each in moved if each.what is What.FIGURE}
    assert figures["in-scope"] == "in-scope: 50 procedures was locked, 49 procedures is found"
    told = [each.message for each in moved if each.what is What.JUDGEMENT and each.finding == "in-scope"]
    assert told
    assert all("lark" in message for message in told)


def test_a_further_notice_is_reported_with_the_figures_that_it_moves(own: app.Inquiry, tmp_path: Path) -> None:
    purchase = next(
        each
        for family in plan.purchases(1, demo.PROCEDURES)
        for each in family
        if each.relevant and each.opening.year == 2021 and each.portal == "national" and not each.moved_opening
    )
    later = replace(purchase, moved_opening=dt.date(2022, 11, 30))
    page = Page(Publication(later, "amendment", purchase.published + dt.timedelta(days=9), "text", 9_999_999))
    (tmp_path / "amendment.txt").write_bytes(dresses.wear(page))
    list(own.add([tmp_path / "amendment.txt"]))
    list(own.run())

    moved = own.verify().moved

    figures = {each.finding: each.message for each in moved if each.what is What.FIGURE}
    part, whole = map(int, str(demo.expectations(truth())["opened-in-2021"].figure).split("/"))
    label = "procedures that meet opened_year, of procedures"
    was, is_ = f"{part}/{whole} {label}", f"{part - 1}/{whole} {label}"
    assert figures["opened-in-2021"] == f"opened-in-2021: {was} was locked, {is_} is found"
    assert {"tenders-by-year", "opened-by-year", "documents"} <= set(figures)
    assert any("amendment.txt" in each.message for each in moved if each.finding == "opened-in-2021")


def test_the_page_of_a_finding_shows_each_answer_once_with_its_words(inquiry: app.Inquiry) -> None:
    with TestClient(create_app(inquiry), base_url="http://127.0.0.1:8321") as pages:
        text = pages.get("/findings/files-and-faces").text

    units = text.split('<p class="unit">')[1:]
    assert len(units) == 9
    for unit in units:
        assert unit.count('class="from">Is facial recognition asked for?<') == 1
        assert unit.count('class="from">relevant<') == 1
        assert "<mark" in unit


def test_the_report_says_how_the_heap_was_screened(inquiry: app.Inquiry) -> None:
    text = report(inquiry)

    assert "106 of 106 units were read, 50 found relevant." in text
    assert "recall is at least" in text
