"""What a judgement would move is what computing everything again finds, whatever is judged."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from counterfile.errors import BadUsage
from counterfile.model.finding import FindingSpec
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.store.ports import View
from counterfile.testing.corpus import Corpus, total
from counterfile.text.names import name_key
from counterfile.views.consequences import _Told, consequences
from counterfile.views.findings import compute_all, parse_finding
from counterfile.views.keeping import Kept
from counterfile.views.supposed import suppose

CLAIM = "claim: {en: x, zh: x}\n"
FINDINGS = {
    "police": "unit: procedure\nmeasure: count\npopulation: {stage: tender, where: {buyer_class: police}}",
    "words": "unit: procedure\nmeasure: count\npopulation: {where: {text: 人脸识别}}",
    "awards": "unit: award\nmeasure: sum\nof: amount",
    "relevant": "unit: procedure\nmeasure: count\npopulation: {relevant: yes}",
    "share": "unit: procedure\nmeasure: share\nof: {has_award: yes}\nby: buyer_class",
    "buyers": "unit: organization\nmeasure: count\npopulation: {where: {role: buyer}}",
    "often": "unit: organization\nmeasure: list\nof: name\npopulation: {where: {as_buyer: {from: 2}}}",
    "rank": "unit: procedure\nmeasure: rank\nof: buyer\ntop: 1",
    "faces": "unit: procedure\nmeasure: count\npopulation: {where: {'code:faces': yes}}",
    "documents": "unit: document\nmeasure: count\npopulation: {where: {notice.relevant: yes}}",
    "large": "unit: procedure\nmeasure: count\nsql: select procedure from awards where amount > 500000",
    "notices": "unit: notice\nmeasure: count\nby: stage",
    "families": "unit: family\nmeasure: count",
}
SPECS = [parse_finding(CLAIM + text, f"{name}.yaml") for name, text in FINDINGS.items()]
BUYERS = ("临沅市公安局", "青岚县公安局", "芷屏县第二中学", "临沅市公安局交警支队")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Return eight procedures of four buyers, four of them with an award."""
    corpus = Corpus()
    for number in range(8):
        buyer = BUYERS[number % len(BUYERS)]
        words = "须支持人脸识别" if number % 3 == 0 else "须支持夜视"
        tender = corpus.notice("tender", [("", P.BUYER, buyer)], words=words, name=f"t{number}.html")
        if number % 2 == 0:
            amount = total(str(300000 * (number + 1)))
            says = [("", P.BUYER, buyer), ("lot/1", P.AWARD_VALUE, amount)]
            corpus.same(tender, corpus.notice("award", says, name=f"a{number}.html"))
        if number < 3:
            corpus.judge(Question.RELEVANT, tender, Answer.YES)
    return corpus


KINDS = (
    "out of scope",
    "in scope",
    "the same again",
    "another amount",
    "amount in another currency",
    "no amount",
    "another buyer",
    "one procedure",
    "two procedures",
    "one family",
    "one organization",
    "faces",
    "no faces",
)
"""Names of what `judgements` returns."""


def notice(corpus: Corpus, name: str) -> str:
    return corpus.store.notices_in(corpus.store.named(name)[0])[0].id


def judgements(corpus: Corpus) -> dict[str, Judgement]:
    """Return what somebody might judge: of every kind one that moves figures, and some that move none."""
    t0, t1, t3, t5, a4 = (notice(corpus, f"{name}.html") for name in ("t0", "t1", "t3", "t5", "a4"))

    def says(question: str, subject: str, other: str, answer: str) -> Judgement:
        return Judgement(question, subject, other, answer, "somebody", AgentKind.PERSON, "supposed")

    one, other = sorted((name_key(BUYERS[0]), name_key(BUYERS[3])))
    return {
        "out of scope": says(Question.RELEVANT, t1, "", Answer.NO),
        "in scope": says(Question.RELEVANT, t5, "", Answer.YES),
        "the same again": says(Question.RELEVANT, t1, "", Answer.YES),
        "another amount": says(Question.VALUE, f"{a4}|lot/1|awards/value", "", total("77")),
        "amount in another currency": says(Question.VALUE, f"{a4}|lot/1|awards/value", "", total("77", "USD")),
        "no amount": says(Question.VALUE, f"{a4}|lot/1|awards/value", "", ""),
        "another buyer": says(Question.VALUE, f"{t1}||buyer", "", "芷屏县第二中学"),
        "one procedure": says(Question.SAME_PROCEDURE, *sorted((t0, t5)), Answer.SAME),
        "two procedures": says(Question.SAME_PROCEDURE, *sorted((notice(corpus, "t4.html"), a4)), Answer.DIFFERENT),
        "one family": says(Question.SAME_FAMILY, *sorted((t1, t3)), Answer.SAME),
        "one organization": says(Question.SAME_ORGANIZATION, one, other, Answer.SAME),
        "faces": says("code:faces", t3, "", Answer.YES),
        "no faces": says("code:faces", t3, "", Answer.NO),
    }


def values(view: View, specs: list[FindingSpec]) -> dict[str, object]:
    found: dict[str, object] = {}
    for spec in specs:
        try:
            found[spec.name] = compute_all(view, [spec], buyer_class=BuyerClassRule(), evidence=False)[0].figure
        except BadUsage as error:
            found[spec.name] = str(error)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_what_would_move_is_what_computing_all_again_finds(corpus: Corpus, tmp_path: Path, name: str) -> None:
    judged = [judgements(corpus)[name]]
    after = cast(View, _Told(suppose(corpus.store, judged).view, judged))
    was, would_be = values(corpus.store, SPECS), values(after, SPECS)

    found = consequences(corpus.store, judged, SPECS, Kept(tmp_path, BuyerClassRule()))

    moved = {spec.name for spec in SPECS if was[spec.name] != would_be[spec.name]}
    assert {each.finding for each in found} == moved
    for each in found:
        wanted = would_be[each.finding]
        assert (each.after.label if isinstance(wanted, str) else each.after) == wanted
