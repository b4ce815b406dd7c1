"""How figures are printed, and whether the words of a claim fit them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from counterfile.model.finding import Figure, FindingSpec, Measure


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

_COUNT_WORDS: tuple[tuple[str, float, float], ...] = (
    (r"\bmore than a dozen\b|十多|十余|十几", 11, math.inf),
    (r"\bdozens\b|数十|几十", 24, math.inf),
    (r"(?<!than )\b(?:a|one) dozen\b", 11, 13),
    (r"\bhundreds\b|数百|几百|上百", 100, math.inf),
    (r"\bthousands\b|数千|几千|上千", 1000, math.inf),
)
_SHARE_WORDS: tuple[tuple[str, float, float], ...] = (
    (r"\bmajority\b|\bmost\b|\bmore than half\b|多数|过半|半数以上|超过一半", 0.5, 1.0),
    (r"\bhalf\b(?<!than half)|(?<!过)(?<!超)半数(?!以上)|(?<!超过)一半", 0.45, 0.55),
    (r"\bminority\b|\bfewer than half\b|少数|不到一半", 0.0, 0.5),
)


def warnings_of(spec: FindingSpec, figure: Figure) -> tuple[str, ...]:
    """Return a sentence for every word of the claim that does not fit the figure."""
    found = []
    text = f"{spec.claim.en}\n{spec.claim.zh}"
    if spec.measure is Measure.SHARE:
        part, _, whole = figure.value.partition("/")
        share = int(part) / int(whole) if int(whole) else 0.0
        tests, met = _SHARE_WORDS, share
    elif spec.measure in (Measure.COUNT, Measure.DISTINCT):
        tests, met = _COUNT_WORDS, float(figure.value)
    else:
        return ()
    for pattern, low, high in tests:
        match = re.search(pattern, text, re.IGNORECASE)
        beyond = met < low or met > high or (tests is _SHARE_WORDS and met == 0.5 and low == 0.5)
        if match and beyond:
            found.append(f"the claim says {match[0]!r}, the figure is {figure.value}")
    numbers = {re.sub(r"[,，]", "", each) for each in re.findall(r"\d[\d,，]*(?:\.\d+)?", text)}
    numbers -= {each for each in numbers if re.fullmatch(r"(?:19|20)\d\d", each)}
    spelled = {*re.split(r"\D+", figure.value), *(str(count) for _, count in figure.parts)}
    if numbers and not numbers & spelled and not (spec.measure is Measure.SHARE and _percent(figure) in numbers):
        found.append(f"the claim gives {', '.join(sorted(numbers))}, the figure is {figure.value}")
    return tuple(found)


def _percent(figure: Figure) -> str:
    part, _, whole = figure.value.partition("/")
    return f"{int(part) * 100 / int(whole):.0f}" if whole and int(whole) else ""
