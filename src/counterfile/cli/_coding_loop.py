"""Coding at the terminal: passages first, one key an answer, the next question at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from counterfile import app as wiring
from counterfile import flow
from counterfile.cli._coding_shown import keys_of, shown
from counterfile.cli._reading import PATIENCE, choose, colored, key, line
from counterfile.cli.output import console, say
from counterfile.errors import BadUsage
from counterfile.model.codebook import JOINT, NOT_MENTIONED, Kind
from counterfile.model.judgement import Judgement

if TYPE_CHECKING:
    from counterfile.screening.coding import Desk, Given, Offer

_COMMON = {"0": NOT_MENTIONED, "u": "unsure", "l": "later"}
_ACTS = {
    "a": "accept what is suggested",
    "t": "type the answer",
    "e": "choose passages",
    "o": "whole text",
    "r": "reason",
    "m": "note",
    "z": "undo",
    "q": "quit",
}
_DONE = "."


class Loop:
    """The answering loop of one person."""

    def __init__(
        self,
        inquiry: wiring.Inquiry,
        desk: Desk,
        by: str,
        *,
        language: str = "",
        plain: bool = False,
        ask: Callable[[], str] = key,
        typed: Callable[[str], str] = line,
    ) -> None:
        """Take an open inquiry and its desk.

        Args:
            inquiry: Is held for writing only while an answer is kept.
            desk: The coding.
            by: Pseudonym.
            language: Of the questions.
            plain: Without suggestions.
            ask: Returns the next key; empty at the end.
            typed: Returns a line for a prompt.
        """
        self.desk = desk
        self.is_done = False
        """Whether nothing was left."""
        self._inquiry, self._by, self._language, self._plain = inquiry, by, language, plain
        self._ask, self._typed = ask, typed
        self._out = console()

    def code(self) -> int:
        """Show question after question until nothing is left or the person quits; return how many were answered."""
        return self._run(lambda: self.desk.next(self._by), third=False)

    def adjudicate(self) -> int:
        """Do the same with what two coders differ on."""
        return self._run(lambda: self.desk.next_dispute(self._by), third=True)

    def _run(self, following: Callable[[], Offer | None], *, third: bool) -> int:
        done = 0
        while (offer := following()) is not None:
            acted = self._answer(offer, third=third)
            if acted is None:
                return done
            done += acted
        self.is_done = True
        return done

    def _answer(self, offer: Offer, *, third: bool) -> int | None:
        """Show a question until it is answered; return 1, -1 for an answer taken back, None to quit."""
        from counterfile.screening.coding import Given

        told = shown(self.desk, offer, self._language, plain=self._plain)
        self._show(told)
        began = time.monotonic()
        asked = _Asked(self, told)
        while (said := asked.next()) not in ("", "q"):
            if said == "z":
                return -1 if self._undo() else 0
            seconds = time.monotonic() - began
            given = Given(tuple(asked.at), tuple(asked.quotes), asked.reason, asked.note, seconds, self._plain)
            try:
                self._keep(partial(self._made, offer, asked.answer, given, third=third))
            except BadUsage as error:
                say(str(error))
                asked.want_words()
                continue
            return 1
        return None

    def _show(self, told: dict[str, Any]) -> None:
        out = self._out
        out.rule(f"{told['unit']}  ({told['left']:,} left)")
        out.print(told["title"])
        out.print(f"{told['buyer']}  {told['stage']}  {told['published']}")
        for number, each in enumerate(told["passages"], 1):
            start, _, end = each["at"].partition("-")
            body = self.desk.words(told["unit"], self.desk.question(told["question"]).unit).body
            marks = [(first, last, 1.0) for first, last in each["marks"]]
            out.print(f"  {number} … ", end="")
            out.print(colored(body.replace("\n", " "), int(start), int(end), marks))
        for each in told["answers"]:
            words = f": {' | '.join(each['words'])}" if each["words"] else ""
            why = f"  ({each['reason']})" if each["reason"] else ""
            out.print(f"  {each['coder']} says {each['answer']}{words}{why}")
        out.print(told["ask"])
        if told["instructions"]:
            out.print(f"  {told['instructions']}")
        named = {option["name"]: option["label"] for option in told["options"]}
        keys = keys_of(Kind(told["takes"]), told["options"])
        out.print("  " + "  ".join(f"[{name}] {named.get(answer, answer)}" for name, answer in keys.items()))
        if told["suggested"]:
            out.print(f"  suggested: {told['suggested']} [a]")

    def _undo(self) -> bool:
        try:
            self._keep(lambda: self.desk.undo(self._by))
        except BadUsage as error:
            say(str(error))
            return False
        return True

    def _made(self, offer: Offer, answer: str, given: Given, *, third: bool) -> list[Judgement]:
        return self.desk.answer(offer.unit, offer.question, answer, self._by, given, adjudicate=third)

    def _keep(self, make: Callable[[], list[Judgement]]) -> None:
        """Store what an act makes true; it is made only once nobody else can write, since it follows from all answers."""
        with self._inquiry.writing(patience=PATIENCE):
            self.desk.refresh()
            made = make()
            self.desk.note(flow.judge(self._inquiry.store, made))

    def text(self, unit: str, question: str) -> list[tuple[int, int]]:
        """Print a unit's words, sentence by sentence with a number before each; return where each stands."""
        from counterfile.screening.coding_cues import sentences

        body = self.desk.words(unit, self.desk.question(question).unit).body
        places = sentences(body)
        for number, (start, end) in enumerate(places, 1):
            self._out.print(f"{number:>4}  {body[start:end]}")
        return places

    def show_chosen(self, names: list[str]) -> None:
        """Print the options that are on, and how to end."""
        self._out.print(f"  {JOINT.join(names) or 'none'}  [{_DONE}] done")

    def key(self, keys: dict[str, str]) -> str:
        """Return the next key that means something here."""
        return choose(self._out, keys, self._ask)

    def line(self, prompt: str) -> str:
        """Return a typed line."""
        return self._typed(prompt)


