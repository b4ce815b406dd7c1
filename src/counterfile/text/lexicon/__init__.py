"""The words of each language, read from one data file a language: what labels, titles, months and units are called.

A language is added by a file and no code. `SCHEMA` says what may stand in it; a file that says something else is
refused with its name, the key and the line. The files are read on first use and once.

>>> lexicon("fr").words("parts", "buyer")[:2]
('pouvoir adjudicateur', 'pouvoirs adjudicateurs')
"""

from __future__ import annotations

# ruff: noqa: SIM905 (word lists read best as words)
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from counterfile.errors import BadUsage

_PARTIES = ("buyer", "agency", "supplier", "candidate")
_AMOUNTS = ("budget", "ceiling", "estimate", "bid", "award", "contract", "fee", "deposit", "amount")
_DATES = ("published", "period", "first_published", "opening", "decided", "signed", "deadline")
_FIELDS = (
    *("number", "contract_number", "title", "title_number", "notice_title", "notice_type", "method", "name", "address"),
    *("party_id", "rank", "lot", "lot_title", "lot_status", "unit", "region", "consortium", "other"),
    *_AMOUNTS,
    *_DATES,
)
_LABELS = frozenset(
    f"{field}{party}{weak}"
    for field in _FIELDS
    for party in ("", *(f"-{party}" for party in _PARTIES))
    for weak in ("", "-weak")
)
_STAGES = frozenset(
    "planning prequalification tender single_source amendment opening candidates award termination contract other".split()
)
_SECTIONS = frozenset(
    "project award candidates bids failed objects experts fee buyer agency supplier contact obtain submit opening "
    "qualification correction complaint performance evaluation contract term other".split()
)
_CLASSES = frozenset(
    "police political_legal propaganda court prosecutor prison fire school university hospital railway utility military "
    "government company not_told".split()
)
SCHEMA: dict[str, frozenset[str] | None] = {
    "labels": _LABELS,
    "parts": frozenset(
        ("of", "name", "amount", "date", "term", "identifier", "address", "reference", "procedure", "lot", "project")
    )
    | {*_PARTIES, *_AMOUNTS, *_DATES} - {"amount", "period", "deadline"},
    "titles": _STAGES,
    "sections": _SECTIONS,
    "statuses": frozenset({"failed", "not_failed"}),
    "months": frozenset({"names"}),
    "days": frozenset({"to", "of", "clock"}),
    "organizations": frozenset({"forms", "bodies"}),
    "buyers": _CLASSES,
}
"""The tables of a language file and the keys of each; None leaves the keys open (codes of currencies)."""

_OWN_SCHEMA: dict[str, frozenset[str] | None] = {
    "parties": frozenset({*_PARTIES, "weak"}),
    "glued": frozenset({"labels"}),
    "heads": None,
    "patterns": None,
    "title_patterns": _STAGES,
    "stage_words": _STAGES,
    "methods": None,
}
"""Tables of regular expressions, which only the files of this package may hold."""

_HEAD = {"language", "name", "script", "decimal", "dates", "spelled"}
_PATTERN_TABLES = frozenset({"heads", "patterns", "title_patterns", "stage_words", "methods"})
_MOST_PHRASES = 4000
_LONGEST_PHRASE = 120


class Lexicon(msgspec.Struct, frozen=True):
    """The words of one language."""

    language: str
    """ISO 639-1."""
    name: str
    tables: dict[str, dict[str, tuple[str, ...]]]
    """Table to key to phrases, in the file's order."""
    decimal: str = ""
    """The sign before the cents, ``.`` or ``,``; empty where the language's countries differ."""
    dates: str = ""
    """The order of 5/3/2024: ``dmy``, ``mdy`` or ``ymd``; empty where the language's countries differ."""
    script: str = "words"
    """``words``, whose words are parted by blanks, or ``han``."""
    spelled: dict[str, str] = {}
    """Letters that are also written as others (ä as ae)."""

    def words(self, table: str, key: str) -> tuple[str, ...]:
        """Return the phrases of one key; empty where the language has none."""
        return self.tables.get(table, {}).get(key, ())

    def pattern(self, table: str, key: str) -> str:
        """Return the phrases of one key, each a regular expression, as alternatives of one."""
        return "|".join(self.tables[table][key])


