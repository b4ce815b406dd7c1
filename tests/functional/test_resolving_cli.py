"""How right procedures and organizations are, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

Call = Callable[..., tuple[int, str, str]]


def truth(folder: Path, procedures: dict[str, str]) -> str:
    path = folder / "truth.json"
    path.write_text(json.dumps(procedures), encoding="utf-8")
    return str(path)


def test_procedures_of_an_inquiry_are_held_against_a_truth(inquiry: Path, counterfile: Call) -> None:
    names = {"tender": "one", "award": "one", "nobody": "two"}

    code, out, err = counterfile("evaluate", "resolve", truth(inquiry, names), "--json")

    found = json.loads(out)
    assert code == 0
    assert (found["records"], found["true_pairs"]) == (2, 1)
    assert found["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["absent"] == ["nobody"]
    assert "1 of 3 notices are not in the inquiry" in err


def test_layers_and_features_of_procedures_are_scored_and_errors_told(inquiry: Path, counterfile: Call) -> None:
    file = truth(inquiry, {"tender": "one", "award": "two"})

    found = json.loads(counterfile("evaluate", "resolve", file, "--each", "--errors", "3", "--json")[1])
    code, out, _ = counterfile("evaluate", "resolve", file, "--errors", "3")

    assert {"numbers", "no numbers"} <= found["layers"].keys()
    assert "number" in found["each"] or len(found["each"]) > 3
    assert [error["error"] for error in found["errors"]] == ["false merge"]
    assert code == 0
    assert "false merge: " in out
    assert found["errors"][0]["pair"]["reason"].split("\n")[0][:20] in out


def test_a_truth_that_names_no_notice_here_is_refused(inquiry: Path, counterfile: Call) -> None:
    code, _, err = counterfile("evaluate", "resolve", truth(inquiry, {"nobody": "one"}))

    assert code == 2
    assert "holds none of its 1 notices" in err


def test_a_truth_that_is_no_object_of_text_is_refused(inquiry: Path, counterfile: Call) -> None:
    (inquiry / "truth.json").write_text("[1]", encoding="utf-8")

    code, _, err = counterfile("evaluate", "resolve", "truth.json")

    assert code == 2
    assert "a JSON object is wanted" in err


def test_switching_one_feature_off_is_for_organizations(inquiry: Path, counterfile: Call) -> None:
    code, _, err = counterfile("evaluate", "resolve", truth(inquiry, {"tender": "one"}), "--without", "form")

    assert code == 2
    assert "--without is for organizations" in err


def test_organizations_are_scored_outside_an_inquiry(tmp_path: Path, counterfile: Call) -> None:
    path = tmp_path / "set.csv"
    path.write_text("REC_ID,Name,cluster,note\n1,Quillmark Systems Ltd,q,\n2,QUILLMARK SYSTEMS LIMITED,q,\n", "utf-8")

    found = json.loads(counterfile("evaluate", "resolve", str(path), "--json")[1])

    assert found["pairwise"]["f1"] == found["b_cubed"]["f1"] == 1.0
    assert found["records"] == 2
    assert found["seconds"] >= 0
