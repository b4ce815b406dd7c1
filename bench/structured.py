"""Structured sources: the same notice as TED XML and as eForms, TED notices by form, and OCDS against its own compiled releases.

    python -m bench structured          all three as JSON
    python bench/structured.py pairs    one as a table: pairs, ted or ocds

Real notices lie beside the checkout and are not part of it; without them a part says so. ocdsmerge (BSD-3-Clause), where it is
installed, merges the releases that OCDS is compared with.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from counterfile.errors import BadInput
from counterfile.model.reading import Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors._structured_fields import names_no_person
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.readers.eforms import EformsReader
from counterfile.plugins.readers.ocds import OcdsReader
from counterfile.stages.extract import extract_reading
from counterfile.text.codes import method_of_code
from counterfile.text.identifiers import clean_number, number_key
from counterfile.text.kinds import lot_key
from counterfile.text.names import name_key

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LAYERS = (StructuredExtractor(),)

Values = dict[str, frozenset[str]]
"""Field to what a notice says of it, in the form that is compared."""


def measure(options: object) -> dict[str, object]:
    """Return all figures."""
    del options
    return {"pairs": pairs()["summary"], "ted": ted(every=4), "ocds": ocds()["summary"]}


# ------------------------------------------------------------------------------------------------------------- reading


def reading_of(reader: EformsReader | OcdsReader, content: bytes, name: str) -> Reading:
    """Return the Reading of a file; raises what the reader raises."""
    draft = reader.read(content, name)
    digest = hashlib.sha256(content).hexdigest()
    segments = draft.segments or (Segment(0, len(draft.text)),)
    return Reading("rd-" + "0" * 20, digest, "bench", draft.text, draft.blocks, draft.pages, segments)


def statements_of(reader: EformsReader | OcdsReader, content: bytes, name: str) -> list[tuple[Statement, ...]]:
    """Return the statements of each notice in a file."""
    return [statements for _, statements in extract_reading(reading_of(reader, content, name), LAYERS)]


def values_of(statements: Iterable[Statement]) -> Values:
    """Return what statements say, by field; lots by their key, suppliers and sums with their lot."""
    rows = list(statements)
    lots = {
        one.subject: lot_key(one.value)
        for one in rows
        if one.property.value == "lots/id" and one.subject.count("/") == 1
    }
    found: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        field = one.property.value
        value = one.value
        if field in {"buyer/name", "awards/suppliers/name", "bids/tenderers/name", "procuringEntity/name"}:
            value = name_key(value)
        elif field in {"tender/id", "contracts/id", "buyer/identifier", "awards/suppliers/identifier"}:
            value = number_key(value)
        elif field == "lots/id":
            value = lot_key(value)
        elif field in {"tender/title", "lots/title", "title", "buyer/address/streetAddress"}:
            value = " ".join(value.split()).casefold()
        elif field == "tender/procurementMethodDetails":
            value = method_of_code(value) or value
        if one.amount is not None:
            value = f"{one.amount.currency} {_plain(one.amount.amount)} {one.amount.basis}"
        lot = lots.get("/".join(one.subject.split("/")[:2]), "")
        found[field].add(f"{lot}: {value}" if lot and field != "lots/id" else value)
    return {field: frozenset(values) for field, values in found.items()}


def _plain(number: Decimal | str | None) -> str:
    try:
        return "" if number is None else format(Decimal(number).quantize(Decimal("0.01")).normalize(), "f")
    except InvalidOperation:
        return str(number)


# --------------------------------------------------------------------------------------------------------------- pairs


def pairs() -> dict[str, Any]:
    """Compare every notice of the pairs through both readers.

    Returns:
        ``summary``, the counts per field; ``rows``, each difference as (file, field, outcome, TED's values, eForms' values).
    """
    folder = DATA / "ted-eforms-pairs" / "development-notices"
    if not folder.is_dir():
        return {"summary": {"skipped": "ted-eforms-pairs is absent"}, "rows": []}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows: list[tuple[str, str, str, list[str], list[str]]] = []
    read = 0
    for old in sorted((folder / "ted-xml").glob("*.xml")):
        new = folder / "eforms-xml" / old.name
        if not new.exists() or not new.stat().st_size:
            rows.append((old.name, "(file)", "no eForms file", [], []))
            continue
        sides = [statements_of(EformsReader(), path.read_bytes(), path.name) for path in (old, new)]
        before, after = (values_of(side[0]) if side else {} for side in sides)
        read += 1
        texts = [path.read_text("utf-8") for path in (old, new)]
        for field in sorted(before.keys() | after.keys()):
            outcome = _compare(field, before, after, texts)
            counts[field][outcome] += 1
            if outcome != "equal":
                mine, theirs = before.get(field, frozenset()), after.get(field, frozenset())
                rows.append((old.name, field, outcome, sorted(mine - theirs), sorted(theirs - mine)))
    summary = {"notices": read, **{field: dict(outcomes) for field, outcomes in sorted(counts.items())}}
    return {"summary": summary, "rows": rows}


def _compare(field: str, before: Values, after: Values, texts: list[str]) -> str:
    mine, theirs = before.get(field, frozenset()), after.get(field, frozenset())
    if mine == theirs:
        return "equal"
    return explain(field, before, after, *texts) or ("different" if mine and theirs else "missing")


def explain(field: str, before: Values, after: Values, old: str, new: str) -> str:
    """Return why two sets differ though both files were read rightly; empty where nothing explains it.

    The eForms files were converted from the TED ones. A value that stands in one file only is no difference of reading, and
    neither is one that the converter put under another name.
    """
    mine, theirs = before.get(field, frozenset()), after.get(field, frozenset())
    if field == "ocid":
        return "explained: TED has no identifier of the procedure"
    if field == "title":
        return "explained: the title that TED's editors gave is not in eForms"
    if not any(_is_unread(value, new, after) for value in mine - theirs) and not any(
        _is_unread(value, old, before) for value in theirs - mine
    ):
        return "explained: one file does not state it"
    if field in {"awards/date", "contracts/dateSigned"} and mine <= _dates(after) and theirs <= _dates(before):
        return "explained: the converter made the jury's date the contract's"
    if field == "lots/title" and {_bare(value) for value in mine ^ theirs} <= before["tender/title"]:
        return "explained: the converter repeats the project's title for each lot"
    if field.startswith("lots/") and len(mine) == len(theirs) and re.search(r"LOT_NO>\d{5,}<", old):
        return "explained: the converter numbered the lots anew"
    return ""


def _dates(values: Values) -> frozenset[str]:
    return values.get("awards/date", frozenset()) | values.get("contracts/dateSigned", frozenset())


def _bare(value: str) -> str:
    return value.partition(": ")[2] or value


def _is_unread(value: str, text: str, read: Values) -> bool:
    """Whether a value stands in a file and was read from it as nothing."""
    known = {_bare(one) for field, values in read.items() if field.endswith("alue") for one in values}
    return _bare(value) not in known and _stands_in(value, text)


def _stands_in(value: str, text: str) -> bool:
    """Whether a value's words or number stand anywhere in a file, whatever they are called there."""
    bare = _bare(value)
    amount = re.fullmatch(r"[A-Z]{3} (\d+)(\.\d+)? \w+", bare)
    if amount:
        return re.search(rf">{amount[1]}{re.escape(amount[2] or '')}\.?0*<", text) is not None
    flat = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split()).casefold()
    return bare.casefold() in flat


