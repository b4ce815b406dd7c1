"""The command ``evaluate resolve`` reads a labeled set and says how right the groups are."""

import json
from pathlib import Path

import pytest
import typer

from counterfile.cli import resolving
from counterfile.cli.evaluating import evaluate
from counterfile.errors import BadUsage, Missing
from counterfile.resolving.labeled import read_labeled

ROWS = """rec_id,name,country,city,address,phone,cluster,src
r1,Quillmark Systems Ltd,xx,,,555,q,a
r2,QUILLMARK SYSTEMS LIMITED,xx,,,,q,b
r3,Varnholt Logistics GmbH,yy,,,,v,a
r4,某市公安局,cn,,,,p,a
r5,某市公安局城东分局,cn,,,,p2,a
"""


@pytest.fixture
def labeled(tmp_path: Path) -> Path:
    path = tmp_path / "set.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_other_columns_are_left_alone(labeled: Path) -> None:
    found = read_labeled(labeled)

    assert len(found.mentions) == 5
    assert found.truth["r1"] == found.truth["r2"] != found.truth["r3"]


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no file"):
        read_labeled(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "wanted and missing"),
        ("rec_id,cluster\n1,a\n", "name"),
        ("rec_id,name,cluster\n", "no records"),
        ("rec_id,name,cluster\n1,A,x\n1,B,y\n", "twice"),
        ("rec_id,name,cluster\n,A,x\n", "empty"),
        ("rec_id,name,cluster\n1,\ud800,x\n", "UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(BadUsage, match=says):
        read_labeled(path)


def test_figures_are_printed_as_json(labeled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    resolving.resolve(labeled, errors=1, without=None, each=False, seed=1, as_json=True)

    found = json.loads(capsys.readouterr().out)
    assert found["records"] == 5
    assert {"precision", "recall", "f1"} == set(found["pairwise"]) == set(found["b_cubed"]) == set(found["automatic"])
    assert found["pairwise"]["precision"] == 1.0
    assert found["seconds"] >= 0


def test_a_feature_can_be_switched_off_and_an_unknown_one_is_refused(
    labeled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resolving.resolve(labeled, errors=0, without=["spelling"], each=False, seed=1, as_json=True)

    assert json.loads(capsys.readouterr().out)["without"] == ["spelling"]
    with pytest.raises(BadUsage, match="no feature is called smell"):
        resolving.resolve(labeled, errors=0, without=["smell"], each=False, seed=1, as_json=True)


@pytest.mark.parametrize("feature", ["branch", "group", "number", "place", "address", "trade"])
def test_a_feature_switched_off_tells_nothing_and_so_forbids_nothing(
    feature: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.csv"
    path.write_text("rec_id,name,cluster\n1,Quillmark Systems Ltd,x\n2,Quillmark Systems Limited,x\n", encoding="utf-8")

    resolving.resolve(path, errors=0, without=[feature], each=False, seed=1, as_json=True)

    assert json.loads(capsys.readouterr().out)["pairwise"]["f1"] == 1.0


def test_errors_are_listed_with_their_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.csv"
    path.write_text("rec_id,name,cluster\n1,Quillmark Ltd,x\n2,某市公安局,x\n", encoding="utf-8")

    resolving.resolve(path, errors=3, without=None, each=False, seed=1, as_json=False)

    assert "miss: Quillmark Ltd" in capsys.readouterr().out


def test_the_command_joins_the_group_evaluate() -> None:
    resolving.register(typer.Typer())

    assert "resolve" in {
        command.name or getattr(command.callback, "__name__", "") for command in evaluate.registered_commands
    }
