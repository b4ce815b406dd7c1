"""Phrases of languages whose words are parted by blanks: folded, found, and labels made of them understood.

A label is understood only where every word of it is explained: as a whole label of the lexicon (``titulaire``), or as
a head, whom or what it is about, and nothing else but small words (``nom et adresse du titulaire`` has two heads and is
not). Where two languages give one phrase two meanings, it has none.

Nothing here knows what a label means for notices; `counterfile.text.labels` does. This module tells which key of the
lexicon a label comes down to and in which languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from counterfile.text.lexicon import Lexicon, lexicon, lexicons, until_added

MAX_WORDS = 16
"""Words of the longest label."""
MAX_SIGNS = 120
"""Code points of the longest label, brackets included."""


class Found(NamedTuple):
    """What a label comes down to."""

    key: str
    """A key of the lexicon's ``labels``, such as ``name-buyer`` or ``award``."""
    languages: frozenset[str]
    """In which languages it does."""


_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
)
_WORD = re.compile(r"[^\W\d_]+")


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters without accents; figures and punctuation go.

    >>> fold_words("Valeur totale du marché (hors TVA) :"), fold_words("Nº d’identification")
    (('valeur', 'totale', 'du', 'marche', 'hors', 'tva'), ('no', 'd', 'identification'))
    """
    return tuple(_WORD.findall(fold_letters(text)))


def fold_letters(text: str) -> str:
    """Return a text in compatibility form and small letters without accents.

    >>> fold_letters("Zuschlagsempfänger, Łódź")
    'zuschlagsempfanger, lodz'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))


