"""A heap of which every second notice gives alerts, a codebook that asks for them, and coders who answer truly."""

from __future__ import annotations

from collections.abc import Callable

from counterfile.model.codebook import NOT_MENTIONED, Codebook
from counterfile.model.judgement import Judgement
from counterfile.model.notice import Property
from counterfile.screening.coding import Desk, Given, begin
from counterfile.testing.corpus import Corpus
from counterfile.views import coding as facts
from counterfile.views.codebook import parse

BOOK = """
coding: {{overlap: {overlap}, repeats: {repeats}, seed: 5, scope: all{coders}}}
questions:
  alerts:
    ask: {{en: "Does it give live alerts?", zh: "是否实时预警？"}}
    terms: [自动预警, live alert]
    fuzzy: [预警推送终端]
  who:
    ask: Who receives them?
    kind: many of
    options: {{police: {{zh: 公安, terms: [责任民警]}}, school: {{en: School, terms: [校方值班室]}}}}
    when: {{question: alerts, is: yes}}
  cameras:
    ask: How many cameras?
    kind: number
    terms: [摄像机]
"""
ALERT = "出现异常时自动预警，推送至责任民警。"
PLAIN = "供应办公桌椅与文件柜，含安装。"


def book(overlap: float = 0.0, repeats: float = 0.0, coders: str = "", text: str = BOOK) -> Codebook:
    return parse(text.format(overlap=overlap, repeats=repeats, coders=f", coders: [{coders}]" if coders else ""))


def corpus(size: int = 20) -> Corpus:
    """Return a heap in which every second notice gives alerts."""
    made = Corpus()
    for number in range(size):
        words = f"{ALERT}新增摄像机{number + 3}台。" if number % 2 == 0 else PLAIN
        made.notice("tender", [("", Property.NOTICE_TITLE, f"临沅市第{number}号项目公告")], words=words)
    return made


def keep(made: Corpus, judgements: list[Judgement]) -> list[Judgement]:
    with made.store.batch() as batch:
        return [batch.judge(each) for each in judgements]


def start(made: Corpus, codebook: Codebook, *, again: bool = False) -> Desk:
    began, before = begin(made.store, codebook, again=again)
    kept = keep(made, [facts.recorded(began, "as planned", "heron")])
    if before is not None:
        keep(made, facts.withdrawn(made.store, before, began, "heron"))
    assert kept
    return Desk(made.store)


Truth = Callable[[str, str], str]


def truth(body: str, question: str) -> str:
    """Return what is true of a unit's words."""
    alerts = "自动预警" in body
    if question == "alerts":
        return "yes" if alerts else NOT_MENTIONED
    if question == "who":
        return "police"
    return body.partition("摄像机")[2].partition("台")[0] if "摄像机" in body else NOT_MENTIONED


def code(made: Corpus, desk: Desk, coder: str, units: int, says: Truth = truth) -> list[str]:
    """Answer all questions about so many units; return them in the order in which they were met."""
    met: list[str] = []
    # One batch for all: the store in memory copies everything for each.
    with made.store.batch() as batch:
        while (offer := desk.next(coder)) is not None:
            if not met or met[-1] != offer.unit:
                if len(met) == units:
                    break
                met.append(offer.unit)
            body = desk.words(offer.unit, offer.kind).body
            answer, at = says(body, offer.question), body.find("自动预警")
            given = Given(((at, at + 4),)) if at >= 0 and (answer == "yes" or offer.question == "who") else Given()
            desk.note([batch.judge(each) for each in desk.answer(offer.unit, offer.question, answer, coder, given)])
    return met


def answers(made: Corpus, question: str, unit: str) -> list[tuple[str, str]]:
    return [(one.agent, one.answer) for one in made.store.judgements(f"code:{question}", [unit])]
