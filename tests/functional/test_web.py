"""The pages show what the files hold, work without JavaScript, and speak two languages."""

import csv
import io
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from counterfile.app import create_inquiry
from counterfile.errors import BadUsage
from counterfile.store.ports import Cluster
from counterfile.testing.sample import Sample
from counterfile.text.names import name_key
from counterfile.web import create_app, serve


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path)


@pytest.fixture
def browser(sample: Sample) -> Iterator[TestClient]:
    with TestClient(create_app(sample), base_url="http://127.0.0.1:8321") as client:
        yield client


class Page(HTMLParser):
    """What a browser sees of a page: links, ids, text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.marks: list[str] = []
        self._open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"{tag} closes another element"

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "mark" in self._open:
            self.marks.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def page(browser: TestClient, address: str, status: int = 200) -> Page:
    response = browser.get(address)
    assert status == response.status_code
    return Page(response.text)


def every_page(browser: TestClient) -> dict[str, str]:
    """Follow every link from the start page and return all pages by address."""
    found: dict[str, str] = {}
    waiting = ["/", "/search?q=人脸识别", "/?lang=zh", "/nowhere"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = browser.get(address)
        found[address] = response.text if response.headers["content-type"].startswith("text/html") else ""
        if found[address]:
            assert response.status_code == (404 if address == "/nowhere" else 200), address
            for link in Page(found[address]).links:
                parts = urlsplit(link)
                assert (parts.scheme, parts.netloc) == ("", ""), link
                if parts.path.startswith("/") and "lang=" not in parts.query:
                    waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def test_every_link_leads_somewhere(browser: TestClient) -> None:
    found = every_page(browser)

    assert len(found) > 30


def test_every_fragment_has_its_anchor(browser: TestClient) -> None:
    found = every_page(browser)

    for address, source in found.items():
        for link in Page(source).links if source else ():
            parts = urlsplit(link)
            target = address if not parts.path else parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.fragment and found.get(target):
                assert parts.fragment in Page(found[target]).ids, link


def test_ids_are_unique_on_every_page(browser: TestClient) -> None:
    for address, source in every_page(browser).items():
        ids = Page(source).ids if source else []
        assert len(ids) == len(set(ids)), address


def test_start_page_says_how_things_stand_in_a_sentence(browser: TestClient) -> None:
    start = page(browser, "/")

    assert start.text.startswith("0 findings hold, 1 moved, 0 links to check, 1 file failed · ")
    assert "0 findings hold, 1 moved, 0 links to check, 1 file failed." in start.text
    assert "4 documents: 3 read, 0 set aside." in start.text
    assert {"/findings?verdict=holds", "/findings?verdict=moved", "/status?state=failed"} <= set(start.links)


def test_start_page_says_it_in_chinese_too(browser: TestClient) -> None:
    assert "0 项结论成立，1 项有变，0 条关联待核对，1 个文件读取失败。" in page(browser, "/?lang=zh").text


def test_each_count_of_the_sentence_leads_to_its_list(browser: TestClient) -> None:
    moved, holds = (page(browser, f"/findings?verdict={name}") for name in ("moved", "holds"))

    assert "/findings/rounds" in moved.links
    assert "/findings/rounds" not in holds.links


def test_start_page_of_an_empty_inquiry_says_what_to_do(tmp_path: Path) -> None:
    from counterfile.settings import Settings
    from counterfile.store.memory import MemoryStore

    class Empty:
        folder = tmp_path
        settings = Settings()
        store = MemoryStore()

    with TestClient(create_app(Empty()), base_url="http://localhost") as browser:
        assert "counterfile add PATH" in page(browser, "/").text


def test_finding_opens_on_its_units_and_their_words(browser: TestClient, sample: Sample) -> None:
    found = page(browser, "/findings/rounds")

    assert "Two procedures were opened." in found.text
    assert "moved" in found.text
    assert f"/procedures/{sample.procedure}" in found.links


def test_procedure_page_shows_the_values_with_links_to_their_words(browser: TestClient, sample: Sample) -> None:
    found = page(browser, f"/procedures/{sample.procedure}")

    for words in (
        "CNY 3,250,310.00",
        "甲科技有限公司",
        "第1包",
        "decided by reviewer-1",
        "one notice contradicts itself",
    ):
        assert words in found.text
    assert any(link.startswith("/documents/") and "?ev=st-" in link and "#ev-st-" in link for link in found.links)


def test_passage_is_marked_and_anchored_where_the_link_leads(browser: TestClient, sample: Sample) -> None:
    notice = sample.store.notice(sample.award)
    assert notice is not None
    statement = next(s for s in sample.store.statements([notice.id])[notice.id] if s.value == "甲科技有限公司")

    response = browser.get(f"/evidence/{statement.id}", follow_redirects=False)
    address = response.headers["location"]
    found = page(browser, address)

    assert (response.status_code, address) == (
        303,
        f"/documents/{notice.document}?ev={statement.id}#ev-{statement.id}",
    )
    assert f"ev-{statement.id}" in found.ids
    assert "甲科技有限公司" in found.marks


def test_statement_that_is_gone_is_said_to_be_lost(browser: TestClient, sample: Sample) -> None:
    notice = sample.store.notice(sample.award)
    assert notice is not None

    found = page(browser, f"/documents/{notice.document}?ev=st-0-0")

    assert "no longer among what this document says" in found.text


def test_search_leads_to_the_highlighted_words(browser: TestClient) -> None:
    found = page(browser, "/search?q=人脸識別")
    link = next(link for link in found.links if link.startswith("/documents/"))

    target = page(browser, link)

    assert link.endswith("#hit-1")
    assert "hit-1" in target.ids
    assert "人脸识别" in target.marks


def test_beginning_of_a_digest_finds_its_document(browser: TestClient, sample: Sample) -> None:
    assert browser.get(f"/documents/{sample.failed[:12]}").url.path == f"/documents/{sample.failed}"


def test_failed_document_shows_reason_and_next_step(browser: TestClient, sample: Sample) -> None:
    found = page(browser, f"/documents/{sample.failed}")

    assert "the file ends too early" in found.text
    assert "counterfile run --retry" in found.text


def test_status_adds_up(browser: TestClient) -> None:
    assert "4 documents = 3 read + 1 failed + 0 set aside + 0 not read yet ✓ adds up" in page(browser, "/status").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 2),
        ("stage=award", 1),
        ("year=2026", 1),
        ("q=lyzc-2025", 1),
        ("q=警務", 2),
        ("look=conflicts", 1),
        ("year=1999", 0),
    ],
)
def test_procedures_are_filtered(browser: TestClient, query: str, expected: int) -> None:
    assert len(browser.get(f"/procedures.json?{query}").json()) == expected
    assert f"{expected} of 2 procedures" in page(browser, f"/procedures?{query}").text


def test_page_beyond_the_last_shows_the_last(browser: TestClient) -> None:
    assert "2 of 2 procedures" in page(browser, "/procedures?page=99").text
    assert page(browser, "/procedures?page=-1&page=x").text


def test_unknown_address_is_not_found_with_a_search(browser: TestClient) -> None:
    for address in ("/procedures/p-0", "/organizations/o-0", "/documents/00", "/notices/n-0", "/findings/none"):
        assert "Not found" in page(browser, address, 404).text
    assert "Not found" in page(browser, "/procedures/p-0/secrets.csv", 404).text


def test_merged_procedure_redirects_for_ever(browser: TestClient, sample: Sample) -> None:
    old = f"p-{sample.award.removeprefix('n-')}"

    response = browser.get(f"/procedures/{old}", follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (308, f"/procedures/{sample.procedure}")


def test_every_table_comes_as_csv_and_json_with_the_same_rows(browser: TestClient, sample: Sample) -> None:
    organization = sample.store.cluster(Cluster.ORGANIZATION, name_key("甲科技有限公司"))
    notice = sample.store.notice(sample.award)
    assert notice is not None
    names = ["timeline", "parties", "lots", "amounts", "dates", "links"]
    addresses = [
        *(f"/{name}" for name in ("findings", "procedures", "organizations", "judgements", "status")),
        *(f"/procedures/{sample.procedure}/{name}" for name in names),
        f"/organizations/{organization}/procedures",
        f"/documents/{notice.document}/statements",
        "/findings/rounds/units",
    ]

    for address in addresses:
        rows = browser.get(f"{address}.json").json()
        response = browser.get(f"{address}.csv")
        table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows, address
        assert [list(row) for row in table] == [list(row) for row in rows], address
        assert "attachment" in response.headers["content-disposition"]


def test_whole_files_come_as_json(browser: TestClient, sample: Sample) -> None:
    file = browser.get(f"/procedures/{sample.procedure}.json").json()

    assert file["id"] == sample.procedure
    assert any(row["told"]["value"] == "CNY 3250310.00 total" for row in file["amounts"])


def test_language_follows_the_address_and_is_kept(browser: TestClient) -> None:
    assert "Needs a look" in page(browser, "/").text
    assert "需要查看" in page(browser, "/?lang=zh").text
    assert "需要查看" in page(browser, "/").text
    assert "Needs a look" in page(browser, "/?lang=en").text


def test_browser_that_asks_for_chinese_gets_it(sample: Sample) -> None:
    with TestClient(create_app(sample), base_url="http://[::1]:8321", headers={"Accept-Language": "zh-CN"}) as browser:
        response = browser.get("/status")

    assert '<html lang="zh-Hans">' in response.text
    assert "数目相符" in response.text


def test_chinese_words_are_marked_as_chinese_in_the_english_interface(browser: TestClient, sample: Sample) -> None:
    source = browser.get(f"/procedures/{sample.procedure}").text

    assert '<html lang="en">' in source
    assert '<h1 lang="zh-Hans">临沅市公安局警务云平台采购项目</h1>' in source


def test_wrong_finding_file_is_named_with_what_to_do(browser: TestClient, sample: Sample) -> None:
    (sample.folder / "findings" / "rounds.yaml").write_text("claim: {en: Yes}\nunit: person\n", encoding="utf-8")

    found = page(browser, "/findings", 500)

    assert "rounds.yaml" in found.text


def test_about_page_says_that_there_are_no_files_on_persons(browser: TestClient) -> None:
    assert "Files on institutions, never on persons" in page(browser, "/about").text


def test_inquiry_on_disk_is_opened_by_its_folder(tmp_path: Path) -> None:
    create_inquiry(tmp_path / "inquiry")

    with TestClient(create_app(tmp_path / "inquiry"), base_url="http://localhost") as browser:
        assert "Nothing has been added yet." in page(browser, "/").text


def test_port_that_is_taken_is_named_with_a_way_out(tmp_path: Path) -> None:
    create_inquiry(tmp_path / "inquiry")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(BadUsage, match=f"port {port}"):
            serve(tmp_path / "inquiry", "127.0.0.1", port)
