"""Every built-in reader holds what plugin authors are asked to hold."""

from __future__ import annotations

import pytest
from reader_samples import samples

from counterfile.hooks import Reader
from counterfile.plugins import builtin_readers
from counterfile.sandbox import reading
from counterfile.testing.readers import check_reader

READERS = {reader.name: reader for reader in builtin_readers()}


@pytest.mark.parametrize("name", sorted(READERS))
def test_built_in_reader_holds_the_contract(name: str) -> None:
    check_reader(READERS[name], samples()[name], damaged=120)


@pytest.mark.parametrize(("wanted", "name"), [(reader, name) for reader, files in samples().items() for name in files])
def test_each_sample_is_offered_to_its_own_reader_and_read_by_it(wanted: str, name: str) -> None:
    content = samples()[wanted][name]

    _, reader = reading.read_as_is(content, name, builtin_readers())

    assert wanted == reader.name


# Plain text and answers of interfaces carry no mark of their own: there the name counts.
MARKED = [
    (reader, name)
    for reader, files in samples().items()
    for name in files
    if reader != "text" and (reader, name) != ("html", "answer.json")
]


@pytest.mark.parametrize(("wanted", "name"), MARKED)
def test_a_wrong_name_changes_nothing_where_the_bytes_tell(wanted: str, name: str) -> None:
    content = samples()[wanted][name]

    _, reader = reading.read_as_is(content, "wrong.pdf", builtin_readers())

    assert wanted == reader.name


def test_the_suite_finds_a_reader_that_breaks_the_contract() -> None:
    class Sloppy:
        """A reader that never says no."""

        name = "Sloppy Reader"
        version = "1"

        def sniff(self, head: bytes, name: str) -> float:
            return 7.0

        def read(self, content: bytes, name: str):
            raise IndexError

    sloppy: Reader = Sloppy()

    with pytest.raises(AssertionError, match="lower-case"):
        check_reader(sloppy, {"x": b"x"})
    Sloppy.name = "sloppy"
    with pytest.raises(AssertionError, match="lacks"):
        check_reader(sloppy, {"x": b"x"})
