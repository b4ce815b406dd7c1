"""Invented award notices whose supplier and amount stand behind labels that no lexicon has, in a store, and what persons do."""

from __future__ import annotations

import random
from collections.abc import Sequence

from counterfile import flow, worker
from counterfile.cli import correcting as commands
from counterfile.model.document import State
from counterfile.model.notice import Property, notice_id
from counterfile.model.reading import Reading
from counterfile.stages.extraction import ExtractStage
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Outcome
from counterfile.testing import facts
from counterfile.views import correcting
from counterfile.views.correcting import Correct

TOWNS = ("临沅", "青河", "澄山", "云溪", "泽塘", "白杨", "石桥", "柳湾")
FIRMS = (
    "青澜视讯科技有限公司",
    "云溪木艺家具有限公司",
    "泽塘建设集团有限公司",
    "澄山数据技术有限公司",
    "白杨通信工程有限公司",
)


class Beside:
    """An airlock without walls: what the worker would do, done here."""

    def call(self, task: str, *payload: bytes | str) -> object:
        assert task == "counterfile.worker:extract_task"
        assert isinstance(payload[0], bytes)
        return worker.extract_task(payload[0])


STAGE = ExtractStage(Beside(), "1")


def award(number: int, *, who: str = "揭晓归属", what: str = "定盘数目（万元）", buyer: str = "采购人") -> str:
    """Return an invented award notice in which supplier and amount stand behind labels that no lexicon has."""
    chance = random.Random(number)
    town, firm = chance.choice(TOWNS), chance.choice(FIRMS)
    return "\n".join(
        [
            f"{town}市智能监控系统采购项目中标公告",
            f"一、项目编号：QH-2026-{number:04d}",
            f"二、项目名称：{town}市智能监控系统采购项目",
            f"三、{buyer}：{town}市公安局",
            "四、揭晓情况",
            f"{who}：{firm}",
            f"{what}：{chance.randint(1000, 99999) / 100}",
            "五、采购代理机构：澄远招标代理有限公司",
        ]
    )


def store_of(*texts: str) -> MemoryStore:
    """Return a store in which these texts were read and extracted."""
    store = MemoryStore()
    with store.batch() as batch:
        for number, text in enumerate(texts):
            name = f"notice-{number}"
            words = facts.reading(name, text)
            batch.arrive(facts.arrival(name), len(text))
            batch.record("read", "1", words.document, "k", [words, Outcome(State.READ, media_type="text/html")])
            batch.mark_due("extract", [words.document])
    run(store)
    return store


def run(store: MemoryStore) -> list[str]:
    """Bring a store up to date; return the documents that were extracted, by digest."""
    seen: list[str] = []

    class Watched(ExtractStage):
        def run(self, loaded: Reading) -> Sequence[object]:
            seen.append(loaded.document)
            return super().run(loaded)

    list(flow.run([Watched(Beside(), "1"), ResolveStage()], store, MemoryArchive(), workers=1))
    return seen


def name(number: int) -> str:
    return notice_id(facts.digest(f"notice-{number}"), 0)


def said(store: MemoryStore, number: int, meant: Property) -> list[str]:
    return [one.value for one in store.statements([name(number)], [meant])[name(number)]]


def firm_of(store: MemoryStore, number: int) -> str:
    words = store.reading_of(facts.digest(f"notice-{number}"))
    assert words is not None
    return next(firm for firm in FIRMS if firm in words.text)


def correct(store: MemoryStore, number: int, field: str, new: str, **how: object) -> Correct:
    meant = correcting.correct(store, name(number), field, new, reason="it says so", by="heron", **how)  # type: ignore[arg-type]
    commands.keep(store, MemoryArchive(), [*meant.before, meant.value])
    return meant


def accept(store: MemoryStore, wanted: str, *, anywhere: bool = False) -> None:
    one = correcting.change_set(store, wanted)
    judged = correcting.acceptance(store, one, anywhere=anywhere, by="heron", reason="looked through")
    commands.keep(store, MemoryArchive(), [judged])
