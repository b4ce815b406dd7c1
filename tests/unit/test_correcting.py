"""A correction teaches: what announces the right value is found, proposed for all other notices, and accepted with one act."""

from __future__ import annotations

import msgspec
import pytest
from taught_notices import FIRMS, STAGE, TOWNS, accept, award, correct, firm_of, name, run, said, store_of

from counterfile import worker
from counterfile.cli import correcting as commands
from counterfile.errors import BadUsage, Missing
from counterfile.model.document import State
from counterfile.model.judgement import LABEL_MEANS, READ_BEFORE, AgentKind, Judgement, Question
from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive
from counterfile.store.ports import Cluster, Outcome, Published
from counterfile.testing import facts
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text.aliases import Alias
from counterfile.text.labels import Field, Party, aliased, meaning, own_meaning
from counterfile.text.prepared import PreparedReading
from counterfile.views import causes, correcting, evaluation, files, teaching
from counterfile.views.acceptance import Scores, folds, gate
from counterfile.views.causes import Sort

# Correcting one value


def test_a_value_with_a_quote_is_stored_with_the_words_that_say_it() -> None:
    store = store_of(award(1))
    firm = firm_of(store, 0)

    meant = correct(store, 0, "supplier", firm, quote=firm)

    assert meant.value.subject == f"{name(0)}|lot/1/supplier/1|awards/suppliers/name"
    assert [span.quote for span in meant.value.evidence] == [firm]
    assert meant.cause is not None
    assert (meant.cause.sort, meant.cause.words) == (Sort.LABEL, "揭晓归属")


def test_an_amount_takes_its_unit_from_the_label_before_it() -> None:
    store = store_of(award(1, what="定盘数目（万元）").replace("定盘数目（万元）：", "定盘数目（万元）：12.50 x"))

    meant = correct(store, 0, "award_value", "125000元", quote="12.50")

    assert meant.value.answer == "CNY 125000.00 total"
    assert [span.quote for span in meant.value.evidence] == ["12.50", "定盘数目（万元）"]


@pytest.mark.parametrize(
    ("field", "new", "how", "told"),
    [
        ("colour", "blue", {}, "is no field; there are: agency"),
        ("buyer", "临沅市公安局", {"quote": "no such words"}, "does not stand in"),
        ("buyer", "临沅市公安局", {"quote": "QH-2026-0001"}, "does not follow from these words"),
        ("buyer", "临沅市公安局", {"span": (5, 900000)}, "is not inside the notice"),
        ("award_value", "much", {}, "cannot be read as an amount"),
        ("opening", "soon", {}, "cannot be read as a date"),
        ("tag", "sold", {}, "it is one of amendment"),
        ("buyer", "甲", {"row": "first"}, "is no row"),
    ],
)
def test_a_wrong_correction_says_what_would_be_right(field: str, new: str, how: dict[str, object], told: str) -> None:
    store = store_of(award(1))

    with pytest.raises(BadUsage, match=told):
        correct(store, 0, field, new, **how)


def test_a_correction_of_an_unknown_notice_or_statement_says_so() -> None:
    store = store_of(award(1))

    with pytest.raises(Missing, match="no statement or notice"):
        correcting.correct(store, "n-0", "buyer", "x", reason="r", by="heron")
    with pytest.raises(BadUsage, match="needs a reason and a name"):
        correcting.correct(store, name(0), "buyer", "x", reason=" ", by="heron")


def test_what_was_read_before_is_kept_with_its_words() -> None:
    store = store_of(award(1))
    (old,) = store.statements([name(0)], [Property.NUMBER])[name(0)]

    correct(store, 0, "number", "QH-2026-9999")

    (kept,) = store.history(READ_BEFORE)
    assert (kept.other, kept.answer, kept.evidence) == (old.id, old.value, old.evidence)


def test_a_word_without_a_quote_stands_but_proposes_nothing() -> None:
    store = store_of(award(1))

    meant = correct(store, 0, "buyer", "白杨市公安局")

    assert meant.value.evidence == ()
    assert "without a quote" in meant.why_not
    assert correcting.change_sets(store) == []


