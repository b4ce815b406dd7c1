"""Who did what, when, to what (W3C PROV): every fact comes from one activity."""

from __future__ import annotations

import datetime as dt

import msgspec


class Activity(msgspec.Struct, frozen=True):
    """One finished piece of work of one stage."""

    id: str
    stage: str
    version: str
    work: str
    """What was worked on: a document's digest, a Reading's id, a block's key."""
    key: str
    """Names exactly what went in; the same stage, version and key is never done twice."""
    ended_at: dt.datetime
    """UTC."""