# ----------------------------------------------------------------------------------------------------------------- TED


def ted_files(every: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every n-th TED notice."""
    archive = DATA / "ted-xml.tar.gz"
    if not archive.exists():
        return
    number = 0
    with tarfile.open(archive) as opened:  # in the archive's order: going back in it means to unpack it again
        for member in opened:
            if not member.name.endswith(".xml"):
                continue
            number += 1
            stream = opened.extractfile(member) if number % every == 0 else None
            if stream is not None:
                yield member.name.rpartition("/")[2], stream.read()


def ted(every: int = 1) -> dict[str, object]:
    """Return how many TED notices are read, why others are not, and how many of each form state each field."""
    forms: Counter[str] = Counter()
    stated: dict[str, Counter[str]] = defaultdict(Counter)
    refused: Counter[str] = Counter()
    begun = time.process_time()
    for name, content in ted_files(every):
        try:
            reading = reading_of(EformsReader(), content, name)
        except BadInput as error:
            refused[f"{name}: {error}"] += 1
            continue
        form = next(
            (reading.text[block.start : block.end] for block in reading.blocks if block.name.endswith("/@FORM")), "none"
        )
        forms[form] += 1
        notices = extract_reading(reading, LAYERS)
        fields = {one.property.value for one in notices[0][1]} if notices else {"(no notice)"}
        fields |= {
            "cpv" for block in reading.blocks if block.name.endswith(("CPV_CODE/@CODE", "ORIGINAL_CPV/@CODE"))
        } | {"nuts" for block in reading.blocks if block.name.endswith("NUTS/@CODE")}
        for field in fields:
            stated[form][field] += 1
    spent = time.process_time() - begun
    read = sum(forms.values())
    return {
        "read": read,
        "refused": dict(refused),
        "a_second": round(read / spent) if spent else 0,
        "coverage": {
            form: {"notices": forms[form], **{field: round(n / forms[form], 3) for field, n in sorted(fields.items())}}
            for form, fields in sorted(stated.items())
        },
    }


# ---------------------------------------------------------------------------------------------------------------- OCDS


def ocds() -> dict[str, Any]:
    """Compare what is read from OCDS files with what the JSON says, and with the compiled releases of ocdsmerge.

    Returns:
        ``summary``, per field: equal, missing (stated and not read), extra (read and not stated) and, for suppliers, withheld
        (a name that may be a person's); ``rows``, each that is not equal.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows: list[tuple[str, str, str, list[str]]] = []
    files = [
        path
        for folder in ("ocds-real", "ocds-cdmx", "ocds-standard-examples", "ocds-bad")
        for path in sorted((DATA / folder).rglob("*.json"))
    ]
    refused: Counter[str] = Counter()
    for path in files:
        try:
            releases = _releases_of(path)
            merged = _merged(releases)
            for release in [*releases, *merged]:
                read = statements_of(OcdsReader(), json.dumps(release).encode(), "release.json")
                _count(str(path.name), release, values_of(read[0]) if read else {}, counts, rows)
        except BadInput as error:
            refused[str(error)[:80]] += 1
        except (json.JSONDecodeError, UnicodeDecodeError):
            refused["no JSON"] += 1
    summary: dict[str, Any] = {field: dict(outcomes) for field, outcomes in sorted(counts.items())}
    return {"summary": {"files": len(files), "refused": dict(refused), **summary}, "rows": rows}


def _releases_of(path: Path) -> list[dict[str, Any]]:
    """Return the releases of a file by plain navigation, without the reader."""
    package = json.loads(path.read_text("utf-8-sig"), parse_float=str)
    found: list[dict[str, Any]] = []
    for item in package if isinstance(package, list) else [package]:
        if not isinstance(item, dict):
            continue
        if "records" in item:
            for record in _list(item["records"]):
                found += [one for one in record.get("releases") or [] if isinstance(one, dict) and "ocid" in one]
                found += [record["compiledRelease"]] if "compiledRelease" in record else []
        elif "releases" in item:
            found += _list(item["releases"])
        elif "ocid" in item:
            found.append(item)
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("ocid"), str)]


