"""What is built is what stands in the sources, small enough, with its licenses, and in both languages."""

import gzip
import hashlib
import json
import re
from importlib import resources
from pathlib import Path

import pytest

from counterfile.api import _fields, _links, _screens
from counterfile.web import islands, words

BUILT = Path(str(resources.files("counterfile.web"))) / "static" / "islands"
FRONTEND = Path(__file__).parents[2] / "frontend"

BUDGETS = {"review-queue": 80 * 1024, "doc-viewer": 80 * 1024, "graph-view": 45 * 1024}
"""Bytes of script, gzipped, on a page with an island."""


def loaded(name: str) -> list[Path]:
    """Return the files that a page loads for an island."""
    return [BUILT / each for each in re.findall(rf'{islands.ADDRESS}([^"]+\.js)"', islands.scripts(name))]


@pytest.mark.parametrize(("name", "most"), BUDGETS.items())
def test_script_of_an_island_stays_within_its_budget(name: str, most: int) -> None:
    files = loaded(name)
    size = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)

    assert len(files) >= 1
    assert 0 < size <= most


def test_what_is_built_follows_from_the_sources() -> None:
    if not FRONTEND.is_dir():
        pytest.skip("the sources of the islands are not in this package")
    found = hashlib.sha256()
    paths = sorted(
        (path for path in (FRONTEND / "src").rglob("*") if path.is_file() and not path.name.endswith(".gen.ts")),
        key=lambda path: [*path.relative_to(FRONTEND).parts],
    )
    for path in [*paths, FRONTEND / "package-lock.json"]:
        found.update(f"{path.relative_to(FRONTEND)}\0".encode() + path.read_bytes() + b"\0")

    built = json.loads((BUILT / "built.json").read_text())["sources"]

    assert built == found.hexdigest(), "frontend/ has changed: `cd frontend && npm ci && npm run build`"


def test_every_bundled_package_has_its_license_beside_it() -> None:
    said = (BUILT / "LICENSES.txt").read_text()
    dependencies = json.loads((FRONTEND / "package.json").read_text())["dependencies"] if FRONTEND.is_dir() else {}

    for name in dependencies:
        assert f"\n{name} " in f"\n{said}"
    assert "MIT" in said
    assert "Permission is hereby granted" in said
    assert not re.search(r"\b(?:AGPL|GPL)\b", said)


def test_nothing_built_asks_another_server_or_makes_code_from_text() -> None:
    for path in BUILT.glob("*.js"):
        text = path.read_text("utf-8")
        assert set(re.findall(r"https?://[\w./-]+", text)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1998/Math/MathML",
            "http://www.w3.org/1999/xhtml",
            "http://www.w3.org/1999/xlink",
        }
        assert not re.search(r"\beval\(|new Function\(", text)


def test_every_word_of_an_island_is_translated() -> None:
    said = islands.sentences()

    assert len(said) > 50
    assert [each for each in said if each not in words.catalogue()] == []


def test_what_the_api_says_in_keys_is_in_the_catalogue() -> None:
    keys = {option.label for option in (*_screens.OPTIONS, *_links.OPTIONS)} | set(_links.ASKED.values())
    for module in (_fields, _links, _screens):
        text = Path(str(module.__file__)).read_text("utf-8")
        keys |= set(re.findall(r'(?:Consequence|Fact)\("([^"]+)"', text))
        keys |= set(re.findall(r'(?:question|label|why)="([^"]+)"', text))
        keys |= set(re.findall(r'"([A-Z][^"\n]+[?.]|(?:The|Nothing|Software|It|A) [^"\n]+)"', text))
    served = {each for each in keys if each in words.catalogue()}

    assert {"Which value is right?", "The notice contradicts itself", "joins {n} files"} <= served
    assert {option.label for option in (*_screens.OPTIONS, *_links.OPTIONS)} <= set(islands.sentences())
    assert set(_links.ASKED.values()) <= set(islands.sentences())


def test_data_block_closes_nothing_whatever_a_word_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(islands, "sentences", lambda: ["</script><script>alert(1)</script>"])

    block = str(islands.data(words.words("zh")))

    assert block.count("<script") == 1
    assert block.count("</script") == 1


def test_a_page_without_a_build_stands_without_its_island(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(islands, "manifest", dict)

    assert str(islands.scripts("review-queue")) == ""