def test_a_label_that_is_known_already_is_not_taught_again() -> None:
    store = store_of(award(1))
    (buyer,) = said(store, 0, Property.BUYER)

    meant = correct(store, 0, "buyer", buyer, quote=buyer)

    assert "already" in meant.why_not
    assert correcting.change_sets(store) == []


# Corrected values link


def test_a_corrected_number_moves_its_notice_to_the_procedure_of_that_number() -> None:
    one = award(1).replace("智能监控系统", "办公家具")
    store = store_of(award(2), award(2).replace("中标公告", "合同公告"), one.replace("QH-2026-0001", "QH-2026-8888"))
    before = [store.cluster(Cluster.PROCEDURE, name(number)) for number in range(3)]
    assert before[0] == before[1] != before[2]

    buyer = said(store, 0, Property.BUYER)[0]
    correct(store, 2, "number", "QH-2026-0002")
    correct(store, 2, "buyer", buyer)

    assert len({store.cluster(Cluster.PROCEDURE, name(number)) for number in range(3)}) == 1


def test_taking_a_corrected_number_back_moves_the_notice_back() -> None:
    store = store_of(award(2), award(2).replace("中标公告", "合同公告"))
    assert store.cluster(Cluster.PROCEDURE, name(0)) == store.cluster(Cluster.PROCEDURE, name(1))
    correct(store, 1, "title", "白杨市另一项目")
    correct(store, 1, "number", "BY-2026-7777")
    assert store.cluster(Cluster.PROCEDURE, name(0)) != store.cluster(Cluster.PROCEDURE, name(1))

    for judgement in store.history(Question.VALUE):
        withdrawn = correcting.withdrawal(store, judgement.id, by="heron", reason="misread")
        commands.keep(store, MemoryArchive(), [withdrawn])

    assert store.cluster(Cluster.PROCEDURE, name(0)) == store.cluster(Cluster.PROCEDURE, name(1))


# What announces a value


def test_the_cause_of_a_value_in_a_table_is_its_column_or_the_label_beside_it() -> None:
    wide = table_of(["序", "揭晓归属", "定盘数目"], ["1", FIRMS[0], "12元"], ["2", FIRMS[1], "13元"])
    narrow = table_of(["揭晓归属", FIRMS[0]], ["定盘数目", "12元"])
    paired = table_of(["采购方式", "公开招标", "标段", "一标段"], ["采购人", "临沅市公安局", "揭晓归属", FIRMS[0]])

    for words, sort in ((wide, Sort.COLUMN), (narrow, Sort.LABEL), (paired, Sort.LABEL)):
        at = words.text.index(FIRMS[0])
        cause = causes.cause_of(words, at, at + len(FIRMS[0]))
        assert cause is not None
        assert (cause.sort, cause.words) == (sort, "揭晓归属")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("揭 晓 归 属：某物", "揭 晓 归 属"),
        ("评审如下，揭晓归属：某物", "揭晓归属"),
        ("采购人：临沅市公安局 揭晓归属：某物", "揭晓归属"),
        ("2. 揭晓归属（全称）: 某物", "2. 揭晓归属（全称）"),
    ],
)
def test_the_cause_in_running_text_is_the_label_before_the_colon(line: str, label: str) -> None:
    words = reading_of(line)
    at = words.text.index("某物")

    cause = causes.cause_of(words, at, at + 2)

    assert cause is not None
    assert (cause.words, cause.key) == (label, "揭晓归属")
    assert list(causes.occurrences(words, "揭晓归属"))


def test_a_value_under_a_heading_alone_is_taught_by_the_heading() -> None:
    words = reading_of("四、揭晓情况", "经评审后由以下企业承接本次采购项目的全部内容：", f"{FIRMS[0]}，特此公告")
    cause = causes.cause_of(words, words.text.index(FIRMS[0]), words.text.index(FIRMS[0]) + len(FIRMS[0]))

    assert cause is not None
    assert (cause.sort, cause.words) == (Sort.SECTION, "四、揭晓情况")
    assert causes.teachable(cause, Property.SUPPLIER) == ""
    assert "no heading tells of" in causes.teachable(cause, Property.CITY)


