"""Organizations are looked up in a register: numbers first, then names, and nothing is joined without both."""

import pytest

from counterfile.model.register import Identifier, NameKind, RegisterRow, RowName, Scheme
from counterfile.resolving import registers
from counterfile.resolving.registers import Candidate, Sought, match

COMPANY, OTHER_COMPANY = "91990000MAEXAMPL06", "91990000MAEXAMPT2J"
CODE = Identifier(Scheme.USCC, COMPANY)
PLACES = [
    "澄湾",
    "云溪",
    "临沅",
    "青澜",
    "淮阳",
    "石岭",
    "南浦",
    "北津",
    "东桥",
    "西塘",
    "白沙",
    "红岩",
    "龙泉",
    "凤台",
    "金沙",
    "银川",
    "玉泉",
    "铜山",
    "铁岭",
    "海盐",
]
TRADES = ["测绘技术", "环境工程", "医疗器械", "印刷包装", "路桥建设", "物业管理", "软件开发", "食品贸易"]
NAMES = [f"{place}{trade}有限公司" for place in PLACES for trade in TRADES]


def row(number: int, name: str, *identifiers: Identifier, former: RowName | None = None) -> RegisterRow:
    return RegisterRow(number, (RowName(name), *([former] if former else ())), identifiers=identifiers)


def register(*rows: RegisterRow) -> list[RegisterRow]:
    return [*rows, *(row(100 + number, name) for number, name in enumerate(NAMES))]


def sought(name: str, *identifiers: Identifier) -> Sought:
    return Sought("o-1", name, (name,), identifiers)


def best(one: Sought, *rows: RegisterRow) -> Candidate:
    return match([one], register(*rows))["o-1"][0]


def test_checked_number_and_equal_name_need_no_person() -> None:
    found = best(sought("汀州勘测有限公司", CODE), row(1, "汀州勘测有限公司", CODE))

    assert found.automatic
    assert found.row.number == 1
    assert found.probability > 0.99
    assert found.says == f"both have the USCC {COMPANY}, its name is equal"


def test_equal_name_without_a_number_waits_for_a_person() -> None:
    found = best(sought("汀州勘测有限公司"), row(1, "汀州勘测有限公司"))

    assert found.row.number == 1
    assert not found.automatic


def test_number_with_another_name_waits_for_a_person() -> None:
    found = best(sought("汀州勘测有限公司", CODE), row(1, "海角水产养殖场", CODE))

    assert found.row.number == 1
    assert found.shared == (CODE,)
    assert not found.automatic


def test_branch_with_its_parents_number_waits_for_a_person() -> None:
    found = best(sought("汀州勘测有限公司云溪分公司", CODE), row(1, "汀州勘测有限公司", CODE))

    assert not found.automatic


def test_other_number_of_the_same_scheme_speaks_finally_against() -> None:
    rows = register(row(1, "汀州勘测有限公司", Identifier(Scheme.USCC, OTHER_COMPANY)))

    found = match([sought("汀州勘测有限公司", CODE)], rows)

    assert 1 not in {each.row.number for each in found.get("o-1", [])}


def test_number_of_another_scheme_speaks_neither_way() -> None:
    found = best(
        sought("汀州勘测有限公司", CODE), row(1, "汀州勘测有限公司", Identifier(Scheme.LEI, "EXAMPLE0000000000184"))
    )

    assert found.row.number == 1
    assert not found.automatic


def test_number_that_carries_no_check_is_never_enough() -> None:
    number = Identifier(Scheme.NUMBER, "HRB99001")

    found = best(sought("Harbor Survey Ltd", number), row(1, "Harbor Survey Ltd", number))

    assert found.row.number == 1
    assert not found.automatic


def test_former_name_is_found_and_said_with_its_date() -> None:
    former = RowName("汀州图文有限公司", NameKind.FORMER, until="2019-03-04")

    found = best(sought("汀州图文有限公司"), row(1, "汀州勘测集团股份有限公司", former=former))

    assert found.via is former
    assert found.says == "its former name until 2019-03-04 is equal"


def test_short_name_finds_the_full_one() -> None:
    found = best(sought("汀州勘测"), row(1, "汀州勘测技术股份有限公司"))

    assert found.row.number == 1
    assert found.reasons
    assert "by name" in found.says


def test_organization_without_a_likely_row_is_left_out() -> None:
    assert match([sought("Unrelated Maritime Museum")], register()) == {}


def test_small_chunks_find_the_same_row(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sought("汀州勘测技术有限公司", CODE)
    rows = register(row(1, "汀州勘测技术股份有限公司", CODE), row(2, "汀州测绘技术有限公司"))
    whole = match([one], rows)
    monkeypatch.setattr(registers, "CHUNK", 7)

    again = match([one], iter(rows))

    assert [each.row.number for each in whole["o-1"]][:2] == [each.row.number for each in again["o-1"]][:2]
    assert whole["o-1"][0].row.number == 1


def test_no_more_rows_are_kept_than_are_scored() -> None:
    many = [row(number, f"汀州勘测技术第{number}有限公司") for number in range(1, 200)]

    near = registers._Near([sought("汀州勘测技术有限公司")])
    near.see(many)

    assert len(near.held()[0]) <= registers.KEPT


def test_sample_stays_bounded_and_even(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "SAMPLE", 50)
    near = registers._Near([sought("汀州勘测技术有限公司")])

    near._draw([row(number, f"x{number}") for number in range(1000)])

    assert 25 <= len(near.sample) <= 50
    assert near.sample[:2] == ["x0", f"x{near._step}"]
