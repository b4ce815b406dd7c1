"""A copy of a page for the viewer's frame: it looks like the page, runs nothing, asks nobody, and masks what the text masks."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from counterfile.errors import TooLarge
from counterfile.plugins.readers import _html_copy
from counterfile.plugins.readers._html_copy import Copy, Wanted
from counterfile.text.mask import mask
from counterfile.web import frames

PAGE = """<html><head><title>t</title><script>var a=1</script><style>td{color:red}</style></head><body onload="x()">
<h1 style="color:red">采购公告</h1><table border=0><tr><td colspan=2 onclick="x()">预算金额：<b>128.6</b>万元</td></tr></table>
<p>联系人：王老师，电话：138 0013 8000</p><a href="javascript:alert(1)">附件</a><img src="https://evil.example/a.png">
<iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name=a value=b></form>
<div style="display:none">隐藏</div></body></html>"""


class Tags(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def made(page: str, shown: str = "", quote: str = "", before: str = "") -> Copy:
    return _html_copy.copy_task(page.encode(), msgspec.msgpack.encode(Wanted(shown or page, quote, before)))


ALLOWED = _html_copy._KEPT | {"html", "head", "meta", "body", "mark"}
ATTRIBUTES = {"colspan", "rowspan", "align", "border", "cellspacing", "cellpadding", "id", "charset", "name", "content"}


def harmless(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES


def test_copy_keeps_what_is_read_and_drops_what_acts() -> None:
    copy = made(PAGE)

    harmless(copy.html)
    assert "采购公告" in copy.html
    assert 'colspan="2"' in copy.html
    assert "evil.example" not in copy.html
    assert "隐藏" not in copy.html
    assert "var a" not in copy.html


def test_copy_masks_what_the_reading_masks_though_markup_parts_it() -> None:
    page = "<p>电话：138<b>0013</b>8000</p>"
    copy = made(page, mask("电话：13800138000")[0])

    assert "13800138000" not in re.sub(r"<[^>]*>", "", copy.html)
    assert "0013" not in copy.html


def test_numbers_that_the_reading_does_not_show_are_masked_too() -> None:
    copy = made("<p>编号：LY-2025-00123</p><p>账户 6222020200112233</p>", "编号：LY-2025-00123")

    assert "LY-2025-00123" in copy.html
    assert "6222020200112233" not in copy.html


def test_words_that_are_asked_for_are_marked_where_what_stands_before_them_fits() -> None:
    page = "<p>保证金：5万元</p><table><tr><td>预 算</td><td>5万<i>元</i></td></tr></table>"
    copy = made(page, quote="5万元", before="保证金：5万元\n预算\n")

    assert copy.marked
    assert copy.html.count('id="ev"') == 1
    assert copy.html.index('id="ev"') > copy.html.index("预 算")


def test_words_that_are_not_there_mark_nothing() -> None:
    assert not made(PAGE, quote="没有这句话").marked


def test_deep_and_endless_pages_end() -> None:
    harmless(made("<div>" * 5000 + "底").html)
    with pytest.raises(TooLarge):
        made("<p>" + "字" * (_html_copy.MAX_TEXT + 1))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<script>alert(1)</script>", "<svg onload=x>", "<img src=x onerror=y>", "&lt;script&gt;", "<p", "</p>", '" onclick="x', "<a href=javascript:x>",
             "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>", "<style>@import 'x'</style>", "文字", "<table><td>", "<!--", "-->", "<template><b>x"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_nothing_hostile_comes_through(parts: list[str]) -> None:
    harmless(made("<html><body>字" + "".join(parts)).html)


# Served


class Desk:
    """What the route asks of the desk: the demo's own inquiry would be too slow here."""

    def __init__(self, source: object) -> None:
        self.source = source
        self.view = source.store  # type: ignore[attr-defined]


@pytest.fixture
def client(tmp_path: object) -> Iterator[TestClient]:
    from pathlib import Path

    from api_house import ADDRESS, Inquiry

    inquiry = Inquiry(Path(str(tmp_path)))

    class Shell:
        desk = Desk(inquiry)

    with TestClient(Starlette(routes=frames.routes(Shell())), base_url=ADDRESS) as found:  # type: ignore[arg-type]
        yield found


def test_only_pages_of_html_have_a_copy(client: TestClient) -> None:
    assert frames.has_copy("text/html")
    assert not frames.has_copy("application/pdf")
    assert not frames.has_copy(None)
    assert client.get(f"/documents/{'0' * 64}/copy").status_code == 404


def test_policy_of_a_copy_lets_nothing_in_and_gives_it_no_origin() -> None:
    policy = frames.HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; img-src data:;")
    assert policy.endswith("sandbox")
    assert "unsafe" not in policy
