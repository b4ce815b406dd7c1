"""Write docs/reference/ from the code: commands, columns of the tables, errors. A test fails when a page is stale.

python scripts/reference.py
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference"


def commands() -> str:
    """Return the page of all commands with their help, as the program prints it at 100 columns."""
    os.environ |= {"TERMINAL_WIDTH": "100", "COLUMNS": "100", "NO_COLOR": "1", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}
    from typer.main import get_command
    from typer.testing import CliRunner

    from counterfile.cli import app

    runner = CliRunner()
    lines = ["# Command line", "", "Written from the code by `scripts/reference.py`.", ""]
    lines += [
        "Data goes to stdout, progress and messages to stderr. Exit codes: 0 fine, 1 the thing asked about is false,"
    ]
    lines += ["2 usage, 3 environment, 4 partial (some files failed), 130 interrupted.", ""]
    for name in get_command(app).commands:
        words = [name, "upgrade"] if name == "store" else [name]
        shown = runner.invoke(app, [*words, "--help"], prog_name="counterfile").output
        text = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        lines += [f"## {' '.join(words)}", "", "```text", text, "```", ""]
    return "\n".join(lines)


def tables() -> str:
    """Return the page of all exported tables with their columns."""
    from counterfile.views.exchange.beside import whole_dictionary

    lines = [
        "# Tables",
        "",
        "Written from the code by `scripts/reference.py`. `counterfile export csv|parquet|jsonl` writes them.",
        "",
    ]
    for name, columns in whole_dictionary().items():
        lines += [f"## {name}", "", "| Column | Kind | Meaning |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.kind} | {column.description} |" for column in columns]
        lines.append("")
    return "\n".join(lines)


def errors() -> str:
    """Return the page of all errors with their exit codes."""
    from counterfile import errors as tree

    lines = [
        "# Errors",
        "",
        "Written from the code by `scripts/reference.py`.",
        "",
        "| Error | Exit code | Raised |",
        "|---|---|---|",
    ]
    for name, kind in inspect.getmembers(tree, inspect.isclass):
        if issubclass(kind, tree.CounterfileError):
            first = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
            lines.append(f"| `{name}` | {kind.exit_code} | {first} |")
    return "\n".join([*lines, ""])


def render() -> dict[str, str]:
    """Return every page by its file name."""
    return {"cli.md": commands(), "tables.md": tables(), "errors.md": errors()}


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in render().items():
        (PAGES / name).write_text(text, encoding="utf-8")
