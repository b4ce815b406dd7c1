"""How commands print: tables and sentences for people, JSON for programs."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from counterfile import flow

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def console() -> Console:
    """Return a console on stdout that leaves text as it is."""
    return Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


def print_json(value: Any) -> None:
    """Print a value of the model as JSON, one line."""
    print(json.dumps(msgspec.to_builtins(value, str_keys=True), ensure_ascii=False, default=str))


def say(message: str) -> None:
    """Print a message for the person at the keyboard, on stderr."""
    print(message, file=sys.stderr)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """Print a table."""
    shown = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(str(cell) if cell is not None else "" for cell in row))
    console().print(shown)


@contextmanager
def progress() -> Iterator[_Bars]:
    """Show progress on stderr: bars on a terminal, else one JSON line for each second and stage."""
    if sys.stderr.isatty():
        columns = (
            TextColumn("{task.description:>8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as bars:
            yield _Bars(bars)
    else:
        yield _Bars(None)


class _Bars:
    """A bar for each stage."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def ticker(self, stage: str, total: int | None = None) -> Callable[[], None]:
        """Return what counts one more each time it is called, from any thread."""
        done = itertools.count(1)
        return lambda: self.count(stage, next(done), total)

    def show(self, step: flow.Progress) -> None:
        """Show how far a stage is."""
        self.count(step.stage, step.done, step.total, step.failed)

    def count(self, stage: str, done: int, total: int | None, failed: int = 0) -> None:
        """Show `done` of `total` (None while unknown)."""
        if self._bars is None:
            line = {"stage": stage, "done": done, "total": total, "failed": failed}
            print(json.dumps(line), file=sys.stderr)
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)
