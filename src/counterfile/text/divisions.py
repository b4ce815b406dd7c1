"""Chinese administrative divisions through the years: what a code and a name meant when, and what became of them.

The table is that of GB/T 2260 with the years in which each code was in force, as the package `python-stdnum` ships it
(under the LGPL, made from the lists of the Chinese Wikipedia, CC BY-SA); it is used unmodified and never copied. What it
lacks stands in `places`; which division took in another, which no such table says, stands in `MERGED` with the year of
the State Council's approval.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib import metadata

import msgspec

from counterfile.text import places

MERGED: dict[str, tuple[str, int]] = {
    "110103": ("110101", 2010),
    "110104": ("110102", 2010),
    "120225": ("120119", 2016),
    "120107": ("120116", 2009),
    "120108": ("120116", 2009),
    "120109": ("120116", 2009),
    "130103": ("130102", 2014),
    "130230": ("130209", 2012),
    "130603": ("130606", 2015),
    "130604": ("130606", 2015),
    "130721": ("130705", 2016),
    "140202": ("140213", 2018),
    "140203": ("140214", 2018),
    "140227": ("140215", 2018),
    "140402": ("140403", 2018),
    "140411": ("140403", 2018),
    "140421": ("140404", 2018),
    "230105": ("230104", 2004),
    "230107": ("230110", 2006),
    "310103": ("310101", 2011),
    "310108": ("310106", 2015),
    "310119": ("310115", 2009),
    "320103": ("320104", 2013),
    "320107": ("320106", 2013),
    "320202": ("320213", 2015),
    "320203": ("320213", 2015),
    "320204": ("320213", 2015),
    "320405": ("320412", 2015),
    "320502": ("320508", 2012),
    "320503": ("320508", 2012),
    "320504": ("320508", 2012),
    "320611": ("320613", 2020),
    "320705": ("320706", 2014),
    "320802": ("320812", 2016),
    "320811": ("320812", 2016),
    "321011": ("321003", 2011),
    "330103": ("330105", 2021),
    "330104": ("330102", 2021),
    "330204": ("330212", 2016),
    "330621": ("330603", 2013),
    "340208": ("340209", 2020),
    "340221": ("340210", 2020),
    "340502": ("340503", 2012),
    "340702": ("340705", 2015),
    "340703": ("340705", 2015),
    "340721": ("340706", 2015),
    "341402": ("340181", 2011),
    "350202": ("350203", 2003),
    "350204": ("350203", 2003),
    "350402": ("350404", 2021),
    "360105": ("360112", 2019),
    "360421": ("360404", 2017),
    "360427": ("360483", 2016),
    "361121": ("361104", 2019),
    "370205": ("370203", 2012),
    "370284": ("370211", 2012),
    "370634": ("370614", 2020),
    "370802": ("370811", 2013),
    "371202": ("370116", 2018),
    "371203": ("370117", 2018),
    "410211": ("410202", 2014),
    "410224": ("410212", 2014),
    "410306": ("410308", 2021),
    "411023": ("411003", 2016),
    "430221": ("430212", 2018),
    "440102": ("440104", 2005),
    "440107": ("440103", 2005),
    "440116": ("440112", 2014),
    "440506": ("440512", 2003),
    "440508": ("440511", 2003),
    "440509": ("440511", 2003),
    "440510": ("440512", 2003),
    "440903": ("440904", 2014),
    "450104": ("450107", 2004),
    "450106": ("450107", 2004),
    "450404": ("450403", 2013),
    "500234": ("500154", 2016),
    "511521": ("511504", 2018),
    "511721": ("511703", 2013),
    "520114": ("520111", 2012),
    "520321": ("520304", 2016),
    "522230": ("520603", 2011),
    "532722": ("530821", 2007),
    "610125": ("610118", 2016),
    "610321": ("610304", 2003),
    "640203": ("640205", 2003),
    "650108": ("650109", 2007),
    "652303": ("650109", 2007),
}
"""Code of a division that was dissolved -> code of the one that took it in (most of it), and the year of the approval.