def _merged(releases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the compiled release of each process with several releases; none where ocdsmerge is not installed."""
    try:
        import ocdsmerge  # type: ignore[import-not-found]
    except ImportError:
        return []
    by_process: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for release in releases:
        if isinstance(release.get("date"), str) and "compiled" not in str(release.get("tag")):
            by_process[release["ocid"]].append(release)
    several = [group for group in by_process.values() if len(group) > 1]
    try:
        # An empty schema: arrays are merged by id, which is the standard's rule, and nothing is fetched.
        return [
            ocdsmerge.Merger({"type": "object", "properties": {}}).create_compiled_release(group) for group in several
        ]
    except (ocdsmerge.exceptions.OCDSMergeError, TypeError, AttributeError) as error:
        # Some files are invalid by design, and what a peer does with them is its own.
        print(f"ocdsmerge refuses: {type(error).__name__}", file=sys.stderr)
        return []


def _count(
    name: str,
    release: dict[str, Any],
    read: Values,
    counts: dict[str, Counter[str]],
    rows: list[tuple[str, str, str, list[str]]],
) -> None:
    for field, stated in _stated(release).items():
        if field in {"tender/title", "lots/id"} and not stated:
            continue  # awards and contracts name themselves where the tender does not
        found = {
            _bare(value) if field not in {"tender/title", "title"} else value for value in read.get(field, frozenset())
        }
        withheld = {value for value in stated - found if value.startswith("?")}
        withheld |= {value for value in stated - found if re.fullmatch(r"[A-Z]{3} [01](\.0*)? total", value)}
        missing, extra = stated - found - withheld, found - {value.removeprefix("?") for value in stated}
        outcome = "missing" if missing else "extra" if extra else "withheld" if withheld else "equal"
        if stated or found:
            counts[field][outcome] += 1
        if outcome in {"missing", "extra"}:
            rows.append((name, field, outcome, sorted(missing or extra)))


def _stated(release: dict[str, Any]) -> dict[str, set[str]]:
    """Return what a release says, by plain navigation of its JSON, in the form of `values_of`."""
    tender, buyer = _dict(release.get("tender")), _dict(release.get("buyer"))
    awards, contracts = _list(release.get("awards")), _list(release.get("contracts"))
    parties = {party.get("id"): party for party in _list(release.get("parties"))}
    entity = _dict(tender.get("procuringEntity"))

    def name(of: dict[str, Any]) -> str:
        return _known(of.get("name")) or _known(parties.get(of.get("id"), {}).get("name"))

    live = [one for one in awards if one.get("status") not in {"cancelled", "unsuccessful", "withdrawn"}]
    kept = [one for one in live if one.get("status") != "pending"]
    suppliers = {name(supplier) for award in kept for supplier in _list(award.get("suppliers"))}
    bought = name(buyer) or next(
        (_known(party.get("name")) for party in parties.values() if "buyer" in _words(party.get("roles"))), ""
    )
    run = name(entity) or next(
        (_known(party.get("name")) for party in parties.values() if "procuringEntity" in _words(party.get("roles"))), ""
    )
    follows = Counter(str(one.get("awardID")) for one in contracts if one.get("status") != "cancelled")
    whole = [one for one in live if len(_list_of(one.get("relatedLots"))) < 2]
    numbers = {str(one.get("id")) for one in whole}
    stated = {
        "ocid": {str(release["ocid"])},
        "tender/id": {number_key(clean_number(_known(tender.get("id"))))},
        "tender/title": {" ".join(str(tender.get("title") or "").split()).casefold()},
        "buyer/name": {name_key(bought or run)},
        "awards/suppliers/name": {
            name_key(one) if names_no_person(one) else f"?{name_key(one)}" for one in suppliers if one.strip()
        },
        "lots/id": {lot_key(str(lot.get("id"))) for lot in _list(tender.get("lots")) if lot.get("id")},
        "tender/value": {_sum(tender.get("value"))} | {_sum(lot.get("value")) for lot in _list(tender.get("lots"))},
        "planning/budget/value": {_sum(_dict(_dict(release.get("planning")).get("budget")).get("amount"))},
        "awards/value": {_sum(one.get("value")) for one in whole},
        "contracts/value": {
            _sum(one.get("value"))
            for one in contracts
            if one.get("status") != "cancelled"
            and (
                (follows[str(one.get("awardID"))] == 1 and str(one.get("awardID")) in numbers)
                or (not awards and len(contracts) == 1)
            )
        },
        "contracts/id": {number_key(_known(one.get("id"))) for one in contracts}
        - {number_key(_known(tender.get("id")))},
        "date": {str(release.get("date") or "")[:10]},
        "tender/tenderPeriod/endDate": {str(_dict(tender.get("tenderPeriod")).get("endDate") or "")[:10]},
    }
    return {field: values - {"", "None"} for field, values in stated.items()}


def _known(value: object) -> str:
    return str(value).strip() if value not in (None, "") else ""


def _sum(value: object) -> str:
    one = _dict(value)
    if one.get("amount") in (None, "") or not isinstance(one.get("currency"), str):
        return ""
    return f"{one['currency'].upper()} {_plain(str(one['amount']))} total"


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    return [one for one in _list_of(value) if isinstance(one, dict)]


def _list_of(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(value: object) -> list[str]:
    return value.split() if isinstance(value, str) else [str(one) for one in _list_of(value)]


def main() -> int:
    """Print one part as a table."""
    part = sys.argv[1] if len(sys.argv) > 1 else "pairs"
    if part == "ted":
        print(json.dumps(ted(every=int(sys.argv[2]) if len(sys.argv) > 2 else 1), ensure_ascii=False, indent=1))
        return 0
    result = {"pairs": pairs, "ocds": ocds}[part]()
    for row in result["rows"]:
        print(*row, sep=" | ")
    for field, counts in result["summary"].items():
        print(f"{field:40} {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