def read_lexicon(text: str, file: str, *, patterns: bool = False) -> Lexicon:
    """Return the lexicon that the text of a language file holds.

    Args:
        text: TOML; see ``docs/how-to/add-a-language.md``.
        file: How messages name it.
        patterns: Whether it may hold regular expressions, as those of this package may.

    Raises:
        BadUsage: something in it is not as `SCHEMA` says; the message names file, key and line.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadUsage(f"{file} is no TOML: {error}. Mend that line.") from None
    lines = _Lines(text, file)
    if not isinstance(told.get("language"), str) or not re.fullmatch(r"[a-z]{2,3}", told["language"]):
        raise lines.wrong("language", "must be a code of ISO 639 in small letters, such as 'fr'")
    if not isinstance(told.get("name"), str) or not told["name"].strip():
        raise lines.wrong("name", "must be the language's name in English")
    for key, allowed in (
        ("decimal", {"", ".", ","}),
        ("dates", {"", "dmy", "mdy", "ymd"}),
        ("script", {"words", "han"}),
    ):
        if key in told and told[key] not in allowed:
            raise lines.wrong(key, f"must be one of {', '.join(repr(one) for one in sorted(allowed))}")
    spelled = told.get("spelled", {})
    if not isinstance(spelled, dict) or not all(isinstance(one, str) and len(key) == 1 for key, one in spelled.items()):
        raise lines.wrong("spelled", "must give each letter the letters it is also written with, such as { ä = 'ae' }")
    tables = {}
    for table, content in told.items():
        if table in _HEAD:
            continue
        if table not in SCHEMA and not (patterns and table in _OWN_SCHEMA):
            raise lines.wrong(table, f"is no part of a language file; known are {', '.join(sorted({*SCHEMA, *_HEAD}))}")
        if not isinstance(content, dict):
            raise lines.wrong(table, f"must be a table: write [{table}] on a line of its own")
        known = SCHEMA[table] if table in SCHEMA else _OWN_SCHEMA[table]
        tables[table] = _table(table, content, known, lines, script=told.get("script", "words"))
    return Lexicon(
        **{key: told[key] for key in ("language", "name", "decimal", "dates", "script") if key in told},
        spelled=spelled,
        tables=tables,
    )


def _table(
    table: str, content: dict[str, Any], known: frozenset[str] | None, lines: _Lines, *, script: str
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    seen: dict[str, str] = {}
    for key, words in content.items():
        if known is not None and key not in known:
            raise lines.wrong(key, f"is no key of [{table}]; known are {', '.join(sorted(known)[:40])}", table)
        if not isinstance(words, str):
            raise lines.wrong(key, "must be one text between ''' and ''', its phrases parted by | or line ends", table)
        phrases = _phrases(words, blanks=script == "han" or table in _PATTERN_TABLES, months=table == "months")
        if table == "months" and len(phrases) != 12:
            raise lines.wrong(key, f"must hold twelve lines, one a month, not {len(phrases)}", table)
        if len(phrases) > _MOST_PHRASES or any(
            len(one) > _LONGEST_PHRASE for one in phrases if table not in _PATTERN_TABLES
        ):
            raise lines.wrong(
                key, f"holds more than {_MOST_PHRASES} phrases or one of over {_LONGEST_PHRASE} signs", table
            )
        if table == "labels":
            for phrase in phrases:
                other = seen.setdefault(phrase.casefold(), key)
                if other != key:
                    raise lines.wrong(
                        key, f"gives {phrase!r} a meaning that {other} gives it too: keep one", table, phrase
                    )
        if len(set(phrases)) < len(phrases):
            twice = next(one for at, one in enumerate(phrases) if one in phrases[:at])
            raise lines.wrong(key, f"holds {twice!r} twice: take one out", table, twice)
        found[key] = phrases
    return found


def _phrases(words: str, *, blanks: bool, months: bool) -> tuple[str, ...]:
    if blanks:
        return tuple(words.split())
    lines = [line for line in words.splitlines() if line.strip()]
    if months:
        return tuple(" ".join(line.replace("|", " ").split()) for line in lines)
    return tuple(" ".join(one.split()) for line in lines for one in line.split("|") if one.strip())


class _Lines:
    """Finds the line of a key, for messages: TOML itself forgets it."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = text.splitlines()
        self._file = file

    def wrong(self, key: str, what: str, table: str | None = None, phrase: str | None = None) -> BadUsage:
        """Return the error that says what is wrong with a key (and where one of its phrases stands)."""
        inside, at = table is None, 0
        for number, line in enumerate(self._lines, start=1):
            if re.fullmatch(r"\s*\[[^\[\]]+\]\s*(?:#.*)?", line):
                name = line.strip().split("]")[0].lstrip("[").strip()
                inside = name == table
                if table is None and name == key:
                    at = at or number
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                at = at or number
            if at and phrase is not None and phrase in line:
                at = number
                break
        where = f"{self._file}, line {at}" if at else self._file
        name = f"{table}.{key}" if table else key
        return BadUsage(f"{where}: {name} {what}.")