Only what neither the code nor the name tells; of what was divided up (伊春's districts of 2019, 邯郸县) nothing is said."""


class Division(msgspec.Struct, frozen=True, order=True):
    """A division under one code and one name, and the years in which it had them."""

    code: str
    """Six digits of GB/T 2260."""
    name: str
    first: int | None
    """First year; None: in force since before the table begins, or since a year that it does not say."""
    last: int | None
    """Last year; None: still in force."""

    @property
    def level(self) -> str:
        """Return ``province``, ``city`` or ``county``."""
        return "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "county"

    def held(self, year: int) -> bool:
        """Return whether it was in force in a year; in a year of change the old and the new one both were."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def version() -> str:
    """Return which table this is: the package with its version, and the last year of a change that it knows."""
    years = [year for each in _divisions() for year in (each.first, each.last) if year is not None]
    return f"GB/T 2260 by python-stdnum {metadata.version('python-stdnum')}, changes until {max(years)}"


def divisions(year: int | None = None) -> list[Division]:
    """Return all divisions that the table ever had, or those of one year, in order of code and time."""
    return [each for each in _divisions() if year is None or each.held(year)]


def history(code: str) -> list[Division]:
    """Return what a code stood for, the oldest first; empty where it was never in force.

    >>> [(each.name, each.first, each.last) for each in history("130502")]
    [('桥东区', 1983, 2019), ('襄都区', 2020, None)]
    """
    return list(_by_code().get(code, ()))


def named(name: str, year: int | None = None) -> list[Division]:
    """Return the divisions that had exactly this name, ever or in one year.

    >>> [each.code for each in named("宣武区")], named("宣武区", 2015)
    (['110104'], [])
    """
    return [each for each in _by_name().get(name, ()) if year is None or each.held(year)]


def later(division: Division) -> Division | None:
    """Return what a division became: its next name, the one that took it in, or the same body under a new code.

    None where it is still in force, and where nothing certain is known: it was divided up, or two could be it.

    >>> old = named("崇文区")[0]
    >>> later(old).name
    '东城区'
    """
    if division.last is None:
        return None
    line = _by_code()[division.code]
    at = line.index(division)
    if at + 1 < len(line):
        return line[at + 1]
    merged = MERGED.get(division.code)
    if merged is not None:
        return next((each for each in _by_code().get(merged[0], ()) if each.held(merged[1] + 1)), None)
    return _recoded(division)


def now(division: Division) -> Division | None:
    """Return what a division is today, through all its changes; None where a change is not known."""
    found: Division | None = division
    for _ in range(_MOST_CHANGES):
        if found is None or found.last is None:
            return found
        found = later(found)
    return None


_MOST_CHANGES = 12
_STEM = re.compile(r"(?:地区|自治州|自治县|自治旗|矿区|市|县|区|盟|旗)$")


def _recoded(division: Division) -> Division | None:
    """Return the only body of the province that has the same name but for its level and began when this one ended."""
    if division.last is None:
        return None
    stem = _STEM.sub("", division.name)
    if len(stem) < 2:
        # 沙县 became 沙县区 and 蓟县 became 蓟州区: one character is enough only within the same city.
        places_near = [each for each in _divisions() if each.code[:4] == division.code[:4]]
        near = [each for each in places_near if each.name.startswith(stem)]
        near += [each for each in _by_name()[division.name] if each.code[:2] == division.code[:2]]
    else:
        near = list(_by_stem().get((division.code[:2], stem), ()))
    found = [
        each
        for each in dict.fromkeys(near)
        if each.code != division.code and each.first is not None and 0 <= each.first - division.last <= 1
    ]
    same = [each for each in found if each.level == division.level] or found
    return same[0] if len(same) == 1 else None


@cache
def _divisions() -> tuple[Division, ...]:
    return tuple(Division(code, name, first, last) for code, name, first, last in places.dated())


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for each in _divisions():
        found[each.code].append(each)
    return {code: tuple(some) for code, some in found.items()}


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for each in _divisions():
        found[each.name].append(each)
    return {name: tuple(some) for name, some in found.items()}


@cache
def _by_stem() -> dict[tuple[str, str], tuple[Division, ...]]:
    found: dict[tuple[str, str], list[Division]] = defaultdict(list)
    for each in _divisions():
        found[each.code[:2], _STEM.sub("", each.name)].append(each)
    return {key: tuple(some) for key, some in found.items()}
