"""Coding: keys an answer and server time a decision in a scripted session, and how right software is about the rest.

Two careful coders answer three questions about an invented heap whose truth is known. Counted are the keys that the
terminal's loop takes, words that have to be typed included, and the CPU time from a key to the next question on the
screen: keeping the answer, what follows from it, learning where it is due, and the next question with its passages.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from counterfile import flow
from counterfile.app import Inquiry, create_demo
from counterfile.cli._coding_loop import Loop
from counterfile.demo.plan import FEATURES
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.judgement import AgentKind
from counterfile.screening.coding import Desk, begin
from counterfile.screening.coding_agreement import agreements
from counterfile.screening.coding_cues import sentences
from counterfile.screening.coding_rest import rest
from counterfile.stages.code import CodeStage
from counterfile.text.script import fold
from counterfile.views import coding as facts
from counterfile.views.codebook import parse

ASKED = ("face_recognition", "early_warning", "vehicles")
"""Features of the demo's plan that are asked for; of the last one no cue term is given, so that learning has to find it."""

BOOK = """
coding: {{overlap: 0.2, repeats: 0.05, seed: 3, scope: all, coders: [heron, wren]}}
questions:
  face_recognition: {{ask: "Face recognition?", terms: [{face_recognition}], fuzzy: [人脸识别]}}
  early_warning: {{ask: "Early warning?", terms: [{early_warning}]}}
  vehicles: {{ask: "Vehicles?"}}
"""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Code a part of the demo inquiry by keys, and let software answer the rest."""
    share = getattr(options, "share", 0.4)
    with tempfile.TemporaryDirectory() as folder:
        made = create_demo(Path(folder) / "inquiry", seed=5, procedures=getattr(options, "coded_procedures", 120))
        with made as inquiry:
            list(inquiry.add([inquiry.folder / "heap"]))
            list(inquiry.run())
            codebook = parse(BOOK.format(**{name: ", ".join(FEATURES[name]) for name in ASKED}))
            began, _ = begin(inquiry.store, codebook, again=False)
            _keep(inquiry, facts.recorded(began, "measured", "editor"))
            units = len(began.units["notice"])
            sessions = {coder: _session(inquiry, coder, round(share * units)) for coder in ("heron", "wren")}
            board = Desk(inquiry.store).board
            agreed = {one.question: _alpha(one) for one in agreements(board)}
            return {"units": units, "sessions": sessions, "agreement": agreed, "software": _software(inquiry)}


def _session(inquiry: Inquiry, coder: str, units: int) -> dict[str, object]:
    began = time.process_time()
    desk = Desk(inquiry.store, inquiry.folder / "cache")
    built = time.process_time() - began
    script = _Coder(desk, coder, units)
    loop = Loop(inquiry, desk, coder, ask=script.key, typed=script.line)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        loop.code()
    keys, seconds = sorted(script.keys_of_answers()), sorted(script.seconds)
    return {
        "answers": len(keys),
        "median_keys": statistics.median(keys),
        "mean_keys": round(statistics.fmean(keys), 2),
        "one_key": round(sum(count == 1 for count in keys) / len(keys), 3),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))], 1),
        "max_ms": round(1000 * seconds[-1], 1),
        "desk_built_ms": round(1000 * built, 1),
    }


class _Coder:
    """Presses what a careful person would: reads the words, takes a suggestion that is right, types words otherwise."""

    def __init__(self, desk: Desk, name: str, units: int) -> None:
        self._desk, self._name, self._units = desk, name, units
        self._met: set[str] = set()
        self._counts: dict[tuple[str, str, int], int] = {}
        self._number = 0
        self._at = ("", "", 0)
        self.seconds: list[float] = []
        self._since = time.process_time()

    def key(self) -> str:
        """Return the next key."""
        self.seconds.append(time.process_time() - self._since)
        offer = self._desk.next(self._name)
        if offer is None:
            return ""
        self._met.add(offer.unit)
        if len(self._met) > self._units:
            return "q"
        self._number += 1
        self._at = (offer.unit, offer.question, self._number)
        self._counts[self._at] = 1
        said = truth(self._desk.words(offer.unit, offer.kind).body, offer.question)
        self._since = time.process_time()
        return "y" if said == "yes" else "0"

    def line(self, prompt: str) -> str:
        """Return the number of the sentence that says so."""
        offer = self._desk.next(self._name)
        if offer is None:
            raise AssertionError("words are asked for only beside a question")
        typed = speaking(self._desk.words(offer.unit, offer.kind).body, FEATURES[offer.question])
        self._counts[self._at] += len(typed) + 1
        return typed

    def keys_of_answers(self) -> list[int]:
        """Return the keys that each answer took."""
        return list(self._counts.values())


def truth(body: str, question: str) -> str:
    """Return the right answer: the plan's words mean yes."""
    flat = fold(body)
    return "yes" if any(fold(word) in flat for word in FEATURES[question]) else NOT_MENTIONED


def speaking(body: str, words: Sequence[str]) -> str:
    """Return the number of the first sentence with one of the words, as the terminal numbers them."""
    for number, (start, end) in enumerate(sentences(body), 1):
        if any(fold(word) in fold(body[start:end]) for word in words):
            return str(number)
    raise AssertionError("no sentence says what the unit is said to say")


def _alpha(one: object) -> dict[str, object]:
    said = one.agreement  # type: ignore[attr-defined]
    return {"n": said.n, "alpha": said.alpha.value, "ac1": said.ac1.value}


def _software(inquiry: Inquiry) -> dict[str, object]:
    """Return how right software's answers are, and a count corrected by a sample."""
    desk = Desk(inquiry.store, inquiry.folder / "cache")
    _keep(inquiry, facts.recorded(desk.stop(rest=True), "measured", "editor"), *desk.settle("editor"))
    coder = rest(inquiry.store, inquiry.folder / "cache")
    if coder is None:
        raise AssertionError("a stop lets software answer")
    units = coder.units()
    began = time.process_time()
    with inquiry.store.batch() as batch:
        batch.mark_due("code", units)
    list(flow.run([CodeStage(coder)], inquiry.store, inquiry.archive, workers=1))
    found: dict[str, object] = {
        "units": len(units),
        "ms_a_unit": round(1000 * (time.process_time() - began) / len(units), 1),
    }
    for name in ASKED:
        pairs = []
        for one in inquiry.store.judgements(f"code:{name}", set(units)):
            if one.agent_kind is AgentKind.SOFTWARE:
                body = coder.read([one.subject])[0]
                pairs.append((one.answer == "yes", truth(body.body if body else "", name) == "yes"))
        hits = sum(said and real for said, real in pairs)
        found[name] = {
            "answered": len(pairs),
            "yes": sum(said for said, _ in pairs),
            "really": sum(real for _, real in pairs),
            "precision": round(hits / max(1, sum(said for said, _ in pairs)), 3),
            "recall": round(hits / max(1, sum(real for _, real in pairs)), 3),
        }
    return found


def _keep(inquiry: Inquiry, *judgements: object) -> None:
    with inquiry.store.batch() as batch:
        for each in judgements:
            batch.judge(each)  # type: ignore[arg-type]