# --- The languages at hand -----------------------------------------------------------------------------------------

_added: dict[str, Lexicon] = {}
_caches: list[Callable[[], None]] = []
_F = TypeVar("_F", bound=Callable[..., Any])


def until_added(cached: _F) -> _F:
    """Register a cached function, whose answers rest on the languages at hand: they are forgotten when one is added."""
    _caches.append(cached.cache_clear)  # type: ignore[attr-defined]
    return cached


def own_languages() -> tuple[str, ...]:
    """Return the codes of the languages whose files this package ships, sorted."""
    names = [one.name for one in resources.files(__name__).iterdir()]
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name != _UNITS_FILE))


@cache
def _own(language: str) -> Lexicon:
    file = resources.files(__name__).joinpath(f"{language}.toml")
    return read_lexicon(file.read_text("utf-8"), f"{language}.toml", patterns=True)


def lexicon(language: str) -> Lexicon:
    """Return the words of one language.

    Raises:
        FileNotFoundError: there is no file for it.
    """
    return _added.get(language) or _own(language)


@until_added
@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Return all languages whose words are parted by blanks, English first, then by code; added ones in their place."""
    codes = {*own_languages(), *_added} - {"en"}
    return tuple(one for one in map(lexicon, ("en", *sorted(codes))) if one.script == "words")


@contextmanager
def added(languages: Iterable[Lexicon]) -> Iterator[None]:
    """Read also these languages, or these words instead of the package's, until the block ends; in one thread."""
    before = dict(_added)
    _added.update({one.language: one for one in languages})
    _forget()
    try:
        yield
    finally:
        _added.clear()
        _added.update(before)
        _forget()


def _forget() -> None:
    for clear in _caches:
        clear()


# --- An inquiry's own languages ------------------------------------------------------------------------------------

FOLDER = "lexicon"
"""Name of the folder with an inquiry's own language files, in the inquiry's folder."""


def use(languages: Sequence[Lexicon]) -> None:
    """Read also these languages from now on, in this whole process; what was used before no longer counts.

    Args:
        languages: As `read_folder` gives them; empty for those of this package alone.
    """
    wanted = {one.language: one for one in languages}
    if wanted != _added:
        _added.clear()
        _added.update(wanted)
        _forget()


def in_use() -> tuple[Lexicon, ...]:
    """Return the languages that are read besides, or instead of, those of this package, by code."""
    return tuple(_added[code] for code in sorted(_added))


def pack(languages: Sequence[Lexicon]) -> bytes:
    """Return languages as bytes, for another process; empty bytes for none."""
    return msgspec.msgpack.encode(tuple(languages)) if languages else b""


def unpack(packed: bytes) -> tuple[Lexicon, ...]:
    """Return the languages that `pack` packed."""
    return msgspec.msgpack.decode(packed, type=tuple[Lexicon, ...]) if packed else ()


def digest(languages: Sequence[Lexicon]) -> str:
    """Return a name for exactly these words, 16 hexadecimal digits; empty for no language."""
    return hashlib.sha256(pack(languages)).hexdigest()[:16] if languages else ""


