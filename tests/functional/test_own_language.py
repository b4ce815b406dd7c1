"""A language of the inquiry's own: a file in its folder, and notices of that language are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counterfile.text import lexicon

Call = Callable[..., tuple[int, str, str]]

NOTICE = """<!DOCTYPE html><html lang="xx"><head><meta charset="utf-8"><title>Anonso do vinno: kameroj por stratoj</title></head>
<body><h1>Anonso do vinno: kameroj por stratoj</h1><div class="content">
<p>Dosiero numero: KL-2024-0077</p><p>Objekto: kameroj por stratoj</p><p>Kaupant: Urbestro Lumino</p>
<p>Venkinto: Lumkamero k e</p>
<p>Sumo do kontrakto: 48.250,00 EUR</p><p>Dato do vinno: 7 floramo 2024</p>
<p>La urbestro anoncas, ke la suban firmon elektis la komisiono lau la reguloj de la urbo. Chiu firmo, kiu faris proponon,
povas peti klarigon ene de dek tagoj che la oficejo de la urbestro, strato de la haveno dek tri, Lumino.</p></div></body></html>"""

WORDS = """language = "xx"
name = "Example"
decimal = ","
dates = "dmy"

[labels]
title = "objekto"
number = "dosiero numero"
name-buyer = "kaupant"

[parts]
of = "do"
amount = "sumo"
date = "dato"
contract = "kontrakto"
award = "vinno"

[titles]
award = "anonso do vinno"

[months]
names = '''
januro
februo
marcho
aprilo
floramo
junio
julio
augusto
septembro
oktobro
novembro
decembro
'''

[organizations]
forms = "k e"
bodies = "urbestro"
"""


@pytest.fixture
def inquiry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call) -> Iterator[Path]:
    """An inquiry with one notice in a language that nobody speaks; it was run once."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notice.html").write_text(NOTICE, "utf-8")
    assert counterfile("init", "inquiry")[0] == 0
    monkeypatch.chdir(tmp_path / "inquiry")
    assert counterfile("add", str(tmp_path / "notice.html"))[0] == 0
    assert counterfile("run")[0] == 0
    yield tmp_path / "inquiry"
    lexicon.use(())


def stated(counterfile: Call) -> dict[str, str]:
    """Return what the notice's label says, one line a notice; empty without a notice."""
    code, out, _ = counterfile("export", "labels")
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines() if line.strip()]
    return rows[0] if rows else {}


def test_notice_in_a_new_language_reads_once_its_words_are_in_the_inquiry(inquiry: Path, counterfile: Call) -> None:
    assert not stated(counterfile).get("buyer")
    (inquiry / "lexicon").mkdir()
    (inquiry / "lexicon" / "xx.toml").write_text(WORDS, "utf-8")

    assert counterfile("run")[0] == 0

    told = stated(counterfile)
    assert told["buyer"] == "Urbestro Lumino"
    assert told["project_numbers"] == ["KL-2024-0077"]
    assert told["stage"] == "award"
    assert told["decided"] == "2024-05-07"


def test_one_more_label_makes_extraction_due_again(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "lexicon").mkdir()
    file = inquiry / "lexicon" / "xx.toml"
    file.write_text(WORDS, "utf-8")
    assert counterfile("run")[0] == 0
    assert "Lumkamero" not in json.dumps(stated(counterfile))
    file.write_text(
        WORDS.replace('name-buyer = "kaupant"', 'name-buyer = "kaupant"\nname-supplier = "venkinto"'), "utf-8"
    )

    assert counterfile("run")[0] == 0

    assert "Lumkamero k e" in json.dumps(stated(counterfile), ensure_ascii=False)


def test_wrong_file_is_named_with_its_line_before_anything_is_done(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "lexicon").mkdir()
    (inquiry / "lexicon" / "xx.toml").write_text(
        'language = "xx"\nname = "Example"\n[labels]\nwinner = "venkinto"\n', "utf-8"
    )

    code, _, err = counterfile("run")

    assert code == 2
    assert "lexicon/xx.toml, line 4: labels.winner is no key" in err


def test_words_that_are_taken_out_again_no_longer_count(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "lexicon").mkdir()
    file = inquiry / "lexicon" / "xx.toml"
    file.write_text(WORDS, "utf-8")
    assert counterfile("run")[0] == 0
    file.unlink()

    assert counterfile("run")[0] == 0

    assert not stated(counterfile).get("buyer")
