"""The quotes of a figure as W3C Web Annotations, one a quote.

Rules:
    * The body says which field the words decide, and of which unit; the target is the masked text of the document, by
      the quote with 32 code points on either side, by position in code points, and by page where there is one.
    * A quote that no longer stands where it should is left out, as in an evidence pack; so is the name of a natural person.

Source:
    W3C Web Annotation Data Model: TextQuoteSelector, TextPositionSelector, FragmentSelector (RFC 8118 ``page=``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterfile.model.finding import Finding
from counterfile.model.reading import Reading
from counterfile.store.ports import View
from counterfile.text.script import has_han
from counterfile.views.exchange._said import persons_in
from counterfile.views.pack import Quote, quotes_of, readings_of

Json = dict[str, Any]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points given before and behind a quote, so that it is found in another copy of the text."""


def annotation_page(view: View, finding: Finding) -> Json:
    """Return an annotation page (JSON-LD) of all quotes that a figure rests on, in the order of its units."""
    readings = readings_of(view, finding.units)
    fields = {
        (unit.id, source.field, words): source.value
        for unit in finding.units
        for source in unit.sources
        for words in source.quotes
    }
    notices = [notice for unit in finding.units for notice in unit.notices]
    persons = persons_in(view, notices)
    withheld = {
        (unit.id, source.field, words)
        for unit in finding.units
        for source in unit.sources
        for words in source.quotes
        if source.id in persons
    }
    items = [
        annotation(quote, readings[quote.document], fields.get((quote.unit, quote.field, quote.quote), ""), finding)
        for quote in quotes_of(view, finding.units, readings)
        if (quote.unit, quote.field, quote.quote) not in withheld
    ]
    return {
        "@context": CONTEXT,
        "id": f"urn:counterfile:annotations:{finding.spec.name}",
        "type": "AnnotationPage",
        "items": items,
    }


def annotation(quote: Quote, reading: Reading, value: str, finding: Finding) -> Json:
    """Return one quote as an annotation.

    Args:
        quote: With its place in the text.
        reading: The text.
        value: What follows from the words, in canonical form; empty where they are searched for.
        finding: That it supports.
    """
    name = finding.spec.name
    said = f"{quote.field}: {value}" if value else quote.field
    return {
        "id": f"urn:counterfile:annotation:{name}:{quote.id}",
        "type": "Annotation",
        "motivation": "identifying" if value else "highlighting",
        "body": [
            {"type": "TextualBody", "value": said, "format": "text/plain", "purpose": "identifying"},
            {"type": "SpecificResource", "source": f"urn:counterfile:unit:{quote.unit}", "purpose": "linking"},
        ],
        "target": {
            "source": {
                "id": f"urn:counterfile:text:{reading.id}",
                "type": "Text",
                "format": "text/plain",
                **({"language": "zh"} if has_han(quote.quote) else {}),
                "canonical": f"urn:sha256:{quote.document}",
            },
            "selector": _selectors(quote, reading.text),
        },
    }


def _selectors(quote: Quote, text: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": quote.quote,
            "prefix": text[max(0, quote.start - AROUND) : quote.start],
            "suffix": text[quote.end : quote.end + AROUND],
        },
        {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
    ]
    if quote.page:
        page = f"page={quote.page}"
        found.append({"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": page})
    return found
