"""L3: tables with typed headers.

Extracts:
    Rows of suppliers, prices and ranks, of lots with their budgets, from tables with cells and from tables that a portal flattened into
    lines; the unit from the cell, the header or a column of its own.

Source:
    Headers are typed by `counterfile.text.labels`, like labels.

Caveats:
    Tables of goods with unit prices, of bidders' earlier work and of staff are left alone: their names and sums are nobody's award. A table of
    scores gives candidates only where it ranks them.

License:
    Nothing beside Python.
"""

from __future__ import annotations

# ruff: noqa: PLR0912, PLR0915 (one branch a kind of line, value or field; the order of the branches is the rule)
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._claims import PROPERTY_OF, Row, Rows, claim, find_names, read_price
from counterfile.plugins.extractors._flat import SUM
from counterfile.plugins.extractors.outline import Column, Outline, Spot, Table, outline
from counterfile.text.identifiers import is_uscc
from counterfile.text.kinds import Section, find_lots, lot_key, lot_status_of, rank_of
from counterfile.text.labels import AMOUNT_FIELDS, Field, Meaning, Party, fold_label
from counterfile.text.money import unit_of

_ALIEN = re.compile(r"专家|评委|规格|型号|品牌|产地|单价|商品名称|货物名称|服务要求|技术参数|制造商|得票")
_SCORE = re.compile(r"得分|评分|分值|总分|分$")
_SKIPPED = frozenset(
    {Section.PERFORMANCE, Section.EXPERTS, Section.COMPLAINT, Section.QUALIFICATION, Section.FAILED, Section.FEE}
)


class TableExtractor:
    """Proposes what tables with typed headers say."""

    name = "L3"
    version = "4"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from every table that tells of lots, bidders or prices."""
        seen = outline(reading, segment)
        rows = Rows()
        for table in seen.tables:
            if table.section is Section.FAILED:
                _failed(rows, table)
            elif table.section not in _SKIPPED:
                _read(rows, table, seen)
        yield from rows.claims(self.name, 0.9)
        if not rows.rows:
            summed = Rows()
            for table in seen.tables:
                if table.section not in _SKIPPED:
                    _summed(summed, table)
            if len(summed.rows) == 1:
                yield from summed.claims(self.name, _ADDED)
        yield from _notice_level(seen, self.name)


_ADDED = 0.6
"""How sure a sum is that only a price list's last row prints, and that its rows add up to."""
_LISTED = re.compile(r"^(?:小计|合计|总价|合价|金额|总金额|总额)")


def _summed(rows: Rows, table: Table) -> None:
    """A price list whose rows add up to its last one tells what the whole costs."""
    last = table.rows[-1] if len(table.rows) > 1 else ()
    if not any(cell is not None and SUM.fullmatch(cell.text.strip()) for cell in last):
        return
    if not any("单价" in column.label.text for column in table.columns):
        return
    for number, column in enumerate(table.columns):
        if not _LISTED.match(fold_label(column.label.text)) or last[number] is None:
            continue
        parts = [_figure(cells[number]) for cells in table.rows[:-1]]
        whole = _figure(last[number])
        if whole is None or None in parts or sum(part for part in parts if part is not None) != whole:
            continue
        cell = last[number]
        label = table.unit if table.unit is not None and unit_of(column.label.text) is None else column.label
        how = read_price(cell, cell, label, unit_price=False) if cell is not None else None
        if how is not None:
            prop = Property.CONTRACT_VALUE if table.section is Section.CONTRACT else Property.AWARD_VALUE
            rows.of(table.lot).amounts.setdefault(prop, how)
        return


def _figure(cell: Spot | None) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,，\s]", "", cell.text)) if cell is not None else None
    except InvalidOperation:
        return None


def _column(table: Table, *fields: Field) -> int | None:
    for field in fields:
        for number, column in enumerate(table.columns):
            if column.meaning is not None and column.meaning.field is field and not column.meaning.rate:
                return number
    return None


