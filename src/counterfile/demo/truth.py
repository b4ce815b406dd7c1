"""What is true of the demo inquiry: labels of every notice, and the figures that follow from them."""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import msgspec

from counterfile.demo.names import Organization
from counterfile.model.document import State
from counterfile.model.notice import notice_id


class SupplierLabel(msgspec.Struct, omit_defaults=True):
    """A supplier as a notice prints it, in the schema of the labeling guidelines."""

    name: str
    rank: int | None
    lead: bool | None
    amount: str | None = None
    """A candidate's own offer, where several are printed."""


class LotLabel(msgspec.Struct, omit_defaults=True):
    """A lot as a notice prints it."""

    lot: str | None
    title: str | None
    status: str | None
    suppliers: list[SupplierLabel]
    amount: str | None
    role: str | None
    basis: str | None
    raw: str | None
    currency: str | None = None
    """None for yuan."""


class PlaceLabel(msgspec.Struct):
    """The buyer's place as far as the notice states it."""

    province: str | None = None
    city: str | None = None
    county: str | None = None


class NoticeTruth(msgspec.Struct):
    """One notice: its label in the schema of the labeling guidelines, and whose it is."""

    id: str
    """The id that Counterfile gives the notice; empty until the file's bytes are known."""
    file: str
    """Path of the file below the heap; a member of an archive as ``archive!/member``."""
    segment: int
    """Number of the notice within its file, from 0."""
    stage: str | None
    """None for tender papers, which are no act of publication."""
    round: int
    project_numbers: list[str]
    project_title: str | None
    buyer: str | None
    agency: str | None
    budget: str | None
    ceiling: str | None
    published: str | None
    opening: str | None
    decided: str | None
    signed: str | None
    lots: list[LotLabel]
    place: PlaceLabel
    consortium_allowed: bool | None
    doubt: str | None
    procedure: str
    family: str
    buyer_id: str | None
    """Canonical organization; None where the notice does not name the buyer."""
    agency_id: str | None
    supplier_ids: list[str]
    """Canonical organizations of the suppliers, in order of first appearance in `lots`."""
    contract_number: str | None
    mentions: list[str]
    """Codes of `FEATURES` whose words stand in the notice's own text."""
    conflict: bool
    """True where the notice says two different totals; `lots` holds the body's."""
    near_duplicate_of: str | None
    """Path of the file that holds the same notice in another portal's layout."""


class FileTruth(msgspec.Struct):
    """One file of the heap, or one member of an archive in it."""

    path: str
    state: State
    """How it should end: read, failed or skipped."""
    plant: str | None
    """What is special about it; None for an ordinary notice."""
    same_bytes_as: str | None
    """Path of the earlier file with the same bytes."""
    notices: list[NoticeTruth]
    """Empty for an exact duplicate: its notices are those of the earlier file."""


class OrganizationTruth(msgspec.Struct):
    """A body that some notice names."""

    id: str
    name: str
    printed: list[str]
    """Every way in which notices print it."""
    buyer_class: str | None
    """None for agencies and suppliers."""
    parent: str | None
    uscc: str | None
    province: str | None


class AnswerTruth(msgspec.Struct):
    """The right answer to a question of the codebook."""

    answer: str
    passages: list[str]
    """Sentences that carry it, up to white space; of a buyer's level the buyer's names. Empty where nothing is said."""


class ProcedureTruth(msgspec.Struct):
    """One attempt to buy."""

    id: str
    family: str
    round: int
    number: str
    title: str
    buyer_id: str
    buyer_class: str
    relevant: bool
    """True if surveillance is what is bought; screening should find these."""
    province: str | None
    """The buyer's, where a notice states it."""
    opened: str | None
    """Bid opening as the last notice gives it; None for direct awards."""
    published: str | None
    """Day of its first notice."""
    mentions: list[str]
    """Codes mentioned by its tender notices."""
    lots: int
    awarded: bool
    files: list[str]
    answers: dict[str, AnswerTruth]
    """By question of the codebook; empty for what is out of scope."""


class AmountFigures(msgspec.Struct):
    """Award totals in yuan; one for each awarded lot whose notice prints a total."""

    count: int
    min: str | None
    max: str | None
    median: str | None
    sum: str


class Figures(msgspec.Struct):
    """Expected values of findings, counted from the labels."""

    files: int
    documents: int
    """Distinct bytes, members of archives included."""
    read: int
    failed: int
    skipped: int
    """States of `documents`."""
    notices: int
    distinct_notices: int
    """Without near duplicates."""
    procedures: int
    families: int
    lots: int
    awards: int
    """Awarded lots."""
    buyers: int
    suppliers: int
    """Distinct winners and contractors."""
    agencies: int
    tenders_by_class: dict[str, int]
    """Procedures by class of buyer."""
    opened_per_year: dict[str, int]
    award_totals: AmountFigures
    """Without conflicts."""
    mentions: dict[str, int]
    """Procedures whose tender notices use the words of each code."""
    provinces: list[str]
    """Province-level divisions of the buyers, as notices state them."""
    procedures_with_award: int
    procedures_in_later_rounds: int
    relevant_procedures: int
    contracts: int
    conflicts: int
    """Notices that say two different totals."""


