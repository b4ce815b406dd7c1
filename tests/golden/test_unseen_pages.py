"""Invented pages of portals that no rule was written from, read from their bytes on: nothing wrong is stated, and little is missed."""

from __future__ import annotations

import hashlib

import pytest
import unseen_pages
import unseen_pages_forms
import unseen_pages_fourth
import unseen_pages_last
import unseen_pages_more
from _unseen_scoring import LAYERS, Fact, facts_of, truth
from unseen_pages import Page

from counterfile.model.notice import Property
from counterfile.model.reading import Draft, Reading, Segment
from counterfile.sandbox.reading import read_bytes
from counterfile.stages.extract import extract_reading

EVERY = (
    *unseen_pages.PAGES,
    *unseen_pages_more.PAGES,
    *unseen_pages_last.PAGES,
    *unseen_pages_fourth.PAGES,
    *unseen_pages_forms.PAGES,
)
SETS = {
    "first": (unseen_pages.PAGES, 0.62),
    "second": (unseen_pages_more.PAGES, 0.88),
    "third": (unseen_pages_last.PAGES, 0.88),
    "fourth": (unseen_pages_fourth.PAGES, 0.84),
    "fifth": (unseen_pages_forms.PAGES, 0.88),
}
"""The sets in the order in which they were written, each with the share of its facts found before any rule met it."""
FREE = {"published", "missing", "title", "estimate", "fee", "deposit", "first-published"}
"""Facts that count only where the truth speaks of such."""


def said(page: Page) -> set[Fact]:
    """Return the facts that reading and extraction state of a page."""
    content = page.content.encode()
    draft = read_bytes(content, page.file)
    assert isinstance(draft, Draft)
    segments = draft.segments or (Segment(0, len(draft.text)),)
    digest = hashlib.sha256(content).hexdigest()
    reading = Reading("rd-" + "0" * 20, digest, "test 1", draft.text, draft.blocks, draft.pages, segments)
    found: set[Fact] = set()
    for _, statements in extract_reading(reading, LAYERS):
        found.update(facts_of(statements))
        found.update(("title", one.value) for one in statements if one.property is Property.TITLE and not one.subject)
    return found


@pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)
def test_nothing_that_is_stated_of_a_page_is_wrong(page: Page) -> None:
    true = truth(page.truth)
    free = FREE - {fact[0] for fact in true}

    assert {fact for fact in said(page) - true if fact[0] not in free} == set()


@pytest.mark.parametrize("name", SETS)
def test_most_of_what_pages_say_is_found(name: str) -> None:
    pages, at_first_sight = SETS[name]
    true = [(page.name, fact) for page in pages for fact in truth(page.truth)]
    found = {(page.name, fact) for page in pages for fact in said(page)}

    assert at_first_sight < 0.98 <= sum(fact in found for fact in true) / len(true)