def _typed(table: Table) -> Table:
    """Return the table with columns typed by what stands in them where their heads do not tell."""
    columns = list(table.columns)
    for number, column in enumerate(columns):
        what = column.meaning
        if what is not None and what.field not in {Field.OTHER, Field.NUMBER, Field.LOT_TITLE, Field.TITLE}:
            continue
        found = _content(
            column, [cell for cells in table.rows[:50] if (cell := cells[number]) is not None], len(table.rows)
        )
        if found is not None and not any(
            other.meaning is not None and other.meaning.field is found for other in columns
        ):
            columns[number] = Column(Meaning(found), column.label)
    typed = replace(table, columns=tuple(columns))
    if _party_column(typed) is None and any(_is_award_price(column) for column in columns):
        named = [number for number in range(len(columns)) if _all_names(typed, number)]
        if len(named) == 1:
            # One column of organizations beside one of awarded sums: whatever its head says, these are the bidders.
            columns[named[0]] = Column(Meaning(Field.NAME), columns[named[0]].label)
            typed = replace(table, columns=tuple(columns))
    if _party_column(typed) is not None and _column(typed, *AMOUNT_FIELDS) is None:
        priced = [number for number in range(len(columns)) if _all_prices(typed, number)]
        if len(priced) == 1:
            head = columns[priced[0]].label
            columns[priced[0]] = Column(Meaning(Field.AMOUNT, unit_price="单价" in head.text), head)
            typed = replace(table, columns=tuple(columns))
    return typed


_PRICE_HEAD = re.compile(r"价|[(（](?:人民币)?[万亿]?元")
_NO_PRICE = re.compile(r"预算|限价|控制|评审|评标|得分|评分|分值|扣|保证金|服务费|代理|修正|基准|平均|有效")


def _all_prices(table: Table, number: int) -> bool:
    """True where a column with an unknown head that speaks of a price or of yuan holds a figure in every row."""
    column = table.columns[number]
    if column.meaning is not None and column.meaning.field is not Field.OTHER:
        return False
    if not _PRICE_HEAD.search(column.label.text) or _NO_PRICE.search(column.label.text):
        return False
    cells = [cell for cells in table.rows[:50] if (cell := cells[number]) is not None]
    return len(cells) == len(table.rows) and all(
        re.match(r"[￥¥]?\s*\d[\d,，.]*\s*(?:万?元)?\s*$", cell.text) for cell in cells
    )


_NO_BIDDER = re.compile(r"采购|招标|业主|代理|制造|生产|厂|品牌|专家|监督|监管|建设单位|甲方|发包|使用|推荐|银行")


def _all_names(table: Table, number: int) -> bool:
    """True where every cell of a column with an unknown head is one organization's name, or says that nobody won."""
    column = table.columns[number]
    if column.meaning is not None and column.meaning.field is not Field.OTHER:
        return False
    if _NO_BIDDER.search(fold_label(column.label.text)):
        return False
    cells = [cell for cells in table.rows[:50] if (cell := cells[number]) is not None]
    told = [cell for cell in cells if find_names(cell)]
    return (
        bool(told) and all(cell in told or lot_status_of(cell.text) for cell in cells) and len(cells) == len(table.rows)
    )


def _content(column: Column, cells: list[Spot], rows: int) -> Field | None:
    """Return what the cells of a column are all of: names of lots, or titles that begin with one; None for anything else."""
    if not cells or len(cells) < rows - 1 or _SERIAL.search(fold_label(column.label.text)):
        return None
    keys: set[str] = set()
    whole = True
    for cell in cells:
        text = cell.text.strip()
        lots = find_lots(text[:60])
        if not lots or lots[0].start > 1 or len(lots) > 1:
            return None
        whole = whole and lots[0].end >= len(text) - 1
        keys.add(lots[0].key)
    if len(keys) < len(cells) or (len(cells) < 2 and not whole):
        return None
    return Field.LOT if whole else Field.LOT_TITLE


_SERIAL = re.compile(r"序号|数量|单位|名次|排名|排序|规格|型号|品牌")


