"""The islands: parts of a page that a script takes over, built by Vite from `frontend/` and kept beside the pages.

What is built lies in ``static/islands`` with its manifest, so that a checkout and a wheel serve it without Node. Where it is
missing, the pages stand without it: whatever an island shows can be read and done without a script.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from counterfile.guard import POLICY as SCRIPTLESS
from counterfile.web import words
from counterfile.web.words import Words

ADDRESS = "/static/islands/"

POLICY = SCRIPTLESS + "; script-src 'self'; connect-src 'self'; frame-src 'self'"
"""Of a page with an island: it runs this server's own scripts, asks this server alone, and nothing is inline."""

HEADERS = {"Content-Security-Policy": POLICY}

_VALUES: tuple[dict[Any, str], ...] = (
    words.STAGES,
    words.LOT_STATUSES,
    words.BASES,
    words.ANSWERS,
    words.TRUTHS,
)
"""Codes among values, by the names that people read."""


def scripts(name: str) -> Markup:
    """Return the tags that load an island and what it shares with others; empty where nothing is built."""
    found = manifest()
    entry = next((each for each in found.values() if each.get("isEntry") and each.get("name") == name), None)
    if entry is None:
        return Markup("")
    shared = dict.fromkeys(_imports(found, entry))
    tags = [f'<link rel="modulepreload" href="{escape(ADDRESS + each)}">' for each in shared]
    tags.append(f'<script type="module" src="{escape(ADDRESS + entry["file"])}"></script>')
    return Markup("\n".join(tags))  # noqa: S704  # every address was escaped


def data(spoken: Words) -> Markup:
    """Return the interface's words for the islands, as data that no script engine runs."""
    said = {
        "language": spoken.language,
        "sentences": {} if spoken.language == "en" else {each: spoken.say(each) for each in sentences()},
        "properties": {str(code): spoken.say(name) for code, name in words.PROPERTIES.items()},
        "values": {str(code): spoken.say(name) for table in _VALUES for code, name in table.items()},
    }
    packed = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(f'<script type="application/json" id="island-words">{packed}</script>')  # noqa: S704  # escaped for JSON


def sentences() -> list[str]:
    """Return every sentence that the islands say, in English; none where nothing is built."""
    return list(_read("words.json") or ())


@cache
def manifest() -> dict[str, dict[str, Any]]:
    """Return Vite's manifest: what was built from what; empty where nothing is."""
    return dict(_read("manifest.json") or {})


def _imports(found: dict[str, dict[str, Any]], entry: dict[str, Any]) -> list[str]:
    files = []
    for name in entry.get("imports", ()):
        files += [found[name]["file"], *_imports(found, found[name])]
    return files


def _read(name: str) -> Any:
    path = resources.files("counterfile.web") / "static" / "islands" / name
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
