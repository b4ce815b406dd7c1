"""Decisions in and out: rows for CSV, records for RIS, and what ASReview writes and reads.

Out: one row a unit with all that is known of it, or one row an answer. In: our own rows, those of ASReview's export and
of its project file, and RIS; units are found again by our id, by a notice's id, by the file's name, or by a title that
only one of them has.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from counterfile.errors import BadUsage, Missing
from counterfile.screening.desk import Desk
from counterfile.store.ports import View
from counterfile.text.csv_files import CELL, LARGEST
from counterfile.text.script import fold
from counterfile.views.screening import ANSWERS, Entry, Item, Shown, Words, words

COLUMNS = (
    "record_id",
    "title",
    "abstract",
    "included",
    "answer",
    "standing",
    "readers",
    "answers",
    "shown",
    "ranking",
    "reason",
    "note",
    "answered_at",
    "software",
    "software_score",
    "score",
    "buyer",
    "stage",
    "published",
    "notices",
    "documents",
    "file",
    "origin",
)
"""Of one row a unit; ASReview reads the first four."""

ANSWER_COLUMNS = (
    "record_id",
    "reader",
    "answer",
    "shown",
    "ranking",
    "reason",
    "note",
    "seconds",
    "answered_at",
    "judgement",
    "stands",
)
"""Of one row an answer."""

_CHUNK = 500
_LABEL = {"1": "yes", "1.0": "yes", "0": "no", "0.0": "no", "true": "yes", "false": "no", "included": "yes"}
_IDS = ("counterfile_id", "record_id", "id", "an", "accession_number", "doi")
_TITLES = ("title", "primary_title", "ti", "t1")
_LABELS = ("answer", "asreview_label", "included", "label", "final_included", "label_included")
_BY = ("reader", "by", "asreview_user", "user")
_TAG = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$")


class Told(msgspec.Struct, frozen=True):
    """An earlier decision from elsewhere, as its file tells it."""

    row: int
    """From 1."""
    id: str
    title: str
    answer: str
    by: str = ""
    reason: str = ""
    note: str = ""


class Imported(msgspec.Struct, frozen=True):
    """What an import would record."""

    entries: tuple[Entry, ...]
    known: int
    """Rows whose unit has just this answer already."""
    unanswered: int
    """Rows without an answer."""
    unknown: tuple[str, ...]
    """A sentence for each row whose unit is not in this heap."""


# --- Out


def unit_rows(view: View, desk: Desk) -> Iterator[tuple[object, ...]]:
    """Yield a row of `COLUMNS` for each unit of the heap."""
    desk.prepare()
    for at in range(0, len(desk.heap), _CHUNK):
        some = desk.heap[at : at + _CHUNK]
        software = desk.software_says([one.id for one in some])
        origins = view.first_arrivals([notice.document for one in some for notice in one.notices])
        for one, told in zip(some, words(view, some), strict=True):
            arrival = origins.get(one.notices[0].document)
            yield _unit_row(
                desk,
                one,
                told,
                software.get(one.id),
                arrival.name if arrival else "",
                arrival.origin if arrival else "",
            )


def _unit_row(
    desk: Desk, one: Item, told: Words, software: tuple[str, float | None] | None, file: str, origin: str
) -> tuple[object, ...]:
    resolved = desk.board.resolve(one.id)
    entries = list(desk.board.newest(one.id).values())
    last = entries[-1] if entries else None
    included = {"yes": 1, "no": 0}.get(resolved.answer)
    return (
        one.id,
        told.title,
        told.body,
        included,
        resolved.answer or None,
        resolved.standing.value,
        [entry.reader for entry in entries],
        [entry.answer for entry in entries],
        resolved.shown.value if entries else None,
        last.ranking if last else None,
        last.reason if last else None,
        last.note if last else None,
        last.at if last else None,
        software[0] if software else None,
        software[1] if software else None,
        desk.session.score(one.id),
        told.buyer,
        told.stage,
        told.published,
        [notice.id for notice in one.notices],
        [notice.document for notice in one.notices],
        file,
        origin,
    )


def answer_rows(desk: Desk) -> Iterator[tuple[object, ...]]:
    """Yield a row of `ANSWER_COLUMNS` for each answer that was not taken back, the oldest first."""
    for entry in desk.board.entries:
        stands = entry.shown is Shown.ADJUDICATED or desk.board.newest(entry.unit).get(entry.reader) is entry
        at = entry.at.isoformat() if entry.at else None
        yield (
            entry.unit,
            entry.reader,
            entry.answer,
            entry.shown.value,
            entry.ranking,
            entry.reason,
            entry.note,
            entry.seconds,
            at,
            entry.id,
            stands,
        )


def ris(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a RIS record for each row of `COLUMNS`, with the labels that ASReview reads in N1."""
    for row in rows:
        cells = dict(zip(COLUMNS, row, strict=True))
        label = _N1.get(str(cells["included"]), "ASReview_not_seen")
        lines = [("TY", "GEN"), ("ID", cells["record_id"]), ("TI", cells["title"]), ("AB", cells["abstract"])]
        lines += [("AU", cells["buyer"]), ("DA", cells["published"]), ("UR", cells["origin"]), ("N1", label)]
        named = ("answer", "standing", "shown", "reason", "note", "software")
        lines += [("N1", f"counterfile_{name}: {cells[name]}") for name in named if cells[name]]
        lines += [("KW", name) for name in _listed(cells["notices"])]
        yield "".join(f"{tag}  - {_flat(value)}\n" for tag, value in lines if value not in (None, "")) + "ER  - \n\n"


