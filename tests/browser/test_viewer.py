"""The document viewer in a browser: opened on its words, by key, with nothing shown that is masked."""

import re
from typing import Any

import pytest
from served import until

NOW = "mark.now"


def documents(page: Any, kind: str) -> list[str]:
    items = page.request.get(f"/api/v1/documents?media_type={kind}&state=read&limit=50").json()["items"]
    return [each["id"] for each in items]


def statements(page: Any, document: str) -> list[dict[str, Any]]:
    return list(page.request.get(f"/api/v1/documents/{document}/statements?limit=200").json()["items"])


def stated(page: Any, kind: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a document of a kind that says several things."""
    for document in documents(page, kind):
        found = statements(page, document)
        if len(found) >= 3:
            return document, found
    raise AssertionError(f"no {kind} of the demo says anything")


def quote(statement: dict[str, Any]) -> str:
    selectors = statement["evidence"][0]["selector"]
    return str(next(each["exact"] for each in selectors if each["type"] == "TextQuoteSelector"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def marked(page: Any) -> str:
    return squeezed("".join(page.locator(NOW).all_inner_texts()))


def opened(page: Any, address: str) -> None:
    page.goto(address)
    if page.locator("doc-viewer").count() == 0:
        pytest.skip("the document's page does not load the viewer yet")
    until(lambda: page.locator(".viewer-bar").count() > 0)


@pytest.mark.parametrize("kind", ["text/html", "application/pdf"])
def test_an_address_with_a_statement_opens_on_its_words(page: Any, kind: str) -> None:
    document, found = stated(page, kind)
    wanted = found[-1]

    opened(page, f"/documents/{document}#ev={wanted['id']}")
    until(lambda: page.locator(NOW).count() > 0)

    assert squeezed(quote(wanted)) in marked(page)
    assert page.evaluate("document.activeElement.className") == "now"
    box = page.locator(NOW).first.bounding_box()
    assert 0 <= box["y"] <= 900
    assert squeezed(quote(wanted))[:20] in squeezed(page.inner_text(".viewer-told"))


def test_words_are_outlined_on_the_pages_picture(page: Any) -> None:
    document, found = stated(page, "application/pdf")

    opened(page, f"/documents/{document}#ev={found[0]['id']}")
    until(lambda: page.locator(".page-picture .outline.focus").count() > 0)

    picture = page.locator(".page-picture").bounding_box()
    outline = page.locator(".outline.focus").first.bounding_box()
    assert picture["x"] <= outline["x"]
    assert outline["x"] + outline["width"] <= picture["x"] + picture["width"] + 2


def test_keys_walk_through_what_the_document_says(page: Any) -> None:
    document, found = stated(page, "text/html")
    opened(page, f"/documents/{document}")
    until(lambda: page.get_by_text("Next passage").count() > 0)

    seen = []
    for each in found[:3]:
        page.keyboard.press("e")
        until(lambda each=each: squeezed(quote(each)) in marked(page))
        seen.append(page.url.partition("#ev=")[2])
    page.keyboard.press("Shift+E")
    until(lambda: squeezed(quote(found[1])) in marked(page))

    assert seen == [each["id"] for each in found[:3]]


def test_any_stretch_is_highlighted_and_rare_ideographs_move_nothing(page: Any) -> None:
    document, _ = stated(page, "text/html")
    text = page.request.get(f"/api/v1/documents/{document}/text").json()["text"]
    start = re.search(r"[\u4e00-\u9fff]{6}", text)
    assert start is not None

    opened(page, f"/documents/{document}#at={start.start()}-{start.end()}")
    until(lambda: page.locator(NOW).count() > 0)

    assert marked(page) == start[0]


def test_a_search_hit_is_shown_by_the_same_highlighter(page: Any) -> None:
    document, _ = stated(page, "text/html")

    opened(page, f"/documents/{document}?q=采购#hit-1")
    until(lambda: page.locator(NOW).count() > 0)

    assert marked(page) == "采购"


def test_a_lost_anchor_is_said_to_be_lost(page: Any) -> None:
    document, found = stated(page, "text/html")
    lost = found[0]["id"][:-8] + "00000000"

    opened(page, f"/documents/{document}#ev={lost}")
    until(lambda: page.locator(".viewer-told.lost").count() > 0)

    assert "is lost" in page.inner_text(".viewer-told")
    assert page.locator(NOW).count() == 0


def test_a_copy_carries_the_words_and_where_they_are_from(page: Any) -> None:
    document, found = stated(page, "text/html")
    opened(page, f"/documents/{document}#ev={found[0]['id']}")
    until(lambda: page.locator(NOW).count() > 0)

    page.keyboard.press("c")
    until(lambda: "Copied" in page.inner_text(".viewer-told"))

    copied = page.evaluate("navigator.clipboard.readText()")
    assert squeezed(quote(found[0])) in squeezed(copied)
    assert f"SHA-256 {document}" in copied
    assert copied.endswith(f"/documents/{document}#ev={found[0]['id']}")


def test_the_frame_shows_the_page_and_neither_runs_nor_asks_anything(page: Any) -> None:
    document, found = stated(page, "text/html")
    opened(page, f"/documents/{document}#ev={found[-1]['id']}")
    until(lambda: page.locator(NOW).count() > 0)

    page.get_by_role("button", name="As published").click()
    until(lambda: len(page.frames) > 1)
    copy = page.request.get(f"/documents/{document}/copy")

    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert copy.headers["content-security-policy"].startswith("default-src 'none'; img-src data:")
    assert "<script" not in copy.text()


def test_what_is_masked_is_masked_in_text_and_frame(page: Any) -> None:
    masked = 0
    for document in documents(page, "text/html"):
        about = page.request.get(f"/api/v1/documents/{document}").json()
        if not about["reading"] or not about["reading"]["masked"]:
            continue
        masked += 1
        copy = page.request.get(f"/documents/{document}/copy")
        if copy.status == 404:
            pytest.skip("the document's page does not load the viewer yet")
        words = re.sub(r"<[^>]*>", "", copy.text())
        assert re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", words) is None
        assert "***" in words
        if masked == 5:
            break
    assert masked > 0
