"""From quoted words to a statement's canonical value, by deterministic functions with names.

A statement keeps the name of its derivation and the quotes that it rests on; whoever doubts a value calls `derive`
with both and must get the same value again. The flow does so for every statement before it is stored.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import msgspec

from counterfile.errors import NoEvidence
from counterfile.model.notice import LotStatus, Stage
from counterfile.model.value import Amount, Basis
from counterfile.text import kinds
from counterfile.text.codes import method_of_code, stage_of_code, status_of_code
from counterfile.text.dates import read_date
from counterfile.text.figures import read_figure
from counterfile.text.identifiers import clean_number
from counterfile.text.joint import split_english
from counterfile.text.labels import own_meaning
from counterfile.text.money import read_amount
from counterfile.text.names import clean_name, round_of, split_joint
from counterfile.text.places import Place, by_code, locate


def derive(derivation: str, quotes: tuple[str, ...]) -> str:
    """Return the canonical value that follows from the quotes.

    Args:
        derivation: The function's name, one of `NAMES`.
        quotes: The value's own words first, then what else the value follows from (a header that carries the unit, a
            joint bid that the name was cut from).

    Raises:
        NoEvidence: there is no such derivation, there are no quotes, or the value does not follow from them.

    >>> derive("amount", ("517.9175", "中标金额（万元）"))
    'CNY 5179175.00 total'
    >>> derive("date", ("2026年3月16日 09:30",))
    '2026-03-16'
    """
    function = _FUNCTIONS.get(derivation)
    if function is None:
        raise NoEvidence(f"no derivation is named {derivation!r}; known are {', '.join(NAMES)}")
    if not quotes or not quotes[0]:
        raise NoEvidence(f"{derivation}: there are no words to derive a value from")
    value = function(quotes)
    if not value:
        raise NoEvidence(
            f"{derivation}: no value follows from {len(quotes)} quotes of {sum(map(len, quotes))} characters"
        )
    return value


def amount_of(quotes: tuple[str, ...]) -> Amount | None:
    """Return the amount that quotes spell: the number first, then the header or label that carries its unit, if any."""
    text = quotes[0]
    header = quotes[1] if len(quotes) > 1 else None
    if header is not None and re.search(r"\(([A-Z]{3})\)\s*:?\s*$", header) and _number(text) is not None:
        return Amount(Basis.TOTAL, _number(text), header.rstrip(" :")[-4:-1])
    if header is not None and _YUAN_OR_SHARE.search(header):
        # 投标报价(元/%): a share of more than 1,000 % is no share, so such a number can only be yuan.
        number = _number(text)
        header = "元" if number is not None and number > 1000 else "%" if number is not None and number <= 100 else None
    return read_amount(" ".join(text.split()), header)


_YUAN_OR_SHARE = re.compile(
    r"元\s*[/／或、,，]\s*[%％]|[%％]\s*[/／或、,，]\s*元|元\s*[/／或、,，]\s*(?:费率|下浮率|折扣率)"
)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,，\s]", "", text))
    except InvalidOperation:
        return None


def place_of(quote: str) -> Place | None:
    """Return the place that quoted words state: a six-digit code at their head, or names; None if nothing is certain."""
    return _locate(tidy(quote))


def tidy(text: str) -> str:
    """Return text on one line: line breaks inside Chinese go, other blanks become one."""
    if "\n" not in text and "  " not in text:
        return text.strip()
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef\d])", "", text.strip())
    return re.sub(r"\s+", " ", joined)


def _text(quotes: tuple[str, ...]) -> str:
    return tidy(quotes[0])


def _name(quotes: tuple[str, ...]) -> str:
    return clean_name(quotes[0])


def _corrected_name(quotes: tuple[str, ...]) -> str:
    """The organization that a correction puts in place of another; the last quote is the words that it replaces."""
    return _name(quotes[:1]) if len(quotes) > 1 else ""


def _tight_number(quotes: tuple[str, ...]) -> str:
    return clean_number(tidy(re.sub(r"\s*\n\s*", "", quotes[0])))


def _amount(quotes: tuple[str, ...]) -> str:
    amount = amount_of(quotes)
    return str(amount) if amount is not None else ""


def _corrected_amount(quotes: tuple[str, ...]) -> str:
    """The amount that a correction puts in place of another; the last quote is the words that it replaces."""
    return _amount(quotes[:-1]) if len(quotes) > 1 else ""


def _corrected_date(quotes: tuple[str, ...]) -> str:
    """The date that a correction puts in place of another; the last quote is the words that it replaces."""
    return _date(quotes[:1]) if len(quotes) > 1 else ""


def _unit_price(quotes: tuple[str, ...]) -> str:
    """The price of one: the header says 单价 though the cell holds a plain sum."""
    amount = amount_of(quotes)
    if amount is None or amount.amount is None:
        return ""
    return str(msgspec.structs.replace(amount, basis=Basis.UNIT_PRICE))


def _money(quotes: tuple[str, ...]) -> str:
    """A structured number and its currency code, in two fields."""
    number = read_figure(quotes[0])
    if number is None or len(quotes) < 2 or not re.fullmatch(r"[A-Za-z]{3}", quotes[1].strip()):
        return ""
    return str(Amount(Basis.TOTAL, number, quotes[1].strip().upper()))


def _date(quotes: tuple[str, ...]) -> str:
    # Portals split dates into one element a digit group; blanks inside numbers are theirs, not the date's.
    text = " ".join(quotes[0].split())
    day = read_date(text) or read_date(re.sub(r"(?<=\d)\s+(?=\d)", "", text))
    if day is None and len(quotes) > 1:
        year = re.search(r"(?:19|20)\d\d", quotes[1])
        short = re.search(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", text)
        if year and short:
            try:
                day = dt.date(int(year.group()), int(short.group(1)), int(short.group(2)))
            except ValueError:
                return ""
    return day.isoformat() if day is not None else ""


def _stage(quotes: tuple[str, ...]) -> str:
    found = kinds.stage_of(quotes[0])
    return str(found) if found else ""


def _stage_words(quotes: tuple[str, ...]) -> str:
    found = kinds.stage_of_words(quotes[0])
    return str(found) if found else ""


def _stage_label(quotes: tuple[str, ...]) -> str:
    """What a label gives away: a notice with a 中标人 is an award."""
    what = own_meaning(quotes[0])  # a value follows from its words alone, whatever aliases a person taught
    found = kinds.stage_of_field(str(what.field), str(what.party) if what and what.party else None) if what else None
    return str(found) if found else ""


_TAGS = {
    "planning": Stage.PLANNING,
    "planningupdate": Stage.PLANNING,
    "tender": Stage.TENDER,
    "tenderamendment": Stage.AMENDMENT,
    "tenderupdate": Stage.AMENDMENT,
    "tendercancellation": Stage.TERMINATION,
    "award": Stage.AWARD,
    "awardupdate": Stage.AMENDMENT,
    "awardcancellation": Stage.TERMINATION,
    "contract": Stage.CONTRACT,
    "contractupdate": Stage.AMENDMENT,
    "contractamendment": Stage.AMENDMENT,
    "contracttermination": Stage.TERMINATION,
    "implementation": Stage.CONTRACT,
    "implementationupdate": Stage.CONTRACT,
    # TED document types
    "prior information notice": Stage.PLANNING,
    "prior information notice without call for competition": Stage.PLANNING,
    "prior information notice with call for competition": Stage.TENDER,
    "contract notice": Stage.TENDER,
    "contract award notice": Stage.AWARD,
    "contract award": Stage.AWARD,
    "additional information": Stage.AMENDMENT,
    "corrigenda": Stage.AMENDMENT,
    "corrigendum": Stage.AMENDMENT,
    "modification of a contract/concession during its term": Stage.AMENDMENT,
    "voluntary ex ante transparency notice": Stage.SINGLE_SOURCE,
    "qualification system with call for competition": Stage.PREQUALIFICATION,
    "qualification system without call for competition": Stage.PREQUALIFICATION,
    "design contest": Stage.TENDER,
    "dynamic purchasing system": Stage.TENDER,
    # eForms notice types
    "pin-only": Stage.PLANNING,
    "pin-buyer": Stage.PLANNING,
    "pin-rtl": Stage.PLANNING,
    "pin-tran": Stage.PLANNING,
    "pin-cfc-standard": Stage.TENDER,
    "pin-cfc-social": Stage.TENDER,
    "qu-sy": Stage.PREQUALIFICATION,
    "cn-standard": Stage.TENDER,
    "cn-social": Stage.TENDER,
    "cn-desg": Stage.TENDER,
    "subco": Stage.TENDER,
    "veat": Stage.SINGLE_SOURCE,
    "can-standard": Stage.AWARD,
    "can-social": Stage.AWARD,
    "can-desg": Stage.AWARD,
    "can-tran": Stage.AWARD,
    "can-modif": Stage.AMENDMENT,
    "corr": Stage.AMENDMENT,
    "compl": Stage.OTHER,
    "f01": Stage.PLANNING,
    "f02": Stage.TENDER,
    "f03": Stage.AWARD,
    "f04": Stage.PLANNING,
    "f05": Stage.TENDER,
    "f06": Stage.AWARD,
    "f07": Stage.PREQUALIFICATION,
    "f08": Stage.PLANNING,
    "f12": Stage.TENDER,
    "f13": Stage.AWARD,
    "f14": Stage.AMENDMENT,
    "f15": Stage.SINGLE_SOURCE,
    "f20": Stage.AMENDMENT,
    "f21": Stage.TENDER,
    "f22": Stage.TENDER,
    "f23": Stage.TENDER,
    "f24": Stage.TENDER,
    "f25": Stage.AWARD,
}


def _tag(quotes: tuple[str, ...]) -> str:
    stage = _TAGS.get(quotes[0].strip().lower()) or stage_of_code(quotes[0])
    return str(stage) if stage else ""


def _round(quotes: tuple[str, ...]) -> str:
    found = round_of(quotes[0])
    return str(found[0]) if found else ""


def _flag(quotes: tuple[str, ...]) -> str:
    answer = kinds.flag_of(quotes[0])
    return "" if answer is None else "true" if answer else "false"


@lru_cache(maxsize=4096)
def _locate(text: str) -> Place | None:
    return by_code(text[:6]) if re.match(r"\d{6}(?!\d)", text) else locate(text)


def _part(part: str) -> Callable[[tuple[str, ...]], str]:
    def read(quotes: tuple[str, ...]) -> str:
        text = tidy(quotes[0])
        place = _locate(text)
        if place is None and len(quotes) > 1:
            place = locate(tidy(quotes[1]) + text)
        return str(getattr(place, part) or "") if place is not None else ""

    return read


def _rank(quotes: tuple[str, ...]) -> str:
    rank = kinds.rank_of(quotes[0])
    return str(rank) if rank is not None else ""


def _lead(quotes: tuple[str, ...]) -> str:
    """quotes[0] the name, quotes[1] the joint bid that it was cut from."""
    if len(quotes) < 2:
        return ""
    name = clean_name(quotes[0])
    for party, lead in split_english(quotes[1]) or split_joint(quotes[1]):
        if party == name and lead is not None:
            return "true" if lead else "false"
    return ""


def _lot(quotes: tuple[str, ...]) -> str:
    return re.sub(r"\s+", "", quotes[0]).strip("：:，,。;；")


_STATUS_OF_STAGE = {
    Stage.AWARD: LotStatus.AWARDED,
    Stage.CONTRACT: LotStatus.AWARDED,
    Stage.CANDIDATES: LotStatus.PROPOSED,
    Stage.SINGLE_SOURCE: LotStatus.PROPOSED,
    Stage.TERMINATION: LotStatus.FAILED,
    Stage.TENDER: LotStatus.OPEN,
    Stage.AMENDMENT: LotStatus.OPEN,
    Stage.PREQUALIFICATION: LotStatus.OPEN,
    Stage.PLANNING: LotStatus.OPEN,
}


def status_of_stage(stage: Stage) -> LotStatus | None:
    """Return what a notice's kind says about a lot that the notice says nothing else about; None if it says nothing."""
    return _STATUS_OF_STAGE.get(stage)


