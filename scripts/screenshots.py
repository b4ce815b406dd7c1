"""Pictures of every page, at both widths, in both languages and both color schemes, from the demo inquiry.

python scripts/screenshots.py             into build/screenshots, which git ignores
python scripts/screenshots.py --docs      those of the documentation, into docs/images
python scripts/screenshots.py --inquiry FOLDER --only procedures
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from served import addresses, chromium, served  # noqa: E402  # what the browser tests serve and visit

SIZES = {1440: 900, 390: 844}
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
SCHEMES = ("light", "dark")
DOCS = {"start": (1280, 900), "finding": (1280, 900), "procedure": (1280, 1000), "phone": (390, 844)}


def main() -> None:
    """Shoot what was asked for."""
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    asking.add_argument("--inquiry", type=Path, help="an inquiry to show instead of a fresh demo")
    asking.add_argument("--only", default="", help="only addresses with this in them")
    asking.add_argument("--docs", action="store_true", help="the pictures of the documentation")
    asked = asking.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inquiry = asked.inquiry or Path(folder) / "demo"
        if asked.inquiry is None:
            counterfile("demo", str(inquiry), "--no-serve")
        if asked.docs:
            scan = Path(folder) / "scan"
            read_scan(scan)
            shoot_docs(inquiry, scan, ROOT / "docs" / "images")
        else:
            shoot_all(inquiry, asked.out, asked.only)


def counterfile(*words: str, folder: Path | None = None) -> None:
    """Run the command; a demo ends with 4, since some of its files are meant to fail."""
    ended = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "counterfile", *words], cwd=folder, capture_output=True, check=False
    )
    if ended.returncode not in (0, 4):
        raise SystemExit(ended.stderr.decode())


def shoot_all(inquiry: Path, out: Path, only: str) -> None:
    """Shoot every page in every form."""
    out.mkdir(parents=True, exist_ok=True)
    with served(inquiry) as root, browser() as running:
        for width, language, scheme in ((w, one, s) for w in SIZES for one in LANGUAGES for s in SCHEMES):
            context = running.new_context(
                base_url=root,
                viewport={"width": width, "height": SIZES[width]},
                locale=LANGUAGES[language],
                color_scheme=scheme,
            )
            context.add_cookies([{"name": "counterfile-by", "value": "heron", "url": root}])
            page = context.new_page()
            for number, address in enumerate(addresses(page)):
                if only in address:
                    page.goto(address, wait_until="networkidle")
                    name = re.sub(r"[^a-z0-9]+", "-", address.casefold())[:24].strip("-") or "start"
                    page.screenshot(path=out / f"{number:02}-{name}.{width}.{language}.{scheme}.png", full_page=True)
            context.close()
    sys.stdout.write(f"{len(list(out.glob('*.png')))} pictures in {out}\n")


def shoot_docs(inquiry: Path, scan: Path, out: Path) -> None:
    """Shoot what the documentation shows."""
    with served(inquiry) as root, browser() as running:
        for name, address in documented(running, root).items():
            shoot(running, root + address, DOCS[name], out / f"{name}.png")
    with served(scan) as root, browser() as running:
        page = running.new_page(base_url=root)
        document = page.request.get("/api/v1/documents?state=read&limit=1").json()["items"][0]["id"]
        shoot(running, f"{root}/documents/{document}/pages/1", (1280, 1000), out / "page.png")


def documented(running: Any, root: str) -> dict[str, str]:
    """Return the addresses of the pictures: a procedure that has come to its award, and a finding with nested counts."""
    page = running.new_page(base_url=root)
    rows = page.request.get("/procedures.json").json()
    procedure = next(row["id"] for row in rows if "一人一档" in row["title"] and row["notices"] >= 4 and row["award"])
    page.close()
    return {
        "start": "/",
        "finding": "/findings/files-and-faces",
        "procedure": f"/procedures/{procedure}",
        "phone": f"/procedures/{procedure}",
    }


def shoot(running: Any, address: str, size: tuple[int, int], path: Path) -> None:
    """Shoot what fits on a screen of this size."""
    page = running.new_page(viewport={"width": size[0], "height": size[1]}, locale="en-US", color_scheme="light")
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=path)
    page.close()


def read_scan(folder: Path) -> None:
    """Make an inquiry of its own with a notice as a picture, as it would move the demo's findings."""
    from counterfile import app

    app.create_inquiry(folder)
    with app.open_inquiry(folder) as inquiry:
        list(inquiry.add([ROOT / "tests" / "functional" / "scans" / "award.png"]))
        list(inquiry.run(recognize="all"))


@contextmanager
def browser() -> Iterator[Any]:
    """Give a running Chromium."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if not path:
        raise SystemExit("there is no Chromium: apt install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


if __name__ == "__main__":
    main()
