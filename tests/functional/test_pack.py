"""Evidence packs: everything behind a figure in a folder that opens offline and finds any change in itself."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]

FINDING = """claim: {en: "{figure} tenders of the police <b>", zh: "公安机关发起{figure}个项目"}
unit: procedure
population: {where: {buyer_class: police}}
measure: count
expected: 1
"""


@pytest.fixture
def packed(inquiry: Path, counterfile: Call) -> Path:
    (inquiry / "findings").mkdir(exist_ok=True)
    (inquiry / "findings" / "police.yaml").write_text(FINDING, encoding="utf-8")
    code, _, err = counterfile("pack", "police")
    assert code == 0, err
    return inquiry / "police-pack"


def check(pack: Path) -> subprocess.CompletedProcess[str]:
    """Run the pack's own checker in an empty Python."""
    command = [sys.executable, "-I", "-S", "-B", str(pack / "check.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_pack_holds_quotes_texts_and_originals_and_checks_itself(packed: Path) -> None:
    done = check(packed)
    quotes = json.loads((packed / "quotes.json").read_text("utf-8"))
    index = (packed / "index.html").read_text("utf-8")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("police: 1 procedures\nas packed: 1 units, ")
    assert quotes
    for quote in quotes:
        text = (packed / quote["text"]).read_text("utf-8")
        page = (packed / "documents" / f"{quote['document'][:16]}.html").read_text("utf-8")
        assert text[quote["start"] : quote["end"]] == quote["quote"]
        assert f'<a id="{quote["id"]}"></a>' in page
        assert f"#{quote['id']}" in index
    assert "<b>, " not in index
    assert "&lt;b&gt;" in index
    assert "http" not in index.replace("http-equiv", "")


def test_one_changed_bit_in_any_file_is_found(packed: Path) -> None:
    dice = random.Random(7)
    files = sorted(path for path in packed.rglob("*") if path.is_file())
    missed = []

    for path in files:
        content = path.read_bytes()
        for at in {0, len(content) - 1, dice.randrange(len(content))}:
            bit = 1 << dice.randrange(8)
            path.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
            if check(packed).returncode == 0:
                missed.append((path.name, at, bit))
        path.write_bytes(content)

    assert len(files) > 8
    assert missed == []
    assert check(packed).returncode == 0


def test_an_added_a_missing_and_a_swapped_file_are_found(packed: Path) -> None:
    (packed / "more.txt").write_text("x", encoding="utf-8")
    added = check(packed)
    (packed / "more.txt").unlink()
    quotes = packed / "quotes.json"
    content = quotes.read_bytes()
    quotes.unlink()
    missing = check(packed)
    quotes.write_bytes(content)

    assert (added.returncode, "more.txt: was added" in added.stderr) == (1, True)
    assert (missing.returncode, "quotes.json: is missing" in missing.stderr) == (1, True)


def test_a_figure_that_its_units_do_not_give_is_found_even_with_a_fitting_manifest(packed: Path) -> None:
    place, manifest = packed / "finding.json", packed / "manifest-sha256.txt"
    old = hashlib.sha256(place.read_bytes()).hexdigest()
    found = json.loads(place.read_text("utf-8"))
    found["figure"]["value"] = "9"
    place.write_text(json.dumps(found), encoding="utf-8")
    new = hashlib.sha256(place.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), encoding="utf-8")

    done = check(packed)

    assert (done.returncode, "the figure is 9, its units give 1" in done.stderr) == (1, True)


def test_originals_with_masked_identifiers_need_a_role_and_leave_a_record(
    inquiry: Path, packed: Path, counterfile: Call
) -> None:
    kept_out = (packed / "originals-left-out.txt").read_text("utf-8")
    refused = counterfile(
        "pack", "police", "--to", "second", "--originals", "--by", "c1", "--role", "editor", "-r", "court"
    )
    settings = inquiry / "counterfile.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[people]\nc1 = "editor"\n', encoding="utf-8")

    code, out, err = counterfile(
        "pack", "police", "--to", "second", "--originals", "--by", "c1", "--role", "editor", "-r", "court", "--json"
    )

    assert "masked" in kept_out
    assert refused[0] == 2
    assert code == 0, err
    found = json.loads(out)
    assert (found["withheld"], found["originals"] > 0) == (0, True)
    assert check(inquiry / "second").returncode == 0
    assert "editor: court" in counterfile("log", "--json")[1]


def test_a_pack_never_writes_into_a_folder_that_holds_something(inquiry: Path, packed: Path, counterfile: Call) -> None:
    code, _, err = counterfile("pack", "police", "--to", str(packed))

    assert code == 2
    assert "is not empty; a pack is written into a folder of its own" in err


def test_a_frozen_lock_is_never_written_anew_and_verify_compares_with_it(
    inquiry: Path, packed: Path, counterfile: Call
) -> None:
    place = inquiry / "findings" / "police.lock.json"
    without = counterfile("freeze", "police", "-r", " ")
    frozen = counterfile("freeze", "police", "-r", "front page of 3 May")
    before = place.read_bytes()
    same = counterfile("verify")
    (inquiry / "findings" / "police.yaml").write_text(
        FINDING.replace("police}", "court}").replace("expected: 1", "expected: 0")
    )

    counterfile("find", "police")
    twice = counterfile("freeze", "police", "-r", "again")
    moved = counterfile("verify")

    assert (without[0], frozen[0], same[0], twice[0], moved[0]) == (2, 0, 0, 2, 1)
    assert json.loads(before)["frozen"].endswith(": front page of 3 May")
    assert place.read_bytes() == before
    assert "1 procedures was locked, 0 procedures is found" in moved[1]


def test_two_states_are_compared_from_their_locks_alone(
    inquiry: Path, packed: Path, counterfile: Call, tmp_path: Path
) -> None:
    counterfile("find")
    old = tmp_path / "old"
    shutil.copytree(inquiry / "findings", old)
    same = counterfile("diff", str(old))
    (inquiry / "findings" / "police.yaml").write_text(
        FINDING.replace("police}", "court}").replace("expected: 1", "expected: 0")
    )
    (inquiry / "findings" / "all.yaml").write_text("claim: {en: a, zh: b}\nunit: notice\nmeasure: count\n")
    counterfile("find")

    code, out, _ = counterfile("diff", str(old), str(inquiry))
    nothing = counterfile("diff", str(tmp_path))

    assert (same[0], same[1].strip()) == (0, "0 things moved in 0 findings")
    assert code == 1
    assert "figure: police: 1 procedures before, 0 procedures now  [police]" in out
    assert "no longer counts" in out
    assert "all: it is new" in out
    assert (nothing[0] != 0, "holds no .lock.json files" in nothing[2]) == (True, True)
