"""The demo inquiry: an invented heap of procurement notices, and everything that is true of it.

The heap shows what the program does, tests it from outside (`Truth` labels every notice and counts the expected
figures) and, scaled up, measures its speed. Nothing in it is copied from a real notice and no body in it exists.
"""

from __future__ import annotations

from counterfile.demo.answers import give
from counterfile.demo.figures import Expectation, expectations, findings
from counterfile.demo.heap import PROCEDURES, DemoFile, Heap, build, generate, truth, write
from counterfile.demo.truth import (
    AmountFigures,
    AnswerTruth,
    Figures,
    FileTruth,
    LotLabel,
    NoticeTruth,
    OrganizationTruth,
    PlaceLabel,
    ProcedureTruth,
    SupplierLabel,
    Truth,
    write_truth,
)

__all__ = [
    "PROCEDURES",
    "AmountFigures",
    "AnswerTruth",
    "DemoFile",
    "Expectation",
    "Figures",
    "FileTruth",
    "Heap",
    "LotLabel",
    "NoticeTruth",
    "OrganizationTruth",
    "PlaceLabel",
    "ProcedureTruth",
    "SupplierLabel",
    "Truth",
    "build",
    "expectations",
    "findings",
    "generate",
    "give",
    "truth",
    "write",
    "write_truth",
]