class _Asked:
    """What a person has said so far of one question."""

    def __init__(self, loop: Loop, told: dict[str, Any]) -> None:
        self._loop, self._told = loop, told
        self._kind = Kind(told["takes"])
        self._options = keys_of(self._kind, told["options"])
        self._chosen: list[str] = []
        self._listed: list[tuple[int, int]] = []
        self.answer = ""
        self.at: list[tuple[int, int]] = []
        self.quotes: list[str] = []
        self.reason = ""
        self.note = ""
        self._pending = ""

    def next(self) -> str:
        """Return ``answer`` once there is one, ``z`` to undo, ``q`` or nothing to quit."""
        if self._pending:
            self.answer, self._pending = self._pending, ""
            return "answer"
        while True:
            done = {_DONE: "done"} if self._kind is Kind.MANY_OF else {}
            pressed = self._loop.key({**self._options, **_COMMON, **done, **_ACTS})
            if pressed in ("", "q", "z"):
                return pressed
            if self._act(pressed):
                return "answer"

    def _act(self, pressed: str) -> bool:
        """Do what a key means; return whether there is an answer now."""
        if pressed in _COMMON:
            self.answer = _COMMON[pressed]
        elif pressed == "a" and self._told["suggested"]:
            self.answer = self._told["suggested"]
        elif pressed == "t":
            self.answer = self._loop.line("answer: ")
        elif pressed == _DONE and self._chosen:
            self.answer = JOINT.join(self._chosen)
        elif pressed in self._options and self._kind is Kind.MANY_OF:
            name = self._options[pressed]
            self._chosen = (
                [each for each in self._chosen if each != name] if name in self._chosen else [*self._chosen, name]
            )
            self._loop.show_chosen(self._chosen)
            return False
        elif pressed in self._options:
            self.answer = self._options[pressed]
        else:
            self._other(pressed)
            return False
        return bool(self.answer)

    def _other(self, pressed: str) -> None:
        if pressed == "o":
            self._listed = self._loop.text(self._told["unit"], self._told["question"])
        elif pressed == "e":
            self._choose(self._loop.line("passages (numbers): "))
        elif pressed == "r":
            self.reason = self._loop.line("reason: ")
        elif pressed == "m":
            self.note = self._loop.line("note: ")

    def want_words(self) -> None:
        """Ask for the words of the answer that was refused without any; numbers mean sentences of the whole text."""
        if self.at or self.quotes:
            self.at, self.quotes = [], []
        typed = self._loop.line("words as printed, or numbers of sentences (empty: answer otherwise): ")
        if not typed:
            return
        self._pending = self.answer
        if not typed.replace(",", " ").replace(" ", "").isdecimal():
            self.quotes = [part.strip() for part in typed.split("|") if part.strip()]
            return
        if not self._listed:
            self._listed = self._loop.text(self._told["unit"], self._told["question"])
        self.at = _chosen(self._listed, typed)

    def _choose(self, typed: str) -> None:
        places = [tuple(int(part) for part in each["at"].split("-")) for each in self._told["passages"]]
        self.at = _chosen([(start, end) for start, end in places] or self._listed, typed)


def _chosen(places: list[tuple[int, int]], typed: str) -> list[tuple[int, int]]:
    numbers = [int(part) for part in typed.replace(",", " ").split() if part.isdecimal()]
    return [places[number - 1] for number in numbers if 1 <= number <= len(places)]
