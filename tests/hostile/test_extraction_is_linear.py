"""A hundred thousand times the same sign ends: the grammars and all layers look at bounded stretches only.

A pattern that backtracks over such a text would not end within the life of the test run.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.text import dates, identifiers, joint, kinds, money, places

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())
LENGTH = 100_000
PUMPS = (
    "中",
    "1",
    "1,",
    "（",
    ") ",
    "  ",
    "、",
    "：",
    "一二三",
    "壹佰",
    "第一包",
    "采购",
    "更正为",
    "“",
    "A/",
    "第二次",
)
GRAMMARS: tuple[Callable[[str], object], ...] = (
    money.read_amount,
    money.capitals,
    money.unit_of,
    dates.find_dates,
    dates.read_range,
    kinds.find_lots,
    kinds.lot_key,
    kinds.stage_of,
    kinds.section_of,
    kinds.rank_of,
    kinds.flag_of,
    kinds.lot_status_of,
    kinds.is_pointer,
    kinds.is_tender_papers,
    kinds.trim_title,
    places.locate,
    identifiers.find_numbers,
    joint.split_english,
)


def pumped(pump: str) -> str:
    return (pump * (LENGTH // len(pump) + 1))[:LENGTH]


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda grammar: grammar.__name__)
def test_a_grammar_ends_on_a_long_text(grammar: Callable[[str], object]) -> None:
    answers = [grammar(pumped(pump)) for pump in PUMPS]

    assert len(answers) == len(PUMPS)


@pytest.mark.parametrize("kind", [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.CELL])
def test_the_layers_end_on_a_long_block(kind: BlockKind) -> None:
    for pump in PUMPS:
        text = "某局设备采购中标公告\n中标人\n" + pumped(pump)
        place = {"table": 0, "row": 0} if kind is BlockKind.CELL else {}
        blocks = (
            Block(BlockKind.TITLE, 0, 10),
            Block(kind, 11, 14, **({**place, "col": 0} if place else {})),
            Block(kind, 15, len(text), **({**place, "col": 1} if place else {})),
        )
        reading = Reading("rd-" + "0" * 20, "0" * 64, "test 1", text, blocks, (), (Segment(0, len(text)),))

        found = extract_reading(reading, LAYERS)

        assert all(
            text[span.start : span.end] == span.quote for _, said in found for one in said for span in one.evidence
        )
