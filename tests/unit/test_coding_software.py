"""What software suggests, learns and answers: passages first, and nothing where it is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_heap import ALERT, BOOK, PLAIN, answers, book, code, corpus, keep, start, truth

from counterfile import flow
from counterfile.errors import BadUsage
from counterfile.model.codebook import NOT_MENTIONED, CodeQuestion, Kind, Option, Unit
from counterfile.model.judgement import AgentKind
from counterfile.model.notice import Property
from counterfile.screening import coding_cues as cues
from counterfile.screening.coding import Desk, Given
from counterfile.screening.coding_exchange import COLUMNS, rows, sealed, software_rows
from counterfile.screening.coding_learned import Example, learn
from counterfile.screening.coding_rest import decide, rest
from counterfile.screening.coding_suggest import suggest, values_in
from counterfile.stages.code import CodeStage
from counterfile.testing.corpus import Corpus
from counterfile.views import coding as facts
from counterfile.views.findings import compute, parse_finding
from counterfile.views.tables import Workbench

YES_NO = CodeQuestion("alerts", {"": "Alerts?"}, terms=("自动预警",), fuzzy=("实时预警推送",))


@pytest.mark.parametrize(
    ("text", "fuzzy", "found"),
    [
        ("支持实时预警推送功能", "实时预警推送", "实时预警推送"),
        ("支持实时预警推進功能", "实时预警推送", "实时预警推進"),
        ("支持實時預警推送功能", "实时预警推送", "實時預警推送"),
        ("支持实 时预警 推进", "实时预警推送", "实 时预警 推进"),
        ("支持实时预警推送", "实时预警推送终端", None),
        ("预览", "预警", None),
        ("with faciaI recognition inside", "facial recognition", "faciaI recognition"),
        ("a camerawoman came", "camera", None),
        ("two carneras", "cameras", None),
        ("two cameres", "cameras", "cameres"),
    ],
)
def test_fuzzy_terms_allow_for_slips_of_recognition_but_not_for_other_words(
    text: str, fuzzy: str, found: str | None
) -> None:
    hits = cues.hits(text, (), (fuzzy,))

    assert [text[hit.start : hit.end] for hit in hits] == ([found] if found else [])


def test_a_passage_is_the_sentence_around_a_cue() -> None:
    text = "一、概况。\n平台自动预警；\n其他。"
    (hit,) = cues.hits(text, ("自动预警",))

    assert [text[a:b] for a, b in cues.passages(text, [hit])] == ["平台自动预警；"]
    assert text[slice(*cues.sentence("x" * 5000, 2500, 2504))] == ""
    assert max(b - a for a, b in cues.sentences("字" * 5000)) <= cues.MOST_CHARACTERS


def test_cue_terms_suggest_an_answer_with_its_passages() -> None:
    found = suggest(YES_NO, f"{PLAIN}{ALERT}")

    assert (found.answer, found.source) == ("yes", "cues")
    assert [f"{PLAIN}{ALERT}"[p.start : p.end] for p in found.passages] == [ALERT]
    assert suggest(YES_NO, PLAIN).answer == ""


def test_a_nearly_right_cue_shows_a_passage_and_suggests_nothing() -> None:
    found = suggest(YES_NO, "平台支持实时预警推进。")

    assert (found.answer, len(found.passages), found.passages[0].errors) == ("", 1, 1)


def test_options_are_suggested_by_their_own_terms() -> None:
    options = (Option("police", terms=("公安",)), Option("school", terms=("校方",)))
    one = CodeQuestion("who", {"": "Who?"}, Kind.ONE_OF, options=options)
    many = CodeQuestion("who", {"": "Who?"}, Kind.MANY_OF, options=options)

    assert suggest(one, "推送至公安。").answer == "police"
    assert suggest(one, "推送至公安。提示校方。").answer == ""
    assert suggest(many, "推送至公安。提示校方。").answer == "police; school"


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        (Kind.NUMBER, "新增摄像机１２台", ["12"]),
        (Kind.NUMBER, "共1,250台，于2021年3月5日前完成", ["1250"]),
        (Kind.NUMBER, "型号V2.0.13", []),
        (Kind.DATE, "于2021年3月5日开标", ["2021-03-05"]),
        (Kind.QUOTATION, "任何话", []),
    ],
)
def test_numbers_and_dates_in_a_passage(kind: Kind, words: str, found: list[str]) -> None:
    assert values_in(CodeQuestion("n", {"": "?"}, kind), words) == found


def test_the_only_number_in_the_passages_is_suggested_and_two_are_none() -> None:
    question = CodeQuestion("cameras", {"": "How many?"}, Kind.NUMBER, terms=("摄像机",))

    assert suggest(question, "新增摄像机12台。工期90天。").answer == "12"
    assert suggest(question, "新增摄像机12台。利旧摄像机30台。").answer == ""


def examples(size: int = 40) -> list[Example]:
    made = []
    for number in range(size):
        has = number % 3 == 0
        text = f"第{number}号。" + ("发现异常后主动告警并派单。" if has else "供应桌椅。") + "质保三年。"
        start = text.index("发现") if has else 0
        made.append(Example(text, frozenset({"yes"} if has else ()), ((start, start + 8),) if has else ()))
    return made


def test_sentences_that_coders_marked_teach_what_no_cue_term_says() -> None:
    learned = learn(examples(), "logistic", 1)
    assert learned is not None

    text = "临沅市项目。系统主动告警并派单。质保三年。"
    (yes,) = learned.speak(text)
    (no,) = learned.speak("供应桌椅。质保三年。")

    assert yes.probability > 0.7
    assert no.probability < 0.3
    start, end, _ = yes.passages[0]
    assert text[start:end] == "系统主动告警并派单。"
    assert suggest(YES_NO, text, learned).answer == "yes"
    assert suggest(YES_NO, "供应桌椅。质保三年。", learned).passages == ()


def test_learning_is_the_same_each_time_and_waits_for_enough() -> None:
    first, second = learn(examples(), "logistic", 1), learn(examples(), "logistic", 1)

    assert first is not None
    assert second is not None
    assert first.speak("主动告警。") == second.speak("主动告警。")
    assert learn(examples(12), "logistic", 1) is None


def test_what_was_learned_is_kept_and_learned_again_where_it_is_damaged(tmp_path: Path) -> None:
    made = corpus(40)
    desk = start(made, book())
    code(made, desk, "heron", 40)
    question = desk.question("alerts")

    first = Desk(made.store, tmp_path).learned(question)
    (kept,) = (tmp_path / "coding").glob("alerts.*.npz")
    second = Desk(made.store, tmp_path).learned(question)
    kept.write_bytes(b"damaged")
    third = Desk(made.store, tmp_path).learned(question)

    assert first is not None
    assert second is not None
    assert third is not None
    assert first.speak(ALERT) == second.speak(ALERT) == third.speak(ALERT)


def run(made: Corpus, desk: Desk) -> int:
    """Stop the coding and let software answer the rest; return how many units it answers."""
    keep(made, [facts.recorded(desk.stop(rest=True), "done", "heron"), *desk.settle("heron")])
    coder = rest(made.store, None)
    assert coder is not None
    units = coder.units()
    with made.store.batch() as batch:
        batch.mark_due("code", units)
    list(flow.run([CodeStage(coder)], made.store, made.archive, workers=1))
    return len(units)


def test_software_answers_the_rest_with_passages_or_none_and_persons_stand() -> None:
    made = corpus(60)
    desk = start(made, book())
    met = code(made, desk, "heron", 30)

    assert run(made, desk) == 30

    found = made.store.judgements("code:alerts", desk.began.units["notice"])
    assert len(found) == 60
    for one in found:
        words = Desk(made.store).words(one.subject, Unit.NOTICE).body
        assert one.answer == truth(words, "alerts")
        assert bool(one.evidence) == (one.answer == "yes")
        assert (one.agent_kind is AgentKind.PERSON) == (one.subject in met)
        reading = made.store.reading(one.reading) if one.reading else None
        assert all(reading is not None and reading.text[s.start : s.end] == s.quote for s in one.evidence)
    who = made.store.judgements("code:who", desk.began.units["notice"])
    assert {one.subject for one in who} == {one.subject for one in found if one.answer == "yes"}
    assert rest(made.store, None) is not None


def test_software_answers_nothing_where_nothing_is_known() -> None:
    bare = CodeQuestion("colour", {"": "Which colour?"}, Kind.ONE_OF, options=(Option("red"), Option("blue")))

    assert decide(bare, "红色桌椅。", None) is None
    assert decide(CodeQuestion("n", {"": "How many?"}, Kind.NUMBER, terms=("台",)), "12台，30台。", None) is None
    near = decide(YES_NO, "平台支持实时预警推进。", None)
    assert near is not None
    assert (near[0], len(near[2])) == ("unsure", 1)


def test_what_software_answered_is_taken_back_when_coding_goes_on() -> None:
    made = corpus(40)
    desk = start(made, book())
    code(made, desk, "heron", 20)
    run(made, desk)
    units = desk.began.units["notice"]
    assert len(made.store.judgements("code:alerts", units)) == 40

    start(made, book(), again=True)
    assert rest(made.store, None) is None
    with made.store.batch() as batch:
        batch.mark_due("code", units)
    list(flow.run([CodeStage(None)], made.store, made.archive, workers=1))

    assert len(made.store.judgements("code:alerts", units)) == 20
    assert Desk(made.store).next("heron") is not None


def test_a_sample_is_drawn_with_known_probabilities_and_answered_blind() -> None:
    made = corpus(80)
    desk = start(made, book())
    code(made, desk, "heron", 30)
    with pytest.raises(BadUsage, match="after the stop"):
        desk.draw(5)
    run(made, desk)
    desk = Desk(made.store)
    keep(made, [facts.recorded(desk.draw(10, "alerts"), "to check", "wren")])
    desk = Desk(made.store)
    open_ = facts.checked_sample(made.store, "alerts")
    assert open_ is not None
    assert (open_.is_complete, open_.of, len(open_.units)) == (False, 50, 10)
    assert sum(1 / one.probability for one in open_.units) == pytest.approx(50)
    assert {one.software for one in open_.units} == {"yes", NOT_MENTIONED}

    while (offer := desk.next("wren")) is not None:
        assert (offer.shown, offer.question) == (facts.Shown.SAMPLE, "alerts")
        assert desk.suggestion(offer.unit, desk.question(offer.question), offer.shown).passages == ()
        body = desk.words(offer.unit, offer.kind).body
        given = desk.machine(offer.unit, desk.question("alerts")).passages
        at = tuple((each.start, each.end) for each in given)
        answer = truth(body, "alerts")
        made_ = desk.answer(offer.unit, "alerts", answer, "wren", Given(at=at if answer == "yes" else ()))
        desk.note(keep(made, made_))

    done = facts.checked_sample(made.store, "alerts")
    assert done is not None
    assert done.is_complete
    assert all(one.person == one.software for one in done.units)
    assert facts.checked_sample(made.store, "who") is None
    # What a sample says does not change what it checks.
    again = rest(made.store, None)
    assert again is not None
    assert again.version == f"1 learned {desk.stopped.id if desk.stopped else ''}"


def test_sampling_is_the_same_for_the_same_seed() -> None:
    made = corpus(60)
    desk = start(made, book())
    code(made, desk, "heron", 30)
    run(made, desk)

    assert Desk(made.store).draw(7) == Desk(made.store).draw(7)
    assert len(Desk(made.store).draw(500).picked) == 30
    assert {one.probability for one in Desk(made.store).draw(15).picked} == {0.5}


def test_a_stop_frees_what_waits_for_a_second_coder() -> None:
    made = corpus(6)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    (unit,) = code(made, desk, "heron", 1)
    assert answers(made, "alerts", unit) == []

    run(made, desk)

    assert len(answers(made, "alerts", unit)) == 1
    assert [one.question for one in facts.blind(made.store).history(limit=99) if one.question.startswith("coded:")]
    with pytest.raises(BadUsage, match="stopped already"):
        Desk(made.store).stop(rest=True)


def test_exported_rows_leave_out_what_is_sealed() -> None:
    made = corpus(10)
    desk = start(made, book(overlap=0.5, coders="heron, wren"))
    code(made, desk, "heron", 99)

    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows(desk)]

    assert sealed(desk) > 0
    assert {row["double"] for row in found} == {"no"}
    assert all(row["evidence"] for row in found if row["value"] == "yes")
    assert list(software_rows(made.store, desk)) == []


def test_each_time_a_coder_changes_their_mind_one_row_stands() -> None:
    made = corpus(2)
    desk = start(made, book())
    unit = desk.began.units["notice"][0]
    for answer in ("unsure", NOT_MENTIONED):
        desk.note(keep(made, desk.answer(unit, "alerts", answer, "heron")))

    assert [row[4] for row in rows(desk) if row[2] == "alerts"] == [NOT_MENTIONED]
    assert len(desk.board.of(unit)) == 2


def test_what_is_read_first_is_shown_without_suggestions() -> None:
    made = corpus(2)
    text = BOOK.replace("    fuzzy: [预警推送终端]\n", "    fuzzy: [预警推送终端]\n    read_first: yes\n")
    desk = start(made, book(text=text))
    unit = next(u for u in desk.began.units["notice"] if ALERT in desk.words(u, Unit.NOTICE).body)

    assert desk.suggestion(unit, desk.question("alerts")).passages == ()
    assert desk.suggestion(unit, desk.question("cameras")).passages != ()
    with pytest.raises(BadUsage, match="wants the words"):
        desk.answer(unit, "alerts", "yes", "heron")


def test_documents_are_units_as_well() -> None:
    made = corpus(3)
    text = BOOK[: BOOK.index("  who:")].replace("terms:", "unit: document\n    terms:", 1)
    desk = start(made, book(text=text))
    kept = made.store.notice(made.notice("award", [("", Property.NOTICE_TITLE, "后来的公告")]))

    assert kept is not None
    assert len(desk.began.units["document"]) == 3
    assert kept.document not in desk.began.units["document"]
    assert desk.status().new == 1


def test_a_finding_over_softwares_answers_gives_what_a_checked_sample_makes_of_it() -> None:
    made = corpus(80)
    desk = start(made, book())
    code(made, desk, "heron", 30)
    run(made, desk)
    text = "claim: {en: a, zh: b}\nunit: notice\nmeasure: count\npopulation: {where: {'code:alerts': yes}}"
    spec = parse_finding(text, "f.yaml")
    before = compute(Workbench(made.store), spec)
    keep(made, [facts.recorded(Desk(made.store).draw(12, "alerts"), "to check", "wren")])
    drawn = compute(Workbench(made.store), spec)
    desk = Desk(made.store)
    while (offer := desk.next("wren")) is not None:
        body = desk.words(offer.unit, offer.kind).body
        at = body.find("自动预警")
        given = Given(((at, at + 4),)) if at >= 0 else Given()
        desk.note(keep(made, desk.answer(offer.unit, "alerts", truth(body, "alerts"), "wren", given)))

    found = compute(Workbench(made.store), spec)

    assert (before.estimate, drawn.estimate) == (None, None)
    assert found.estimate is not None
    assert found.figure.value == "40"
    assert found.estimate.checked == 12
    assert found.estimate.low <= 40 <= found.estimate.high
    assert found.estimate.high - found.estimate.low < 40
