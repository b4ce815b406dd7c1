"""Search in Chinese and English without a dictionary: pairs of Han characters, whole Latin words.

A store indexes `tokens` by position and looks for each of `phrases` as a run of neighboring tokens. Because Han text is
indexed by overlapping pairs, a phrase of Han characters is found exactly where the text holds it: no word list decides
what can be found, and nothing is missed or found by accident.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from counterfile.text.script import BLANKS, HAN, fold, simplify


def tokens(text: str) -> list[str]:
    """Return a text's index tokens in order.

    Han runs become overlapping pairs (a lone character itself), Latin words and numbers stay whole. White space inside
    Han text is dropped; traditional characters, full-width forms and capitals are folded.

    >>> tokens("警務 雲平台 V2.0")
    ['警务', '务云', '云平', '平台', 'v2', '0']
    """
    found: list[str] = []
    last = ""
    for run in _RUN.findall(_fold(text)):
        if run[0] > "\u3004" and _HAN_ONLY.match(run):
            run = _BLANK.sub("", run)  # noqa: PLW2901  # the run as it is read, without the layout's blanks
            if run[0] == last:
                # 甲乙，乙丙 must not look like 甲乙丙: where a run starts with the character that ended the one
                # before, the pairs would join into a phrase that the text does not hold.
                found.append(last)
            found.extend(map("".join, pairwise(run))) if len(run) > 1 else found.append(run)
            last = run[-1]
        else:
            found.append(run)
            last = ""
    return found


def phrases(query: str) -> list[list[str]]:
    """Return the terms of a query, each as the tokens that must follow one another.

    Blanks separate terms, quotation marks keep a term whole. A Han term of two or more characters finds exactly the
    texts that hold it. A term that mixes scripts (``2025年``) leaves a lone Han character at its edge out, because the
    index holds it only together with its neighbor: the index then finds a few texts too many, which `matches` sorts
    out. A term that is one Han character finds only where it stands alone.

    >>> phrases('警务云 "body camera"')
    [['警务', '务云'], ['body', 'camera']]
    """
    return [trimmed for term in _terms(query) if (trimmed := _without_edges(tokens(term)))]


def find(text: str, query: str) -> list[tuple[int, int]]:
    """Return where the query's terms stand in a text, code points of the original, half open, in order.

    White space inside Han text, letter case, width and traditional characters make no difference. Hits of several terms
    that overlap are given as one.

    >>> find("某市公 安局采购 Ｄrone", "公安局 drone")
    [(2, 6), (9, 14)]
    """
    return _merged([hit for hits in _by_term(text, query) for hit in hits])


def find_all(text: str, query: str) -> list[tuple[int, int]]:
    """Return what `find` does where a text holds every term of the query, nothing where one is missing.

    >>> find_all("某市公安局采购", "公安局 drone")
    []
    """
    found = _by_term(text, query)
    return _merged([hit for hits in found for hit in hits]) if all(found) else []


def matches(text: str, query: str) -> bool:
    """Return whether a text holds every term of a query, as `find` finds them; an empty query matches nothing."""
    pattern = _pattern(query)
    if pattern is None:
        return False
    flat, _ = _flatten(text)
    return all(term.search(flat) is not None for term in pattern)


_RUN = re.compile(f"[{HAN}](?:[{BLANKS}]*[{HAN}])*|[^\\W_{HAN}]+")
_HAN_ONLY = re.compile(f"[{HAN}]")
_BLANK = re.compile(f"[{BLANKS}]+")
_TERM = re.compile(r'["“”＂「『]([^"“”＂」』]+)["“”＂」』]|([^\s"“”＂「」『』]+)')


def _fold(text: str) -> str:
    return simplify(fold(text))


def _terms(query: str) -> list[str]:
    return [quoted or plain for quoted, plain in _TERM.findall(query)]


def _without_edges(found: list[str]) -> list[str]:
    """Return the tokens of a mixed term without a lone Han character at either end."""
    if len(found) < 2 or all(_HAN_ONLY.match(token) for token in found):
        return found
    first = 1 if len(found[0]) == 1 and _HAN_ONLY.match(found[0]) else 0
    last = len(found) - 1 if len(found[-1]) == 1 and _HAN_ONLY.match(found[-1]) else len(found)
    return found[first:last]


@lru_cache(maxsize=64)
def _pattern(query: str) -> tuple[re.Pattern[str], ...] | None:
    """Return one expression per term over flat text, None for a query without terms."""
    patterns = []
    for term in _terms(query):
        pieces = [_BLANK.sub("", piece) for piece in _RUN.findall(_fold(term))]
        if not pieces:
            continue
        # Between the pieces of a term any punctuation may stand, as in the index, where it leaves no trace.
        body = r"[\W_]*".join(map(re.escape, pieces))
        before = "" if _HAN_ONLY.match(pieces[0]) else f"(?<![^\\W_{HAN}])"
        after = "" if _HAN_ONLY.match(pieces[-1]) else f"(?![^\\W_{HAN}])"
        patterns.append(re.compile(before + body + after))
    return tuple(patterns) or None


def _by_term(text: str, query: str) -> list[list[tuple[int, int]]]:
    """Return where each term of a query stands."""
    pattern = _pattern(query)
    if pattern is None:
        return []
    flat, origins = _flatten(text)
    return [[(origins[hit.start()], origins[hit.end() - 1] + 1) for hit in term.finditer(flat)] for term in pattern]


def _flatten(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text without blanks beside Han characters, and the original position of each character."""
    flat = text.translate(_FOLDS)
    origins: Sequence[int] = range(len(text))
    if len(flat) != len(text):
        # Nothing folds to nothing, so a text of the same length is folded character for character.
        origins = [position for position, character in enumerate(text) for _ in _FOLDS[ord(character)]]
    kept: list[str] = []
    positions: list[int] = []
    at = 0
    for blank in _IDLE_BLANK.finditer(flat):
        kept.append(flat[at : blank.start()])
        positions.extend(origins[at : blank.start()])
        at = blank.end()
    if not at:
        return flat, origins
    positions.extend(origins[at:])
    return "".join([*kept, flat[at:]]), positions


_IDLE_BLANK = re.compile(f"(?<=[{HAN}])[{BLANKS}]+(?=[{HAN}])")


class _Folds(dict[int, str]):
    """What each character folds to, by its code point; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        if len(self) >= 32768:
            self.clear()  # characters without end are nobody's writing
        folded = self[code] = _fold(chr(code))
        return folded


_FOLDS = _Folds()


def _merged(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the hits in order, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
