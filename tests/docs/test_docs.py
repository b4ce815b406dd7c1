"""The documentation is true: generated pages are current, links lead somewhere, every command has a page."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])


def reference() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.render()


@pytest.mark.parametrize("name", ["cli.md", "tables.md", "errors.md"])
def test_reference_is_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs" / "reference" / name).read_text("utf-8")

    assert page == reference()[name], "run `python scripts/reference.py` and commit the pages"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    lost = [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()]

    assert lost == []


def test_readme_says_on_its_first_screen_what_it_is_and_what_it_never_does() -> None:
    first = "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:24])

    for words in ("make demo", "make test", "docs/images/", "Never on persons", "masked", "does not promise"):
        assert words in first


def test_no_page_names_a_path_of_a_machine() -> None:
    hits = [
        f"{page.relative_to(ROOT)}: {match}"
        for page in PAGES
        for match in re.findall(r"/(?:home|root|work|tmp)/[\w/]+", page.read_text("utf-8"))
    ]

    assert hits == []