_N1 = {"1": "ASReview_relevant", "0": "ASReview_irrelevant"}


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _flat(value: object) -> str:
    return " ".join(str(value).split())


# --- In


def read_file(path: Path) -> list[Told]:
    """Return the decisions in a CSV, TSV, RIS or ASReview project file.

    Raises:
        Missing: there is no such file.
        BadUsage: it is none of these, it is too large, or a label is none of ours.
    """
    if not path.is_file():
        raise Missing(f"there is no file {path}")
    if path.stat().st_size > LARGEST:
        raise BadUsage(f"{path.name}: it is larger than {LARGEST >> 30} GB; split it")
    if zipfile.is_zipfile(path):
        return _project(path)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadUsage(f"{path.name}: it is not in UTF-8 ({error.reason}); save it as UTF-8") from error
    if re.search(r"^TY  ?- ", text, re.MULTILINE):
        return _ris(path.name, text)
    return _table(path.name, text)


def _table(name: str, text: str) -> list[Told]:
    csv.field_size_limit(CELL)
    head = text.partition("\n")[0]
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",")
        found = [{str(key).strip().lower(): value or "" for key, value in row.items() if key} for row in rows]
    except csv.Error as error:
        raise BadUsage(f"{name}: it is no CSV file ({error})") from error
    columns = list(found[0]) if found else []
    if not _first(columns, _LABELS) or not (_first(columns, _IDS) or _first(columns, _TITLES)):
        raise BadUsage(
            f"{name}: the columns wanted are record_id or title, and answer or included; "
            f"there are {', '.join(columns) or 'none'}"
        )
    return [_told(name, number, row) for number, row in enumerate(found, 1)]


def _told(name: str, number: int, row: Mapping[str, str]) -> Told:
    def get(names: Sequence[str]) -> str:
        column = _first(list(row), names)
        return row[column].strip().removeprefix("'") if column else ""

    return Told(
        row=number,
        id=get(_IDS),
        title=get(_TITLES),
        answer=_answer(name, number, get(_LABELS)),
        by=get(_BY),
        reason=get(("reason",)),
        note=get(("note", "asreview_note", "notes")),
    )


def _answer(name: str, row: int, written: str) -> str:
    folded = written.strip().lower()
    if folded in ("", "-1", "nan", "none"):
        return ""
    answer = _LABEL.get(folded, folded)
    if answer not in ANSWERS:
        raise BadUsage(f"{name}: row {row}: {written!r} is no answer; wanted are {', '.join(ANSWERS)}, or 1 and 0")
    return answer


def _first(columns: Sequence[str], names: Sequence[str]) -> str | None:
    return next((each for each in names if each in columns), None)


def _ris(name: str, text: str) -> list[Told]:
    found: list[Told] = []
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _TAG.match(line)
        if match is None:
            continue
        tag, value = match[1], match[2].strip()
        if tag != "ER":
            fields.setdefault(tag, []).append(value)
            continue
        notes = fields.get("N1", [])
        told = {note.partition(": ")[0]: note.partition(": ")[2] for note in notes if note.startswith("counterfile_")}
        label = next((note for note in notes if note.startswith("ASReview_")), "")
        answer = {"ASReview_relevant": "yes", "ASReview_irrelevant": "no"}.get(label, "")
        answer = told.get("counterfile_answer", answer)
        title = next((fields[tag][0] for tag in ("TI", "T1") if fields.get(tag)), "")
        said = Told(
            row=len(found) + 1,
            id=(fields.get("ID") or fields.get("AN") or [""])[0],
            title=title,
            answer=_answer(name, len(found) + 1, answer),
            reason=told.get("counterfile_reason", ""),
            note=told.get("counterfile_note", ""),
        )
        found.append(said)
        fields = {}
    return found


