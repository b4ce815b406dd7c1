"""The command line: parse, call, print; no thinking.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 fine, 1 the thing asked about is false,
2 usage, 3 environment, 4 partial (some files failed), 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from counterfile.cli import (
    across,
    admin,
    asking,
    coding,
    correcting,
    divisions,
    evaluating,
    exchanging,
    figures,
    heap,
    judging,
    looking,
    matching,
    pipeline,
    privacy,
    queueing,
    registers,
    replying,
    resolving,
    screening,
    watching,
)
from counterfile.errors import CounterfileError

app = typer.Typer(
    name="counterfile",
    help="From a heap of public procurement notices to files and figures that open on their evidence.",
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (
    pipeline,
    watching,
    looking,
    heap,
    across,
    evaluating,
    figures,
    exchanging,
    judging,
    queueing,
    correcting,
    asking,
    screening,
    coding,
    privacy,
    resolving,
    registers,
    replying,
    matching,
    divisions,
    admin,
):
    room.register(app)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        # Outside its standalone mode, the library returns the code of an Exit instead of raising it.
        sys.exit(app(standalone_mode=False) or 0)
    except CounterfileError as error:
        print(f"counterfile: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        print(
            "counterfile: interrupted; what was acknowledged is kept, run the command again to go on", file=sys.stderr
        )
        sys.exit(130)
    except typer._click.exceptions.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