def test_a_label_whose_heading_gives_it_meaning_is_not_taught_for_a_buyer() -> None:
    words = reading_of("四、揭晓情况", "单位名称：甲乙有限公司")
    cause = causes.cause_of(words, words.text.index("甲"), len(words.text))

    assert cause is not None
    assert "different headings" in causes.teachable(cause, Property.BUYER)
    assert causes.teachable(cause, Property.SUPPLIER) == ""
    heading = causes.taught_by(words, words.text.index("甲"), len(words.text), Property.BUYER)
    assert heading is not None
    assert (heading.sort, heading.words) == (Sort.SECTION, "四、揭晓情况")


def test_a_generic_label_is_taught_for_its_layout_alone_and_stays_mute_in_the_buyer_s_section() -> None:
    texts = [
        award(number, who="单位名称").replace(
            "五、采购代理", f"五、采购人信息\n单位名称：{TOWNS[number]}市公安局\n六、采购代理"
        )
        for number in range(4)
    ]
    store = store_of(*texts)
    assert not any(said(store, number, Property.SUPPLIER) for number in range(4))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))
    (one,) = correcting.change_sets(store)
    with pytest.raises(BadUsage, match="for its layout alone"):
        accept(store, one.id, anywhere=True)

    accept(store, one.id)
    run(store)

    assert [said(store, number, Property.SUPPLIER) for number in range(4)] == [[firm_of(store, n)] for n in range(4)]


# Aliases


def test_an_alias_answers_first_and_only_inside_its_block() -> None:
    supplier = own_meaning("中标人")
    assert supplier is not None
    assert meaning("揭晓归属") is None or meaning("揭晓归属").field is not Field.NAME  # type: ignore[union-attr]

    with aliased({"揭晓归属": supplier}):
        inside = meaning("2.揭晓归属（全称）：")
    after = meaning("揭晓归属")

    assert inside is not None
    assert (inside.field, inside.party) == (Field.NAME, Party.SUPPLIER)
    assert after is None or after.party is None


def test_an_alias_does_not_leak_into_the_next_document() -> None:
    words = facts.reading("one", award(1))
    fields = {field: getattr(words, field) for field in Reading.__struct_fields__}
    taught = PreparedReading(**fields, aliases=(Alias("揭晓归属", Property.SUPPLIER),))

    first = worker.extract_task(msgspec.msgpack.encode(words))
    with_it = worker.extract_task(msgspec.msgpack.encode(taught))
    again = worker.extract_task(msgspec.msgpack.encode(words))

    def suppliers(found: worker._Extracted) -> list[str]:
        return [one.value for _, each in found for one in each if one.property is Property.SUPPLIER]

    assert suppliers(with_it)
    assert suppliers(first) == suppliers(again) == []


def test_one_alias_fixes_nine_of_ten_of_its_occurrences_and_touches_no_other_document() -> None:
    texts = [award(number) for number in range(40)] + [award(90, who="中标人", what="中标金额（万元）")]
    store = store_of(*texts)
    assert all(not said(store, number, Property.SUPPLIER) for number in range(40))
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    (one,) = correcting.change_sets(store)
    reach = correcting.reaches(store, [one])[one.id]
    assert len(reach.layout) + len(reach.elsewhere) == 40
    assert reach.places == 40
    taught = correcting.with_lesson(teaching.lessons(store), correcting.lesson_of(one, anywhere=False))
    promised = list(correcting.changes(store, correcting.affected(store, [], taught), taught, STAGE.run))

    accept(store, one.id)
    extracted = run(store)

    fixed = [number for number in range(40) if said(store, number, Property.SUPPLIER) == [firm_of(store, number)]]
    assert len(fixed) >= 36
    assert facts.digest("notice-40") not in extracted
    assert sorted(extracted) == sorted(facts.digest(f"notice-{number}") for number in range(40))
    gained = {change.notice for change in promised if change.property is Property.SUPPLIER}
    assert gained == {name(number) for number in fixed}


