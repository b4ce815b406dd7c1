"""Locks: the same facts give the same bytes, and whatever moves is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from counterfile.errors import BadUsage
from counterfile.model.finding import Moved, Verification, What
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.testing.corpus import Corpus, total
from counterfile.views import verify
from counterfile.views.findings import compute_all, load_findings

POLICE = """
claim: {en: two procedures of the police, zh: 公安项目两个}
unit: procedure
population: {stage: tender, where: {buyer_class: police}}
measure: count
expected: 2
"""
AWARDS = """
claim: {en: awards in yuan, zh: 中标金额}
unit: award
measure: sum
of: amount
"""


@pytest.fixture
def corpus() -> Corpus:
    """Return two procedures of the police, one with an award."""
    corpus = Corpus()
    tender = corpus.notice("tender", [("", P.BUYER, "临沅市公安局"), ("", P.TITLE, "视频监控项目")], name="t1.html")
    award = corpus.notice(
        "award",
        [
            ("", P.BUYER, "临沅市公安局"),
            ("lot/1/supplier/1", P.SUPPLIER, "临沅澄远科技有限公司"),
            ("lot/1", P.AWARD_VALUE, total("990000")),
        ],
        name="a1.html",
    )
    corpus.same(tender, award)
    corpus.notice("tender", [("", P.BUYER, "青岚县公安局")], name="t2.html")
    return corpus


def locked(corpus: Corpus, folder: Path, **specs: str) -> None:
    """Write findings and their locks."""
    for name, text in specs.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    for finding in compute_all(corpus.store, load_findings(folder), buyer_class=BuyerClassRule()):
        place = folder / verify.lock_name(finding.spec.name)
        place.write_bytes(verify.encode_lock(verify.lock(finding, corpus.store)))


def verified(corpus: Corpus, folder: Path, *, deep: bool = False) -> Verification:
    return verify.verify(corpus.store, corpus.archive, folder, deep=deep, buyer_class=BuyerClassRule())


def of(result: Verification, what: What) -> list[Moved]:
    return [moved for moved in result.moved if moved.what is what]


def test_nothing_moves_by_itself(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE, awards=AWARDS)

    result = verified(corpus, tmp_path, deep=True)

    assert result.moved == ()
    assert (result.findings, result.locked, result.documents) == (2, 2, 3)
    assert result.quotes > 0


def test_same_facts_lock_to_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    first = (tmp_path / "police.lock.json").read_bytes()
    locked(corpus, tmp_path, police=POLICE)

    assert first == (tmp_path / "police.lock.json").read_bytes()


def test_lock_holds_documents_statements_quotes_and_judgements(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)

    lock = verify.decode_lock((tmp_path / "police.lock.json").read_bytes(), "police.lock.json")

    assert sorted(name for names in lock.documents.values() for name in names) == ["heap/t1.html", "heap/t2.html"]
    assert {statement.quotes for statement in lock.statements.values()} >= {("临沅市公安局",), ("青岚县公安局",)}
    assert lock.figure.value == "2"
    assert lock.engines["read"] == "text 1"


def test_tampered_byte_names_the_file_and_its_digest(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    digest = corpus.store.named("t1.html")[0]
    corpus.archive.contents[digest] = corpus.archive.contents[digest].replace(b"t", b"T", 1)

    (moved,) = verified(corpus, tmp_path).moved

    assert (moved.what, moved.finding, moved.documents) == (What.DOCUMENT, "police", (digest,))
    assert "t1.html" in moved.message
    assert digest in moved.message


def test_deep_reads_originals_that_no_finding_uses(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    unused = corpus.fail("扫描件.pdf", "it is encrypted")
    corpus.archive.contents[unused] = b"changed"

    assert verified(corpus, tmp_path).moved == ()
    (moved,) = verified(corpus, tmp_path, deep=True).moved
    assert (moved.id, moved.finding) == (unused, "")


def test_new_notice_names_its_file(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    corpus.notice("tender", [("", P.BUYER, "芷屏县公安局")], name="new.html")
    digest = corpus.store.named("new.html")[0]

    result = verified(corpus, tmp_path)

    assert [moved.message for moved in of(result, What.EXPECTED)] == ["police: 2 is expected, 3 procedures is found"]
    assert [moved.message for moved in of(result, What.FIGURE)] == [
        "police: 2 procedures was locked, 3 procedures is found"
    ]
    (unit,) = of(result, What.UNIT)
    assert "new.html" in unit.message
    assert [moved.id for moved in of(result, What.DOCUMENT)] == [digest]


def test_changed_judgement_names_who_and_when(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, awards=AWARDS)
    notice = corpus.store.notices_in(corpus.store.named("a1.html")[0])[0].id
    kept = corpus.judge(Question.VALUE, f"{notice}|lot/1|awards/value", total("99000"), agent="reviewer-7")

    result = verified(corpus, tmp_path)

    (judged,) = of(result, What.JUDGEMENT)
    assert judged.id == kept.id
    assert "reviewer-7" in judged.message
    assert kept.decided_at is not None
    assert kept.decided_at.isoformat() in judged.message
    assert "a1.html" in judged.message
    assert [moved.message for moved in of(result, What.FIGURE)] == [
        "awards: 990000 CNY, sum of amount of awards was locked, 99000 CNY, sum of amount of awards is found"
    ]


def test_split_procedure_names_the_judgement(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    tender = corpus.store.notices_in(corpus.store.named("t1.html")[0])[0].id
    award = corpus.store.notices_in(corpus.store.named("a1.html")[0])[0].id
    one, two = sorted((tender, award))
    corpus.judge(Question.SAME_PROCEDURE, one, "different", other=two, agent="reviewer-7")

    result = verified(corpus, tmp_path)

    (judged,) = of(result, What.JUDGEMENT)
    assert "reviewer-7" in judged.message
    assert "before, resolve 1 said 'same'" in judged.message


def test_withdrawn_judgement_names_who_took_it_back(corpus: Corpus, tmp_path: Path) -> None:
    notice = corpus.store.notices_in(corpus.store.named("t2.html")[0])[0].id
    corpus.judge(Question.RELEVANT, notice, "yes")
    text = POLICE.replace("stage: tender", "relevant: yes").replace("expected: 2", "expected: 1")
    locked(corpus, tmp_path, scope=text)
    corpus.judge(Question.RELEVANT, notice, "withdrawn", agent="reviewer-9")

    result = verified(corpus, tmp_path)

    (judged,) = of(result, What.JUDGEMENT)
    assert "no longer counts: reviewer-9 answered 'withdrawn' on" in judged.message
    assert [moved.what for moved in result.moved if moved.what in (What.FIGURE, What.UNIT)] == [What.FIGURE, What.UNIT]


def test_words_that_no_longer_stand_are_named(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    digest = corpus.store.named("t2.html")[0]
    reading = corpus.store.reading_of(digest)
    assert reading is not None
    corpus.store._tables.readings[reading.id] = msgspec.structs.replace(
        reading, text=reading.text.replace("青岚县", "丹泽县")
    )

    moved = of(verified(corpus, tmp_path), What.QUOTE)

    assert any("'青岚县公安局'" in each.message and "t2.html" in each.message for each in moved)


def test_unreadable_lock_is_told_and_not_trusted(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE)
    (tmp_path / "police.lock.json").write_text('{"finding": 3}', "utf-8")

    (moved,) = verified(corpus, tmp_path).moved

    assert moved.what is What.LOCK
    assert "police.lock.json: it is no lock" in moved.message


def test_lock_of_another_format_is_refused() -> None:
    with pytest.raises(BadUsage, match="no lock"):
        verify.decode_lock(b"[]", "x.lock.json")


def test_locks_tell_what_a_change_would_touch(corpus: Corpus, tmp_path: Path) -> None:
    locked(corpus, tmp_path, police=POLICE, awards=AWARDS)
    second = corpus.store.notices_in(corpus.store.named("t2.html")[0])[0].id
    award = corpus.store.notices_in(corpus.store.named("a1.html")[0])[0].id

    assert verify.touched(tmp_path, second) == ["police"]
    # The police's lock holds the judgement that joins the award to the tender: it may move when the award does.
    assert verify.touched(tmp_path, f"{award}|lot/1|awards/value") == ["awards", "police"]
    assert verify.touched(tmp_path, "n-0000000000000000") == []