def read_folder(folder: Path) -> tuple[Lexicon, ...]:
    """Return the languages of an inquiry's own folder, by file name; empty where there is no such folder.

    What a file says of a language of this package is added to the package's words; where both give a phrase a meaning, the
    folder's counts.

    Raises:
        BadUsage: a file is too large, not as `SCHEMA` says, or of a language that wants rules; the message names file and line.
    """
    files = sorted(folder.glob("*.toml"))
    if len(files) > _MOST_FILES:
        raise BadUsage(
            f"{folder.name} holds {len(files)} files, and {_MOST_FILES} languages are the most: take some out."
        )
    found: dict[str, Lexicon] = {}
    for file in files:
        one = _read_file(file, f"{folder.name}/{file.name}")
        if one.language in found:
            raise BadUsage(f"{folder.name}/{file.name}: {one.language!r} has a file already: write its words into one.")
        found[one.language] = merged(one, _own(one.language)) if one.language in own_languages() else one
    return tuple(found.values())


def _read_file(file: Path, name: str) -> Lexicon:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise BadUsage(f"{name} has more than {_LARGEST_FILE:,} bytes: a language file holds words only.")
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadUsage(f"{name} is not UTF-8: save it as UTF-8.") from None
    except OSError as error:
        raise BadUsage(f"{name} cannot be read ({error.strerror}): mend its rights, or take it out.") from None
    one = read_lexicon(text, name)
    lines = _Lines(text, name)
    if one.script != "words":
        raise lines.wrong(
            "script", "must be 'words': only languages whose words are parted by blanks are added by a file"
        )
    if one.language in _BY_RULES:
        raise lines.wrong(
            "language",
            f"{one.language!r} is read by rules of this package, which a file cannot add to; "
            "teach single labels with `counterfile correct`",
        )
    return one


def merged(own: Lexicon, shipped: Lexicon) -> Lexicon:
    """Return the words of both; those that both know mean what `own` says.

    Months and what is not a list of words are taken whole from `own` where it has them.
    """
    tables = {}
    for table in {**shipped.tables, **own.tables}:
        mine, theirs = own.tables.get(table, {}), shipped.tables.get(table, {})
        if table == "months":
            tables[table] = mine or theirs
            continue
        several = table in _SEVERAL
        taken = set() if several else {phrase.casefold() for phrases in mine.values() for phrase in phrases}
        kept = {key: tuple(one for one in phrases if one.casefold() not in taken) for key, phrases in theirs.items()}
        tables[table] = {
            key: tuple(dict.fromkeys((*kept.get(key, ()), *mine.get(key, ())))) for key in {**kept, **mine}
        }
    return Lexicon(
        own.language,
        own.name,
        tables,
        own.decimal or shipped.decimal,
        own.dates or shipped.dates,
        shipped.script,
        {**shipped.spelled, **own.spelled},
    )


_SEVERAL = frozenset({"parts", "days", "organizations"})
"""Tables in which a phrase may be several things."""
_BY_RULES = frozenset({"en", "zh"})
"""Languages that more is known of than a file can say."""
_MOST_FILES = 50
_LARGEST_FILE = 400_000


# --- Units of money --------------------------------------------------------------------------------------------------

_UNITS_FILE = "units.toml"


class Units(msgspec.Struct, frozen=True):
    """Words for units of money, for all languages together."""

    currencies: dict[str, tuple[str, ...]]
    """ISO 4217 code to its words and signs."""
    by_language: dict[str, dict[str, str]]
    """A word that names several currencies, to language and code."""
    scales: dict[int, tuple[str, ...]]
    """1,000 and so on to its words."""
    scales_by_currency: dict[str, dict[str, int]]
    """A word for several scales, to currency and scale."""
    per: tuple[str, ...]
    year: tuple[str, ...]
    yearly: tuple[str, ...]


@cache
def units() -> Units:
    """Return the words for units of money."""
    told = tomllib.loads(resources.files(__name__).joinpath(_UNITS_FILE).read_text("utf-8"))
    return Units(
        {code: _phrases(words, blanks=False, months=False) for code, words in told["currencies"].items()},
        told["currencies_by_language"],
        {int(scale): _phrases(words, blanks=False, months=False) for scale, words in told["scales"].items()},
        {word: {code: int(scale) for code, scale in of.items()} for word, of in told["scales_by_currency"].items()},
        *(_phrases(told["per"][key], blanks=False, months=False) for key in ("words", "year", "yearly")),
    )