HEAD = (["项目编号", "QH-2026-0107"], ["项目名称", "青河县公安局警务平台采购项目"], ["采购人", "青河县公安局"])
TITLE = "青河县公安局警务平台采购项目中标公告"
LINES = tuple("：".join(pair) for pair in HEAD)
FIRM = FIRMS[2]
DRESSES = {
    "a line": reading_of(*LINES, f"揭晓归属：{FIRM}", title=TITLE),
    "two lines": reading_of(*LINES, "揭晓归属：", FIRM, title=TITLE),
    "two lines without a colon": reading_of(*LINES, "三、揭晓情况", "揭晓归属", FIRM, title=TITLE),
    "a numbered line": reading_of(*LINES, f"3.揭晓归属：{FIRM}", title=TITLE),
    "a numbered heading": reading_of(*LINES, f"四、揭晓归属：{FIRM}", title=TITLE),
    "among other pairs": reading_of(*LINES, f"采购方式：公开招标 揭晓归属：{FIRM} 工期：30天", title=TITLE),
    "a table of pairs": table_of(*HEAD, ["揭晓归属", FIRM], title=TITLE),
    "a table of two pairs a row": table_of([*HEAD[0], *HEAD[1]], [*HEAD[2], "揭晓归属", FIRM], title=TITLE),
    "a column": table_of(
        ["序号", "揭晓归属", "中标金额（元）"], ["1", FIRM, "125000"], title=TITLE, before="三、中标信息"
    ),
    "a column of lots": table_of(
        ["包号", "标的名称", "揭晓归属", "中标金额（元）"],
        ["包1", "终端", FIRM, "125000"],
        ["包2", "服务", FIRMS[0], "35000"],
        title=TITLE,
        before="三、中标信息",
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_one_label_is_found_and_taught_in_every_dress(dress: str) -> None:
    words = DRESSES[dress]
    at = words.text.index(FIRM)
    cause = causes.cause_of(words, at, at + len(FIRM))
    assert cause is not None
    assert cause.key == "揭晓归属"
    assert len(list(causes.occurrences(words, cause.key))) == 1

    def suppliers(*taught: Alias) -> list[str]:
        fields = {field: getattr(words, field) for field in Reading.__struct_fields__}
        found = worker.extract(PreparedReading(**fields, aliases=taught))
        return [one.value for _, told in found for one in told if one.property is Property.SUPPLIER]

    # Beside a column of awards a strange head is read by what stands below it; elsewhere nothing tells.
    assert suppliers() == [] or "column" in dress
    assert FIRM in suppliers(Alias(cause.key, Property.SUPPLIER))


def test_two_aliases_give_amounts_in_their_label_s_unit() -> None:
    store = store_of(*(award(number) for number in range(10)))
    firm = firm_of(store, 0)
    words = store.reading_of(facts.digest("notice-0"))
    assert words is not None
    figure = words.text.partition("定盘数目（万元）：")[2].partition("\n")[0]
    correct(store, 0, "supplier", firm, quote=firm)
    correct(store, 0, "award_value", f"{figure}万元", quote=figure)

    for one in correcting.change_sets(store):
        accept(store, one.id)
    run(store)

    assert all(len(said(store, number, Property.AWARD_VALUE)) == 1 for number in range(10))
    assert said(store, 0, Property.AWARD_VALUE) == [f"CNY {float(figure) * 10000:.2f} total"]


def test_an_alias_of_one_layout_leaves_other_layouts_alone_unless_taught_for_all() -> None:
    other = award(5, buyer="招标人").replace("项目编号", "招标编号").replace("采购代理机构", "招标代理机构")
    store = store_of(award(1), other)
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    (one,) = correcting.change_sets(store)

    accept(store, one.id)
    run(store)
    assert said(store, 0, Property.SUPPLIER)
    assert not said(store, 1, Property.SUPPLIER)

    accept(store, one.id, anywhere=True)
    run(store)
    assert said(store, 1, Property.SUPPLIER) == [firm_of(store, 1)]


def test_an_alias_is_replayed_after_reading_again_and_for_documents_that_come_later() -> None:
    store = store_of(award(1))
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    (one,) = correcting.change_sets(store)
    accept(store, one.id)
    run(store)
    words = msgspec.structs.replace(facts.reading("notice-0", award(1)), id="rd-again")
    late = facts.reading("notice-1", award(7))
    with store.batch() as batch:
        batch.arrive(facts.arrival("notice-1"), 1)
        for each in (words, late):
            batch.record("read", "2", each.document, "k2", [each, Outcome(State.READ)])
            batch.mark_due("extract", [each.document])

    run(store)

    assert said(store, 0, Property.SUPPLIER) == [firm]
    assert said(store, 1, Property.SUPPLIER) == [firm_of(store, 1)]


def test_taking_an_accepted_change_set_back_undoes_it() -> None:
    store = store_of(*(award(number) for number in range(3)))
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    (one,) = correcting.change_sets(store)
    accept(store, one.id)
    run(store)
    with pytest.raises(BadUsage, match="accepted already"):
        accept(store, one.id)

    taken = correcting.withdrawal(store, one.id, by="heron", reason="too wide")
    commands.keep(store, MemoryArchive(), [taken])
    run(store)

    assert taken.question == LABEL_MEANS
    assert not any(said(store, number, Property.SUPPLIER) for number in range(3))
    assert correcting.change_set(store, one.id).accepted == ""


def test_a_value_taken_away_proposes_that_its_label_claims_nothing() -> None:
    texts = [award(number, who="中标人", what="中标金额（万元）") for number in range(4)]
    store = store_of(*texts)
    (old,) = store.statements([name(0)], [Property.AWARD_VALUE])[name(0)]
    meant = correcting.correct(store, old.id, "award_value", "", reason="a fee", by="heron")
    commands.keep(store, MemoryArchive(), [*meant.before, meant.value])

    (one,) = correcting.change_sets(store)
    accept(store, one.id)
    run(store)

    assert one.property == ""
    assert all(said(store, number, Property.AWARD_VALUE) == [] for number in range(4))


def test_corrections_that_disagree_on_a_label_are_contested_and_not_accepted() -> None:
    store = store_of(award(1), award(2))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))
    correct(store, 1, "candidate", firm_of(store, 1), quote=firm_of(store, 1))

    sets = correcting.change_sets(store)

    assert len(sets) == 2
    assert all(one.contested for one in sets)
    with pytest.raises(BadUsage, match="other corrections say"):
        accept(store, sets[0].id)


