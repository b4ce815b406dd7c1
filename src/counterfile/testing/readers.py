"""What every reader must hold, for authors of reader plugins.

    from counterfile.testing.readers import check_reader

    def test_my_reader() -> None:
        check_reader(MyReader(), {"公告.xyz": SAMPLE})

Plain functions that raise AssertionError with what was met and what was wanted; no test framework is needed.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Mapping

from counterfile.errors import BadInput, ReaderCrashed
from counterfile.hooks import Reader
from counterfile.model.reading import Draft, Unpacked
from counterfile.sandbox.checks import checked_outcome
from counterfile.sandbox.reading import HEAD, Outcome

MANUAL = ("Reads:", "Source:", "Caveats:", "License:")
"""What a reader's page of the manual, its module's docstring, tells."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_FOREIGN = (
    b"",
    b"\x00",
    b"\xff" * 5000,
    b"\x89PNG\r\n\x1a\n" + bytes(100),
    b"PK\x03\x04",
    b"%PDF-",
    b"<",
    b"{",
    "公告".encode(),
)


def check_reader(reader: Reader, samples: Mapping[str, bytes], *, damaged: int = 40, seed: int = 7) -> None:
    """Hold a reader to the contract of `counterfile.hooks.Reader`.

    Args:
        reader: An instance.
        samples: Names and whole files that it reads; at least one.
        damaged: How many damaged variants of each sample to try.
        seed: Of the damage; the same seed damages the same way.

    Raises:
        AssertionError: with the rule that is broken.
    """
    assert samples, "give at least one file that the reader reads"
    check_names_itself(reader)
    check_has_a_manual_page(reader)
    check_sniffs(reader, samples)
    for name, content in samples.items():
        check_reads(reader, content, name)
        check_stands_damage(reader, content, name, variants=damaged, seed=seed)


def check_names_itself(reader: Reader) -> None:
    """A reader has a name of lower-case letters and a version of one word; both go into every Reading."""
    assert _NAME.fullmatch(reader.name), f"the name {reader.name!r} is not lower-case letters, digits, - and _"
    assert reader.version, "the version is empty"
    assert reader.version.isprintable(), f"the version {reader.version!r} is not printable"
    assert " " not in reader.version, f"the version {reader.version!r} holds a blank"


def check_has_a_manual_page(reader: Reader) -> None:
    """A reader's module says what it reads, by which source, with which caveats, under which license."""
    page = sys.modules[type(reader).__module__].__doc__ or ""
    missing = [section for section in MANUAL if section not in page]
    assert not missing, f"the docstring of {type(reader).__module__} lacks {', '.join(missing)}"


def check_sniffs(reader: Reader, samples: Mapping[str, bytes]) -> None:
    """Sniffing gives a number from 0.0 to 1.0 for any bytes, more than 0.0 for the reader's own, and never raises."""
    for head in _FOREIGN:
        for name in ("", "公告.html", "x" * 300, "../../etc/passwd"):
            _check_sureness(reader, head[:HEAD], name)
    for name, content in samples.items():
        sureness = _check_sureness(reader, content[:HEAD], name)
        assert sureness > 0.0, f"{name} is a sample of {reader.name}, but its sniff gives {sureness}"
        assert sureness == reader.sniff(content[:HEAD], name), "sniff gives two numbers for the same bytes"


def _check_sureness(reader: Reader, head: bytes, name: str) -> float:
    sureness = reader.sniff(head, name)
    assert isinstance(sureness, int | float), f"sniff gives a {type(sureness).__name__}, where a number is wanted"
    assert 0.0 <= sureness <= 1.0, f"sniff gives {sureness}, where 0.0 to 1.0 is wanted"
    return float(sureness)


def check_reads(reader: Reader, content: bytes, name: str) -> Draft | Unpacked:
    """Reading a sample gives a draft or members that pass every check of the airlock, twice the same.

    Returns:
        What it read, for checks of the author's own.
    """
    outcome = reader.read(content, name)
    check_outcome(outcome)
    assert reader.read(content, name) == outcome, f"reading {name} twice gives two results"
    return outcome


def check_outcome(outcome: Draft | Unpacked) -> None:
    """A reader's answer passes the checks that the airlock makes."""
    assert isinstance(outcome, Draft | Unpacked), f"read gives a {type(outcome).__name__}"
    try:
        checked_outcome(Outcome(draft=outcome) if isinstance(outcome, Draft) else Outcome(unpacked=outcome))
    except ReaderCrashed as error:
        raise AssertionError(str(error)) from None


def check_stands_damage(reader: Reader, content: bytes, name: str, *, variants: int = 40, seed: int = 7) -> None:
    """Damaged files give a sound answer or one of `errors.BadInput` with a sentence, and nothing else."""
    for number, broken in enumerate(damage(content, variants, seed)):
        try:
            outcome = reader.read(broken, name)
        except BadInput as error:
            if not str(error):
                raise AssertionError(
                    f"variant {number} of {name}: {type(error).__name__} without a sentence"
                ) from error
        except (Exception, RecursionError) as error:
            raise AssertionError(
                f"variant {number} of {name} (seed {seed}) raises {type(error).__name__}: {error}; a BadInput is wanted"
            ) from error
        else:
            check_outcome(outcome)


def damage(content: bytes, variants: int, seed: int) -> list[bytes]:
    """Return damaged variants of a file: cut, with bytes changed, with stretches lost, doubled or swapped."""
    chance = random.Random(seed)  # noqa: S311 - chosen damage must be repeatable, not secret
    found = [b"", content[:1], content[: len(content) // 2], content[len(content) // 2 :], content + content]
    while len(found) < variants and content:
        broken = bytearray(content)
        kind = chance.randrange(4)
        at = chance.randrange(len(broken))
        size = chance.randrange(1, max(len(broken) // 4, 2))
        if kind == 0:
            for _ in range(chance.randrange(1, 20)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        elif kind == 1:
            del broken[at : at + size]
        elif kind == 2:
            broken[at:at] = broken[at : at + size]
        else:
            broken = broken[:at]
        found.append(bytes(broken))
    return found[:variants]
