"""Reused passages and terms by year, called as a user calls them and shown as a reader sees them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from starlette.testclient import TestClient
from typer.testing import CliRunner

from counterfile import app as wiring
from counterfile.cli import across
from counterfile.model.document import Arrival, State
from counterfile.model.notice import Property as P
from counterfile.store.ports import Cluster, Outcome, Store
from counterfile.testing.facts import LONG_AGO, published, reading, statement
from counterfile.text.names import name_key
from counterfile.views import clusters
from counterfile.web import create_app

SHARED = (
    "显示终端分辨率不低于1920×1080像素，连续运行误差不超过1.5%；采样探头应在40秒内完成低温启动，"
    "每套配12路屏蔽接口；存储阵列保存不少于90天，断电后自动恢复，支持逐帧回放与多点同步校准。"
)
NOTICES = {
    "芜川市水务局": f"泵站沿堤分布，夜间须人工值守。\n{SHARED}\n闸门由老式绞盘启闭。",
    "澄岭县气象台": f"雷达塔址在山脊背风面。\n{SHARED.replace('，', ', ')}\n检修须骑骡上山。",
    "霁河区档案馆": "库房原为粮仓，墙体厚而潮，案卷按年份码放。",
    "汐山市博物馆": "展柜玻璃反光严重，旧灯管发热，支持逐帧回放。",
}


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inquiry with four tenders of four buyers; no reader is started."""
    folder = wiring.create_inquiry(tmp_path_factory.mktemp("across") / "inquiry")
    with wiring.open_inquiry(folder) as opened:
        for number, (buyer, words) in enumerate(NOTICES.items()):
            _publish(opened.store, f"heap/alpha/{700000 + number}.html", buyer, f"20{18 + number}-03-04", words)
    return folder


def _publish(store: Store, origin: str, buyer: str, day: str, words: str) -> None:
    read = reading(origin, f"采购人：{buyer}\n发布时间：{day}\n{words}")
    came = Arrival(read.document, origin.rpartition("/")[2], origin, None, "folder 1", LONG_AGO)
    said = [
        statement(read, P.STAGE, "采购人", value="tender"),
        statement(read, P.BUYER, buyer, value=buyer, key=name_key(buyer)),
        statement(read, P.PUBLISHED, day, value=day),
    ]
    found = published(read, *said)
    with store.batch() as batch:
        batch.arrive(came, len(words))
        batch.record("read", "1", read.document, read.document, [read, Outcome(State.READ)])
        batch.record("extract", "1", read.document, read.id, [found])
    for kind in Cluster:
        seed = name_key(buyer) if kind is Cluster.ORGANIZATION else found.notice.id
        changes = list(clusters.changes(kind, [seed], store))
        with store.batch() as batch:
            for change in changes:
                batch.assign(kind, change.id, change.members)