def spellings(phrase: str, spoken: Lexicon) -> set[tuple[str, ...]]:
    """Return the folded words of a phrase, also with the letters by which the language writes its own in need."""
    plain = fold_words(phrase)
    if not spoken.spelled:
        return {plain}
    other = phrase.casefold()
    for letter, letters in spoken.spelled.items():
        other = other.replace(letter, letters)
    return {plain, fold_words(other)}


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole folded phrases, the longest first; where one ends or begins with ``*`` its word may go on.

    >>> bool(pattern_of(["polic*"]).search("la policia local")), bool(pattern_of(["stadt"]).search("stadtwerke"))
    (True, False)
    """
    made = []
    for one in sorted(phrases, key=len, reverse=True):
        body = re.escape(one.strip("*")).replace("\\ ", r"\W+")
        made.append((r"\w*" if one.startswith("*") else "") + body + (r"\w*" if one.endswith("*") else ""))
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)})(?!\w)" if made else r"(?!)")


@until_added
@cache
def _whole() -> dict[str, Found]:
    """Whole labels by their letters, English left out: it has its own rule. Labels with two meanings are left out."""
    keys: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for spoken in lexicons():
        if spoken.language == "en":
            continue
        for key, phrases in spoken.tables.get("labels", {}).items():
            for phrase in phrases:
                for words in spellings(phrase, spoken):
                    keys["".join(words)][key].add(spoken.language)
    return {
        letters: Found(next(iter(meanings)), frozenset().union(*meanings.values()))
        for letters, meanings in keys.items()
        if len(meanings) == 1 and letters
    }


class _Parts(NamedTuple):
    """The parts of labels in one language."""

    language: str
    words: frozenset[str]
    """Every word of every part."""
    tags: dict[tuple[str, ...], frozenset[str]]
    """Folded phrase to the parts it can be."""
    longest: int


@until_added
@cache
def _parts() -> tuple[_Parts, ...]:
    found = []
    for spoken in lexicons():
        tags: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for tag, phrases in spoken.tables.get("parts", {}).items():
            for phrase in phrases:
                for words in spellings(phrase, spoken):
                    tags[words].add(tag)
        if tags:
            all_words = frozenset(word for words in tags for word in words)
            fixed = {words: frozenset(names) for words, names in tags.items()}
            found.append(_Parts(spoken.language, all_words, fixed, max(map(len, tags))))
    return tuple(found)


_NUMBERING = re.compile(
    r"\s*(?:(?:[IVX]{1,5}|\d{1,2}|[A-Za-z])(?:\.\d{1,2}){0,3}\s*[.)\]]+\s*|[IVX]{1,4}\.\d[\d.]*\s*)"
)
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_SENTENCE = re.compile(r"[;!?=<>@{}|]|https?:|www\.|\.\s+\S|\d")


def phrase_of(label: str) -> Found | None:
    """Return what a label of any language but English comes down to; None where it is not wholly explained.

    >>> phrase_of("II.1.7) Valeur totale du marché (hors TVA) :").key
    'contract'
    >>> phrase_of("Name des Zuschlagsempfängers").key, phrase_of("Nombre de lots") is None
    ('name-supplier', True)
    """
    if len(label) > MAX_SIGNS:
        return None
    text = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", label))
    numbering = _NUMBERING.match(text)
    if numbering is not None and numbering.end() < len(text):
        text = text[numbering.end() :]
    text = text.strip().rstrip(":.,;*-–— ")
    if not text or _SENTENCE.search(text):
        return None
    return _phrase(fold_words(text))


@until_added
@lru_cache(maxsize=8192)
def _phrase(words: tuple[str, ...]) -> Found | None:
    if not words or len(words) > MAX_WORDS:
        return None
    whole = _whole().get("".join(words))
    if whole is not None:
        return whole
    told: dict[str, set[str]] = defaultdict(set)
    asked = set(words)
    for parts in _parts():
        if asked <= parts.words:
            key = _composed(words, parts)
            if key is not None:
                told[key].add(parts.language)
    if len(told) != 1:
        return None
    return Found(next(iter(told)), frozenset().union(*told.values()))


def _composed(words: tuple[str, ...], parts: _Parts) -> str | None:
    """Return the one key that the parts of a label make, None where a word is left over or two heads stand in it."""
    tags: list[frozenset[str]] = []
    at = 0
    while at < len(words):
        for length in range(min(parts.longest, len(words) - at), 0, -1):
            found = parts.tags.get(words[at : at + length])
            if found is not None:
                if found != {"of"}:
                    tags.append(found)
                at += length
                break
        else:
            return None
    keys = set()
    for head in _HEADS:
        places = [index for index, one in enumerate(tags) if head in one]
        for place in places:
            rest = tags[:place] + tags[place + 1 :]
            if any(one <= _HEAD_TAGS for one in rest):
                continue  # name and address: two heads
            keys |= _keys(head, rest)
    if not any(one & _HEAD_TAGS for one in tags) and len(tags) == 1:
        keys |= {f"name-{tag}" for tag in tags[0] & _PARTY_TAGS}
        keys |= tags[0] & {"budget"}  # presupuesto base de licitación
    return keys.pop() if len(keys) == 1 else None


_HEADS = ("name", "amount", "date", "term", "reference", "address", "identifier")
_HEAD_TAGS = frozenset(_HEADS)
_PARTY_TAGS = frozenset({"buyer", "agency", "supplier", "candidate"})
_ROLES = ("deposit", "fee", "ceiling", "budget", "estimate", "bid", "award", "contract")
_DAYS = ("signed", "first_published", "published", "opening", "decided")


def _keys(head: str, rest: list[frozenset[str]]) -> set[str]:
    """Return the keys that a head makes with the other parts: the surest of them, at most one a way to read it."""
    present = frozenset().union(*rest)
    parties = present & _PARTY_TAGS
    if head == "amount":
        role = next((one for one in _ROLES if one in present), None)
        return {role} if role else {"amount-weak"} if not rest else set()
    if head == "date":
        day = next((one for one in _DAYS if one in present), None)
        day = day or ("decided" if "award" in present else "signed" if "contract" in present else None)
        return {day} if day else set()
    if head == "term":
        return {"opening"} if present & {"opening", "bid"} else set()
    if head == "reference":
        for tag, key in (
            ("lot", "lot"),
            ("contract", "contract_number"),
            ("procedure", "number"),
            ("project", "number"),
        ):
            if tag in present:
                return {key}
        return set()
    if head == "name" and not parties:
        return (
            {"lot_title"}
            if "lot" in present
            else {"title"}
            if present & {"project", "procedure", "contract"}
            else set()
        )
    if len(parties) != 1 or len(rest) != 1:
        return set()
    return {f"{'party_id' if head == 'identifier' else head}-{next(iter(parties))}"}


class Conventions(NamedTuple):
    """How the languages of some words print figures."""

    decimal: str
    """``.`` or ``,``; empty where they differ or do not say."""
    dates: str
    """``dmy``, ``mdy`` or ``ymd``; empty where they differ or do not say."""


NO_CONVENTIONS = Conventions("", "")


def conventions_of(languages: frozenset[str]) -> Conventions:
    """Return the conventions that all these languages share.

    >>> conventions_of(frozenset({"fr", "it"}))
    Conventions(decimal=',', dates='dmy')
    """
    if not languages:
        return NO_CONVENTIONS
    told = [one for one in map(_known, languages) if one is not None]
    if len(told) < len(languages):
        return NO_CONVENTIONS
    decimals, orders = {one.decimal for one in told}, {one.dates for one in told}
    return Conventions(decimals.pop() if len(decimals) == 1 else "", orders.pop() if len(orders) == 1 else "")


def _known(language: str) -> Lexicon | None:
    return lexicon(language) if language in _codes() else None


@until_added
@cache
def _codes() -> frozenset[str]:
    return frozenset(one.language for one in lexicons()) | {"zh"}


@until_added
@cache
def _english_labels() -> frozenset[str]:
    table = lexicon("en").tables["labels"]
    return frozenset("".join(fold_words(one)) for phrases in table.values() for one in phrases)


def conventions_beside(label: str) -> Conventions:
    """Return how figures are printed beside a label, by the languages in which it is one; nothing for other words.

    >>> conventions_beside("Montant du marché"), conventions_beside("Contract value")
    (Conventions(decimal=',', dates='dmy'), Conventions(decimal='.', dates=''))
    """
    return conventions_of(languages_beside(label))


def languages_beside(label: str) -> frozenset[str]:
    """Return the languages in which words are a label; empty where they are none.

    >>> sorted(languages_beside("Budget"))
    ['de', 'en', 'fr', 'it', 'nl', 'sv']
    """
    if len(label) > MAX_SIGNS:
        return frozenset()
    found = phrase_of(label)
    languages = found.languages if found is not None else frozenset()
    if "".join(fold_words(_BRACKETS.sub(" ", label))) in _english_labels():
        languages |= {"en"}
    return languages
