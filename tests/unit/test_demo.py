"""The demo inquiry: the same bytes each time, nothing real in it, and a truth that its own texts bear out."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import json
import re
import time
import zipfile
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from counterfile import demo
from counterfile.demo import names, page, plan
from counterfile.model.document import State

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@cache
def heap() -> demo.Heap:
    return demo.build()


@cache
def contents() -> dict[str, bytes]:
    """Bytes by path, members of archives as ``archive!/member``."""
    found = {file.path: file.content for file in heap().files}
    for path, content in list(found.items()):
        if path.endswith(".zip") and zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.infolist():
                    is_utf8 = member.flag_bits & 0x800 or member.filename.isascii()
                    name = member.filename if is_utf8 else member.filename.encode("cp437").decode("gb18030")
                    found[f"{path}!/{name}"] = archive.read(member)
    return found


@cache
def text_of(path: str) -> str:
    """The words of a file without white space, found without the program's own readers."""
    content = contents()[path]
    if path.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        raw = "".join(sheet.get_textpage().get_text_range() for sheet in pages)
    elif path.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            raw = "".join(
                package.read(n).decode() for n in package.namelist() if n.endswith(("document.xml", "sheet1.xml"))
            )
    else:
        try:
            raw = content.decode()
        except UnicodeDecodeError:
            raw = content.decode("gb18030")
    if not path.endswith((".json", ".txt", ".pdf")):
        raw = html.unescape(re.sub(r"<[^>]+>", "", raw))
    return "".join(raw.split())


def dates(iso: str) -> set[str]:
    day = dt.date.fromisoformat(iso)
    return {
        iso,
        page.long_date(day),
        f"{day.year}年{day.month}月{day.day}日",
        page.plain_date(day),
        "".join(page.english_date(day).split()),
    }


def amounts(value: str) -> set[str]:
    cents = int(Decimal(value) * 100)
    whole = f"{cents // 100:,}.{cents % 100:02d}"
    return {value, whole, page.wan(cents), page.capitals(cents), f"{cents / 100}"}


def is_printed(text: str, forms: set[str]) -> bool:
    return any("".join(form.split()) in text for form in forms)


# --- the same each time ---------------------------------------------------------------------------------------------


def test_same_seed_gives_same_bytes() -> None:
    first = [(file.path, hashlib.sha256(file.content).hexdigest()) for file in demo.generate(7, 40)]
    second = [(file.path, hashlib.sha256(file.content).hexdigest()) for file in demo.generate(7, 40)]

    assert first == second


def test_another_seed_gives_another_heap() -> None:
    first = {file.content for file in demo.generate(1, 30)}
    second = {file.content for file in demo.generate(2, 30)}

    assert len(first & second) < len(first) / 4


def test_written_heap_holds_the_generated_files_and_no_truth(tmp_path: Path) -> None:
    truth = demo.write(tmp_path / "heap", seed=3, procedures=12)

    written = {
        path.relative_to(tmp_path / "heap").as_posix(): path
        for path in (tmp_path / "heap").rglob("*")
        if path.is_file()
    }
    assert {file.path for file in demo.generate(3, 12)} == set(written)
    assert all(written[file.path].read_bytes() == file.content for file in demo.generate(3, 12))
    assert not any("truth" in path for path in written)
    assert demo.truth(3, 12) == truth


def test_truth_is_written_where_asked(tmp_path: Path) -> None:
    demo.write_truth(heap().truth, tmp_path / "truth.json")

    stored = json.loads((tmp_path / "truth.json").read_bytes())
    assert heap().truth.figures.notices == stored["figures"]["notices"]


def test_default_heap_has_about_four_hundred_files_on_fifty_tenders_in_scope() -> None:
    assert 380 <= len(heap().files) <= 420
    assert heap().truth.figures.relevant_procedures == 50


# --- the truth adds up ----------------------------------------------------------------------------------------------


def test_procedures_are_as_many_as_asked() -> None:
    for asked in (1, 2, 11, 60):
        assert asked == demo.truth(1, asked).figures.procedures


