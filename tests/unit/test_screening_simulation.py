"""Simulation replays a labeled file; what is wrong with a file is said in words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from counterfile.cli import screening
from counterfile.errors import BadUsage, Missing
from counterfile.screening.labeled import Labeled, read_labeled
from counterfile.screening.parts import Record
from counterfile.screening.session import Settings
from counterfile.screening.simulation import prior_rows, simulate
from counterfile.screening.stopping import rule


def write(path: Path, size: int = 150, header: str = "record_id,title,abstract,included") -> Path:
    things = ("校服采购", "食堂食材", "road repair", "office paper")
    lines = [header]
    for number in range(size):
        wanted = number % 10 == 3
        thing = "人脸识别系统" if wanted else things[number % 4]
        lines.append(f'n{number},"某市{thing}公告","采购{thing}，数量{number}",{int(wanted)}')
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def app() -> typer.Typer:
    made = typer.Typer(pretty_exceptions_enable=False)
    screening.register(made)
    made.command("other")(lambda: None)
    return made


def test_a_file_is_read_with_asreview_names_and_gzip(tmp_path: Path) -> None:
    plain = read_labeled(write(tmp_path / "a.csv"))
    packed = tmp_path / "b.csv.gz"
    header = "id,primary_title,notes_abstract,label_included"
    packed.write_bytes(gzip.compress(write(tmp_path / "b.csv", header=header).read_bytes()))

    assert read_labeled(packed) == plain
    assert sum(plain.relevant) == 15


def test_rows_without_a_label_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,included\na,1\nb,\nc,no\n", encoding="utf-8")

    found = read_labeled(path)

    assert (len(found.records), found.unlabeled, found.relevant) == (2, 1, (True, False))
    assert [record.id for record in found.records] == ["1", "3"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title,abstract\na,b\n", "columns wanted"),
        (b"included\n1\n", "columns wanted"),
        (b"", "there are none"),
        (b"title,included\na,perhaps\n", "row 1: 'perhaps' is no label"),
        (b"record_id,title,included\n1,a,0\n1,b,1\n", "row 2: the id '1' occurs twice"),
        (b"title,included\n\xff\xfe,1\n", "no CSV file in UTF-8"),
        (b"\x1f\x8b\x08\x00broken", "no CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_words(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(BadUsage, match=message):
        read_labeled(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="there is no file"):
        read_labeled(tmp_path / "none.csv")


def test_a_heap_without_relevant_records_is_refused() -> None:
    records = tuple(Record(str(number), "某市公告") for number in range(5))

    with pytest.raises(BadUsage, match="0 of 5 records are relevant"):
        simulate(Labeled(records, (False,) * 5, 0), seed=1)
    with pytest.raises(BadUsage, match="0 of 5 records are not relevant"):
        simulate(Labeled(records, (True,) * 5, 0), seed=1)


def test_prior_knowledge_is_what_asreview_draws_from_the_seed() -> None:
    labels = np.array([0, 1, 0, 1, 1, 0, 0])
    relevant = np.random.RandomState(4).choice([1, 3, 4], 1, replace=False)
    others = np.random.RandomState(4).choice([0, 2, 5, 6], 1, replace=False)

    assert prior_rows(labels, (1, 1), 4) == [*relevant, *others]


def test_a_run_is_the_same_for_the_same_seed_and_finds_everything(tmp_path: Path) -> None:
    heap = read_labeled(write(tmp_path / "a.csv"))

    first, again = simulate(heap, seed=2), simulate(heap, seed=2)

    assert first.order == again.order
    assert sum(first.labels) == 15
    assert first.figures.n95 <= 20
    assert first.figures.loss < 0.01


def test_a_run_without_prior_knowledge_starts_by_itself(tmp_path: Path) -> None:
    heap = read_labeled(write(tmp_path / "a.csv"))

    run = simulate(heap, seed=2, priors=(0, 0), settings=Settings(random_share=0.0))

    assert sum(run.labels) == 15
    assert len(set(run.order)) == len(run.order)


def test_a_rule_stops_with_a_bound_that_is_true(tmp_path: Path) -> None:
    heap = read_labeled(write(tmp_path / "a.csv"))

    run = simulate(heap, seed=2, stop=rule("ranked-tail:80"))

    assert run.stopped is not None
    assert run.stopped.bound_holds
    assert 0.8 <= run.stopped.recall_low <= run.stopped.recall
    assert run.stopped.work_saved > 0


def test_the_command_prints_figures_and_draws_a_picture(tmp_path: Path) -> None:
    file, drawn = write(tmp_path / "a.csv"), tmp_path / "curve.svg"
    arguments = ["screen", "simulate", str(file), "--seed", "1", "--runs", "2", "--picture", str(drawn)]

    shown = CliRunner().invoke(app(), [*arguments, "--stop", "ranked-tail"], catch_exceptions=False)
    data = CliRunner().invoke(app(), [*arguments, "--json"], catch_exceptions=False)

    result = json.loads(data.stdout)
    assert shown.exit_code == 0
    assert "15 of 150 records are relevant" in shown.stdout
    assert "ranked-tail" in shown.stdout
    assert {"n", "relevant", "n95", "wss95", "loss", "seconds", "atd", "recall10", "recall20", "recall50"} <= set(
        result
    )
    assert (result["n"], result["relevant"], len(result["runs"])) == (150, 15, 2)
    assert drawn.read_text(encoding="utf-8").count("<polyline") == 2


def test_the_command_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv")
    for wrong in (["--stop", "soon"], ["--classifier", "oracle"], ["--picture", str(tmp_path / "no" / "a.svg")]):
        with pytest.raises(BadUsage):
            CliRunner().invoke(app(), ["screen", "simulate", str(file), *wrong], catch_exceptions=False)