def test_a_lesson_that_other_answers_speak_against_is_harmful() -> None:
    texts = [award(number, who="中标人", what="中标金额（万元）") for number in range(4)]
    store = store_of(*texts)
    for number in (1, 2):
        amount = said(store, number, Property.AWARD_VALUE)[0]
        correct(store, number, "award_value", amount)
    (old,) = store.statements([name(0)], [Property.AWARD_VALUE])[name(0)]
    meant = correcting.correct(store, old.id, "award_value", "", reason="a fee", by="heron")
    commands.keep(store, MemoryArchive(), [*meant.before, meant.value])
    (one,) = correcting.change_sets(store)

    documents = [facts.digest(f"notice-{number}") for number in range(4)]
    found = correcting.judge_lesson(store, one, anywhere=False, extract=STAGE.run, documents=documents)

    assert (found.held_out, found.before, found.after) == (2, 1.0, 0.0)
    assert found.is_harmful
    assert [each.field for each in found.worse] == ["awards/value"]


# The gate


def scores(**fields: tuple[int, int]) -> Scores:
    return Scores({name: right for name, (right, _) in fields.items()}, {name: of for name, (_, of) in fields.items()})


@pytest.mark.parametrize(
    ("before", "after", "accepted", "harmful"),
    [
        (scores(buyer=(900, 1000)), scores(buyer=(910, 1000)), True, False),
        (scores(buyer=(900, 1000)), scores(buyer=(900, 1000)), False, False),
        (scores(buyer=(900, 1000), agency=(900, 1000)), scores(buyer=(950, 1000), agency=(897, 1000)), True, False),
        (scores(buyer=(900, 1000), agency=(900, 1000)), scores(buyer=(990, 1000), agency=(896, 1000)), False, True),
        (scores(), scores(), False, False),
    ],
)
def test_the_gate_lets_in_what_is_better_and_nowhere_worse(
    before: Scores, after: Scores, accepted: bool, harmful: bool
) -> None:
    found = gate(before, after)

    assert (found.is_accepted, found.is_harmful) == (accepted, harmful)


def test_the_gate_refuses_to_compare_different_values() -> None:
    with pytest.raises(ValueError, match="not the same"):
        gate(scores(buyer=(1, 2)), scores(buyer=(1, 3)))


