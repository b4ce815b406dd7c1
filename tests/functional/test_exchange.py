"""`counterfile export` in the formats of others: files that are whole, and that others' programs read."""

from __future__ import annotations

import csv
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from counterfile.cli import exchanging
from counterfile.errors import BadUsage

FINDING = """claim: {en: "{figure} tender of the police", zh: "公安机关发起{figure}个项目"}
unit: procedure
population: {where: {buyer_class: police}}
measure: count
"""


def export(*words: str) -> str:
    """Run the command in the current folder and return what it says."""
    app = typer.Typer()
    exchanging.register(app)
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def read(place: Path) -> Any:
    return json.loads(place.read_text("utf-8"))


def lines(place: Path) -> list[Any]:
    return [json.loads(line) for line in place.read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("inquiry")
def test_ocds_packages_hold_a_release_a_notice_and_a_record_a_process() -> None:
    said = export("ocds", "--prefix", "ocds-a1b2c3", "--uri", "https://example.org/ocds")

    releases, records = read(Path("export/releases.json")), read(Path("export/records.json"))
    assert (releases["uri"], releases["version"]) == ("https://example.org/ocds/releases.json", "1.1")
    assert len(releases["releases"]) == 3
    assert sorted(len(record["releases"]) for record in records["records"]) == [1, 2]
    assert all(each["ocid"].startswith("ocds-a1b2c3-p-") for each in releases["releases"])
    assert read(Path("export/evidence-extension/extension.json"))["compatibility"] == ["1.1"]
    assert "records.json: 2" in said


@pytest.mark.usefixtures("inquiry")
def test_a_prefix_that_is_none_is_refused() -> None:
    with pytest.raises(BadUsage, match="ocds- and six"):
        export("ocds", "--prefix", "mine")


@pytest.mark.usefixtures("inquiry")
def test_entities_and_statements_are_lines_that_fit_together() -> None:
    export("ftm", "--dataset", "heap")

    entities, statements = lines(Path("export/entities.ftm.json")), lines(Path("export/statements.jsonl"))
    assert {each["id"] for each in entities} == {each["entity_id"] for each in statements}
    assert {"CallForTenders", "Contract", "ContractAward", "Document"} <= {each["schema"] for each in entities}
    assert sum(len(values) for each in entities for values in each["properties"].values()) + len(entities) == len(
        statements
    )


@pytest.mark.usefixtures("inquiry")
def test_a_data_package_tells_size_and_digest_of_each_file() -> None:
    export("datapackage")

    for resource in read(Path("export/datapackage.json"))["resources"]:
        content = (Path("export") / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if resource["format"] == "csv":
            head = next(csv.reader(content.decode("utf-8").splitlines()))
            assert head == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.usefixtures("inquiry")
def test_a_data_package_is_valid_by_the_library() -> None:
    library = pytest.importorskip("frictionless", reason="frictionless is not installed: `pip install frictionless`")
    export("datapackage")
    package = read(Path("export/datapackage.json"))
    package["resources"] = [each for each in package["resources"] if each["format"] == "csv"]
    Path("export/csv-only.json").write_text(json.dumps(package), "utf-8")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = library.validate("export/csv-only.json")

    assert report.flatten(["title", "message"]) == []


def test_figures_are_exported_one_file_each(inquiry: Path) -> None:
    (inquiry / "findings").mkdir(exist_ok=True)
    (inquiry / "findings" / "police.yaml").write_text(FINDING, "utf-8")

    export("prov", "police")
    export("annotations")

    assert "cf:figure/police" in read(Path("export/police.prov.json"))["entity"]
    assert read(Path("export/police.annotations.jsonld"))["items"]


@pytest.mark.usefixtures("inquiry")
def test_findings_are_named_for_figures_only() -> None:
    with pytest.raises(BadUsage, match="whole inquiry"):
        export("ocds", "police")


@pytest.mark.usefixtures("inquiry")
def test_tables_and_labels_are_exported_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    said = export("csv")
    labels = export("labels")

    assert "notices.csv: 3" in said
    assert len(labels.splitlines()) == 3
