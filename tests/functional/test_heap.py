"""Duplicates, attachments and coverage, called as a user calls them."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from counterfile import app as wiring
from counterfile import desk as desks
from counterfile.cli import heap
from counterfile.desk import Desk
from counterfile.model.document import Arrival, State
from counterfile.model.notice import Property as P
from counterfile.store.ports import Outcome, Store
from counterfile.testing.facts import LONG_AGO, arrival, digest, published, reading, statement
from counterfile.views.duplicates import Groups
from counterfile.web import heap as pages
from counterfile.web.pages import _Pages, _Paging

AWARD = """云溪县第一中学办公家具采购项目成交结果公告
发布时间：2021-05-06
项目编号：YX-2021-007
项目名称：云溪县第一中学办公家具采购项目
采购人：云溪县第一中学
供应商名称：云溪木艺家具有限公司
成交金额：45600元
附件：成交明细表.xlsx"""
SAYS = (
    (P.STAGE, "award", "award"),
    (P.NUMBER, "YX-2021-007", "YX-2021-007"),
    (P.TITLE, "云溪县第一中学办公家具采购项目", "云溪县第一中学办公家具采购项目"),
    (P.BUYER, "云溪县第一中学", "云溪县第一中学"),
    (P.PUBLISHED, "2021-05-06", "2021-05-06"),
)


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inquiry with one notice on two portals and a document that failed; no reader is started."""
    folder = wiring.create_inquiry(tmp_path_factory.mktemp("heap") / "inquiry")
    with wiring.open_inquiry(folder) as opened:
        for origin, text in (
            ("heap/alpha/t20210506_700001.html", AWARD),
            ("heap/beta/content_800001.html", AWARD.replace("：", ": ")),
        ):
            _publish(opened.store, origin, text)
        name = "broken"
        with opened.store.batch() as batch:
            batch.arrive(arrival(name), 3)
            batch.record("read", "1", digest(name), name, [Outcome(State.FAILED, "the file ends too early")])
    return folder


def _publish(store: Store, origin: str, text: str) -> None:
    words = reading(origin, text)
    came = Arrival(words.document, origin.rpartition("/")[2], origin, None, "folder 1", LONG_AGO)
    said = [statement(words, name, quote, value=value, key=value) for name, value, quote in _quoted(text)]
    with store.batch() as batch:
        batch.arrive(came, len(text))
        batch.record("read", "1", words.document, words.document, [words, Outcome(State.READ)])
        batch.record("extract", "1", words.document, words.id, [published(words, *said)])


def _quoted(text: str) -> list[tuple[P, str, str]]:
    return [(name, value, quote if quote in text else text[:4]) for name, value, quote in SAYS]


@pytest.fixture
def call(inquiry: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run a command in the inquiry; return exit code and stdout."""
    monkeypatch.chdir(inquiry)
    commands = typer.Typer()
    heap.register(commands)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(commands, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return run


def test_pair_is_listed_with_both_places(call: Callable[..., tuple[int, str]]) -> None:
    code, out = call("duplicates")

    (line,) = [line for line in out.splitlines() if "content_800001" in line and "t20210506" in line]
    assert (code, line.split()[0]) == (0, "near")


def test_document_is_asked_by_its_name(call: Callable[..., tuple[int, str]]) -> None:
    found = json.loads(call("duplicates", "t20210506_700001.html", "--json")[1])

    assert ("near", []) in [(twin["kind"], twin["differs"]) for twin in found]


def test_missing_attachment_is_listed(call: Callable[..., tuple[int, str]]) -> None:
    found = json.loads(call("attachments", "--missing", "--json")[1])

    assert {(row["name"], row["presence"], row["digest"]) for row in found} == {("成交明细表.xlsx", "missing", None)}


def test_attachments_are_a_file_for_spreadsheets(call: Callable[..., tuple[int, str]]) -> None:
    rows = list(csv.DictReader(io.StringIO(call("attachments", "--csv")[1])))

    assert [row["name"] for row in rows] == ["成交明细表.xlsx"] * 2


@pytest.mark.parametrize("by", ["field", "year", "portal", "stage"])
def test_coverage_is_printed_by_each_dimension(call: Callable[..., tuple[int, str]], by: str) -> None:
    code, out = call("coverage", "--by", by)

    assert code == 0
    assert "supplier" in out
    assert "attachments that notices name: 0 present, 2 missing, 0 unreadable" in out


def test_coverage_is_a_file_for_spreadsheets(call: Callable[..., tuple[int, str]]) -> None:
    rows = {row["field"]: row for row in csv.DictReader(io.StringIO(call("coverage", "--csv")[1]))}

    assert (rows["buyer"]["notices"], rows["buyer"]["share"]) == (rows["buyer"]["stated"], "1.0000")


def test_coverage_as_json_holds_the_finest_rows(call: Callable[..., tuple[int, str]]) -> None:
    found = json.loads(call("coverage", "--json")[1])

    assert sum(row["notices"] for row in found["rows"] if row["field"] == "stage") == 2


@pytest.fixture
def browser(inquiry: Path) -> Iterator[TestClient]:
    with wiring.open_inquiry(inquiry) as opened:
        shell = _Pages(Desk(opened))
        routes = pages.routes(shell, _Paging)
        with TestClient(Starlette(routes=routes), base_url="http://127.0.0.1:8321") as client:
            yield client


@pytest.mark.parametrize(
    "address", ["/attachments", "/coverage", "/duplicates", "/coverage?by=year", "/coverage?by=stage"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_whole_in_both_languages(browser: TestClient, address: str, language: str) -> None:
    response = browser.get(address, params={"lang": language})

    assert response.status_code == 200
    assert ("任何内容都" if language == "zh" else "Nothing leaves this machine.") in response.text


def test_attachment_leads_to_the_notice_that_names_it(browser: TestClient) -> None:
    text = browser.get("/attachments?presence=missing&lang=en").text

    assert "成交明细表.xlsx" in text
    assert "was not captured" in text
    assert "成交明细表" not in browser.get("/attachments?presence=present").text


def test_coverage_is_drawn_without_styles_or_scripts(browser: TestClient) -> None:
    text = browser.get("/coverage?by=portal&lang=en").text

    assert 'fill-opacity="1.0"' in text
    assert "style=" not in text


@pytest.mark.parametrize("name", ["attachments", "coverage", "duplicates"])
def test_page_goes_along_as_a_file(browser: TestClient, name: str) -> None:
    table = browser.get(f"/{name}.json").json()
    rows = list(csv.reader(io.StringIO(browser.get(f"/{name}.csv").content.decode("utf-8-sig"))))

    assert len(rows) == len(table) + 1
    assert rows[0] == list(table[0])


def test_twins_of_a_document_are_a_table(browser: TestClient, inquiry: Path) -> None:
    with wiring.open_inquiry(inquiry) as opened:
        (wanted,) = opened.store.named("content_800001.html")
        shell = _Pages(Desk(opened))
        found = pages.twins(opened.store, wanted)
        source = '{% from "_twins.html" import twins_table with context %}{{ twins_table(twins) }}'
        words = {"_": str, "n_": lambda one, many, n: str(n)}
        text = shell.templates.from_string(source).render(twins=found, **words)

    assert "t20210506_700001.html" in text
    assert "same notice" in text


def test_twins_are_the_same_from_the_list_of_a_large_inquiry(inquiry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SMALL", 0)
    with wiring.open_inquiry(inquiry) as opened:
        (wanted,) = opened.store.named("content_800001.html")
        desk = Desk(opened)
        linked = pages.Linked(desk)
        desk.kept(pages.all_duplicates, Groups).get(wait=True)

        among = linked(wanted)
        found = pages.twins(opened.store, wanted, among)

        assert among
        assert found == pages.twins(opened.store, wanted)
        assert linked("0" * 64) is None  # it came after the list, or not at all
