"""Articles: every number of a text is carried by a finding, or it is named.

An article is Markdown. ``[[finding:NAME]]`` anywhere in a sentence ties it to a finding, ``[[source: …]]`` says where a
number comes from that no finding carries, such as a yearbook. The marks are taken out before printing. Words count as
numbers: a finding of 26 of 50 does not carry "two thirds".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from counterfile.model.finding import Finding
from counterfile.text.said import Said, said
from counterfile.views.findings import Worth, worth_of


class Number(msgspec.Struct, frozen=True):
    """One number of a sentence."""

    words: str
    carried: str
    """Name of the finding that carries it, the source that is given for it, or empty where neither is."""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence with a number or a mark: a row of the claim register."""

    line: int
    """Counted from 1."""
    text: str
    """Without its marks."""
    findings: tuple[str, ...]
    sources: tuple[str, ...]
    numbers: tuple[Number, ...]
    problems: tuple[str, ...]
    """What is wrong with it, one sentence each; empty where it stands."""


class Article(msgspec.Struct, frozen=True):
    """A text held against the findings."""

    sentences: tuple[Sentence, ...]

    @property
    def problems(self) -> int:
        """How many things are wrong."""
        return sum(len(each.problems) for each in self.sentences)


def check(text: str, findings: Mapping[str, Finding]) -> Article:
    """Return the claim register of a text in Markdown.

    Args:
        text: The whole article. Code, link targets and HTML comments are not read.
        findings: By name, computed now.
    """
    worths = {name: _worth(found) for name, found in findings.items()}
    return Article(tuple(_sentence(line, words, findings, worths) for line, words in _sentences(text)))


_MARK = re.compile(r"\[\[\s*(?P<kind>finding|source)\s*:\s*(?P<what>[^\]\n]+?)\s*\]\]")
_SILENT = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|<!--.*?(?:-->|\Z)|(?<=\])\([^)\s]*\)|https?://\S+|^\s*\d+[.)]\s",
    re.DOTALL | re.MULTILINE,
)
"""What is no text: code, comments, addresses, the numbers of a list."""
_END = re.compile(
    r"(?:[.!?](?=[\s\"'”’)\]\[]|$)|[。！？](?=[”’」』）]?))[\"'”’」』)）]*(?:\s*\[\[[^\]\n]*\]\])*|\n\s*\n|\n(?=\s*(?:[-*+#>|]|$))"
)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each sentence that has a number or a mark; a mark after the full stop belongs before it."""
    silent = _SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    start = 0
    for end in [*(match.end() for match in _END.finditer(silent)), len(silent)]:
        words = silent[start:end]
        if _MARK.search(words) or said(words):
            lead = len(words) - len(words.lstrip())
            yield silent.count("\n", 0, start + lead) + 1, words.strip()
        start = end


def _sentence(line: int, words: str, findings: Mapping[str, Finding], worths: Mapping[str, Worth]) -> Sentence:
    marks = [(match["kind"], match["what"]) for match in _MARK.finditer(words)]
    names = tuple(dict.fromkeys(what for kind, what in marks if kind == "finding"))
    sources = tuple(dict.fromkeys(what for kind, what in marks if kind == "source"))
    text = " ".join(_MARK.sub("", words).split())
    problems = [_wrong(name, findings) for name in names]
    numbers = []
    for number in said(text):
        carrier = next((name for name in names if name in worths and worths[name].carries(number)), "")
        numbers.append(Number(number.words, carrier or next(iter(sources), "")))
        if not carrier and not sources:
            problems.append(_uncarried(number, names, findings))
    return Sentence(line, text, names, sources, tuple(numbers), tuple(each for each in problems if each))


def _wrong(name: str, findings: Mapping[str, Finding]) -> str:
    """Return why a sentence cannot rest on a finding, or nothing."""
    found = findings.get(name)
    if found is None:
        return f"there is no finding {name}; there are {', '.join(sorted(findings)) or 'none'}"
    if found.refused:
        return f"{name} gives no figure: {found.refused}"
    if found.holds is False:
        return f"{name} does not hold: {found.figure.value} {found.figure.label}"
    return ""


def _uncarried(number: Said, names: tuple[str, ...], findings: Mapping[str, Finding]) -> str:
    known = [f"{name} is {findings[name].figure.grouped}" for name in names if name in findings]
    if known:
        return f"{number.words!r} is not what its finding says: {'; '.join(known)}"
    return f"no finding carries {number.words!r}; add [[finding:NAME]], or [[source: where it comes from]]"


def _worth(found: Finding) -> Worth:
    counts = (found.used, found.eligible, *(count for _, count in found.excluded))
    return worth_of(found.figure, found.nested, counts)
