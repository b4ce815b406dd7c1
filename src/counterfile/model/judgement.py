"""What was decided: one answer, by a person or by software, about one thing or one pair."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from counterfile.model.evidence import Span


class Question(StrEnum):
    """What is asked; a codebook adds its own under ``code:``."""

    SAME_PROCEDURE = "same procedure?"
    """Of two notices: do they belong to one attempt to buy?"""
    SAME_FAMILY = "same family?"
    """Of two notices: are they attempts of one project?"""
    SAME_ORGANIZATION = "same organization?"
    """Of two name keys."""
    RELEVANT = "relevant?"
    """Of a notice: is it in scope of the inquiry?"""
    SCREENED = "screened?"
    """Of a notice or procedure, by one reader (`Judgement.other`): is it in scope? What follows for the notices is a
    judgement on `RELEVANT` of its own."""
    SCREENING = "screening"
    """Of the inquiry: with what settings a screening began, and with what certificate it ended (JSON)."""
    CODING = "coding"
    """Of the inquiry: which units are to be coded, with what overlap and repeats (JSON)."""
    VALUE = "value?"
    """Of a notice's property (``notice|subject|property``): which value is right? An empty answer withdraws it."""
    UNMASK = "unmask"
    """Of a document: who saw what is masked there. The answer is the id that was asked for, or ``shown``."""
    LABEL_MEANS = "label means?"
    """Of a label in a layout (``layout|label``; no layout stands for all): which property stands behind it? The answer
    is a `Property`, or `NOTHING`."""
    READ_BEFORE = "read before?"
    """Of a notice's property (``notice|subject|property``): what did software read, and where, when a person gave
    another value? `Judgement.other` is the statement's id."""
    HEADING_MEANS = "heading means?"
    """Of a heading in a layout (``layout|heading``): which property stands below it? Answered as `LABEL_MEANS`."""
    PROPOSED = "proposed?"
    """Of a notice's property (``notice||property``): what does a language model propose? The answer is what our grammar
    derives from the quoted words, `Judgement.other` the document's digest; an empty answer without words says why nothing
    could be asked."""
    REGISTER = "register?"
    """Of a file by its digest: is it a register of this inquiry? The answer is its `register.Description` as JSON."""
    IN_REGISTER = "in register?"
    """Of an organization's name key, and as `Judgement.other` of a row (``r-…``): is that row this organization? Answered
    ``same``, ``different`` or ``unsure``."""
    REGISTER_ROW = "register row?"
    """Of a row (``r-…``) that a match was answered about: what does it say? The answer is the `register.RegisterRow` as
    JSON, so that an organization's file can show it without opening the register."""
    REPLY = "asked for a reply?"
    """Of an organization's name key: that it was asked, or what came of it. `Judgement.other` numbers the entry
    (``reply-7``), the answer is a `reply.Entry` as JSON."""
    MODEL = "model?"
    """Of a kind of model (``labels``, ``tagger``): which one is used? The answer is the digest of what it is trained
    from, which is all that persons had answered until then; an empty one, or a withdrawal, stands for the shipped one."""


LABEL_MEANS, HEADING_MEANS, READ_BEFORE = Question.LABEL_MEANS, Question.HEADING_MEANS, Question.READ_BEFORE
PROPOSED, MODEL = Question.PROPOSED, Question.MODEL

NOTHING = "nothing claimed"
"""Answer to `Question.LABEL_MEANS` and `Question.HEADING_MEANS` for words before something that is not claimed: a phone, a fee of another contract."""


class Answer(StrEnum):
    """Answers to yes-or-no questions, in the field's own words for pairs."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    YES = "yes"
    NO = "no"


class AgentKind(StrEnum):
    """Who answered; a person's answer beats software's, always."""

    PERSON = "person"
    SOFTWARE = "software"


class Judgement(msgspec.Struct, frozen=True):
    """One answer. Never changed: a change of mind is a newer judgement, an undo restores the older answer."""

    question: str
    subject: str
    """A notice id, a name key, or a property of a notice."""
    other: str
    """The second member of a pair; empty for a question about one thing. ``subject < other`` in pairs."""
    answer: str
    agent: str
    """Pseudonym of a person, or name and version of software."""
    agent_kind: AgentKind
    reason: str
    """Why, in words; never empty."""
    score: float | None = None
    """0 to 1 from software; None from persons."""
    decided_at: dt.datetime | None = None
    """UTC; given by the store's clock when None."""
    reading: str = ""
    """The Reading that `evidence` points into; empty where a pair's reason is not in words."""
    evidence: tuple[Span, ...] = ()
    id: str = ""
    """Given by the store."""
