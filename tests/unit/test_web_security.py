"""Nothing leaves the machine, nothing is run, nothing is written; and hostile text stays text."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from counterfile.guard import POLICY
from counterfile.model.files import Role
from counterfile.store.ports import Cluster
from counterfile.testing.sample import Sample
from counterfile.web import create_app

ODD = "<script>alert(1)</script>'\"><img src=https://evil.example/x onerror=alert(2)>{{7*7}}&amp;"
"""Put into every text that others may choose: document, file name, title of the inquiry, reviewer."""


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def odd(tmp_path: Path) -> Sample:
    return Sample(tmp_path, ODD)


@pytest.fixture
def browser(odd: Sample) -> Iterator[TestClient]:
    with TestClient(create_app(odd), base_url="http://127.0.0.1:8321") as client:
        yield client


def addresses(sample: Sample) -> list[str]:
    notices = [sample.store.notice(each) for each in (sample.first, sample.award, sample.second)]
    statements = sample.store.statements([sample.award])[sample.award]
    organizations = sample.store.clusters(Cluster.ORGANIZATION)
    query = quote(ODD, safe="")
    return [
        "/",
        "/?lang=zh",
        "/findings",
        "/findings/rounds",
        "/procedures",
        f"/procedures?q={query}&stage={query}&year={query}&sort={query}&look={query}&page={query}",
        f"/procedures/{sample.procedure}",
        f"/procedures/{sample.other}",
        "/organizations",
        f"/organizations?q={query}&role={query}",
        *(f"/organizations/{each}" for each in organizations),
        *(f"/documents/{notice.document}" for notice in notices if notice),
        *(f"/evidence/{statement.id}" for statement in statements),
        f"/documents/{notices[0].document if notices[0] else ''}?ev={query}&q={query}&part={query}",
        f"/documents/{sample.failed}",
        f"/search?q={query}",
        "/search?q=人脸识别",
        "/status",
        f"/status?state={query}&after={query}",
        "/judgements",
        "/about",
        f"/{query}",
        f"/procedures/{query}",
    ]


def pages(browser: TestClient, sample: Sample) -> Iterator[tuple[str, str]]:
    for address in addresses(sample):
        response = browser.get(address)
        assert response.status_code in (200, 404), address
        yield address, response.text


def test_hostile_text_stays_text_on_every_page(browser: TestClient, odd: Sample) -> None:
    for address, source in pages(browser, odd):
        elements = Elements(source).found
        assert not [tag for tag, _ in elements if tag in ("img", "iframe", "object", "style", "base")], address
        # The only scripts are our own islands, and words for them that no engine runs.
        for attributes in (attributes for tag, attributes in elements if tag == "script"):
            ours = re.fullmatch(r"/static/islands/[\w./-]+\.js", attributes.get("src") or "") is not None
            assert ours or attributes == {"type": "application/json", "id": "island-words"}, address
        handlers = [
            name for _, attributes in elements for name in attributes if name.startswith("on") or name == "style"
        ]
        assert not handlers, address
        assert "49&amp;" not in source, address


def test_no_page_refers_to_anything_outside(browser: TestClient, odd: Sample) -> None:
    for address, source in pages(browser, odd):
        for tag, attributes in Elements(source).found:
            for name in ("href", "src", "action", "srcset", "data", "poster", "content", "xlink:href"):
                value = attributes.get(name) or ""
                assert not re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\)", value, re.IGNORECASE), (address, tag, value)


def test_style_sheet_and_icon_load_nothing() -> None:
    static = resources.files("counterfile.web") / "static"

    assert "url(" not in (static / "style.css").read_text("utf-8")
    assert "@import" not in (static / "style.css").read_text("utf-8")
    assert "href" not in (static / "icon.svg").read_text("utf-8")


def test_no_template_holds_script_or_style_or_unescaped_text() -> None:
    for template in (resources.files("counterfile.web") / "templates").iterdir():
        if template.name == "report.html":
            continue  # a file to hand on, with its style inside; it is never served, and has tests of its own
        source = template.read_text("utf-8")
        for forbidden in (
            "<script",
            "<style",
            "style=",
            "|safe",
            "autoescape",
            "onclick",
            "javascript:",
            "http:",
            "https:",
        ):
            assert forbidden not in source, (template.name, forbidden)


@pytest.mark.parametrize(
    "address", ["/", "/nowhere", "/static/style.css", "/static/none", "/procedures.csv", "/procedures.json"]
)
def test_every_answer_carries_the_headers(browser: TestClient, address: str) -> None:
    headers = browser.get(address).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_policy_allows_nothing_unsafe_and_no_script() -> None:
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "script-src" not in POLICY


def test_mistake_of_the_program_keeps_the_headers_and_tells_no_secret(
    odd: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(odd.store, "counts", broken)
    with TestClient(create_app(odd), base_url="http://localhost", raise_server_exceptions=False) as browser:
        response = browser.get("/status")

    assert response.status_code == 500
    assert "a secret path" not in response.text
    assert response.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8321", "", "localhost.evil"])
def test_names_of_other_machines_are_not_answered_to(browser: TestClient, host: str) -> None:
    response = browser.get("/", headers={"Host": host})

    assert (response.status_code, "沅江" in response.text) == (421, False)


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost", "LOCALHOST:1", "[::1]:8321"])
def test_names_of_this_machine_are_answered_to(browser: TestClient, host: str) -> None:
    assert browser.get("/about", headers={"Host": host}).status_code == 200


def test_further_host_must_be_named(odd: Sample) -> None:
    with TestClient(create_app(odd, hosts=["desk.lan"]), base_url="http://desk.lan:8321") as browser:
        assert browser.get("/about").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_pages_can_only_be_read(browser: TestClient, method: str) -> None:
    response = browser.request(method, "/")

    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_other_sites_may_lead_here_but_not_embed(browser: TestClient) -> None:
    embedded = browser.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})
    followed = browser.get("/about", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})

    assert (embedded.status_code, followed.status_code) == (403, 200)


def test_no_address_gives_out_an_original(browser: TestClient, odd: Sample) -> None:
    for address in (
        f"/archive/{odd.failed}",
        f"/documents/{odd.failed}/original",
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
    ):
        assert browser.get(address).status_code == 404, address


def test_no_spreadsheet_takes_a_cell_for_a_formula(tmp_path: Path) -> None:
    sample = Sample(tmp_path)
    sample.corpus.fail("=HYPERLINK(1).pdf", "-1+cmd|' /C calc'!A0")
    with TestClient(create_app(sample), base_url="http://localhost") as browser:
        text = browser.get("/status.csv").content.decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1).pdf" in cells


def test_no_page_offers_a_role_for_persons(browser: TestClient) -> None:
    assert {str(role) for role in Role} == {"buyer", "agency", "supplier", "candidate"}
    assert browser.get("/persons").status_code == 404


# Colors


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("ground", "surface", "tag-ground", "mark")),
    *(("ink", ground) for ground in ("mark-focus", "mark-hit")),
    *((name, f"{name}-ground") for name in ("good", "warn", "bad", "person")),
    *((name, ground) for name in ("warn", "bad") for ground in ("ground", "surface")),
    ("surface", "link"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: int, ink: str, ground: str) -> None:
    sheet = (resources.files("counterfile.web") / "static" / "style.css").read_text("utf-8")
    block = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[theme]
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))

    assert contrast(colors[ink], colors[ground]) >= 4.5