def _read(rows: Rows, table: Table, seen: Outline) -> None:
    table = _typed(table)
    heads = "|".join(fold_label(column.label.text) for column in table.columns)
    party = _party_column(table)
    if party is None:
        _lots(rows, table)
        return
    alien = bool(_ALIEN.search(heads)) or table.section is Section.OBJECTS
    what = table.columns[party].meaning
    role = what.party if what is not None else None
    rank = _column(table, Field.RANK)
    price = _column(table, Field.AWARD, Field.CONTRACT, Field.BID, Field.AMOUNT)
    if re.search(
        r"业绩|获奖|奖项|颁奖|否决|无效|未通过|[未不](?:中标|成交|中选|入围|推荐)(?:的)?(?:原因|理由|说明)|落标|落选|淘汰",
        heads,
    ):
        return
    if (_REVIEWED.search(heads) or _passed(table)) and price is None and rank is None and not _chosen(table, party):
        return  # who passed which review
    if (
        price is not None
        and _column(table, Field.TITLE) is not None
        and _is_contract(table.columns[price])
        and table.section is not Section.CONTRACT
    ):
        return  # earlier contracts of the bidders
    if alien and not (rank is not None or (price is not None and _is_award_price(table.columns[price]))):
        return
    if table.section is Section.OBJECTS and not (
        role is Party.SUPPLIER and price is not None and _is_award_price(table.columns[price])
    ):
        return
    if role is None:
        role = (
            Party.CANDIDATE
            if table.section in {Section.CANDIDATES, Section.BIDS, Section.EVALUATION}
            else Party.SUPPLIER
        )
        if (
            table.section not in {Section.AWARD, Section.CANDIDATES, Section.BIDS, Section.SUPPLIER, Section.EVALUATION}
            and rank is None
            and (price is None or not _is_award_price(table.columns[price]))
        ):
            return
    if role is Party.SUPPLIER and rank is not None and "入围" not in heads:
        told = {rank_of(cell.text) for cells in table.rows if (cell := cells[rank]) is not None}
        if len(told - {None}) > 1 or not re.search(r"中标|成交|中选", fold_label(table.columns[party].label.text)):
            role = Party.CANDIDATE
    if table.section in {Section.BIDS, Section.EVALUATION, Section.CANDIDATES} or _SCORE.search(heads):
        explicit = _chosen(table, party) or _outcome_column(table) is not None
        if rank is None and not explicit and table.section not in {Section.AWARD, Section.CANDIDATES, Section.SUPPLIER}:
            return
        if not explicit and role is Party.SUPPLIER and len(table.rows) > 1 and price is None:
            role = Party.CANDIDATE
    lot, title, code = _column(table, Field.LOT), _column(table, Field.LOT_TITLE), _column(table, Field.PARTY_ID)
    if (
        lot is not None
        and len(table.rows) == 1
        and (only := table.rows[0][lot]) is not None
        and only.text.strip() in {"1", "01", "/", "-"}
    ):
        lot = None  # one row numbered 1: the form has a column for lots, the purchase has none
    unit = _unit_column(table)
    outcome = _outcome_column(table)
    role = _listed(table, role, rank, price, lot, outcome)
    if price is None and table.section in {Section.AWARD, Section.SUPPLIER, Section.CANDIDATES}:
        price = _rate_column(table)
    mere = table.section in {Section.BIDS, Section.EVALUATION} or _SCORE.search(heads) is not None
    mere = mere or (rank is None and _BIDDERS.search(fold_label(table.columns[party].label.text)) is not None)
    named = _chosen(table, party) or not mere
    for cells in table.rows:
        name = cells[party]
        if name is None or SUM.fullmatch(name.text.strip()):
            continue
        result = cells[outcome] if outcome is not None else None
        if result is not None and _LOST.fullmatch(result.text.strip()):
            continue  # a bidder that did not win
        found = find_names(name)
        row = _row(rows, table, cells, lot, title)
        if not found:
            _status(row, name if lot_status_of(name.text) else _void(table, cells, party))
            continue
        known = len(row.bids)
        bid = row.bid(found, role, table.line)
        if len(row.bids) > known:
            bid.named = named
        elif named:
            bid.named = True
        rank_cell = cells[rank] if rank is not None else _leading_rank(table, cells)
        if rank_cell is not None and bid.rank is None and rank_of(rank_cell.text) is not None:
            bid.rank, bid.rank_number = rank_cell, rank_of(rank_cell.text)
        if code is not None and (identifier := cells[code]) is not None and is_uscc(re.sub(r"\s", "", identifier.text)):
            bid.ids.append(identifier)
        _price(
            bid.amounts,
            table,
            cells,
            price,
            unit,
            won=bid.party is Party.SUPPLIER and (result is not None or _won(cells)),
        )
    _budgets(rows, table, lot, title)


