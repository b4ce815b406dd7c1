"""The interface in English and Simplified Chinese.

English sentences are the keys; ``locale/zh_Hans.po`` holds the Chinese. A test fails where one has no translation, or
one with other placeholders. What documents say is never translated.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from counterfile.model.document import State
from counterfile.model.files import Role, Scope
from counterfile.model.finding import Unit
from counterfile.model.judgement import Answer, Question
from counterfile.model.notice import LotStatus, Property, Stage
from counterfile.model.reply import Channel, ReplyOutcome, ReplyState
from counterfile.model.value import Basis
from counterfile.views.aside import ASIDE
from counterfile.views.coverage import Field
from counterfile.views.history import What
from counterfile.views.overview import Look

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""Names in ``?lang=`` and the language tags that they stand for."""

STAGES = {
    Stage.PLANNING: "Planning",
    Stage.PREQUALIFICATION: "Prequalification",
    Stage.TENDER: "Tender",
    Stage.SINGLE_SOURCE: "Single source",
    Stage.AMENDMENT: "Amendment",
    Stage.OPENING: "Bid opening",
    Stage.CANDIDATES: "Candidates",
    Stage.AWARD: "Award",
    Stage.TERMINATION: "Termination",
    Stage.CONTRACT: "Contract",
    Stage.OTHER: "Other",
}
ROLES = {
    Role.BUYER: "Buyer",
    Role.AGENCY: "Agency",
    Role.SUPPLIER: "Supplier",
    Role.CANDIDATE: "Candidate",
}
SCOPES = {Scope.PROCEDURE: "whole procedure", Scope.LOT: "lot", Scope.SUPPLIER: "supplier"}
BASES = {
    Basis.TOTAL: "total",
    Basis.UNIT_PRICE: "unit price",
    Basis.PER_YEAR: "per year",
    Basis.RATE: "rate",
    Basis.RANGE: "range",
    Basis.FORMULA: "formula",
    Basis.UNKNOWN_UNIT: "unit not stated",
    Basis.NOT_STATED: "not stated",
}
LOT_STATUSES = {
    LotStatus.OPEN: "open",
    LotStatus.PROPOSED: "winner proposed",
    LotStatus.AWARDED: "awarded",
    LotStatus.FAILED: "failed",
}
STATES = {
    State.PENDING: "not read yet",
    State.READ: "read",
    State.FAILED: "failed",
    State.SKIPPED: "set aside",
}
STATE_TITLES = {
    State.FAILED: "Failed",
    State.SKIPPED: "Set aside",
    State.PENDING: "Not read yet",
    State.READ: "Read",
}
RELATIONS = {
    "part of": "Part of",
    "has part": "Has the part",
    "in group": "In the group",
    "has member": "Has the member",
    "joint bid with": "Joint bid with",
    "formerly": "Formerly",
}
FIELD_TITLES = {
    Field.STAGE: "Kind of notice",
    Field.NUMBER: "Number",
    Field.TITLE: "Title",
    Field.BUYER: "Buyer",
    Field.PLACE: "Place",
    Field.PUBLISHED: "Published",
    Field.AGENCY: "Agency",
    Field.OPENING: "Bid opening",
    Field.BUDGET: "Budget",
    Field.SUPPLIER: "Supplier",
    Field.AMOUNT: "Amount",
    Field.SIGNED: "Contract signed",
}
STAGE_TITLES = {
    "read": "Reading",
    "extract": "Extracting",
    "resolve": "Linking",
    "screen": "Screening",
    "gather": "Gathering files",
    "ocr": "Recognizing pictures",
    "verify": "Checking originals",
}
JOBS = {
    "run": "Bringing all files up to date",
    "recognition": "Recognizing pictures",
    "verification": "Checking all figures",
    "trial": "Trying a correction",
    "acceptance": "Accepting a correction",
    "withdrawal": "Taking a correction back",
}
"""Kinds of work in the background, by `api` name."""
JOB_STATES = {
    "running": "going on",
    "canceling": "stopping",
    "done": "done",
    "canceled": "stopped",
    "failed": "failed",
}
PROPERTIES = {
    Property.OCID: "Publisher's id",
    Property.NOTICE_TITLE: "Notice title",
    Property.STAGE: "Kind of notice",
    Property.ROUND: "Round",
    Property.NUMBER: "Number",
    Property.CONTRACT_NUMBER: "Contract number",
    Property.TITLE: "Project name",
    Property.METHOD: "Method",
    Property.BUYER: "Buyer",
    Property.BUYER_ID: "Buyer's identifier",
    Property.BUYER_ADDRESS: "Buyer's address",
    Property.PROVINCE: "Province",
    Property.CITY: "City",
    Property.COUNTY: "County",
    Property.AGENCY: "Agency",
    Property.AGENCY_ID: "Agency's identifier",
    Property.SUPPLIER: "Supplier",
    Property.SUPPLIER_ID: "Supplier's identifier",
    Property.CANDIDATE: "Candidate",
    Property.RANK: "Rank",
    Property.LEAD: "Leads the consortium",
    Property.BUDGET: "Budget",
    Property.CEILING: "Ceiling price",
    Property.ESTIMATE: "Estimate",
    Property.BID_VALUE: "Bid amount",
    Property.AWARD_VALUE: "Award amount",
    Property.CONTRACT_VALUE: "Contract amount",
    Property.FEE: "Fee",
    Property.DEPOSIT: "Deposit",
    Property.PUBLISHED: "Published",
    Property.OPENING: "Bid opening",
    Property.DECIDED: "Award decided",
    Property.SIGNED: "Contract signed",
    Property.FIRST_PUBLISHED: "First notice published",
    Property.LOT_LABEL: "Lot",
    Property.LOT_TITLE: "Lot title",
    Property.LOT_STATUS: "Lot status",
    Property.CONSORTIUM_ALLOWED: "Consortium allowed",
    Property.LINK: "Leads to",
    Property.PAGE_ADDRESS: "Own address",
    Property.MISSING_DOCUMENT: "Not captured",
}
QUESTIONS = {
    Question.SAME_PROCEDURE: "Same procedure?",
    Question.SAME_FAMILY: "Same project?",
    Question.SAME_ORGANIZATION: "Same organization?",
    Question.RELEVANT: "In scope?",
    Question.VALUE: "Which value is right?",
    Question.UNMASK: "Who saw what is masked?",
    Question.LABEL_MEANS: "What does this label mean?",
    Question.READ_BEFORE: "What was read before?",
    Question.HEADING_MEANS: "What does this heading mean?",
    Question.PROPOSED: "What does a language model propose?",
    Question.MODEL: "Which model is used?",
    Question.REGISTER: "Register of this inquiry?",
    Question.IN_REGISTER: "Is this row it?",
    Question.REGISTER_ROW: "What the row says",
    Question.REPLY: "Asked for a reply?",
    Question.SCREENED: "Screened: relevant?",
    Question.SCREENING: "Course of a screening",
    Question.CODING: "Course of a coding",
}
BESIDE = {ASIDE: "Put aside in the review"}
"""Questions that change no file."""
ANSWERS = {
    Answer.SAME: "same",
    Answer.DIFFERENT: "different",
    Answer.UNSURE: "unsure",
    Answer.YES: "yes",
    Answer.NO: "no",
}
UNITS = {
    Unit.DOCUMENT: "documents",
    Unit.NOTICE: "notices",
    Unit.PROCEDURE: "procedures",
    Unit.FAMILY: "projects",
    Unit.LOT: "lots",
    Unit.AWARD: "awards",
    Unit.ORGANIZATION: "organizations",
}
CLASSES = {
    "police": "Police",
    "political_legal": "Political and legal affairs",
    "propaganda": "Propaganda",
    "court": "Court",
    "prosecutor": "Prosecutor",
    "school": "School or university",
    "hospital": "Hospital",
    "railway": "Railway",
    "utility": "Utility",
    "government": "Government",
    "company": "Company",
}
"""Of buyers, as the rule for names gives them."""
VERDICTS = {"holds": "holds", "moved": "moved", "open": "nothing expected"}
"""Of a finding: its figure is what was expected, is not, or nothing was expected."""
CHANGES = {
    What.ARRIVED: "A notice came",
    What.RESTATED: "Stated anew by a later notice",
    What.NAMED: "Printed with a name for the first time",
    What.DECIDED: "Decided",
    What.WITHDRAWN: "Taken back",
}
CHANNELS = {
    Channel.LETTER: "by letter",
    Channel.MAIL: "by e-mail",
    Channel.FORM: "by web form",
    Channel.TELEPHONE: "by telephone",
    Channel.IN_PERSON: "in person",
}
OUTCOMES = {
    ReplyOutcome.ANSWERED: "it answered",
    ReplyOutcome.DECLINED: "it declined to answer",
    ReplyOutcome.SILENT: "no answer came",
    ReplyOutcome.CONFIRMED: "it confirmed the receipt",
}
REPLIES = {
    ReplyState.ANSWERED: "answered",
    ReplyState.DECLINED: "declined",
    ReplyState.WAITING: "waiting for an answer",
    ReplyState.OVERDUE: "overdue",
    ReplyState.SILENT: "silent",
}
"""Where an organization stands that was asked for a reply."""
STANDINGS = {"single": "one coder", "agreed": "two coders agree", "adjudicated": "decided by a third person"}
LOOKS = {look: str(look) for look in Look}
TRUTHS = {"true": "yes", "false": "no"}