def test_every_file_has_its_truth_and_states_add_up() -> None:
    truth, figures = heap().truth, heap().truth.figures

    assert {file.path for file in heap().files} == {file.path for file in truth.files if "!/" not in file.path}
    assert figures.files == len(heap().files)
    assert figures.documents == figures.read + figures.failed + figures.skipped
    assert figures.documents == len({hashlib.sha256(content).hexdigest() for content in contents().values()})
    assert (figures.failed, figures.skipped) == (3, 4)


def test_base_names_are_unique_so_that_labels_can_be_joined_by_name() -> None:
    stems = Counter(Path(file.path.rpartition("!/")[2]).stem for file in heap().truth.files)

    assert [stem for stem, count in stems.items() if count > 1] == []


def test_exact_duplicates_have_the_bytes_of_the_file_they_name() -> None:
    copies = [file for file in heap().truth.files if file.same_bytes_as]

    assert copies
    for copy in copies:
        assert contents()[copy.same_bytes_as or ""] == contents()[copy.path]
        assert not copy.notices


def test_figures_add_up() -> None:
    truth, figures = heap().truth, heap().truth.figures

    assert figures.procedures == sum(figures.tenders_by_class.values())
    assert figures.notices == len(list(truth.notices))
    assert figures.families == figures.procedures - figures.procedures_in_later_rounds
    assert figures.lots >= figures.procedures
    assert figures.award_totals.count < figures.awards
    assert Decimal(figures.award_totals.min or 0) <= Decimal(figures.award_totals.median or 0)
    assert {procedure.id for procedure in truth.procedures} == {notice.procedure for notice in truth.notices}


def test_a_province_that_only_a_near_duplicate_prints_counts() -> None:
    truth = demo.truth(3, 60)
    printed: dict[str, list[demo.NoticeTruth]] = {}
    for notice in truth.notices:
        if notice.place.province:
            printed.setdefault(notice.procedure, []).append(notice)

    assert any(all(notice.near_duplicate_of for notice in notices) for notices in printed.values())
    assert set(printed) == {procedure.id for procedure in truth.procedures if procedure.province}


def test_right_answers_have_passages_where_they_say_something() -> None:
    for procedure in heap().truth.procedures:
        assert bool(procedure.answers) == procedure.relevant
        for question, right in procedure.answers.items():
            assert (right.answer == "not mentioned") == (not right.passages), (procedure.id, question)


def test_notice_ids_follow_from_the_bytes() -> None:
    for notice in heap().truth.notices:
        digest = hashlib.sha256(contents()[notice.file]).hexdigest()
        assert notice.id == f"n-{digest[:16]}" + (f"-{notice.segment + 1}" if notice.segment else "")


def test_no_award_exceeds_its_ceiling_or_budget() -> None:
    limits = {
        n.procedure: Decimal(n.ceiling or n.budget or 0)
        for n in heap().truth.notices
        if n.stage == "tender" and n.budget
    }

    for notice in heap().truth.notices:
        totals = [Decimal(lot.amount) for lot in notice.lots if lot.basis == "total" and lot.amount]
        if notice.stage == "award" and totals and notice.procedure in limits:
            assert sum(totals) <= limits[notice.procedure], notice.file


# --- what labels say is printed -------------------------------------------------------------------------------------


def test_every_label_is_printed_in_its_file() -> None:
    missing = []
    for notice in heap().truth.notices:
        text = text_of(notice.file)
        words = [*notice.project_numbers, notice.project_title, notice.buyer, notice.agency, notice.contract_number]
        words += [*(notice.place.province, notice.place.city, notice.place.county)]
        words += [supplier.name for lot in notice.lots for supplier in lot.suppliers]
        words += [value for lot in notice.lots for value in (lot.lot, lot.title)]
        wanted = [{word} for word in words if word]
        wanted += [dates(day) for day in (notice.published, notice.opening, notice.decided, notice.signed) if day]
        figures = [notice.budget, notice.ceiling, *(lot.amount for lot in notice.lots)]
        figures += [supplier.amount for lot in notice.lots for supplier in lot.suppliers]
        wanted += [amounts(figure) for figure in figures if figure]
        missing += [(notice.file, forms) for forms in wanted if not is_printed(text, forms)]

    assert missing == []


