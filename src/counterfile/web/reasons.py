"""Reasons that software gives, and what findings say of their figures, in the language of the interface.

A reason is kept as an English sentence with words of a document in it. Its Chinese form is found by the sentence's
pattern in ``locale/zh_Hans.reasons.po``; reasons for links are lists of what was compared, ``title: same (…)``, whose
parts are sentences of the interface. What is in neither, a person's reason above all, stays as it was written. Labels of
figures, names of columns and why a unit is left out are sentences of ``locale/zh_Hans.figures.po``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from counterfile.web.words import Words, catalogue, read_po

KEPT = 4096
"""Reasons whose translation is remembered."""

REASONS = "zh_Hans.reasons.po"
FIGURES = "zh_Hans.figures.po"

DEEP = 3
"""Reasons inside each other: an archive's, its member's, the member's part's."""


def tell(reason: str, spoken: Words) -> str:
    """Return a reason in the language of the interface, or as it is where that is not known.

    >>> from counterfile.web.words import words
    >>> tell("more than 40 slides", words("zh"))
    '超过 40 张幻灯片'
    """
    return reason if spoken.language == "en" else _told(reason)


def tell_figure(said: str, spoken: Words) -> str:
    """Return a figure's label, a column's name, or why a unit is left out, in the language of the interface.

    >>> from counterfile.web.words import words
    >>> tell_figure("province, opened_year is not stated", words("zh"))
    '未载明省份、开标日期的年份'
    """
    return said if spoken.language == "en" else _told_figure(said)


@lru_cache(KEPT)
def _told_figure(said: str) -> str:
    return _of_figure(said, DEEP) or said


def _of_figure(said: str, deep: int) -> str:
    for pattern, sentence in _patterns(FIGURES):
        match = pattern.fullmatch(said)
        if match is not None:
            values = {name: _gap_of_figure(name, text, deep) for name, text in match.groupdict().items()}
            return sentence.format(**values)
    return ""


def _gap_of_figure(name: str, text: str, deep: int) -> str:
    """Return what fills a gap: a name that the catalogue knows, several of them, or words that stay as they are."""
    some = text.split(", ") if name == "columns" else [text]
    return "、".join((deep and _of_figure(each, deep - 1)) or each for each in some)


@lru_cache(KEPT)
def _told(reason: str) -> str:
    return _sentence(reason, DEEP) or _compared(reason) or reason


def _sentence(reason: str, deep: int) -> str:
    """Return a sentence of the catalogue with its gaps filled; empty where it is none."""
    for pattern, said in _patterns(REASONS):
        match = pattern.fullmatch(reason)
        if match is not None:
            values = {
                name: (deep and (_sentence(text, deep - 1) or _compared(text))) or text
                for name, text in match.groupdict().items()
            }
            return said.format(**values)
    return ""


def _compared(reason: str) -> str:
    """Return a list of what was compared, part by part; empty where a part of it is nothing of the kind."""
    found = [_part(each) for each in _BETWEEN.split(reason)]
    return "；".join(found) if all(found) else ""


def _part(part: str) -> str:
    doubt = "但" if part.startswith("but ") else ""
    match = _PART.fullmatch(part.removeprefix("but "))
    if match is None or match["name"] not in catalogue():
        return _sentence(part, 0)
    level = match["level"] or ""
    if level and level not in catalogue():
        return ""
    return (
        f"{doubt}{catalogue()[match['name']]}{'：' if level else ''}{catalogue().get(level, '')}{match['values'] or ''}"
    )


_BETWEEN = re.compile(r"; (?=[a-z])")  # words of a document may hold a semicolon
_PART = re.compile(r"(?P<name>[a-z][a-z ]*)(?:: (?P<level>[a-z][a-z0-9 ,']*?))?(?P<values> \(.*\))?", re.DOTALL)


@cache
def _patterns(catalogue_name: str) -> list[tuple[re.Pattern[str], str]]:
    """Return a catalogue's sentences as patterns, those with most words of their own first."""
    found = read_po((resources.files("counterfile.web") / "locale" / catalogue_name).read_text("utf-8"))
    ordered = sorted(found.items(), key=lambda each: -len(_GAP.sub("", each[0])))
    return [(re.compile(_GAP.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), said) for english, said in ordered]


_GAP = re.compile(r"\\?\{(\w+)\\?\}")
