"""Where words stand on the pictures of a document's pages: what the viewer and the review queue draw."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from counterfile.api._answers import give
from counterfile.api._house import House
from counterfile.api._params import Digest
from counterfile.api._problems import Refusal, invalid
from counterfile.api._schema import gives
from counterfile.api._shapes import Highlight, url
from counterfile.errors import BadInput
from counterfile.model.reading import Line, Page, Reading
from counterfile.pictures import withheld
from counterfile.views.places import boxes

MOST = 200
"""Stretches asked for at once."""

_KEPT = 64  # pages whose characters' places are remembered


class Box(msgspec.Struct, frozen=True):
    """A rectangle on a page's picture, in points from its left and top edge."""

    left: float
    top: float
    width: float
    height: float


class PlaceAnswer(msgspec.Struct, frozen=True):
    """Where one stretch stands on one page."""

    at: Highlight
    """The stretch that was asked for."""
    page: int
    boxes: tuple[Box, ...]
    """One for each line that it touches."""


class PageSize(msgspec.Struct, frozen=True):
    """A page that some stretch stands on."""

    number: int
    width: float
    """Points, as it is shown."""
    height: float
    picture: str | None
    """Address of its picture, masked; null where none may be shown."""
    withheld: str
    """Why no picture is shown; else empty."""


class PlacesAnswer(msgspec.Struct, frozen=True):
    """Where stretches of a document's text stand."""

    document: str
    reading: str
    pages: tuple[PageSize, ...]
    """Those that the stretches stand on, in order."""
    places: tuple[PlaceAnswer, ...]


def routes(house: House) -> APIRouter:
    """Return the route on places."""
    router = APIRouter(tags=["documents"])
    finder = _Finder(house)

    @router.get("/documents/{document}/places", responses=gives(PlacesAnswer, "not-found"))
    def read_places(
        request: Request,
        document: Digest,
        at: Annotated[
            str,
            Query(
                max_length=5000,
                pattern=r"^\d{1,9}-\d{1,9}(,\d{1,9}-\d{1,9})*$",
                description="Stretches of the text, code points, half open, with commas between them.",
                examples=["120-128,300-310"],
            ),
        ],
    ) -> Response:
        """Return where stretches of a document's masked text stand on the pictures of its pages."""
        stretches = [(int(first), int(last)) for first, _, last in (each.partition("-") for each in at.split(","))]
        if len(stretches) > MOST:
            raise invalid(f"at most {MOST} stretches are looked up at once", parameter="at")
        if any(first >= last for first, last in stretches):
            raise invalid("a stretch ends behind its beginning", parameter="at")
        return give(request, finder.find(_reading(house, document), stretches))

    return router


def _reading(house: House, digest: str) -> Reading:
    notices = house.view.notices_in(digest) if house.view.document(digest) is not None else []
    found = house.view.reading(notices[0].reading) if notices else house.view.reading_of(digest)
    if found is None:
        raise Refusal("not-found", f"no document has the digest {digest[:16]}…, or it was not read")
    return found


class _Finder:
    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._exact: dict[tuple[str, int], tuple[Line, ...]] = {}

    def find(self, reading: Reading, stretches: Sequence[tuple[int, int]]) -> PlacesAnswer:
        """Return where stretches stand, page by page."""
        pages = [page for page in reading.pages if any(_touches(page, *each) for each in stretches)]
        lines = self._house.view.lines(reading.id) if pages else ()
        sizes, places = [], []
        for page in pages:
            own = [line for line in lines if line.page == page.number]
            reason = withheld(reading, own, page.number)
            shown = url("documents", reading.document, "pages", str(page.number), "picture")
            sizes.append(PageSize(page.number, page.width, page.height, None if reason else shown, reason))
            exact: Sequence[Line] = own if reason else self._characters(reading, own, page.number)
            for first, last in stretches:
                if _touches(page, first, last) and (found := boxes(reading.text, exact, first, last)):
                    made = tuple(
                        Box(box.left / 10, box.top / 10, (box.right - box.left) / 10, (box.bottom - box.top) / 10)
                        for box in found
                    )
                    places.append(PlaceAnswer(Highlight(first, last), page.number, made))
        return PlacesAnswer(reading.document, reading.id, tuple(sizes), tuple(places))

    def _characters(self, reading: Reading, lines: Sequence[Line], number: int) -> Sequence[Line]:
        key = (reading.id, number)
        with self._lock:
            if key in self._exact:
                return self._exact[key]
        try:
            found = self._house.inquiry.pictures.characters(reading, lines, number)
        except BadInput:
            return lines  # the lines' own places are true, if less exact; the picture itself says what is wrong
        with self._lock:
            if len(self._exact) >= _KEPT:
                self._exact.clear()
            self._exact[key] = found
        return found


def _touches(page: Page, first: int, last: int) -> bool:
    return page.start < last and first < page.end