_PROJECT_MOST = 512 << 20  # bytes of one member of a project file
_QUERY = {
    # Since version 3 the records are in a table, before that in a file beside it.
    "data_store.db": "SELECT record_id, title FROM record",
    "results": "SELECT record_id, label FROM results WHERE label IS NOT NULL",
}


def _project(path: Path) -> list[Told]:
    """Return the labels in an ASReview project: their records by title, as its numbers are its own."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = {each.filename: each for each in packed.infolist()}
            results = [each for each in names if re.search(r"reviews/[^/]+/results\.(?:db|sql)$", each)]
            stores = [each for each in names if each.endswith("data_store.db")]
            tables = [each for each in names if re.search(r"(?:^|/)data/[^/]+\.csv$", each)]
            if "project.json" not in {Path(each).name for each in names} or not results:
                raise BadUsage(f"{path.name}: it is no ASReview project with labels")
            labels = dict(_queried(path.name, packed, names[results[0]], _QUERY["results"]))
            if stores:
                titles = dict(_queried(path.name, packed, names[stores[0]], _QUERY["data_store.db"]))
            elif tables:
                text = _member(path.name, packed, names[tables[0]]).decode("utf-8-sig", "replace")
                rows = csv.DictReader(io.StringIO(text, newline=""))
                titles = {str(number): str(row.get("title") or "") for number, row in enumerate(rows)}
            else:
                raise BadUsage(f"{path.name}: the project holds no records that can be read; export it as CSV")
    except (zipfile.BadZipFile, sqlite3.Error, NotImplementedError, RuntimeError, csv.Error) as error:
        raise BadUsage(f"{path.name}: it is damaged ({error}); export it as CSV in ASReview") from error
    return [
        Told(number, "", titles.get(record, ""), _answer(path.name, number, label))
        for number, (record, label) in enumerate(labels.items(), 1)
    ]


def _member(name: str, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with packed.open(member) as file:
        content = file.read(_PROJECT_MOST + 1)
    if len(content) > _PROJECT_MOST:
        raise BadUsage(f"{name}: {member.filename} is larger than {_PROJECT_MOST >> 20} MB")
    return content


def _queried(name: str, packed: zipfile.ZipFile, member: zipfile.ZipInfo, query: str) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "member.db"
        place.write_bytes(_member(name, packed, member))
        connection = sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)
        try:
            return [(str(one), str(other)) for one, other in connection.execute(query)]
        finally:
            connection.close()


def matched(view: View, desk: Desk, told: Sequence[Told], by: str) -> Imported:
    """Return the entries that earlier decisions make in this heap.

    Args:
        view: The inquiry.
        desk: Whose heap it is.
        told: As `read_file` gives them.
        by: Pseudonym for rows that name nobody.
    """
    place = _Places(view, desk)
    entries: list[Entry] = []
    known = unanswered = 0
    unknown = []
    for one in told:
        if not one.answer:
            unanswered += 1
            continue
        unit = place.find(one)
        if unit is None:
            unknown.append(f"row {one.row}: no {desk.screening.unit} here is {one.id or one.title[:60]!r}")
            continue
        reader = (one.by.partition("; ")[0] or by).strip()
        if desk.board.resolve(unit).answer == one.answer:
            known += 1
        else:
            entries.append(Entry(unit, reader, one.answer, Shown.IMPORTED, None, one.reason, one.note))
    return Imported(tuple(entries), known, unanswered, tuple(unknown))


class _Places:
    """Finds units by what other files call them."""

    def __init__(self, view: View, desk: Desk) -> None:
        self._view = view
        self._units = {one.id: one.id for one in desk.heap}
        self._units |= {notice.id: one.id for one in desk.heap for notice in one.notices}
        self._documents: dict[str, list[str]] = {}
        for one in desk.heap:
            for notice in one.notices:
                self._documents.setdefault(notice.document, []).append(one.id)
        self._heap = desk.heap
        self._titles: dict[str, list[str]] | None = None

    def find(self, one: Told) -> str | None:
        """Return the unit that a row means; None where there is none, or where several could be meant."""
        if one.id in self._units:
            return self._units[one.id]
        digests = [one.id] if one.id in self._documents else self._view.named(one.id) if one.id else []
        units = {unit for digest in digests for unit in self._documents.get(digest, ())}
        if not units and one.title:
            units = set(self._by_title().get(_key(one.title), ()))
        return units.pop() if len(units) == 1 else None

    def _by_title(self) -> dict[str, list[str]]:
        if self._titles is None:
            self._titles = {}
            for at in range(0, len(self._heap), _CHUNK):
                for told in words(self._view, self._heap[at : at + _CHUNK]):
                    self._titles.setdefault(_key(told.title), []).append(told.id)
        return self._titles


def _key(title: str) -> str:
    return "".join(fold(title).split())
