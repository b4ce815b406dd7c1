"""Articles: every number of a text is carried by a finding, or it is named.

An article is Markdown. ``[[finding:NAME]]`` anywhere in a sentence ties it to a finding, ``[[source: …]]`` says where a
number comes from that no finding carries, such as a yearbook. ``[[replies: all]]`` ties it to the log of replies (how many
organizations were asked, answered, declined, were silent), ``[[replies: NAME]]`` to what was asked about one finding, and
``[[replies: o-…]]`` says that this organization was asked. The marks are taken out before printing. Words count as
numbers: a finding of 26 of 50 does not carry "two thirds".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from counterfile.model.finding import Finding
from counterfile.model.reply import Asking
from counterfile.text.said import Said, said
from counterfile.views import replies
from counterfile.views.findings import Worth, worth_of


class Number(msgspec.Struct, frozen=True):
    """One number of a sentence."""

    words: str
    carried: str
    """Name of the finding that carries it, ``replies: …``, the source that is given for it, or empty where none is."""


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
    replies: tuple[str, ...] = ()
    """What of the log of replies it rests on: ``all``, findings, organizations."""


class Article(msgspec.Struct, frozen=True):
    """A text held against the findings."""

    sentences: tuple[Sentence, ...]

    @property
    def problems(self) -> int:
        """How many things are wrong."""
        return sum(len(each.problems) for each in self.sentences)


def check(text: str, findings: Mapping[str, Finding], askings: Sequence[Asking] = ()) -> Article:
    """Return the claim register of a text in Markdown.

    Args:
        text: The whole article. Code, link targets and HTML comments are not read.
        findings: By name, computed now.
        askings: The log of replies, see `replies.log`.
    """
    carriers = {name: _worth(found) for name, found in findings.items()}
    return Article(tuple(_sentence(line, words, findings, carriers, askings) for line, words in _sentences(text)))


_MARK = re.compile(r"\[\[\s*(?P<kind>finding|source|replies)\s*:\s*(?P<what>[^\]\n]+?)\s*\]\]")
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


def _sentence(
    line: int, words: str, findings: Mapping[str, Finding], worths: Mapping[str, Worth], askings: Sequence[Asking]
) -> Sentence:
    marks = [(match["kind"], match["what"]) for match in _MARK.finditer(words)]
    names, sources, logs = (
        tuple(dict.fromkeys(what for kind, what in marks if kind == wanted))
        for wanted in ("finding", "source", "replies")
    )
    text = " ".join(_MARK.sub("", words).split())
    asked = {what: _asked(what, findings, askings) for what in logs}
    carriers = {name: worths[name] for name in names if name in worths}
    carriers |= {f"replies: {what}": _worth_of_log(some) for what, some in asked.items()}
    problems = [_wrong(name, findings) for name in names]
    problems += [_unasked(what) for what, some in asked.items() if not some]
    numbers = []
    for number in said(text):
        carrier = next((name for name, worth in carriers.items() if worth.carries(number)), "")
        numbers.append(Number(number.words, carrier or next(iter(sources), "")))
        if not carrier and not sources:
            problems.append(_uncarried(number, names, findings, asked))
    return Sentence(line, text, names, sources, tuple(numbers), tuple(each for each in problems if each), logs)


def _asked(what: str, findings: Mapping[str, Finding], askings: Sequence[Asking]) -> list[Asking]:
    """Return the askings that a mark means: all, those about a finding, or those of an organization."""
    return [
        each
        for each in askings
        if what == "all" or (what in each.findings if what in findings else what in (each.organization, each.name))
    ]


def _unasked(what: str) -> str:
    return f"the log of replies has nothing on {what}; `counterfile reply ask` records that one asked"


def _worth_of_log(askings: Sequence[Asking]) -> Worth:
    """Return the numbers that the log carries; none where nobody was asked, since that is wrong already."""
    counts = msgspec.structs.astuple(replies.counts(askings)) if askings else ()
    return Worth(frozenset(map(Decimal, counts)), frozenset())


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


def _uncarried(
    number: Said, names: tuple[str, ...], findings: Mapping[str, Finding], asked: Mapping[str, Sequence[Asking]]
) -> str:
    known = [f"{name} is {findings[name].figure.grouped}" for name in names if name in findings]
    known += [f"the log has {_log_in_words(some)}" for some in asked.values()]
    if known:
        return f"{number.words!r} is not what its finding says: {'; '.join(known)}"
    return f"no finding carries {number.words!r}; add [[finding:NAME]], or [[source: where it comes from]]"


def _log_in_words(askings: Sequence[Asking]) -> str:
    counts = msgspec.to_builtins(replies.counts(askings))
    return ", ".join(f"{count} {state}" for state, count in counts.items())


def _worth(found: Finding) -> Worth:
    counts = (found.used, found.eligible, *(count for _, count in found.excluded))
    return worth_of(found.figure, found.nested, counts)
