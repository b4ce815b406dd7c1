"""Requests that are carried out once, however often they are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from counterfile.api._house import House
from counterfile.api._problems import Refusal
from counterfile.api._remembered import Answer

_KEPT = ("location", "etag", "content-type")


def once(
    house: House, request: Request, key: str, body: BaseModel, if_match: str, act: Callable[[], Response]
) -> Response:
    """Carry a request out, or return the answer that the same request got before.

    Args:
        house: Where answers are kept.
        request: What was sent.
        key: Its Idempotency-Key; empty to carry it out in any case.
        body: As it was understood.
        if_match: What it says it replaces.
        act: Does it, once.

    Raises:
        Refusal: the key stands for another request, or for one that is under way; or what `act` raises.
    """
    if not key:
        return act()
    said = f"{request.method}\n{request.url.path}\n{if_match}\n{body.model_dump_json()}"
    known = house.remembered.begin(key, hashlib.blake2b(said.encode(), digest_size=16).hexdigest())
    if known is False:
        raise Refusal("key-reused")
    if known is None:
        raise Refusal("unfinished")
    if isinstance(known, Answer):
        return Response(known.body, known.status, {**known.headers, "Idempotency-Replayed": "true"})
    try:
        response = act()
    except BaseException:
        # Every write is one transaction: what raised has kept nothing, and may be tried again with the same key.
        house.remembered.forget(key)
        raise
    headers = {name: value for name, value in response.headers.items() if name in _KEPT}
    house.remembered.keep(key, Answer(response.status_code, headers, bytes(response.body)))
    return response