LABELS: tuple[dict[str, str], ...] = (  # type: ignore[assignment]  # enums of strings are strings
    STAGES,
    ROLES,
    SCOPES,
    BASES,
    LOT_STATUSES,
    STATES,
    STATE_TITLES,
    FIELD_TITLES,
    RELATIONS,
    STAGE_TITLES,
    JOBS,
    JOB_STATES,
    PROPERTIES,
    QUESTIONS,
    BESIDE,
    ANSWERS,
    UNITS,
    CLASSES,
    VERDICTS,
    CHANGES,
    CHANNELS,
    OUTCOMES,
    REPLIES,
    STANDINGS,
    LOOKS,
    TRUTHS,
)
"""Every table of labels, for the test of the catalogue."""

SPOKEN = (
    "row {number}",
    "the answer",
    "whether it is mentioned",
    "the value",
    "one coder's answer",
    "the answer in force",
    "runs for",
    "In scope?",
)
"""Sentences said by the code and by no template, for the test of the catalogue."""


class Words:
    """The interface's words in one language."""

    def __init__(self, language: str) -> None:
        """Take a name of `LANGUAGES`."""
        self.language = language
        self.tag = LANGUAGES[language]
        self._catalogue = {} if language == "en" else catalogue()

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with its placeholders filled, in English where it has no translation."""
        found = self._catalogue.get(sentence, sentence)
        return found.format(**values) if values else found

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return a sentence about a number: `one` in English if it is 1, else `many`; ``{n}`` is the number."""
        found = self._catalogue.get(many) if self.language != "en" else None
        sentence = found or (one if number == 1 else many)
        return sentence.format(n=f"{number:,}", **values)


