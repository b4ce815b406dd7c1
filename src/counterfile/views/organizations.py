"""Organizations from names: what notices say of each name, and which names form one organization.

Judgements tell which names may be one by the names alone. Here is added what the notices that print them say: where the
buyer is, which registration number stands beside the name, which purchases name it in which role. So a name with the
division above left out joins the full one only where notices place both in one county or name both in one purchase;
names with other numbers, in other places or side by side in one list of bidders are never one organization.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.model.statement import Statement
from counterfile.resolving import _procedure_linkage as linkage
from counterfile.resolving import linking
from counterfile.resolving._procedure_features import is_weak
from counterfile.resolving.linking import PERHAPS, SURE, Rule
from counterfile.store.ports import View
from counterfile.text.identifiers import UsccClass, is_uscc, uscc_class
from counterfile.text.script import fold

SEEN = 40
"""Notices looked at of each name, those with the smallest ids: a great agency is named in thousands."""

LINKS = 0.85
"""Score from which a *perhaps* holds names together until notices are looked at; a rule gives it, likeness alone may too."""

LARGEST = 60
"""Names above which an organization is not joined without asking: so many spellings have another cause."""

SUPPORTED = 0.99
"""That two names are one where notices confirm what a rule leaves open."""

_IDENTIFIERS = {
    Property.BUYER: Property.BUYER_ID,
    Property.AGENCY: Property.AGENCY_ID,
    Property.SUPPLIER: Property.SUPPLIER_ID,
}
_REGION = (Property.PROVINCE, Property.CITY, Property.COUNTY)
_READ = frozenset({*ORGANIZATIONS, *_IDENTIFIERS.values(), *_REGION, Property.NUMBER, Property.BUYER_ADDRESS})
BIDDERS = frozenset({Property.SUPPLIER, Property.CANDIDATE})

Region = tuple[str, str, str]
"""Province, city and county as stated; an empty text where one is not."""


class Seen(msgspec.Struct, frozen=True):
    """What notices say of a name; of many, only the first `SEEN` are looked at."""

    key: str
    printed: str
    """The spelling that comes first of those printed most often."""
    regions: frozenset[Region] = frozenset()
    """Where notices place it as a buyer."""
    addresses: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    """Registration numbers in its own row, those with a wrong check digit left out."""
    purchases: frozenset[tuple[Property, str]] = frozenset()
    """(role, number) of purchases that name it, short numbers left out."""
    rows: frozenset[tuple[str, str, Property]] = frozenset()
    """(notice, subject, role) of every row that names it."""
    notices: int = 0
    """How many notices name it, all counted."""

    @property
    def sole(self) -> bool:
        """Whether it is a sole trader, who is a person."""
        return any(len(code) == _CODE and uscc_class(code) is UsccClass.SOLE_TRADER for code in self.identifiers)


_CODE = 18  # digits and letters of a unified social credit code


def seen(view: View, keys: Collection[str]) -> dict[str, Seen]:
    """Return what notices say of each name that any of them states."""
    stated = {key: notices for key, notices in view.keyed(ORGANIZATIONS, sorted(keys)).items() if notices}
    looked = {key: notices[:SEEN] for key, notices in stated.items()}
    said = view.claims(sorted({notice for some in looked.values() for notice in some}), _READ) if looked else {}
    return {
        key: _seen(key, [(notice, said[notice]) for notice in looked[key]], len(notices))
        for key, notices in stated.items()
    }


def _seen(key: str, said: Sequence[tuple[str, Sequence[Statement]]], notices: int) -> Seen:
    names: dict[str, int] = {}
    regions, addresses, identifiers = set(), set(), set()
    purchases, rows = set(), set()
    for notice, statements in said:
        numbers = [one.key for one in statements if one.property is Property.NUMBER and one.key]
        for one in statements:
            if one.key != key or one.property not in ORGANIZATIONS:
                continue
            names[one.value] = names.get(one.value, 0) + 1
            rows.add((notice, one.subject, one.property))
            purchases |= {(one.property, number) for number in numbers if not is_weak(number)}
            identifiers |= {
                other.value
                for other in statements
                if other.property is _IDENTIFIERS.get(one.property) and other.subject == one.subject
            }
            if one.property is Property.BUYER:
                regions |= _regions(statements)
                addresses |= {other.value for other in statements if other.property is Property.BUYER_ADDRESS}
    return Seen(
        key,
        min(names, key=lambda name: (-names[name], name), default=key),
        frozenset(regions),
        frozenset(addresses),
        frozenset(code for text in identifiers if (code := _code(text))),
        frozenset(purchases),
        frozenset(rows),
        notices,
    )


def _code(text: str) -> str:
    """Return a registration number in one spelling; empty where it is none, or its check digit is wrong."""
    code = "".join(sign for sign in fold(text).upper() if sign.isalnum())
    told = len(code) >= _SHORTEST and any(sign.isdigit() for sign in code)
    return code if told and (len(code) != _CODE or is_uscc(code)) else ""


_SHORTEST = 6  # signs of a registration number


def _regions(statements: Sequence[Statement]) -> set[Region]:
    stated = {name: {one.value for one in statements if one.property is name} for name in _REGION}
    if not any(stated.values()) or any(len(values) > 1 for values in stated.values()):
        return set()
    province, city, county = (next(iter(stated[name]), "") for name in _REGION)
    return {(province, city, county)}


# Two names, as notices speak of them -------------------------------------------------------------------------------------


_OTHER_NUMBERS = "other registration numbers"


def contradicted(one: Seen, two: Seen) -> str:
    """Return why two names are never one organization without asking, in words; empty where nothing speaks against it."""
    if one.sole or two.sole:
        return "a sole trader is a person, not an organization"
    if one.identifiers and two.identifiers and not one.identifiers & two.identifiers:
        return f"{_OTHER_NUMBERS} ({min(one.identifiers)} / {min(two.identifiers)})"
    if one.identifiers & two.identifiers:
        return ""
    if why := linking.apart(one.printed, two.printed):
        return why
    if one.regions and two.regions and not any(_fit(a, b) for a in one.regions for b in two.regions):
        return f"other places ({_shown(one.regions)} / {_shown(two.regions)})"
    if linking.rule_of(one.printed, two.printed) is not Rule.LETTERS and (beside := _beside(one, two)):
        return f"named side by side in notice {beside}"
    return ""


def supported(one: Seen, two: Seen) -> str:
    """Return what notices say for two names being one organization, in words; empty where they say nothing."""
    if shared := one.identifiers & two.identifiers:
        return f"both carry the identifier {min(shared)}"
    if shared_purchases := one.purchases & two.purchases:
        return f"both are named in the same role in purchase {min(number for _, number in shared_purchases)}"
    if len(one.regions) == len(two.regions) == 1 and one.regions == two.regions:
        (region,) = one.regions
        if region[2]:
            return f"notices place both in {''.join(region)}"
    return ""


def _fit(one: Region, two: Region) -> bool:
    """Return whether two places may be one: no part that both state differs."""
    return all(not a or not b or a == b for a, b in zip(one, two, strict=True))


def _shown(regions: Collection[Region]) -> str:
    return ", ".join(sorted("".join(region) for region in regions)[:2])


def _beside(one: Seen, two: Seen) -> str:
    """Return a notice that names both in rows of their own, empty where none does."""
    bidding = {notice: subject for notice, subject, role in one.rows if role in BIDDERS}
    for notice, subject, role in sorted(two.rows):
        if role in BIDDERS and bidding.get(notice, subject) != subject:
            return notice
    roles = {(notice, role) for notice, _, role in one.rows if role not in BIDDERS}
    for notice, _, role in sorted(two.rows):
        if role not in BIDDERS and any((notice, other) in roles for other in ORGANIZATIONS if other is not role):
            return notice
    return ""


# Which names form one organization -----------------------------------------------------------------------------------


def groups(members: Sequence[str], links: Sequence[Judgement], view: View) -> list[list[str]]:
    """Return the organizations that names form, each sorted, in order of their first name.

    Args:
        members: Name keys that are stated.
        links: The judgements in force on any two of them, on `Question.SAME_ORGANIZATION` and `PERHAPS`.
        view: What notices say, as corrected.
    """
    known = _known(links)
    person = [each for each in links if each.agent_kind == AgentKind.PERSON]
    together = _answered(person, Answer.SAME)
    apart = _answered(person, Answer.DIFFERENT)
    linked = [each for each in linkage.components(members, [*known, *together]) if len(each) > 1]
    scores = _Scores(known, together, seen(view, [member for each in linked for member in each]) if linked else {})
    found = linkage.groups(members, known, scores.of, together=together, apart=apart)
    judged = {each for pair in together for each in pair}
    held = [
        part
        for group in found
        for part in ([group] if len(group) <= LARGEST or judged & set(group) else [[each] for each in group])
    ]
    return sorted(held)


def _known(links: Sequence[Judgement]) -> dict[tuple[str, str], float]:
    """Return the pairs that hold names together, each with the score of its surest judgement."""
    found: dict[tuple[str, str], float] = {}
    for link in links:
        score = 1.0 if link.agent_kind == AgentKind.PERSON or link.score is None else link.score
        same = link.question == Question.SAME_ORGANIZATION and link.answer == Answer.SAME
        if same or (link.question == PERHAPS and score >= LINKS):
            pair = (link.subject, link.other)
            found[pair] = max(score, found.get(pair, 0.0))
    return found


def _answered(links: Sequence[Judgement], answer: Answer) -> list[tuple[str, str]]:
    return sorted(
        (link.subject, link.other)
        for link in links
        if link.question == Question.SAME_ORGANIZATION and link.answer == answer
    )


class _Scores:
    """How surely two names of a component are one organization."""

    def __init__(
        self,
        known: Mapping[tuple[str, str], float],
        together: Collection[tuple[str, str]],
        names: Mapping[str, Seen],
    ) -> None:
        self._known = known
        self._names = names
        # What a person, an identifier or a name itself joined may be unlike; all else must hold with everyone.
        self._joined = {each for pair in together for each in pair}
        self._stated = set(self._joined)
        for (one, two), score in known.items():
            if score > linking.AGREED and one in names and two in names:
                rule = linking.rule_of(names[one].printed, names[two].printed)
                if rule is None or rule is Rule.FORMER:
                    self._stated |= {one, two}

    def of(self, one: str, two: str) -> float | None:
        """Return the probability; None where the two say nothing about each other; never without its cause."""
        pair = (one, two) if one < two else (two, one)
        a, b = self._names.get(one), self._names.get(two)
        if a is None or b is None:
            return None
        if why := contradicted(a, b):
            # Who joined two files saw what stands against it, but for two registration numbers.
            return None if {one, two} & self._joined and not why.startswith(_OTHER_NUMBERS) else linkage.NEVER
        rule = linking.rule_of(a.printed, b.printed)
        if rule in SURE:
            return SUPPORTED
        if rule is Rule.PERHAPS_DIVISION:
            return SUPPORTED if supported(a, b) else None
        known = self._known.get(pair)
        if known is not None and known >= linking.JOINS:
            return known
        scripts = {linking.form_of(name.printed).canon.isascii() for name in (a, b)}
        return None if {one, two} & self._stated or len(scripts) > 1 else 0.0