_REVIEWED = re.compile(
    r"(?:资格|符合|形式|响应|实质|初步|资信)\S{0,2}(?:审查|评审|检查)|资审|审查(?:结果|意见|情况|结论)|是否(?:通过|合格|有效)|合格性"
)


_PASSED = re.compile(r"(?:资审|资格审查|评审)?(?:不?通过|不?合格|有效|无效|符合|不符合)|[√×✓]")


def _passed(table: Table) -> bool:
    """True where a column says of every row whether it passed."""
    for number in range(len(table.columns)):
        told = [cell.text.strip() for cells in table.rows if (cell := cells[number]) is not None]
        if len(told) > 1 and all(_PASSED.fullmatch(words) for words in told):
            return True
    return False


_BIDDERS = re.compile(r"^(?:[各全其有参所][部他效与加有]?)*(?:投标|响应|报价|应答|递交)")


def _chosen(table: Table, party: int) -> bool:
    """True where the header of the names says that these have won or are candidates."""
    return re.search(r"中标|成交|中选|候选|入围", fold_label(table.columns[party].label.text)) is not None


_LOST = re.compile(r"否|×|不中标|不成交|未(?:中标|成交|中选|入围)|落标|落选|不入围|淘汰")
_OUTCOME = re.compile(r"^(?:是否)?(?:中标|成交|中选|入围)(?:情况|结果|状态|与否)?$|^(?:中标|成交)?(?:结果|结论)$")


def _outcome_column(table: Table) -> int | None:
    """Return the column that says of each bidder whether it won (是否成交: 是, 否); None if there is none."""
    for number, column in enumerate(table.columns):
        told = [cell.text.strip() for cells in table.rows if (cell := cells[number]) is not None]
        lost = [words for words in told if _LOST.fullmatch(words)]
        won = [words for words in told if _WON.fullmatch(words)]
        if lost and (_OUTCOME.search(fold_label(column.label.text)) or (won and len(lost) + len(won) == len(told))):
            return number
    return None


def _won(cells: tuple[Spot | None, ...]) -> bool:
    """True where a cell of the row says no more than that it was won."""
    return any(cell is not None and _WON.fullmatch(cell.text.strip()) for cell in cells)


_WON = re.compile(r"已?(?:成交|中标|中选)")


def _listed(
    table: Table, role: Party, rank: int | None, price: int | None, lot: int | None, outcome: int | None
) -> Party:
    """Several bidders with their offers, in no section and under no header that says who won, are candidates only."""
    if role is not Party.SUPPLIER or rank is not None or outcome is not None or lot is not None:
        return role
    heads = "|".join(fold_label(column.label.text) for column in table.columns)
    offers = price is not None and (what := table.columns[price].meaning) is not None and what.field is Field.BID
    party = _party_column(table)
    named = {cell.text for cells in table.rows if party is not None and (cell := cells[party]) is not None}
    if (
        offers
        and len(named) > 1
        and table.section not in {Section.AWARD, Section.SUPPLIER}
        and not re.search(r"中标|成交|中选|入围", heads)
    ):
        return Party.CANDIDATE
    return role


