"""What a newcomer does first: a finding, its number, its documents, the words, ten decisions, and a figure that moves."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from served import served, until

from counterfile.cli import main
from counterfile.model.notice import Property


def verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """Run `counterfile verify` in an inquiry; return its exit code and what it says."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["counterfile", "verify"])
            with pytest.raises(SystemExit) as ended:
                main()
    finally:
        os.chdir(before)
    return ended.value.code, capsys.readouterr().out


def test_a_newcomer_comes_from_a_figure_to_its_words_and_moves_it(
    inquiry: Path, browser: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(inquiry, folder)
    _, before = verified(folder, capsys)

    with served(folder) as address:
        page = browser.new_context(base_url=address, locale="en-US").new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        assert re.match(r"\d+ findings? holds?, .*\d+ links? to check, \d+ files? failed", page.title())
        assert page.inner_text(".counts").rstrip(".") in page.title()
        page.click(".card >> nth=0")
        assert page.locator(".figure").count() > 0
        sources = page.locator(".units .source a mark, .units .passage a")
        assert sources.count() > 1
        sources.first.click()
        page.wait_for_selector("mark.focus, mark.now, mark.hit")
        assert "/documents/" in page.url

        page.goto("/review/fields")
        page.fill("#by", "heron")
        page.keyboard.press("Enter")
        until(lambda: page.locator("review-queue kbd").count() > 0)
        for count in range(1, 11):
            page.wait_for_selector("review-queue .answer")
            page.keyboard.press("1")
            until(lambda count=count: f"{count} answered" in page.inner_text(".review-count"))
        until(lambda: page.evaluate("localStorage['counterfile-outbox-fields-heron']") == "[]")

        opening = next(
            each
            for document in page.request.get("/api/v1/documents?state=read&limit=200").json()["items"]
            for each in page.request.get(f"/api/v1/documents/{document['id']}/statements?limit=200").json()["items"]
            if each["property"] == Property.OPENING
        )
        body = {
            "about": opening["id"], "field": "opening", "value": "", "reason": "another date", "by": "heron",
        }  # fmt: skip
        corrected = page.request.post("/api/v1/corrections", data=body)
        assert corrected.status == 201, corrected.text()
        page.context.close()

    code, said = verified(folder, capsys)
    moved = set(said.splitlines()) - set(before.splitlines())
    assert code == 1
    assert any("heron" in line and Property.OPENING in line for line in moved), "no reason is given: " + said
