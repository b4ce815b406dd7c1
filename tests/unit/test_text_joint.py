"""Joint bids in English: who leads, who is a member, and when nothing can be told."""

from __future__ import annotations

import pytest

from counterfile.text.joint import is_joint, split_english

LED = [("Norra Construction Ltd", True), ("Baltek Engineering GmbH", False)]
EQUAL = [("Norra Construction Ltd", None), ("Baltek Engineering GmbH", None)]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Joint venture of Norra Construction Ltd (lead) and Baltek Engineering GmbH", LED),
        ("Joint Venture between Norra Construction Ltd (lead partner), Baltek Engineering GmbH (partner)", LED),
        ("Consortium: Norra Construction Ltd (consortium leader); Baltek Engineering GmbH", LED),
        ("JV of Norra Construction Ltd and Baltek Engineering GmbH", EQUAL),
        ("Norra Construction Ltd", []),
        ("Joint venture of friends", []),
        ("Joint venture of Smith and Sons Ltd", []),
    ],
)
def test_parties_of_a_joint_bid_are_told_apart_or_not_at_all(text: str, parties: list[tuple[str, bool | None]]) -> None:
    assert split_english(text) == parties


def test_a_joint_bid_is_known_by_its_first_words() -> None:
    assert is_joint("Joint venture of friends")
    assert not is_joint("Norra Joint Works Ltd")