class Truth(msgspec.Struct):
    """Everything that is true of one generated heap."""

    seed: int
    procedures_asked: int
    files: list[FileTruth]
    procedures: list[ProcedureTruth]
    organizations: list[OrganizationTruth]
    figures: Figures

    @property
    def notices(self) -> Iterator[NoticeTruth]:
        """Every notice of every file."""
        for file in self.files:
            yield from file.notices


def write_truth(truth: Truth, path: Path) -> None:
    """Write the truth as JSON. Keep it out of the heap, which it would give away."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(truth), indent=1))


class Ledger:
    """Collects files as they are generated and closes into a `Truth`."""

    def __init__(self, seed: int, procedures: int) -> None:
        self._seed, self._asked = seed, procedures
        self._files: list[FileTruth] = []
        self._digests: dict[str, State] = {}
        self._procedures: dict[str, ProcedureTruth] = {}
        self._organizations: dict[str, tuple[Organization, set[str]]] = {}

    def open(self, procedure: ProcedureTruth) -> None:
        """Note a procedure before its files."""
        self._procedures[procedure.id] = procedure

    def name(self, organization: Organization, printed: str) -> None:
        """Note that a notice prints an organization so."""
        self._organizations.setdefault(organization.id, (organization, set()))[1].add(printed)

    def add(self, file: FileTruth, content: bytes) -> None:
        """Note a file and give its notices their ids."""
        digest = hashlib.sha256(content).hexdigest()
        self._digests.setdefault(digest, file.state)
        for notice in file.notices:
            notice.id = notice_id(digest, notice.segment)
        self._files.append(file)

    def close(self) -> Truth:
        """Count the figures."""
        notices = [notice for file in self._files for notice in file.notices]
        for notice in notices:
            _note(self._procedures[notice.procedure], notice)
        procedures = list(self._procedures.values())
        organizations = [
            OrganizationTruth(
                o.id, o.name, sorted(printed), o.kind.value if o.kind else None, o.parent, o.uscc, o.place.province
            )
            for o, printed in self._organizations.values()
        ]
        figures = _figures(self._files, Counter(self._digests.values()), notices, procedures)
        return Truth(self._seed, self._asked, self._files, procedures, organizations, figures)


def _note(procedure: ProcedureTruth, notice: NoticeTruth) -> None:
    procedure.files.append(notice.file)
    procedure.province = procedure.province or notice.place.province
    if notice.published:
        procedure.published = min(procedure.published or notice.published, notice.published)
    procedure.lots = max(procedure.lots, len({lot.lot for lot in notice.lots if lot.lot}))
    if notice.stage == "award" and any(lot.status == "awarded" for lot in notice.lots):
        procedure.awarded = True
    if notice.opening and notice.stage in {"tender", "amendment"}:
        # Amendments only ever move an opening to a later day.
        procedure.opened = max(procedure.opened or "", notice.opening)
    if notice.stage == "tender":
        procedure.mentions = sorted({*procedure.mentions, *notice.mentions})


def _figures(
    files: list[FileTruth], states: Counter[State], notices: list[NoticeTruth], procedures: list[ProcedureTruth]
) -> Figures:
    distinct = [notice for notice in notices if notice.near_duplicate_of is None]
    awards = [lot for notice in distinct if notice.stage == "award" for lot in notice.lots if lot.status == "awarded"]
    totals = award_totals(distinct)
    winners = {i for notice in distinct if notice.stage in {"award", "contract"} for i in notice.supplier_ids}
    return Figures(
        files=sum("!/" not in file.path for file in files),
        documents=sum(states.values()),
        read=states[State.READ],
        failed=states[State.FAILED],
        skipped=states[State.SKIPPED],
        notices=len(notices),
        distinct_notices=len(distinct),
        procedures=len(procedures),
        families=len({procedure.family for procedure in procedures}),
        lots=sum(procedure.lots for procedure in procedures),
        awards=len(awards),
        buyers=len({notice.buyer_id for notice in distinct} - {None}),
        suppliers=len(winners),
        agencies=len({notice.agency_id for notice in distinct} - {None}),
        tenders_by_class=_count(procedure.buyer_class for procedure in procedures),
        opened_per_year=_count(procedure.opened[:4] for procedure in procedures if procedure.opened),
        award_totals=AmountFigures(
            len(totals),
            f"{totals[0]:.2f}" if totals else None,
            f"{totals[-1]:.2f}" if totals else None,
            f"{statistics.median(totals):.2f}" if totals else None,
            f"{sum(totals):.2f}",
        ),
        mentions=_count(code for procedure in procedures for code in procedure.mentions),
        # Near duplicates too: another portal's layout may print what the first leaves out.
        provinces=sorted({notice.place.province for notice in notices if notice.place.province}),
        procedures_with_award=sum(procedure.awarded for procedure in procedures),
        procedures_in_later_rounds=sum(procedure.round > 1 for procedure in procedures),
        relevant_procedures=sum(procedure.relevant for procedure in procedures),
        contracts=sum(notice.stage == "contract" for notice in distinct),
        conflicts=sum(notice.conflict for notice in distinct),
    )


def award_totals(distinct: Iterable[NoticeTruth]) -> list[Decimal]:
    """Return the award totals in yuan that these notices print, the least first; contradicted ones are none."""
    return sorted(
        Decimal(lot.amount)
        for notice in distinct
        if notice.stage == "award" and not notice.conflict
        for lot in notice.lots
        if lot.status == "awarded" and lot.amount and lot.basis == "total" and lot.currency is None
    )


def _count(keys: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(keys).items()))