def test_layouts_are_held_out_whole_once_each_and_always_alike() -> None:
    layouts = [f"ly-{number}" for number in range(11)]

    found = folds([*layouts, *layouts], 4)

    assert sorted(one for fold in found for one in fold) == sorted(layouts)
    assert [len(fold) for fold in found] == [3, 3, 3, 2]
    assert found == folds(layouts[::-1], 4)
    assert folds(["ly-1"], 4) == [frozenset({"ly-1"})]
    assert folds([], 4) == []


# What becomes of corrections


def test_a_correction_says_whether_software_now_reads_it_by_itself() -> None:
    store = store_of(award(1), award(2))
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    correct(store, 1, "number", "QH-2026-5555")

    before = [one.outcome for one in correcting.learned(store)]
    accept(store, correcting.change_sets(store)[0].id)
    run(store)
    after = [one.outcome for one in correcting.learned(store)]

    assert before == ["missed", "contradicted"]
    assert after == ["learned", "contradicted"]
    assert "software reads 1 right by itself, contradicts 1 and misses 0" in commands.summary(store)[0]


def test_a_fixture_is_the_label_as_corrected_scored_in_the_corrected_fields_alone() -> None:
    store = store_of(award(1))
    firm = firm_of(store, 0)
    correct(store, 0, "supplier", firm, quote=firm)
    correct(store, 0, "award_value", "128.6万元")
    correct(store, 0, "agency_id", "x1")

    (row,) = correcting.fixtures(store)

    agreed, disputed = row["agreed"], row["disputed"]
    assert isinstance(agreed, dict)
    assert isinstance(disputed, list)
    (lot,) = agreed["lots"]
    assert [party["name"] for party in lot["suppliers"]] == [firm]
    assert lot["amount"] == "1286000.00"
    assert not {"suppliers", "amounts"} & set(disputed)
    assert {"buyer", "stage", "lots"} <= set(disputed)
    assert row["id"] == agreed["id"] == name(0)
    scored = evaluation.labeled(row)
    assert (scored.id, scored.disputed) == (name(0), frozenset(disputed))


def test_a_corrected_value_shows_who_corrected_it_and_why() -> None:
    store = store_of(award(1))
    correct(store, 0, "buyer", "白杨市公安局")
    procedure = store.cluster(Cluster.PROCEDURE, name(0))
    assert procedure is not None

    shown = files.procedure_file(store, procedure)

    assert shown is not None
    (buyer,) = [party for party in shown.parties if party.role == "buyer"]
    assert buyer.name.correction is not None
    assert (buyer.name.value, buyer.name.correction.by, buyer.name.correction.reason) == (
        "白杨市公安局",
        "heron",
        "it says so",
    )


def test_only_persons_teach() -> None:
    store = store_of(award(1))
    taught = Judgement(LABEL_MEANS, "|揭晓归属", "", Property.SUPPLIER, "model 1", AgentKind.SOFTWARE, "likely", 0.9)
    with store.batch() as batch:
        batch.record("teach", "1", "w", "k", [taught])

    assert teaching.lessons(store) == []


def test_published_says_what_links_a_notice_before_and_after() -> None:
    store = store_of(award(1))
    correct(store, 0, "number", "QH-2026-4444")

    read, counts = correcting.published(store, name(0))

    def numbers(fact: Published) -> list[str]:
        return [one.value for one in fact.statements if one.property is Property.NUMBER]

    assert numbers(read) == ["QH-2026-0001"]
    assert numbers(counts) == ["QH-2026-4444"]
    assert ResolveStage().due_after([counts])


def test_a_corrected_buyer_gets_a_file_of_its_own() -> None:
    store = store_of(award(1), award(1).replace("中标公告", "合同公告"))
    correct(store, 0, "buyer", "白杨市公安局")

    organization = store.cluster(Cluster.ORGANIZATION, "白杨市公安局")
    assert organization is not None
    shown = files.organization_file(store, organization)

    assert shown is not None
    assert shown.notices == 1


def test_a_supplier_that_only_a_person_saw_is_in_the_file() -> None:
    store = store_of(award(1))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))
    procedure = store.cluster(Cluster.PROCEDURE, name(0))
    assert procedure is not None

    shown = files.procedure_file(store, procedure)

    assert shown is not None
    (supplier,) = [party for party in shown.parties if party.role == "supplier"]
    assert supplier.name.correction is not None
    assert [proof.quote for proof in supplier.name.proofs] == [firm_of(store, 0)]