def choose(asked: str | None, cookie: str | None, header: str) -> str:
    """Return the language to use: as asked, else as kept, else the first known one of Accept-Language, else English.

    >>> choose(None, None, "fr, zh-CN;q=0.9, en;q=0.8")
    'zh'
    """
    for name in (asked, cookie):
        if name in LANGUAGES:
            return str(name)
    weighed = []
    for number, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        weighed.append((-(float(match[1]) if match else 1.0), number, tag.strip().lower()[:2]))
    return next((tag for weight, _, tag in sorted(weighed) if tag in LANGUAGES and weight < 0), "en")


@cache
def words(language: str) -> Words:
    """Return the interface's words in a language of `LANGUAGES`."""
    return Words(language)


@cache
def catalogue() -> dict[str, str]:
    """Return the Chinese catalogue: English sentence to Chinese. Plurals are found under their plural form."""
    return read_po((resources.files("counterfile.web") / "locale" / "zh_Hans.po").read_text("utf-8"))


def read_po(text: str) -> dict[str, str]:
    r"""Return the entries of a ``.po`` file; of a plural, the first translation under its plural form.

    Only what the catalogue uses is understood: ``msgid``, ``msgid_plural``, ``msgstr``, ``msgstr[0]``, continued
    strings and comments.

    Raises:
        ValueError: a line is something else.

    >>> read_po('msgid "Budget"\nmsgstr "预算"\n')
    {'Budget': '预算'}
    """
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), 'msgid ""'], 1):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            if line.strip() and not line.startswith("#"):
                raise ValueError(f"line {number} of a .po file is {line!r}; msgid or msgstr is wanted")
            continue
        if match["field"] == "msgid":
            key = entry.get("msgid_plural") or entry.get("msgid")
            if key and entry.get("msgstr"):
                found[key] = entry["msgstr"]
            entry = {}
        field = (match["field"] or field).removesuffix("[0]")
        entry[field] = entry.get(field, "") + match["text"].replace('\\"', '"').replace("\\n", "\n")
    return found


_LINE = re.compile(r'(?:(?P<field>msgid_plural|msgid|msgstr(?:\[0\])?)\s+)?"(?P<text>(?:[^"\\]|\\["n])*)"')