def test_raw_amounts_are_printed_up_to_a_unit_that_stands_elsewhere() -> None:
    for notice in heap().truth.notices:
        for lot in notice.lots:
            if lot.raw:
                bare = re.sub(r"(?<=\d)(万?元)$", "", lot.raw)
                assert is_printed(
                    text_of(notice.file), {lot.raw, bare, str(float(bare)) if bare.replace(".", "").isdigit() else bare}
                )


def test_mentions_are_words_of_the_notice() -> None:
    for notice in heap().truth.notices:
        text = text_of(notice.file).lower()
        for code in notice.mentions:
            chinese, english = plan.FEATURES[code]
            assert chinese in text or "".join(english.split()) in text, (notice.file, code)


def test_every_stage_and_every_plant_is_there() -> None:
    truth = heap().truth

    stages = {notice.stage for notice in truth.notices}
    assert {
        "planning",
        "tender",
        "single_source",
        "amendment",
        "candidates",
        "award",
        "termination",
        "contract",
        None,
    } == stages
    lots = [lot for notice in truth.notices if notice.stage == "award" for lot in notice.lots]
    assert {"total", "rate", "unit_price", None} == {lot.basis for lot in lots}
    assert {"awarded", "failed"} == {lot.status for lot in lots}
    assert any(len(lot.suppliers) > 1 and lot.suppliers[0].lead for lot in lots)
    assert {"详见附件"} <= {lot.raw for lot in lots}
    assert any(notice.conflict for notice in truth.notices)
    assert any(notice.doubt for notice in truth.notices)
    assert any(notice.near_duplicate_of for notice in truth.notices)
    assert any(procedure.round == 2 for procedure in truth.procedures)
    endings = {Path(file.path).suffix for file in truth.files}
    assert {".htm", ".html", ".txt", ".docx", ".pdf", ".xlsx", ".json", ".xml", ".zip"} <= endings


def test_conflict_is_ten_thousandfold() -> None:
    conflicting = next(notice for notice in heap().truth.notices if notice.conflict)

    assert f"￥{conflicting.lots[0].amount}0000万元" in text_of(conflicting.file)


def test_project_number_changes_the_width_of_its_brackets_between_tender_and_award() -> None:
    printed: dict[str, set[str]] = {}
    for notice in heap().truth.notices:
        printed.setdefault(notice.procedure, set()).update(notice.project_numbers[:1])

    assert any(
        len({n.translate(str.maketrans("（）", "()")) for n in forms}) < len(forms) for forms in printed.values()
    )


def test_near_named_police_bodies_are_different_organizations() -> None:
    police = {o.name: o for o in heap().truth.organizations if o.buyer_class == "police"}

    bureau = next(o for o in police.values() if f"{o.name}城关分局" in police)
    branch, station = police[f"{bureau.name}城关分局"], police[f"{bureau.name}城关派出所"]
    assert len({bureau.id, branch.id, station.id}) == 3
    assert bureau.id == branch.parent == station.parent


def test_provincial_pages_declare_no_charset_and_are_not_utf8() -> None:
    pages = [content for path, content in contents().items() if path.startswith("provincial/")]

    assert pages
    for content in pages:
        assert b"charset" not in content.lower()
        with pytest.raises(UnicodeDecodeError):
            content.decode()


def test_about_a_seventh_of_procedures_is_english_and_less_than_half_unrelated() -> None:
    truth = demo.truth(1, 600)

    english = sum(procedure.title.isascii() for procedure in truth.procedures)
    assert 0.10 <= english / 600 <= 0.20
    assert 0.28 <= 1 - truth.figures.relevant_procedures / 600 < 0.5


def test_files_that_should_fail_or_be_skipped_carry_no_notice() -> None:
    for file in heap().truth.files:
        if file.state is not State.READ:
            assert not file.notices
            assert file.plant