def _status(quotes: tuple[str, ...]) -> str:
    code = status_of_code(quotes[0])
    if code is not None:
        return str(code)
    found = kinds.lot_status_of(quotes[0])
    return str(found[0]) if found else ""


def _status_of_words(quotes: tuple[str, ...]) -> str:
    for name in ("stage", "stage_words", "stage_label", "tag"):
        value = _FUNCTIONS[name](quotes)
        if value:
            status = status_of_stage(Stage(value))
            return str(status) if status else ""
    return ""


def _method(quotes: tuple[str, ...]) -> str:
    code = method_of_code(quotes[0])
    if code is not None:
        return code
    found = kinds.method_of(quotes[0])
    return found[0] if found else tidy(quotes[0])


_FUNCTIONS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "text": _text,
    "title": _text,
    "name": _name,
    "number": _tight_number,
    "amount": _amount,
    "unit_price": _unit_price,
    "corrected_amount": _corrected_amount,
    "corrected_date": _corrected_date,
    "corrected_name": _corrected_name,
    "money": _money,
    "date": _date,
    "stage": _stage,
    "stage_words": _stage_words,
    "stage_label": _stage_label,
    "tag": _tag,
    "round": _round,
    "flag": _flag,
    "province": _part("province"),
    "city": _part("city"),
    "county": _part("county"),
    "rank": _rank,
    "lead": _lead,
    "lot": _lot,
    "status": _status,
    "status_of_stage": _status_of_words,
    "method": _method,
}
NAMES = tuple(sorted(_FUNCTIONS))
"""All derivations."""
