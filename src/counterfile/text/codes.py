"""Codes and fixed words of structured notices: what OCDS, eForms and TED call a stage, a result and a method.

The closed lists are those of OCDS 1.1.5 (releaseTag, tenderStatus, awardStatus), of the eForms SDK 1.x (form and notice types, winner
selection status, change reasons, procedure types) and of TED R2.0.8 and R2.0.9 (document types, procedure types, empty elements that
stand for an answer). A code that is not in a list says nothing.
"""

from __future__ import annotations

from counterfile.model.notice import LotStatus, Stage

_STAGES: dict[str, Stage] = {
    # TED document types that derive's own table does not have
    "services concession": Stage.TENDER,
    "works concession": Stage.TENDER,
    "concession award notice": Stage.AWARD,
    "works concession award notice": Stage.AWARD,
    "results of design contests": Stage.AWARD,
    "periodic indicative notice without call for competition": Stage.PLANNING,
    "periodic indicative notice with call for competition": Stage.TENDER,
    "prior information notice for public service contract": Stage.PLANNING,
    "contract notice - utilities": Stage.TENDER,
    "request for proposals": Stage.TENDER,
    "call for expressions of interest": Stage.PREQUALIFICATION,
    "invitation to tender": Stage.TENDER,
    "general information": Stage.OTHER,
    "buyer profile": Stage.PLANNING,
    # eForms notice types
    "pmc": Stage.PLANNING,
    # eForms change reasons (BT-140)
    "cancel": Stage.TERMINATION,
    "cancel-intent": Stage.AMENDMENT,
    "cor-buy": Stage.AMENDMENT,
    "cor-esen": Stage.AMENDMENT,
    "cor-pub": Stage.AMENDMENT,
    "info-release": Stage.AMENDMENT,
    "susp-review": Stage.AMENDMENT,
    "update-add": Stage.AMENDMENT,
    # OCDS tender status
    "cancelled": Stage.TERMINATION,
    "unsuccessful": Stage.TERMINATION,
    "withdrawn": Stage.TERMINATION,
}
_STATUS: dict[str, LotStatus] = {
    # OCDS award and lot status
    "unsuccessful": LotStatus.FAILED,
    "cancelled": LotStatus.FAILED,
    "withdrawn": LotStatus.FAILED,
    # eForms winner selection status (BT-142)
    "selec-w": LotStatus.AWARDED,
    "clos-nw": LotStatus.FAILED,
    "open-nw": LotStatus.OPEN,
    # TED elements
    "no_awarded_contract": LotStatus.FAILED,
    "no_awarded_prize": LotStatus.FAILED,
    "no_awarded": LotStatus.FAILED,
    "procurement_unsuccessful": LotStatus.FAILED,
    "procurement_discontinued": LotStatus.FAILED,
}
_METHODS: dict[str, str] = {
    # One word a procedure, that of eForms' procurement-procedure-type (BT-105).
    "open": "open",
    "pt_open": "open",
    "open procedure": "open",
    "restricted": "restricted",
    "pt_restricted": "restricted",
    "restricted procedure": "restricted",
    "accelerated restricted procedure": "restricted",
    "pt_accelerated_restricted": "restricted",
    "neg-w-call": "neg-w-call",
    "negotiated procedure": "neg-w-call",
    "accelerated negotiated procedure": "neg-w-call",
    "competitive procedure with negotiation": "neg-w-call",
    "accelerated competitive procedure with negotiation": "neg-w-call",
    "pt_competitive_negotiation": "neg-w-call",
    "pt_negotiated_with_prior_call": "neg-w-call",
    "pt_negotiated": "neg-w-call",
    "pt_negotiated_with_competition": "neg-w-call",
    "pt_negotiated_with_publication_contract_notice": "neg-w-call",
    "pt_award_contract_with_prior_publication": "neg-w-call",
    "neg-wo-call": "neg-wo-call",
    "negotiated without a prior call for competition": "neg-wo-call",
    "contract award without prior publication": "neg-wo-call",
    "pt_award_contract_without_call": "neg-wo-call",
    "pt_negotiated_without_publication": "neg-wo-call",
    "comp-dial": "comp-dial",
    "competitive dialogue": "comp-dial",
    "pt_competitive_dialogue": "comp-dial",
    "innovation": "innovation",
    "innovation partnership": "innovation",
    "pt_innovation_partnership": "innovation",
    "comp-tend": "comp-tend",
    "oth-single": "oth-single",
    "oth-mult": "oth-mult",
    # OCDS procurementMethod
    "selective": "selective",
    "limited": "limited",
    "direct": "direct",
}


def stage_of_code(code: str) -> Stage | None:
    """Return the stage that a code or fixed phrase stands for, or None.

    >>> stage_of_code("Concession award notice"), stage_of_code("services")
    (<Stage.AWARD: 'award'>, None)
    """
    return _STAGES.get(_fold(code))


def status_of_code(code: str) -> LotStatus | None:
    """Return what a code says became of a lot, or None.

    >>> status_of_code("clos-nw"), status_of_code("PROCUREMENT_UNSUCCESSFUL"), status_of_code("active")
    (<LotStatus.FAILED: 'failed'>, <LotStatus.FAILED: 'failed'>, None)
    """
    return _STATUS.get(_fold(code))


def method_of_code(code: str) -> str | None:
    """Return the eForms word for a procedure of TED or OCDS, or None.

    >>> method_of_code("PT_OPEN"), method_of_code("Restricted procedure"), method_of_code("Not specified")
    ('open', 'restricted', None)
    """
    return _METHODS.get(_fold(code))


def _fold(code: str) -> str:
    return " ".join(code.split()).casefold()