def _rate_column(table: Table) -> int | None:
    for number, column in enumerate(table.columns):
        if column.meaning is not None and column.meaning.field in AMOUNT_FIELDS and column.meaning.rate:
            return number
    return None


def _unit_column(table: Table) -> int | None:
    """Return the column that holds the unit of money; a 单位 whose cells name a unit counts as well."""
    known = _column(table, Field.UNIT)
    if known is not None:
        return known
    for number, column in enumerate(table.columns):
        units = [unit.text for cells in table.rows if (unit := cells[number]) is not None]
        if fold_label(column.label.text) in {"单位", "计价单位", "报价单位"} and units:
            return number if all(_MONEY_UNIT.fullmatch(unit.strip()) for unit in units) else None
    return None


_MONEY_UNIT = re.compile(r"(?:人民币)?[百千万亿]{0,2}元(?:\s*/\s*[一-龥A-Za-z㎡㎥]{1,6}){0,3}")


def _void(table: Table, cells: tuple[Spot | None, ...], party: int) -> Spot | None:
    """Return the words of a row that say that its lot failed, where no winner stands in it."""
    name = cells[party]
    if name is None or not re.fullmatch(r"[/\\\-—–\s无空]*", name.text):
        return None
    for cell in cells:
        if cell is not None and len(cell.text) <= 120 and lot_status_of(cell.text):
            return cell
    return None


def _status(row: Row, words: Spot | None) -> None:
    status = lot_status_of(words.text) if words is not None else None
    if words is not None and status is not None and row.status is None:
        row.status = Spot(words.start + status[1], words.start + status[2], words.text[status[1] : status[2]])


def _party_column(table: Table) -> int | None:
    best: tuple[int, int] | None = None
    for number, column in enumerate(table.columns):
        what = column.meaning
        if what is None or what.field is not Field.NAME or what.party in {Party.BUYER, Party.AGENCY}:
            continue
        score = 3 if what.party is Party.SUPPLIER else 2 if what.party is Party.CANDIDATE else 1
        if any((cell := cells[number]) is not None and find_names(cell) for cells in table.rows[:5]):
            score += 3
        elif what.party is None:
            continue
        if best is None or score > best[0]:
            best = (score, number)
    return best[1] if best is not None else None


def _is_award_price(column: Column) -> bool:
    return column.meaning is not None and column.meaning.field in {Field.AWARD, Field.CONTRACT}


def _is_contract(column: Column) -> bool:
    return column.meaning is not None and column.meaning.field is Field.CONTRACT


def _leading_rank(table: Table, cells: tuple[Spot | None, ...]) -> Spot | None:
    """A first column without a known header may hold 第一名, 第一中标候选人."""
    for cell in cells[:2]:
        if (
            cell is not None
            and re.search(r"第[一二三四五六七八九十\d]+(?:名|中标|成交|候选|位|中选)|候选人\d", cell.text)
            and len(cell.text) <= 14
        ):
            return cell
    return None


_NO_LOT = re.compile(
    r"\d[\d,，]*[.．]\d+|\d{5,}|.*(?:\d\s*年|元|是否|预算|限价|金额|总价|单价|联合体).*|[\u4e00-\u9fff]{13,}"
)
"""A sum, a term, another column's head or a long title: no name of a lot."""


def _is_lot(text: str) -> bool:
    """True for what may name a lot: 包1, B, 03, 设备包, SX-2026-01-1."""
    return bool(find_lots(text)) or _NO_LOT.fullmatch(text.strip()) is None


