"""How answers look: JSON with an ETag, pages of a list with a cursor, and what the inquiry holds in plain shapes."""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from counterfile.api._problems import Refusal
from counterfile.desk import as_of_header

T = TypeVar("T")
U = TypeVar("U")

MAX_LIMIT = 200  # items on one page of a list
FACET = 30  # values of one facet; the rest is counted together

Key = tuple[str | int, ...]


class FacetValue(msgspec.Struct, frozen=True):
    """A value and how many items of the list have it."""

    value: str
    """Empty for items that state none."""
    count: int


class Facet(msgspec.Struct, frozen=True):
    """How the items of a list spread over the values of one thing."""

    name: str
    """Name of the query parameter that narrows the list by it."""
    values: tuple[FacetValue, ...]
    """The most frequent first, at most 30."""
    others: int
    """Items with any other value."""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list."""

    items: tuple[T, ...]
    next: str | None
    """Address of the next page; null on the last one. Items that come in between are neither skipped nor repeated."""
    total: int | None
    """Items of the whole list under these filters; null where counting them would mean reading them all."""
    facets: tuple[Facet, ...] = ()


def facet(name: str, values: Iterable[str]) -> Facet:
    """Count values."""
    counts = Counter(values)
    top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:FACET]
    return Facet(name, tuple(FacetValue(*pair) for pair in top), counts.total() - sum(count for _, count in top))


# JSON and its tags


def etag(*parts: object) -> str:
    """Return a strong ETag of anything that has a JSON form."""
    return f'"{hashlib.blake2b(msgspec.json.encode(parts), digest_size=12).hexdigest()}"'


def give(
    request: Request, found: object, *, status: int = 200, tag: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return a value as JSON with its ETag, or 304 where the client has it.

    Args:
        request: What was asked.
        found: Anything made of model structs; amounts are strings, so that no digit is lost.
        status: Of the answer.
        tag: The ETag; made of the content if empty.
        headers: Further ones.
    """
    content = msgspec.json.encode(found)
    more = {**as_of_header(), **(headers or {})}
    if request.method in ("GET", "HEAD"):
        more["ETag"] = tag or f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
        if is_among(request.headers.get("if-none-match", ""), more["ETag"], weak=True):
            return Response(None, 304, more)
    elif tag:
        more["ETag"] = tag
    if isinstance(found, Page) and found.next:
        more["Link"] = f'<{found.next}>; rel="next"'
    return Response(content, status, more, "application/json")


def is_among(header: str, tag: str, *, weak: bool = False) -> bool:
    """Return whether an If-Match or If-None-Match header names this tag, or any (``*``)."""
    given = [each.strip() for each in header.split(",")]
    if weak:
        given = [each.removeprefix("W/") for each in given]
    return "*" in given or tag in given


# Cursors


class _Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    of: str
    key: tuple[str | int, ...]


def cursor_for(request: Request, key: Key) -> str:
    """Return the address that continues the request's list behind an item.

    Args:
        request: What was asked, with its filters.
        key: What the list is sorted by, of the last item given; it tells one item from all others.
    """
    packed = base64.urlsafe_b64encode(msgspec.json.encode(_Cursor(_list(request), key))).decode().rstrip("=")
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*query, ('cursor', packed)])}"


def resume(request: Request, cursor: str, shape: tuple[type, ...]) -> Any:
    """Return the key behind which a list goes on; None to begin at the front.

    Raises:
        Refusal: the cursor comes from another list, or was changed.
    """
    if not cursor:
        return None
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = msgspec.json.decode(packed, type=_Cursor)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Refusal("bad-cursor") from error
    fits = len(found.key) == len(shape) and all(map(isinstance, found.key, shape))
    if found.of != _list(request) or not fits or any(isinstance(k, int) and not 0 <= k < 2**53 for k in found.key):
        raise Refusal("bad-cursor")
    return found.key


def _list(request: Request) -> str:
    """Return a name for a list with its filters, whatever the page's size."""
    query = sorted(
        (name, value) for name, value in request.query_params.multi_items() if name not in ("cursor", "limit", "facets")
    )
    return hashlib.blake2b(msgspec.json.encode([request.url.path, query]), digest_size=6).hexdigest()


class Falling:
    """A text that sorts the other way round: the largest first."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Falling) and self.text == other.text

    def __lt__(self, other: Falling) -> bool:
        return self.text > other.text

    def __hash__(self) -> int:
        return hash(self.text)


def sliced(
    request: Request,
    rows: Sequence[U],
    key: Callable[[U], Key],
    shape: tuple[type, ...],
    *,
    cursor: str,
    limit: int,
    make: Callable[[U], T],
    facets: Sequence[Facet] = (),
    order: Callable[[Any], Any] = tuple,
) -> Page[T]:
    """Return one page of rows that are all in memory.

    Args:
        request: What was asked.
        rows: In order.
        key: What a row is told by in a cursor.
        shape: Types of the parts of `key`.
        cursor: As given; empty to begin.
        limit: Items wanted.
        make: From a row to an item.
        facets: To be given with the page.
        order: From a key to what the rows are sorted by, ascending.
    """
    last = resume(request, cursor, shape)
    first = 0 if last is None else bisect_right(rows, order(last), key=lambda row: order(key(row)))
    chosen = rows[first : first + limit]
    more = first + limit < len(rows)
    return Page(
        tuple(make(row) for row in chosen),
        cursor_for(request, key(chosen[-1])) if more and chosen else None,
        len(rows),
        tuple(facets),
    )
