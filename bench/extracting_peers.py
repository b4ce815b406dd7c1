"""Runs other parsers on strings, in whatever Python has them: JSON of strings in, JSON of values and CPU seconds out."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from importlib import import_module
from importlib.metadata import version
from typing import Any

Read = Callable[[str], "str | None"]


def _jionlp() -> dict[str, Read]:
    jionlp: Any = import_module("jionlp")

    def amount(text: str) -> str | None:
        found = jionlp.parse_money(text)
        number = found.get("num") if isinstance(found, dict) else None
        # Two numbers are a range, which is no total.
        return _plain(number) if isinstance(number, (str, int, float)) else None

    def day(text: str) -> str | None:
        found = jionlp.parse_time(text)
        return str(found["time"][0])[:10] if found.get("type") in {"time_point", "time_span"} else None

    return {"amounts": amount, "dates": day}


def _price_parser() -> dict[str, Read]:
    price: Any = import_module("price_parser").Price

    def amount(text: str) -> str | None:
        return _plain(price.fromstring(text).amount)

    return {"amounts": amount}


def _dateparser() -> dict[str, Read]:
    parse: Any = import_module("dateparser").parse

    def day(text: str) -> str | None:
        found = parse(text, languages=["zh"], settings={"PREFER_DAY_OF_MONTH": "first"})
        return found.date().isoformat() if found else None

    return {"dates": day}


def _plain(number: object) -> str | None:
    try:
        return None if number is None else f"{Decimal(str(number)):f}"
    except InvalidOperation:
        return None


def _run(read: Read, texts: list[str]) -> tuple[list[str | None], float]:
    def guarded(text: str) -> str | None:
        try:
            return read(text)
        except Exception:  # noqa: BLE001 (a peer that raises on a string has missed it)
            return None

    guarded(texts[0])
    began = time.process_time()
    found = [guarded(text) for text in texts]
    return found, time.process_time() - began


def main() -> None:
    """Answer for every peer that is installed; a word for those that are not."""
    asked = json.load(sys.stdin)
    answer: dict[str, object] = {}
    for name, make in (("jionlp", _jionlp), ("price-parser", _price_parser), ("dateparser", _dateparser)):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                readers = make()
                found = {kind: _run(read, asked[kind]) for kind, read in readers.items()}
        except ImportError as error:
            answer[name] = f"skipped: {error}"
            continue
        answer[f"{name} {version(name)}"] = found
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
