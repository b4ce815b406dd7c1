"""Probabilities of statements: more agreement, more belief; contradiction and pictures, less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterfile.model.candidate import Candidate
from counterfile.model.evidence import Span
from counterfile.model.notice import Property
from counterfile.stages._calibration import (
    BOUNDS,
    COEFFICIENTS,
    CONTRADICTED,
    PRIORS,
    Features,
    Witnesses,
    calibrated,
    kind_of,
    probability,
    terms,
)

BUYER = Features(Property.BUYER, "L2", 0.9, 0, 0)


def propose(prop: Property, value: str, layer: str, subject: str = "") -> Candidate:
    return Candidate(subject, prop, value, (Span(0, len(value), value),), "name", layer, 0.9)


def test_second_layer_that_agrees_raises_the_probability() -> None:
    assert calibrated(replace(BUYER, agreeing=1)) > calibrated(BUYER)


@pytest.mark.parametrize("change", [{"rivals": 1}, {"conflict": True}, {"recognized": True}, {"sure": 0.3}])
def test_doubt_lowers_the_probability(change: dict[str, float]) -> None:
    assert calibrated(replace(BUYER, **change)) < calibrated(BUYER)


def test_value_in_conflict_is_no_surer_than_a_coin() -> None:
    assert calibrated(replace(BUYER, conflict=True)) == CONTRADICTED


@pytest.mark.parametrize("prop", list(Property))
@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_no_value_is_certain_or_impossible(prop: Property, sure: float) -> None:
    low, high = BOUNDS

    found = calibrated(Features(prop, "L1", sure, 9, 9 if sure == 0.0 else 0, conflict=sure == 0.0))

    assert low <= found <= high


def test_layer_of_a_guest_is_judged_without_a_weight_of_its_own() -> None:
    assert 0.5 < calibrated(replace(BUYER, layer="guest")) < 1.0


def test_weights_name_only_features_that_exist() -> None:
    layers = ("L0", "L1", "L2", "L3", "L4", "L6", "L7")
    found = {
        name
        for prop in Property
        for layer in layers
        for name, _ in terms(Features(prop, layer, 0.5, 1, 1, conflict=True, recognized=True))
    }

    assert set(COEFFICIENTS) | set(PRIORS) == found


def test_probability_by_other_weights_is_the_logistic_of_their_sum() -> None:
    assert probability(BUYER, {}) == 0.5
    assert probability(BUYER, {"always": 100.0}) == BOUNDS[1]


def test_winner_and_candidate_of_one_name_agree() -> None:
    winner = propose(Property.SUPPLIER, "江城市明远科技有限公司", "L3", "lot/1/bid/1/supplier/1")
    bidder = propose(Property.CANDIDATE, "江城市明远科技有限公司", "L2", "lot/1/bid/1/supplier/1")

    found = Witnesses([winner, bidder]).features(winner, conflict=False, recognized=False)

    assert (found.agreeing, found.rivals) == (1, 0)
    assert kind_of(found.property) == "supplier"


def test_other_buyer_is_a_rival_and_other_lot_is_none() -> None:
    said = propose(Property.BUYER, "青山县公安局", "L2")
    other = propose(Property.BUYER, "青山县财政局", "L4")
    lots = [propose(Property.LOT_LABEL, name, "L3", f"lot/{at}") for at, name in enumerate(("包1", "包2"), 1)]

    witnesses = Witnesses([said, other, *lots])

    assert witnesses.features(said, conflict=False, recognized=True) == Features(
        Property.BUYER, "L2", 0.9, 0, 1, conflict=False, recognized=True
    )
    assert witnesses.features(lots[0], conflict=False, recognized=False).rivals == 0