def _row(rows: Rows, table: Table, cells: tuple[Spot | None, ...], lot: int | None, title: int | None) -> Row:
    label = cells[lot] if lot is not None else None
    name = cells[title] if title is not None else None
    if label is not None and label.text.strip("-—/ ") and len(label.text) <= 60 and _is_lot(label.text):
        found = find_lots(label.text)
        if len(found) == 1 and len(label.text) > len(label.text[found[0].start : found[0].end]) + 3:
            spot = Spot(
                label.start + found[0].start, label.start + found[0].end, label.text[found[0].start : found[0].end]
            )
            return rows.named(spot, found[0].key, name)
        key = lot_key(label.text)
        if not found and name is not None:
            # A lot column may hold the lot's own number, while the title says which lot it is (第二标段：…).
            inner = find_lots(name.text)
            if len(inner) == 1 and (inner[0].start <= 1 or inner[0].end >= len(name.text) - 1):
                key = inner[0].key
        return rows.named(label, key, name)
    if name is not None:
        found = find_lots(name.text)
        if len(found) == 1 and (found[0].end >= len(name.text) - 1 or found[0].start <= 1):
            spot = Spot(
                name.start + found[0].start, name.start + found[0].end, name.text[found[0].start : found[0].end]
            )
            return rows.named(spot, found[0].key, name if len(name.text) > len(spot.text) + 3 else None)
    if table.lot is not None:
        return rows.of(table.lot)
    return rows.named(None, None)


def _price(
    amounts: dict[Property, tuple[str, tuple[Spot, ...]]],
    table: Table,
    cells: tuple[Spot | None, ...],
    price: int | None,
    unit: int | None,
    *,
    won: bool = False,
) -> None:
    if price is None or (cell := cells[price]) is None:
        return
    column = table.columns[price]
    what = column.meaning
    if what is None:
        return
    field = Field.AWARD if won and what.field in {Field.BID, Field.AMOUNT} else what.field
    if field is Field.AMOUNT:
        field = (
            Field.AWARD
            if table.section in {Section.AWARD, Section.SUPPLIER}
            else Field.CONTRACT
            if table.section is Section.CONTRACT
            else Field.BID
        )
    label = column.label
    if unit is not None and what.unit is None and (other := cells[unit]) is not None and re.search(r"元", other.text):
        label = other
    elif table.unit is not None and what.unit is None and not what.rate and unit_of(label.text) is None:
        label = table.unit
    found = read_price(cell, cell, label, unit_price=what.unit_price)
    if found is not None:
        amounts.setdefault(PROPERTY_OF[field], found)


def _lots(rows: Rows, table: Table) -> None:
    """A table without bidders: lots with budgets, ceilings or prices."""
    lot, title = _column(table, Field.LOT), _column(table, Field.LOT_TITLE)
    if lot is None:
        return
    priced = [
        number
        for number, column in enumerate(table.columns)
        if column.meaning is not None
        and column.meaning.field in AMOUNT_FIELDS - {Field.FEE, Field.DEPOSIT, Field.AMOUNT}
        and not column.meaning.unit_price
    ]
    named = title is not None
    if not priced and not named and table.section not in {Section.PROJECT, Section.OBJECTS, None}:
        return
    for cells in table.rows:
        label = cells[lot]
        if label is None or len(label.text) > 60 or re.search(r"合计|总计|小计", label.text) or not _is_lot(label.text):
            continue
        row = _row(rows, table, cells, lot, title)
        for number in priced:
            _price(row.amounts, table, cells, number, _column(table, Field.UNIT))


def _budgets(rows: Rows, table: Table, lot: int | None, title: int | None) -> None:
    for field in (Field.BUDGET, Field.CEILING):
        number = _column(table, field)
        if number is None:
            continue
        for cells in table.rows:
            if cells[number] is not None and (lot is not None or title is not None or table.lot is not None):
                _price(_row(rows, table, cells, lot, title).amounts, table, cells, number, _column(table, Field.UNIT))


def _budget_of_one(table: Table, layer: str) -> Iterable[Candidate]:
    """A list of intended purchases with one entry states that purchase's budget."""
    for field in (Field.BUDGET, Field.CEILING, Field.ESTIMATE):
        number = _column(table, field)
        found: dict[Property, tuple[str, tuple[Spot, ...]]] = {}
        if number is not None:
            _price(found, table, table.rows[0], number, _column(table, Field.UNIT))
        for prop, (derivation, spots) in found.items():
            one = claim("", prop, derivation, spots, layer, 0.85)
            if one is not None:
                yield one


