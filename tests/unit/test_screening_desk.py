"""Screening an inquiry: answers are judgements, the desk is rebuilt from them, two readers stay blind to each other."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from counterfile.errors import BadUsage
from counterfile.model.codebook import Codebook, Screening, Unit
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import Property
from counterfile.screening import exchange
from counterfile.screening.desk import Desk, begin
from counterfile.screening.parts import Why
from counterfile.screening.rest import screener
from counterfile.stages.screen import ScreenStage
from counterfile.testing.corpus import Corpus
from counterfile.views import screening as facts
from counterfile.views.screening import Shown, Standing

WANTED = ("人脸识别终端", "视频监控平台")
OTHERS = ("办公家具", "食堂食材", "校服", "道路维修", "印刷服务")
ASKED = Screening(
    {"": "Is this a purchase of surveillance technology?"}, start=("人脸识别", "视频监控"), random=0.1, seed=3
)


def corpus(size: int = 40) -> Corpus:
    """Return a heap in which every fifth notice is wanted."""
    made = Corpus()
    for number in range(size):
        thing = WANTED[number % 2] if number % 5 == 0 else OTHERS[number % 5 - 1]
        title = f"临沅市{thing}采购项目第{number}号公告"
        made.notice("tender", [("", Property.NOTICE_TITLE, title)], words=f"本项目采购{thing}，数量{number}套。")
    return made


def is_wanted(desk: Desk, unit: str) -> bool:
    return any(thing in desk.words(unit).title for thing in WANTED)


def keep(made: Corpus, judgements: list[Judgement]) -> list[Judgement]:
    with made.store.batch() as batch:
        return [batch.judge(each) for each in judgements]


def started(made: Corpus, folder: Path, screening: Screening = ASKED) -> Desk:
    keep(made, [facts.recorded(begin(made.store, screening, again=False), "as planned", "heron")])
    return Desk(made.store, folder)


def read(made: Corpus, desk: Desk, reader: str, count: int) -> list[str]:
    """Answer by what is true; return the units in the order of reading."""
    order = []
    for _ in range(count):
        offer = desk.next(reader)
        if offer is None:
            break
        said = "yes" if is_wanted(desk, offer.unit) else "no"
        desk.note(keep(made, desk.answer(offer.unit, said, reader, offer=offer)))
        order.append(offer.unit)
    return order


def relevance(made: Corpus, unit: str) -> dict[str, str]:
    return {one.agent: one.answer for one in made.store.judgements(Question.RELEVANT, [unit])}


def test_nothing_is_read_before_the_rule_is_recorded(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="no screening has begun"):
        Desk(corpus(3).store, tmp_path)


def test_wanted_notices_come_first_and_each_answer_is_a_judgement_with_why_it_was_shown(tmp_path: Path) -> None:
    made = corpus()
    desk = started(made, tmp_path)

    order = read(made, desk, "heron", 12)

    assert sum(is_wanted(desk, unit) for unit in order) >= 6
    entries = facts.log(made.store)
    assert [entry.unit for entry in entries] == order
    assert {entry.shown for entry in entries} <= {Shown.RANK, Shown.RANDOM}
    assert relevance(made, order[0]) == {"heron": "yes"}


def test_a_desk_rebuilt_from_the_judgements_goes_on_as_the_old_one(tmp_path: Path) -> None:
    made = corpus()
    desk = started(made, tmp_path / "a")
    read(made, desk, "heron", 9)
    desk.note(keep(made, desk.undo("heron")))

    again = Desk(made.store, tmp_path / "b")

    assert again.next("heron") == desk.next("heron")
    assert again.status() == desk.status()
    assert again.session.reads() == desk.session.reads()


def test_undo_brings_back_what_was_said_before_and_the_notices_follow(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path)
    (unit,) = read(made, desk, "heron", 1)
    before = desk.words(unit)
    desk.note(keep(made, desk.answer(unit, "unsure", "heron", reason="a pilot", note="ask wren")))
    assert relevance(made, unit) == {"heron": "unsure"}

    desk.note(keep(made, desk.undo("heron")))
    assert relevance(made, unit) == {"heron": "yes"}
    desk.note(keep(made, desk.undo("heron")))

    assert relevance(made, unit) == {}
    assert facts.log(made.store) == []
    offer = desk.next("heron")
    assert offer is not None
    assert (offer.unit, desk.words(offer.unit)) == (unit, before)


def test_reason_note_and_time_are_kept(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path)
    offer = desk.next("heron")
    assert offer is not None

    keep(made, desk.answer(offer.unit, "no", "heron", offer=offer, reason="other goods", note="a; b [c]", seconds=4.25))

    (entry,) = facts.log(made.store)
    assert (entry.answer, entry.reason, entry.note, entry.seconds) == ("no", "other goods", "a  b  c", 4.2)


def test_a_named_unit_is_no_evidence_of_how_much_is_missed(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path)
    offer = desk.next("heron")
    assert offer is not None
    other = next(one.id for one in desk.heap if one.id != offer.unit)

    keep(made, desk.answer(other, "no", "heron", offer=offer))

    assert facts.log(made.store)[0].shown is Shown.ASKED


BOTH = msgspec.structs.replace(ASKED, overlap=1.0, random=0.0)


def test_the_second_reader_sees_the_unit_and_the_notices_say_nothing_until_both_answered(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path, BOTH)
    (unit,) = read(made, desk, "heron", 1)

    assert relevance(made, unit) == {}
    assert desk.board.resolve(unit).standing is Standing.WAITING
    seen = set(read(made, desk, "wren", 20))

    assert unit in seen
    assert desk.board.resolve(unit).standing is Standing.AGREED
    assert relevance(made, unit) == {"wren": "yes"}


def test_disagreement_goes_to_a_third_and_to_nobody_else(tmp_path: Path) -> None:
    made = corpus(6)
    desk = started(made, tmp_path, BOTH)
    offer = desk.next("heron")
    assert offer is not None
    desk.note(keep(made, desk.answer(offer.unit, "yes", "heron", offer=offer)))
    desk.note(keep(made, desk.answer(offer.unit, "no", "wren")))

    assert [unit for unit, _ in desk.disputes()] == [offer.unit]
    assert relevance(made, offer.unit) == {}
    with pytest.raises(BadUsage, match="one of its readers"):
        desk.answer(offer.unit, "yes", "wren", adjudicate=True)
    desk.note(keep(made, desk.answer(offer.unit, "yes", "crane", adjudicate=True)))

    assert desk.disputes() == []
    assert desk.board.resolve(offer.unit) == facts.Resolved(Standing.ADJUDICATED, "yes", Shown.RANK)
    assert relevance(made, offer.unit) == {"crane": "yes"}


def test_agreement_counts_only_what_chance_gave_to_both(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path, BOTH)
    read(made, desk, "heron", 10)
    read(made, desk, "wren", 9)
    left = next(one.id for one in desk.heap if len(desk.board.newest(one.id)) == 1)
    desk.note(keep(made, desk.answer(left, "later", "wren")))

    found = desk.status().agreement

    assert found is not None
    assert (found.n, found.percent.value) == (9, 1.0)


def test_declared_readers_share_the_heap_and_only_the_overlap_is_read_twice(tmp_path: Path) -> None:
    made = corpus(40)
    shared = msgspec.structs.replace(ASKED, overlap=0.25, random=0.0, readers=("heron", "wren"))
    desk = started(made, tmp_path, shared)

    first, second = read(made, desk, "heron", 60), read(made, desk, "wren", 60)
    third = read(made, desk, "heron", 60)

    assert set(first) | set(second) == {one.id for one in desk.heap}
    twice = (set(first) | set(third)) & set(second)
    assert twice == {one.id for one in desk.heap if desk.board.is_double(one.id)}
    assert not desk.board.double


def test_notices_of_one_procedure_are_read_together(tmp_path: Path) -> None:
    made = corpus(6)
    one, two = (notice.id for notice in made.store.notices()[:2])
    made.same(one, two)
    desk = started(made, tmp_path, msgspec.structs.replace(ASKED, unit=Unit.PROCEDURE))
    unit = made.procedure(one)

    desk.note(keep(made, desk.answer(two, "yes", "heron")))

    assert len(desk.heap) == 5
    assert facts.log(made.store)[0].unit == unit
    assert relevance(made, one) == relevance(made, two) == {"heron": "yes"}


def test_what_was_decided_outside_counts_and_is_not_taken_back(tmp_path: Path) -> None:
    made = corpus(10)
    notice = made.store.notices()[0].id
    made.judge(Question.RELEVANT, notice, "no", agent="editor")
    desk = started(made, tmp_path, BOTH)

    assert desk.board.resolve(notice).answer == "no"
    desk.note(keep(made, desk.answer(notice, "yes", "heron")))
    assert relevance(made, notice) == {"editor": "no"}
    desk.note(keep(made, desk.answer(notice, "yes", "wren")))

    assert relevance(made, notice) == {"wren": "yes"}


def test_no_bound_is_stated_for_a_heap_that_has_grown(tmp_path: Path) -> None:
    made = corpus(20)
    desk = started(made, tmp_path)
    read(made, desk, "heron", 20)
    assert desk.verdict().stop
    made.notice("tender", [("", Property.NOTICE_TITLE, "澄山县视频监控平台")], words="新到")

    grown = Desk(made.store, tmp_path)

    assert not grown.verdict().stop
    assert "start --again" in grown.verdict().reason
    keep(made, [facts.recorded(begin(made.store, ASKED, again=True), "more came", "heron")])
    assert Desk(made.store, tmp_path).verdict().recall_low == pytest.approx(4 / 5)


def test_after_the_stop_software_decides_the_rest_and_a_sample_checks_it(tmp_path: Path) -> None:
    made = corpus(60)
    desk = started(made, tmp_path)
    read(made, desk, "heron", 30)
    ended = desk.end()
    keep(made, [facts.recorded(ended, "enough", "heron")])
    assert (ended.read, ended.found) == (30, desk.status().found)

    decider = screener(made.store, tmp_path)
    assert decider is not None
    stage = ScreenStage(Codebook(("人脸识别",)), decider)
    with made.store.batch() as batch:
        for document in [notice.document for notice in made.store.notices()]:
            (loaded,) = stage.load([document], made.store)
            assert loaded is not None
            facts_ = stage.run(loaded)
            batch.record(stage.name, stage.version, document, stage.key(loaded), facts_)
    stopped = Desk(made.store, tmp_path)
    left = [one.id for one in stopped.heap if not stopped.board.newest(one.id)]
    said = stopped.software_says(left)
    assert set(said) == set(left)
    assert all((answer == "yes") == is_wanted(stopped, unit) for unit, (answer, _) in said.items())
    assert stopped.next("heron") is None
    keep(made, [facts.recorded(stopped.draw(10), "check", "heron")])

    sampling = Desk(made.store, tmp_path)
    assert len(read(made, sampling, "wren", 99)) == 10

    (checked,) = sampling.status().samples
    assert (checked.drawn, checked.answered, checked.contrary) == (10, 10, 0)
    assert checked.low <= checked.relevant + 20
    assert checked.high < checked.of


def test_every_yes_of_software_shows_its_words(tmp_path: Path) -> None:
    made = corpus(60)
    desk = started(made, tmp_path)
    read(made, desk, "heron", 20)
    keep(made, [facts.recorded(desk.end(), "enough", "heron")])
    stage = ScreenStage(Codebook(), screener(made.store, tmp_path))

    for notice in made.store.notices():
        (loaded,) = stage.load([notice.document], made.store)
        assert loaded is not None
        (judged,) = stage.run(loaded)
        assert isinstance(judged, Judgement)
        assert judged.score is not None
        assert bool(judged.evidence) == (judged.answer == "yes")
        assert loaded.reading is not None
        assert all(loaded.reading.text[span.start : span.end] == span.quote for span in judged.evidence)


def test_a_stop_rests_on_what_was_recorded_at_the_start(tmp_path: Path) -> None:
    made = corpus(10)
    started(made, tmp_path)

    with pytest.raises(BadUsage, match="begun already"):
        begin(made.store, ASKED, again=False)
    with pytest.raises(BadUsage, match="no stopping rule"):
        begin(corpus(3).store, msgspec.structs.replace(ASKED, stop="when-tired"), again=False)


def test_vectors_that_are_lost_or_damaged_are_built_again(tmp_path: Path) -> None:
    made = corpus(20)
    desk = started(made, tmp_path)
    offer = desk.next("heron")
    for place in (tmp_path / "screening").glob("*.npz"):
        place.write_bytes(place.read_bytes()[:100])

    assert Desk(made.store, tmp_path).next("heron") == offer


def test_vectors_of_later_notices_are_added_beside_the_old_ones(tmp_path: Path) -> None:
    made = corpus(20)
    before = started(made, tmp_path)
    made.notice("tender", [("", Property.NOTICE_TITLE, "澄山县人脸识别终端采购")], words="新到的公告")

    after = Desk(made.store, tmp_path)

    rows = [after._row[one.id] for one in before.heap]
    assert (after.session._matrix[rows] != before.session._matrix).nnz == 0
    assert after.session._matrix.shape[0] == 21


def test_a_ranking_is_made_beside_the_reading_and_serves_when_it_is_done(tmp_path: Path) -> None:
    made = corpus(30)
    desk = started(made, tmp_path)
    desk.prepare()
    offer = desk.next("heron", wait=False)
    assert offer is not None
    assert offer.ranking == 0
    desk.note(keep(made, desk.answer(offer.unit, "no", "heron", offer=offer)))

    assert desk.is_stale
    late = desk.next("heron", wait=False)
    desk.prepare()

    assert late is not None
    assert (late.ranking, desk.is_stale) == (0, False)
    fresh = desk.next("heron", wait=False)
    assert fresh is not None
    assert fresh.ranking == 1 or fresh.shown is Shown(Why.RANDOM.value)


# --- Exchange


def test_our_own_export_comes_back_and_changes_nothing(tmp_path: Path) -> None:
    from counterfile.plugins.exporters.csv import CsvExporter

    made = corpus(20)
    desk = started(made, tmp_path)
    read(made, desk, "heron", 8)
    CsvExporter().write(list(exchange.COLUMNS), exchange.unit_rows(made.store, desk), str(tmp_path / "x.csv"))

    found = exchange.matched(made.store, desk, exchange.read_file(tmp_path / "x.csv"), "wren")

    assert (found.entries, found.known, found.unanswered, found.unknown) == ((), 8, 12, ())


def test_earlier_decisions_teach_and_say_nothing_of_what_is_missed(tmp_path: Path) -> None:
    made = corpus(20)
    desk = started(made, tmp_path)
    titles = [(desk.words(one.id).title, is_wanted(desk, one.id)) for one in desk.heap[:10]]
    lines = [f"{number},{title},{int(label)}" for number, (title, label) in enumerate(titles)]
    path = tmp_path / "asreview.csv"
    path.write_text("\n".join(["record_id,title,asreview_label", *lines, "77,别处的公告,1"]), encoding="utf-8")

    found = exchange.matched(made.store, desk, exchange.read_file(path), "crane")
    keep(made, desk.imported(found.entries, "crane"))

    assert (len(found.entries), len(found.unknown)) == (10, 1)
    again = Desk(made.store, tmp_path)
    assert (again.status().imported, again.status().read) == (10, 10)
    assert again.reads() == ([], 10, sum(label for _, label in titles))


def test_ris_carries_the_labels_that_asreview_reads_and_comes_back(tmp_path: Path) -> None:
    made = corpus(10)
    desk = started(made, tmp_path)
    read(made, desk, "heron", 4)
    path = tmp_path / "x.ris"
    path.write_text("".join(exchange.ris(exchange.unit_rows(made.store, desk))), encoding="utf-8")

    told = exchange.read_file(path)

    assert "N1  - ASReview_relevant" in path.read_text("utf-8")
    assert {one.id: one.answer for one in told if one.answer} == {
        unit: desk.board.resolve(unit).answer for unit in desk.board.units()
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title,note\na,b\n", "the columns wanted are"),
        (b"record_id,answer\n1,perhaps\n", "row 1: 'perhaps' is no answer"),
        (b"record_id,answer\n\xff\xfe,yes\n", "not in UTF-8"),
        (b"PK\x05\x06" + bytes(18), "no ASReview project"),
    ],
)
def test_files_that_hold_no_decisions_are_refused_with_a_reason(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(content)

    with pytest.raises(BadUsage, match=message):
        exchange.read_file(path)