def test_locked_pdf_wants_a_password() -> None:
    path = next(file.path for file in heap().truth.files if file.plant == "locked PDF")

    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(contents()[path])


# --- numbers and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (45_000_000, "肆拾伍万元整"),
        (517_917_500, "伍佰壹拾柒万玖仟壹佰柒拾伍元整"),
        (325_031_000, "叁佰贰拾伍万零叁佰壹拾元整"),
        (12_345_678_901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
        (20_000_000_000, "贰亿元整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (18_478_045, "壹拾捌万肆仟柒佰捌拾元肆角伍分"),
    ],
)
def test_capital_numerals(cents: int, words: str) -> None:
    assert words == page.capitals(cents)


def test_credit_codes_have_valid_check_digits() -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [o.uscc for o in heap().truth.organizations if o.uscc]

    assert codes
    for code in codes:
        assert len(code) == 18
        weighted = sum(alphabet.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
        assert alphabet[(31 - weighted % 31) % 31] == code[17]


def test_organization_names_are_distinct_at_scale() -> None:
    owner: dict[str, str] = {}
    for n in range(9_000):
        for organization in (
            names.supplier(n, technical=True),
            names.supplier(n, technical=False),
            names.agency(n % 300),
        ):
            for name in (organization.name, *organization.variants):
                assert owner.setdefault(name, organization.id) == organization.id, name
    for n in range(names.COUNTIES):
        for office in names.OFFICES:
            organization = names.buyer(n, office)
            for name in (organization.name, *organization.variants):
                assert owner.setdefault(name, organization.id) == organization.id, name


def test_thousands_of_procedures_stream_quickly_and_project_numbers_are_unique() -> None:
    started = time.process_time()
    count = sum(1 for _ in demo.generate(1, 3_000))
    seconds = time.process_time() - started

    assert 9_000 <= count <= 12_000
    # A tenth of the speed on the developers' machine, so that a busy one passes too.
    assert count / seconds > 800
    numbers = Counter(purchase.number for family in plan.purchases(1, 22_000) for purchase in family)
    assert [number for number, times in numbers.items() if times > 1] == []


# --- nothing real ---------------------------------------------------------------------------------------------------


def test_invented_places_do_not_exist() -> None:
    folder = SHARED / "data" / "regions-modood"
    if not folder.is_dir():
        pytest.skip("the list of real divisions is not here: ../shared/data/regions-modood")
    rows = [row for name in ("areas.json", "cities.json") for row in json.loads((folder / name).read_text("utf-8"))]
    real = {row["name"] for row in rows}
    stems = {re.sub(r"(自治县|自治州|自治旗|地区|新区|市|区|县|旗|盟)$", "", name) for name in real}
    codes = {row["code"] for row in rows}

    places = [names.county(n) for n in range(names.COUNTIES)] + [names.city(n) for n in range(36)]
    invented = {re.sub(r"[市区县]$", "", name) for place in places for name in (place.city, place.county) if name}
    assert set() == invented & (stems | real)
    assert set() == {place.code for place in places} & codes
    assert set() == {place.code[:4] for place in places} & {code[:4] for code in codes}


def test_invented_companies_are_no_listed_ones() -> None:
    file = SHARED / "data" / "names-zh-listed" / "company.json"
    if not file.is_file():
        pytest.skip("the list of listed companies is not here: ../shared/data/names-zh-listed")
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    real = "|".join(f"{row['name']}|{row['fullname']}" for row in rows)

    assert [stem for stem in names._STEMS if stem in real] == []
    assert "霁澜" not in real


def test_contacts_are_of_invented_ranges_only() -> None:
    for path, content in contents().items():
        if path.endswith((".html", ".htm", ".txt")) and content:
            text = text_of(path)
            mobiles = set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text))
            assert all(mobile.startswith("1390000") for mobile in mobiles), path
            assert all(mail.startswith("example.") for mail in re.findall(r"@([\w.]+)", text)), path
