"""What a coder sees of a question about a unit: passages first. Why it is shown is not said, since who knows may read otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterfile.model.codebook import Kind, in_language

if TYPE_CHECKING:
    from counterfile.screening.coding import Desk, Offer
    from counterfile.views.coding import Said


def shown(desk: Desk, offer: Offer, language: str, *, text: bool = False, plain: bool = False) -> dict[str, Any]:
    """Return what a coder sees; a third person sees both coders' answers and nothing of software's.

    Args:
        desk: The coding.
        offer: What is asked.
        language: Of the question's words.
        text: With the unit's whole words, into which places point.
        plain: Without suggestions.
    """
    from counterfile.screening.coding_suggest import Suggestion
    from counterfile.views.coding import Shown

    question = desk.question(offer.question)
    words = desk.words(offer.unit, offer.kind)
    made = Suggestion("", ()) if plain else desk.suggestion(offer.unit, question, offer.shown)
    third = offer.shown is Shown.ADJUDICATED
    found: dict[str, Any] = {
        "unit": offer.unit,
        "kind": offer.kind.value,
        "question": question.name,
        "left": offer.left,
        "ask": in_language(question.ask, language),
        "takes": question.kind.value,
        "options": [
            {"name": option.name, "label": in_language(option.labels, language) or option.name}
            for option in question.options
        ],
        "instructions": in_language(question.instructions, language),
        "examples": [{"text": each.text, "answer": each.answer} for each in question.examples],
        "title": words.title,
        "buyer": words.buyer,
        "stage": words.stage,
        "published": words.published,
        "document": words.document,
        "suggested": made.answer,
        "passages": [
            {
                "at": f"{each.start}-{each.end}",
                "words": " ".join(words.body[each.start : each.end].split()),
                "answer": each.answer,
                "why": each.why,
                "marks": [list(mark) for mark in each.marks],
            }
            for each in made.passages
        ],
        "answers": [as_said(said) for said in (desk.board.resolve(offer.unit, offer.question).said if third else ())],
    }
    if text:
        found["text"] = words.body
    return found


def as_said(said: Said) -> dict[str, Any]:
    """Return a coder's answer as a third person sees it."""
    return {
        "coder": said.coder,
        "answer": said.answer,
        "words": [span.quote for span in said.evidence],
        "reason": said.reason,
        "note": said.note,
    }


KEYS_YES_NO = {"y": "yes", "n": "no"}


def keys_of(kind: Kind, options: list[dict[str, str]]) -> dict[str, str]:
    """Return the keys that answer a question, each with the answer; many of: each turns an option on or off."""
    if kind is Kind.YES_NO:
        return dict(KEYS_YES_NO)
    return {str(number): option["name"] for number, option in enumerate(options[:9], 1)}
