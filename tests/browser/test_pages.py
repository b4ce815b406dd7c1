"""Every page in a browser: nothing asks another origin, nothing breaks the policy, nobody is shut out."""

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"


def addresses(page: Any) -> list[str]:
    """Return an address of every kind of page, with things to show on each."""

    def first(path: str, name: str = "id") -> str:
        items = page.request.get(f"/api/v1/{path}").json()["items"]
        return str(items[0][name])

    page_document = first("documents?media_type=application/pdf&limit=1")
    html = first("documents?media_type=text/html&state=read&limit=1")
    return [
        "/",
        "/findings",
        f"/findings/{first('findings', 'name')}",
        "/procedures",
        f"/procedures/{first('procedures?limit=1')}",
        "/organizations",
        f"/organizations/{first('organizations?limit=1')}",
        "/places?of=money",
        "/network",
        "/timeline?by=month",
        "/settings",
        "/coverage",
        "/attachments",
        "/duplicates",
        "/status",
        "/judgements",
        "/about",
        "/search?q=人脸识别",
        f"/documents/{html}",
        f"/documents/{html}?q=采购",
        f"/documents/{page_document}",
        f"/documents/{page_document}/pages/1",
        "/documents/none",
        "/review",
        "/review/fields",
        "/review/screen",
        "/review/links",
        "/review/adjudicate",
    ]


def test_no_page_asks_another_origin_or_breaks_the_policy(signed: Any) -> None:
    for address in addresses(signed):
        signed.goto(address, wait_until="networkidle")
        assert signed.title()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_serious_on_any_page(signed: Any, scheme: str, language: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (cd frontend && npm ci): accessibility is not checked")
    signed.emulate_media(color_scheme=scheme)
    found = []
    # Each kind of page in each scheme and language would take minutes; the two are tried over alternating halves.
    every = addresses(signed)
    chosen = every if (scheme, language) == ("light", "en") else every[(language == "zh") :: 2]
    for address in chosen:
        signed.goto(f"{address}{'&' if '?' in address else '?'}lang={language}", wait_until="networkidle")
        signed.evaluate(AXE.read_text("utf-8"))
        for each in signed.evaluate(f"axe.run(document, {RULES}).then(found => found.violations)"):
            if each["impact"] in ("serious", "critical"):
                found.append((address, each["id"], each["nodes"][0]["html"][:160]))
    assert found == []


@pytest.mark.parametrize("width", [320, 390])
def test_pages_reflow_on_a_narrow_screen(signed: Any, width: int) -> None:
    signed.set_viewport_size({"width": width, "height": 844})
    wide = []
    for address in addresses(signed):
        signed.goto(address, wait_until="networkidle")
        if signed.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []
