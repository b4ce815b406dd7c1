"""How figures are printed, and whether the words of a claim fit them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from counterfile.model.finding import Figure, FindingSpec, Measure, NestedCount
from counterfile.text.said import Said, said


def shown_value(value: Any) -> str:
    """Return a value as it is printed in a figure: amounts with their cents unless these are none."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return f"{whole:f}" if whole == value else f"{value:f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(shown_value(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def wilson(part: int, whole: int) -> tuple[str | None, str | None]:
    """Return the Wilson 95 % interval of a share in hundredths, or (None, None) of nothing.

    Source:
        Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American
        Statistical Association 22(158), 209-212.

    >>> wilson(32, 50)
    ('50.1', '75.9')
    """
    if not whole:
        return None, None
    z = 1.959963984540054
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return f"{max(0.0, middle - half) * 100:.1f}", f"{min(1.0, middle + half) * 100:.1f}"


# Words and numbers ---------------------------------------------------------------------------------------------------


class Worth(msgspec.Struct, frozen=True):
    """All numbers that a finding carries."""

    numbers: frozenset[Decimal]
    """Counts, amounts, and what they break down into."""
    shares: frozenset[Decimal]
    """Parts of a whole in hundredths, 0 to 100."""
    ends: frozenset[Decimal] = frozenset()
    """The ends of a share's interval, in hundredths: numbers that may be printed, but no words fit them."""

    def carries(self, number: Said) -> bool:
        """Return whether a number of a text is one of these."""
        known = self.shares if number.share else self.numbers
        if number.share and number.high - number.low <= 1:
            known |= self.ends
        return any(number.fits(value) for value in known)


def worth_of(figure: Figure, nested: Iterable[NestedCount] = (), counts: Iterable[int] = ()) -> Worth:
    """Return the numbers that a figure carries.

    Args:
        figure: With its parts and cells.
        nested: Its nested counts, which are parts of the figure too.
        counts: Further counts printed beside it: units used, eligible, left out.
    """
    numbers = set(_numbers(figure.value)) | {Decimal(each) for each in counts}
    shares: set[Decimal] = set()
    part, bar, whole = figure.value.partition("/")
    total = Decimal(whole if bar else part) if (whole if bar else part).isdecimal() else None
    parted = [*figure.breakdown, *((each.name, str(each.count)) for each in nested)]
    for value in (figure.value, *(value for _, value in parted)):
        numbers.update(_numbers(value))
        above, slash, below = value.partition("/")
        if slash and below.isdecimal() and int(below):
            shares.add(Decimal(above) * 100 / Decimal(below))
        elif total and value.isdecimal():
            shares.add(Decimal(value) * 100 / total)
    ends = frozenset(each for end in (figure.low, figure.high) for each in _numbers(end or ""))
    if bar:
        return Worth(frozenset(numbers), frozenset(shares), ends)
    return Worth(frozenset(numbers) | ends, frozenset(shares))


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])", text)]


def warnings_of(spec: FindingSpec, figure: Figure) -> tuple[str, ...]:
    """Return a sentence for every word of the claim that does not fit the figure.

    Of plain numbers one that fits is enough, since a claim may well give others: years, kilometers.
    """
    if spec.measure not in (Measure.SHARE, Measure.COUNT, Measure.DISTINCT):
        return ()
    worth = worth_of(figure)
    spoken = [each for text in (spec.claim.en, spec.claim.zh) for each in said(text)]
    if spec.measure is not Measure.SHARE and not figure.breakdown:
        spoken = [each for each in spoken if not each.share]
    plain = [each for each in spoken if each.low == each.high]
    wrong = [each for each in spoken if each not in plain and not worth.carries(each)]
    if not any(worth.carries(each) for each in plain):
        wrong += plain
    return tuple(
        f"the claim says {words!r}, the figure is {figure.value}" for words in dict.fromkeys(e.words for e in wrong)
    )
