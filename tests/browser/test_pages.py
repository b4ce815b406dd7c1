"""Every page in a browser: nothing asks another origin, nothing breaks the policy, nobody is shut out."""

import itertools
import os
from pathlib import Path
from typing import Any

import pytest
from served import addresses

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"


def test_no_page_asks_another_origin_or_breaks_the_policy(signed: Any) -> None:
    for address in addresses(signed):
        signed.goto(address, wait_until="networkidle")
        assert signed.title()


FORMS = list(itertools.product((1440, 390), ("en", "zh"), ("light", "dark")))


@pytest.mark.parametrize(("width", "language", "scheme"), FORMS)
def test_axe_finds_nothing_serious_on_any_page(signed: Any, width: int, language: str, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (cd frontend && npm ci): accessibility is not checked")
    signed.emulate_media(color_scheme=scheme)
    signed.set_viewport_size({"width": width, "height": 900})
    # Every page in every form takes minutes: by default all are tried in the first form and a share in each other one.
    number, every = FORMS.index((width, language, scheme)), addresses(signed)
    chosen = every if number == 0 or os.environ.get("COUNTERFILE_AXE") else every[number % 4 :: 4]
    found = []
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