@pytest.fixture
def call(inquiry: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run a command in the inquiry; return exit code and stdout."""
    monkeypatch.chdir(inquiry)
    commands = typer.Typer()
    across.register(commands)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(commands, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return run


@pytest.fixture
def browser(inquiry: Path) -> Iterator[TestClient]:
    with (
        wiring.open_inquiry(inquiry) as opened,
        TestClient(create_app(opened), base_url="http://127.0.0.1:8321") as client,
    ):
        yield client


def test_passage_is_printed_with_its_buyers(call: Callable[..., tuple[int, str]]) -> None:
    code, out = call("reuse")

    assert (code, out.count("pg-")) == (0, 1)
    assert "2 procedures, 2 buyers" in out
    assert "芜川市水务局" in out
    assert "霁河区档案馆" not in out


def test_longer_passages_alone(call: Callable[..., tuple[int, str]]) -> None:
    assert json.loads(call("reuse", "--min", "500", "--json")[1])["passages"] == []


def test_shorter_passages_are_not_offered(call: Callable[..., tuple[int, str]]) -> None:
    assert call("reuse", "--min", "20")[0] == 2


def test_csv_has_a_row_for_each_place(call: Callable[..., tuple[int, str]]) -> None:
    rows = list(csv.DictReader(io.StringIO(call("reuse", "--csv")[1])))

    assert [row["buyer_name"] for row in rows] == list(NOTICES)[:2]
    assert len({row["passage"] for row in rows}) == 1


def test_terms_by_year_are_printed_with_the_denominator(call: Callable[..., tuple[int, str]]) -> None:
    code, out = call("terms", "逐帧回放", "海底电缆")

    assert code == 0
    assert "逐帧回放: 3 of 4" in out
    assert "海底电缆: 0 of 4" in out
    assert "first: 2018-03-04" in out


def test_terms_as_csv_and_json_say_the_same(call: Callable[..., tuple[int, str]]) -> None:
    rows = list(csv.DictReader(io.StringIO(call("terms", "逐帧回放", "--csv", "--unit", "procedure")[1])))
    found = json.loads(call("terms", "逐帧回放", "--json", "--unit", "procedure")[1])

    told = [(each["year"], str(each["holds"]), str(each["of"])) for each in found["terms"][0]["years"]]
    assert [(row["year"], row["holds"], row["of"]) for row in rows] == told
    assert len(told) == 4


def test_lots_hold_no_terms(call: Callable[..., tuple[int, str]]) -> None:
    with pytest.raises(Exception, match="notice or by procedure"):
        call("terms", "逐帧回放", "--unit", "lot")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("address", ["/reuse", "/terms", "/terms?q=逐帧回放,海底电缆&unit=procedure"])
def test_page_is_whole(browser: TestClient, address: str, lang: str) -> None:
    page = browser.get(f"{address}{'&' if '?' in address else '?'}lang={lang}")

    assert page.status_code == 200
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_place_of_a_passage_opens_the_document_on_it(browser: TestClient) -> None:
    rows = browser.get("/reuse.json").json()

    for row in rows:
        page = browser.get(row["url"]).text
        assert 'id="hit-1"' in page
        assert '<mark class="hit"' in page
    assert f"{rows[0]['url']}#hit-1" in browser.get("/reuse").text


def test_first_mention_opens_the_document_on_it(browser: TestClient) -> None:
    page = browser.get("/terms?q=逐帧回放").text

    address = page.partition("/documents/")[2].partition('"')[0]
    assert '<mark class="hit">逐帧回放</mark>' in browser.get(f"/documents/{address}").text


@pytest.mark.parametrize("at", ["9-5", "x-y", "5", "0-99999999", "-", "999999-9999999"])
def test_stretch_that_is_none_marks_nothing(browser: TestClient, at: str) -> None:
    url = browser.get("/reuse.json").json()[0]["url"]

    page = browser.get(f"{url.partition('?')[0]}?at={at}")

    assert page.status_code == 200
    assert 'id="hit-1"' not in page.text


@pytest.mark.parametrize("name", ["reuse", "terms"])
def test_table_comes_as_csv_json_and_parquet(browser: TestClient, name: str) -> None:
    query = "?q=逐帧回放" if name == "terms" else ""

    rows = browser.get(f"/{name}.json{query}").json()
    lines = list(csv.reader(io.StringIO(browser.get(f"/{name}.csv{query}").text)))
    parquet = pq.read_table(io.BytesIO(browser.get(f"/{name}.parquet{query}").content))

    assert len(rows) == len(lines) - 1 == parquet.num_rows > 0
    assert list(rows[0]) == parquet.column_names


def test_table_of_values_is_there_though_empty(browser: TestClient) -> None:
    answer = browser.get("/reuse/values.json")

    assert (answer.status_code, answer.json()) == (200, [])


def test_too_many_terms_are_refused_with_a_sentence(browser: TestClient) -> None:
    page = browser.get("/terms?q=" + ",".join(f"词语{number}" for number in range(30)))

    assert page.status_code == 400
    assert "can be counted at once" in page.text