def _failed(rows: Rows, table: Table) -> None:
    """A table under 废标结果 names the lots that failed."""
    lot, title = _column(table, Field.LOT), _column(table, Field.LOT_TITLE)
    for cells in table.rows:
        words = next((cell for cell in cells if cell is not None and lot_status_of(cell.text)), None)
        if words is None or (lot is None and title is None):
            continue
        status = lot_status_of(words.text)
        row = _row(rows, table, cells, lot, title)
        if status is not None and row.key is not None:
            row.status = Spot(words.start + status[1], words.start + status[2], words.text[status[1] : status[2]])


def _buyer(table: Table, layer: str) -> Iterable[Candidate]:
    """A column 招标人 that names one and the same body in every row names the notice's buyer."""
    for number, column in enumerate(table.columns):
        what = column.meaning
        if what is None or what.field is not Field.NAME or what.party is not Party.BUYER or what.weak:
            continue
        cells = [cells[number] for cells in table.rows[:50]]
        if table.section in _SKIPPED or _column(table, Field.CONTRACT) is not None or any(c is None for c in cells):
            return
        found = [find_names(cell) for cell in cells if cell is not None]
        if found and all(len(names) == 1 and names[0][0].text == found[0][0][0].text for names in found):
            one = claim("", Property.BUYER, "name", (found[0][0][0],), layer, 0.8)
            if one is not None:
                yield one
        return


def _notice_level(seen: Outline, layer: str) -> Iterable[Candidate]:
    for table in seen.tables:
        number = _column(table, Field.NUMBER)
        flag = _column(table, Field.CONSORTIUM)
        # A list of earlier contracts names other projects than this one.
        title = _column(table, Field.TITLE) if _column(table, Field.CONTRACT) is None else None
        if (
            title is not None
            and len(table.rows) == 1
            and _column(table, Field.LOT) is None
            and _party_column(table) is None
        ):
            yield from _budget_of_one(table, layer)
        yield from _buyer(table, layer)
        for cells in table.rows[:50]:
            if (
                number is not None
                and table.section not in _SKIPPED
                and (cell := cells[number]) is not None
                and len(cell.text) <= 60
            ):
                one = claim("", Property.NUMBER, "number", (cell,), layer, 0.8)
                if one is not None and re.search(r"\d", one.value) and len(one.value) > 3:
                    yield one
            if flag is not None and (cell := cells[flag]) is not None:
                one = claim("", Property.CONSORTIUM_ALLOWED, "flag", (cell,), layer, 0.8)
                if one is not None:
                    yield one
            if (
                title is not None
                and len(table.rows) == 1
                and table.section not in _SKIPPED
                and (cell := cells[title]) is not None
            ):
                inner = re.search(r"(?:项目|招标|采购)编号\s*[:：]\s*([^\s，,；;。)）]{3,40})", cell.text)
                if inner:
                    spot = Spot(cell.start + inner.start(1), cell.start + inner.end(1), inner.group(1))
                    one = claim("", Property.NUMBER, "number", (spot,), layer, 0.8)
                    if one is not None:
                        yield one
                head = re.split(r"(?:项目|招标|采购)编号\s*[:：]", cell.text)[0].rstrip(" \n:：(（")
                one = (
                    claim("", Property.TITLE, "title", (Spot(cell.start, cell.start + len(head), head),), layer, 0.6)
                    if len(head) > 3
                    else None
                )
                if one is not None:
                    yield one
            lot = _column(table, Field.LOT)
            # A lot column may hold the lot's own number (采购包编号 SX-2026-01-1): it names the procedure as well.
            if (
                lot is not None
                and (cell := cells[lot]) is not None
                and re.search(r"\d{4}", cell.text)
                and 8 <= len(cell.text) <= 40
                and not re.search(r"[，。]|[一-龥]{9,}|项目", cell.text)
            ):
                one = claim("", Property.NUMBER, "number", (cell,), layer, 0.6)
                if one is not None:
                    yield one
