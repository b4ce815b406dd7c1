"""Findings: strict files in, figures out, each with the units it consists of and the words that made them count.

A population is a set of units that meet all conditions. A condition on a column of another table is followed only where
that makes sense: upwards from a lot or an award to its procedure, and from a unit to its notices, one of which must meet
all conditions on notices together. A unit for which a condition cannot be decided, since nothing is stated, is never
silently in or out: it is excluded with that reason and counted.
"""

from counterfile.views.findings._columns import CODE, LOCKED, PLURAL, SUFFIX, TEXT, Resolved, resolve
from counterfile.views.findings._computing import NOT_STATED, REFUSED, compute, compute_all
from counterfile.views.findings._desk import Desk, own_words, quoted
from counterfile.views.findings._files import load_finding, load_findings, parse_finding
from counterfile.views.findings._outside import load_events
from counterfile.views.findings._schema import SCHEMA, schema
from counterfile.views.findings._sql import columns_in
from counterfile.views.findings._wording import Worth, wilson, worth_of

__all__ = [
    "CODE",
    "LOCKED",
    "NOT_STATED",
    "PLURAL",
    "REFUSED",
    "SCHEMA",
    "SUFFIX",
    "TEXT",
    "Desk",
    "Resolved",
    "Worth",
    "columns_in",
    "compute",
    "compute_all",
    "load_events",
    "load_finding",
    "load_findings",
    "own_words",
    "parse_finding",
    "quoted",
    "resolve",
    "schema",
    "wilson",
    "worth_of",
]
