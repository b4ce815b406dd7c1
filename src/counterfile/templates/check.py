"""Check an evidence pack: python3 check.py. Plain Python, nothing to install, nothing is sent anywhere.

1. Every file is byte for byte the one that was packed (manifest-sha256.txt), none is missing, none was added.
2. Every original is named by its own SHA-256.
3. Every quote stands in its text, exactly where finding and quote say.
4. The figure is what its units add up to, and every unit has words or a judgement behind it.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import statistics
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
MANIFEST = "manifest-sha256.txt"


def digest(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files() -> Iterator[str]:
    """Compare the files with the manifest."""
    listed = {}
    content = (HERE / MANIFEST).read_bytes()
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n")[:-1], 1):
        if line[64:66] != "  " or len(line) < 67:
            yield f"{MANIFEST}, line {number}: not a digest and a name"
        listed[line[66:]] = line[:64]
    if not content.endswith(b"\n"):
        yield f"{MANIFEST}: its end is missing"
    there = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(there ^ listed.keys()):
        yield f"{name}: {'was added' if name in there else 'is missing'}"
    for name in sorted(there & listed.keys()):
        if digest(HERE / name) != listed[name]:
            yield f"{name}: its bytes are not the ones that were packed"
    for path in (HERE / "originals").glob("*"):
        if digest(path) != path.name.partition(".")[0]:
            yield f"originals/{path.name}: it is not the file that its name says"


def quotes(found: list[dict[str, Any]]) -> Iterator[str]:
    """Look up every quote."""
    texts: dict[str, str] = {}
    for quote in found:
        name = quote["text"]
        if name not in texts:
            texts[name] = (HERE / name).read_bytes().decode("utf-8", "replace") if (HERE / name).is_file() else ""
        if texts[name][quote["start"] : quote["end"]] != quote["quote"]:
            yield f"{name}: the words of {quote['unit']} do not stand at {quote['start']}"


def figure(found: dict[str, Any], standing: set[str]) -> Iterator[str]:
    """Compute the figure again from its units."""
    units, kind, printed = found["units"], found["spec"]["measure"], found["figure"]["value"]
    values = [unit["value"] for unit in units]
    again = printed
    if kind in ("count", "quotation"):
        again = str(len(units))
    elif kind == "share":
        again = f"{sum(unit['within'] for unit in units)}/{len(units)}"
    elif kind == "distinct":
        again = str(len({part for value in values for part in value.split("; ")}))
    elif kind in ("first", "min", "max") and values and "-" in printed:
        again = max(values) if kind == "max" else min(values)
    elif kind in ("sum", "min", "max", "median") and values:
        numbers = [Decimal(value) for value in values]
        one = {"sum": sum, "min": min, "max": max, "median": statistics.median}[kind](numbers)  # type: ignore[operator]
        again = printed if Decimal(printed) == one else str(one)
    if again != printed and not found["refused"]:
        yield f"the figure is {printed}, its units give {again}"
    for unit in units if found["spec"]["unit"] not in ("document", "organization") else ():
        if unit["id"] not in standing and not any(source["id"].startswith("j-") for source in unit["sources"]):
            yield f"{unit['id']}: no words stand behind it"


def main() -> None:
    problems = list(files())
    try:
        found, listed = (json.loads((HERE / name).read_bytes()) for name in ("finding.json", "quotes.json"))
        problems += [*quotes(listed), *figure(found, {quote["unit"] for quote in listed})]
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        problems.append(f"finding.json or quotes.json cannot be read: {error!r}")
    if problems:
        sys.exit("\n".join([*problems, f"{len(problems)} problems: this is not the pack that was made"]))
    sys.stdout.write(f"{found['spec']['name']}: {found['figure']['value']} {found['figure']['label']}\n")
    sys.stdout.write(
        f"as packed: {len(found['units'])} units, {len(listed)} quotes, digest {digest(HERE / MANIFEST)}\n"
    )


if __name__ == "__main__":
    main()
