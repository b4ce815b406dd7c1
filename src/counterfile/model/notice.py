"""A notice: one act of publication, and the closed list of what may be claimed about it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Stage(StrEnum):
    """What kind of act a notice is (the codes of the labeling guidelines)."""

    PLANNING = "planning"
    PREQUALIFICATION = "prequalification"
    TENDER = "tender"
    SINGLE_SOURCE = "single_source"
    AMENDMENT = "amendment"
    OPENING = "opening"
    CANDIDATES = "candidates"
    AWARD = "award"
    TERMINATION = "termination"
    CONTRACT = "contract"
    OTHER = "other"


class LotStatus(StrEnum):
    """What became of a lot, as the notice says."""

    OPEN = "open"
    PROPOSED = "proposed"
    AWARDED = "awarded"
    FAILED = "failed"


class Property(StrEnum):
    """What a statement is about, an OCDS path where OCDS has one.

    A statement's `subject` says whose: empty for the notice, ``lot/1`` for its first lot row,
    ``lot/1/supplier/2`` for the second supplier of that row. Rows count from 1 in order of appearance.
    A notice without lots has one implicit row ``lot/1`` without a LOT_LABEL.
    """

    OCID = "ocid"
    """An identifier of the whole procedure given by the publisher (OCDS ocid, eForms BT-04)."""
    NOTICE_TITLE = "title"
    STAGE = "tag"
    ROUND = "tender/round"
    """2 for a second attempt, and so on; no statement means that nothing says so (1)."""
    NUMBER = "tender/id"
    """A number that names the procedure; one statement each, in order of appearance."""
    CONTRACT_NUMBER = "contracts/id"
    TITLE = "tender/title"
    """The project's name."""
    METHOD = "tender/procurementMethodDetails"
    BUYER = "buyer/name"
    BUYER_ID = "buyer/identifier"
    BUYER_ADDRESS = "buyer/address/streetAddress"
    PROVINCE = "buyer/address/region"
    CITY = "buyer/address/locality"
    COUNTY = "buyer/address/county"
    AGENCY = "procuringEntity/name"
    """The agent that runs the procedure for the buyer (代理机构)."""
    AGENCY_ID = "procuringEntity/identifier"
    SUPPLIER = "awards/suppliers/name"
    """A winner or contractor; subject is a supplier row."""
    SUPPLIER_ID = "awards/suppliers/identifier"
    CANDIDATE = "bids/tenderers/name"
    """A ranked candidate or intended supplier, not (yet) a winner; subject is a supplier row."""
    RANK = "bids/rank"
    LEAD = "suppliers/lead"
    """``true`` for the lead of a consortium, ``false`` for its members."""
    BUDGET = "planning/budget/value"
    CEILING = "tender/maximumValue"
    ESTIMATE = "tender/value"
    BID_VALUE = "bids/value"
    AWARD_VALUE = "awards/value"
    CONTRACT_VALUE = "contracts/value"
    FEE = "fees/value"
    DEPOSIT = "deposits/value"
    PUBLISHED = "date"
    OPENING = "tender/tenderPeriod/endDate"
    DECIDED = "awards/date"
    SIGNED = "contracts/dateSigned"
    FIRST_PUBLISHED = "relatedNotice/date"
    LOT_LABEL = "lots/id"
    LOT_TITLE = "lots/title"
    LOT_STATUS = "lots/status"
    CONSORTIUM_ALLOWED = "tender/consortiumAllowed"
    LINK = "relatedNotice/uri"
    """An address to which the notice's own text leads: of another page or of a file; only such as name one thing."""
    PAGE_ADDRESS = "uri"
    """The notice's own address, as its page tells it."""
    MISSING_DOCUMENT = "documents/missing"
    """A pointer to something not captured: an attachment named without a link, 详见附件."""


AMOUNTS = frozenset(
    {
        Property.BUDGET,
        Property.CEILING,
        Property.ESTIMATE,
        Property.BID_VALUE,
        Property.AWARD_VALUE,
        Property.CONTRACT_VALUE,
        Property.FEE,
        Property.DEPOSIT,
    }
)
"""Properties whose value is an `Amount`; the property is the amount's role, the subject its scope."""

DATES = frozenset({Property.PUBLISHED, Property.OPENING, Property.DECIDED, Property.SIGNED, Property.FIRST_PUBLISHED})
"""Properties whose value is an ISO date."""


ORGANIZATIONS = (Property.BUYER, Property.AGENCY, Property.SUPPLIER, Property.CANDIDATE)
"""Properties whose value is an organization's name and whose key is its name key."""


class Notice(msgspec.Struct, frozen=True):
    """One act of publication, found in one document."""

    id: str
    """``n-`` and 16 hexadecimal digits of the document's digest; ``-2``, ``-3`` … for later segments."""
    document: str
    reading: str
    start: int
    """The segment of the Reading's text that is this notice, code points, half open."""
    end: int


def notice_id(digest: str, segment: int) -> str:
    """Return the id of segment number ``segment`` (from 0) of the document with this SHA-256.

    The id follows from the bytes alone, so it is the same on every machine and in every order of arrival.

    >>> notice_id("ab" * 32, 0), notice_id("ab" * 32, 1)
    ('n-abababababababab', 'n-abababababababab-2')
    """
    return f"n-{digest[:16]}" + (f"-{segment + 1}" if segment else "")
