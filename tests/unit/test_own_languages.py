"""An inquiry's own language files: read, added to the package's words, handed to other processes, and told of mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counterfile import worker
from counterfile.errors import BadUsage
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.stages.extraction import ExtractStage
from counterfile.store.ports import Published
from counterfile.text import lexicon
from counterfile.text.labels import Field, Party, meaning
from counterfile.text.own_words import unread

OWN = 'language = "xx"\nname = "Example"\n[labels]\nname-buyer = "kaupant"\nnumber = "dosiero numero"\n'


@pytest.fixture(autouse=True)
def only_ours() -> Iterator[None]:
    """Read no own language before and after."""
    lexicon.use(())
    yield
    lexicon.use(())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for language files."""
    made = tmp_path / "lexicon"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


def test_languages_in_use_count_in_the_whole_process_until_others_do(folder: Path) -> None:
    write(folder, "xx.toml", OWN)

    lexicon.use(lexicon.read_folder(folder))
    found = meaning("Kaupant")

    assert found is not None
    assert (found.field, found.party) == (Field.NAME, Party.BUYER)
    assert [one.language for one in lexicon.in_use()] == ["xx"]
    lexicon.use(())
    assert meaning("Kaupant") is None


def test_words_for_a_language_of_the_package_are_added_to_it(folder: Path) -> None:
    write(folder, "fr.toml", 'language = "fr"\nname = "French"\n[labels]\nname-supplier = "firme heureuse"\n')

    lexicon.use(lexicon.read_folder(folder))

    added, shipped = meaning("Firme heureuse"), meaning("Pouvoir adjudicateur")
    assert added is not None
    assert added.party is Party.SUPPLIER
    assert shipped is not None
    assert shipped.party is Party.BUYER
    assert lexicon.lexicon("fr").decimal == ","


def test_where_both_know_a_phrase_the_folder_counts(folder: Path) -> None:
    write(folder, "fr.toml", 'language = "fr"\nname = "French"\n[labels]\nname-agency = "pouvoir adjudicateur"\n')

    lexicon.use(lexicon.read_folder(folder))

    found = meaning("Pouvoir adjudicateur")
    assert found is not None
    assert found.party is Party.AGENCY


def test_languages_go_to_another_process_whole(folder: Path) -> None:
    write(folder, "xx.toml", OWN)
    languages = lexicon.read_folder(folder)

    assert lexicon.unpack(lexicon.pack(languages)) == languages
    assert lexicon.unpack(lexicon.pack(())) == ()


def test_name_of_words_changes_with_a_word_and_not_with_a_comment(folder: Path) -> None:
    write(folder, "xx.toml", OWN)
    before = lexicon.digest(lexicon.read_folder(folder))
    write(folder, "xx.toml", "# ours\n" + OWN)
    commented = lexicon.digest(lexicon.read_folder(folder))
    write(folder, "xx.toml", OWN + 'award = "gajno"\n')

    assert before == commented
    assert lexicon.digest(lexicon.read_folder(folder)) != before
    assert lexicon.digest(()) == ""


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("xx.toml", OWN + 'winner = "venkinto"\n', r"lexicon/xx.toml, line 6: labels.winner is no key"),
        ("zh.toml", 'language = "zh"\nname = "Chinese"\n', r"lexicon/zh.toml, line 1: language 'zh' is read by rules"),
        ("xx.toml", 'language = "xx"\nname = "Example"\nscript = "han"\n', r"lexicon/xx.toml, line 3: script must be"),
        ("yy.toml", OWN, r"lexicon/yy.toml: 'xx' has a file already"),
    ],
)
def test_file_that_cannot_be_read_is_named_with_the_reason(folder: Path, name: str, text: str, message: str) -> None:
    if name == "yy.toml":
        write(folder, "xx.toml", OWN)
    write(folder, name, text)

    with pytest.raises(BadUsage, match=message):
        lexicon.read_folder(folder)


def test_more_files_than_there_are_languages_are_refused(folder: Path) -> None:
    for number in range(51):
        write(folder, f"{number}.toml", OWN)

    with pytest.raises(BadUsage, match="holds 51 files"):
        lexicon.read_folder(folder)


def test_phrase_that_another_language_uses_otherwise_is_named(folder: Path) -> None:
    write(folder, "xx.toml", OWN + 'award = "presupuesto base | gajno"\nestimate = "objet du marché"\n')

    found = unread(lexicon.read_folder(folder))

    assert len(found) == 1
    assert found[0].startswith("'objet du marché' (estimate in Example) is not read so")


def reading() -> Reading:
    """A notice whose buyer stands behind a label that only the own language knows."""
    lines = ("Award notice: street cameras", "Dosiero numero: KL-2024-0077", "Kaupant: Municipality of Lumino")
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH if at else BlockKind.TITLE, at, at + len(line)))
        at += len(line) + 1
    return Reading("rd-" + "a" * 20, "a" * 64, "test 1", text, tuple(blocks), (), (Segment(0, len(text)),))


class Direct:
    """An airlock without walls that counts what goes through."""

    def __init__(self) -> None:
        self.payloads: list[tuple[bytes | str, ...]] = []

    def call(self, task: str, *payload: bytes | str) -> object:
        assert task == "counterfile.worker:extract_task"
        self.payloads.append(payload)
        return worker.extract_task(*payload)  # type: ignore[arg-type]  # a packed Reading and packed languages


def buyers(stage: ExtractStage) -> list[str]:
    facts = [fact for fact in stage.run(reading()) if isinstance(fact, Published)]
    return [one.value for fact in facts for one in fact.statements if one.property is Property.BUYER]


def test_extraction_takes_the_languages_along_and_is_due_again_with_other_words(folder: Path) -> None:
    plain = ExtractStage(Direct(), "resolver 1")
    write(folder, "xx.toml", OWN)
    lexicon.use(lexicon.read_folder(folder))
    airlock = Direct()
    own = ExtractStage(airlock, "resolver 1")

    assert buyers(own) == ["Municipality of Lumino"]
    assert plain.version == "resolver 1"
    assert own.version == f"resolver 1, words {lexicon.digest(lexicon.in_use())}"
    assert len(airlock.payloads[0]) == 2
    assert buyers(plain) == []


def test_task_without_languages_reads_the_words_of_the_package_alone(folder: Path) -> None:
    write(folder, "xx.toml", OWN)
    packed = lexicon.pack(lexicon.read_folder(folder))
    content = msgspec.msgpack.encode(reading())

    with_words, without = worker.extract_task(content, packed), worker.extract_task(content)

    assert any(one.property is Property.BUYER for _, said in with_words for one in said)
    assert not any(one.property is Property.BUYER for _, said in without for one in said)
