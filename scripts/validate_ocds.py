"""Hold what `counterfile export ocds` writes against the standard, with libcoveocds.

python scripts/validate_ocds.py [FOLDER]

FOLDER holds releases.json and records.json; without it the demo is made and handed out. A copy that is broken on purpose
must fail in every way in which it is broken, else nothing is proved.

libcoveocds is under the AGPL and no part of Counterfile: it gets an environment of its own and is only started as a
program. It would take the standard from the web. The source archives of two packages carry it for their own tests (both
BSD): ocdsextensionregistry the release schema 1.1.5, ocdskit the schemas of packages and the fields of lots and bids.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".venv" / "ocds"
"""Where libcoveocds and the source archives are kept; the folder can be deleted."""
VALIDATOR, MERGER = "libcoveocds==0.17.0", "ocdsmerge==0.8.0"
REGISTRY, KIT = "ocdsextensionregistry==0.7.0", "ocdskit==1.7.0"
STANDARD = "https://standard.open-contracting.org/schema/1__1__5/"

ADDED = ("Lot", "Bids", "Bid", "BidsStatistic")
"""Objects of the extensions for lots and bids."""
LEADING = frozenset({"lots", "relatedLots"})
"""Fields of the standard's own objects that lead to them."""

SOME_FAILED = 4
"""What `counterfile demo` ends with: some of its files are meant to fail."""

Json = dict[str, Any]
Found = set[tuple[str, str]]
"""What is wrong, and with which field."""


def main() -> int:
    """Return 0 where both packages keep to the standard and the broken ones do not."""
    installed()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder = Path(sys.argv[1]).resolve() if sys.argv[1:] else exported(place)
        schemas, ours = standards(), folder / "evidence-extension" / "release-schema.json"
        schemas["release-schema.json"] = patched(schemas["release-schema.json"], json.loads(ours.read_bytes()))
        write_standard(place / "standard.zip", schemas)
        packages = {file: json.loads((folder / file).read_bytes()) for file in EXPECTED}
        problems = [each for file, package in packages.items() for each in looked_at(file, package, place)]
        problems += unlike_merged(packages, schemas["release-schema.json"], place)
    for each in problems:
        sys.stderr.write(each + "\n")
    planted = sum(map(len, EXPECTED.values()))
    counts = ", ".join(f"{len(packages[f'{name}.json'][name])} {name}" for name in ("releases", "records"))
    sys.stdout.write(f"{counts}: {len(problems)} problems, {planted} planted errors looked for\n")
    return int(bool(problems))


def looked_at(name: str, package: Json, place: Path) -> list[str]:
    """Return what is wrong with a package, and what was broken on purpose and passed."""
    wrong = sorted(validated(package, place))
    missed = sorted(EXPECTED[name] - validated(broken(package), place))
    return [
        *(f"{name}: {field}: {what}" for what, field in wrong),
        *(f"{name}: broken on purpose, and it passes: {field}: {what}" for what, field in missed),
    ]


def exported(place: Path) -> Path:
    """Make the demo and hand it out; return the folder."""
    counterfile = str(Path(sys.executable).with_name("counterfile"))
    folder = place / "ocds"
    run(counterfile, "demo", str(place / "demo"), "--no-serve", fine=(0, SOME_FAILED))
    run(counterfile, "export", "ocds", "--to", str(folder), "--prefix", "ocds-a1b2c3", cwd=place / "demo")
    return folder


def run(*command: str, cwd: Path | None = None, fine: Collection[int] = (0,)) -> str:
    """Run a program to its end and return what it says; raises where it ends with any other code."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - all named here
    if done.returncode not in fine:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


# The validator and the standard


def installed() -> None:
    """Install the validator once into an environment of its own, and put the archives beside it."""
    if (TOOLS / "ready").is_file():
        return
    run(sys.executable, "-m", "venv", str(TOOLS))
    pip = (str(TOOLS / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check")
    run(*pip, "install", VALIDATOR, MERGER)
    for package in (REGISTRY, KIT):
        run(*pip, "download", "--no-deps", "--no-binary", ":all:", "--dest", str(TOOLS), package)
    (TOOLS / "ready").touch()


def packed(package: str, name: str) -> Json:
    """Return a JSON file among the tests of a package's source archive."""
    folder = package.replace("==", "-")
    with tarfile.open(TOOLS / f"{folder}.tar.gz") as archive:
        stream = archive.extractfile(f"{folder}/tests/fixtures/{name}")
        if stream is None:
            raise SystemExit(f"{package} holds no {name}")
        found: Json = json.load(stream)
        return found


def standards() -> dict[str, Json]:
    """Return the schemas of the standard by file name; lots and bids, which are extensions, are in the release schema."""
    release = packed(REGISTRY, "release-schema.json")
    records = packed(KIT, "a/record-package-schema-dereferenced.json")
    record = records["properties"]["records"]["items"]
    link = {"$ref": STANDARD + "release-schema.json"}
    record["properties"]["releases"]["oneOf"][1]["items"] = record["properties"]["compiledRelease"] = link
    record["properties"]["versionedRelease"] = {"type": "object"}  # we hand out none
    records["properties"]["records"]["items"] = {"$ref": "#/definitions/record"}
    return {
        "release-schema.json": patched(release, lots_and_bids(release, packed(KIT, "a/release-schema.json"))),
        "release-package-schema.json": packed(KIT, "release-package-schema.json"),
        "record-package-schema.json": {**records, "definitions": {"record": record}},
        "versioned-release-validation-schema.json": packed(REGISTRY, "versioned-release-validation-schema.json"),
    }


def lots_and_bids(release: Json, profile: Json) -> Json:
    """Return the patch of two extensions, taken out of a profile that has all: their objects, and the fields that lead there."""
    objects = {*release["definitions"], *ADDED}

    def fields(owner: Json, names: frozenset[str] | None) -> Json:
        found = owner.get("properties", {})
        return {
            name: field
            for name, field in found.items()
            if (names is None or name in names)
            and set(re.findall(r"#/definitions/(\w+)", json.dumps(field))) <= objects
        }

    theirs = profile["definitions"]
    added = {name: {**theirs[name], "properties": fields(theirs[name], None)} for name in ADDED}
    led = {name: {"properties": fields(theirs[name], LEADING)} for name in release["definitions"]}
    return {"properties": {"bids": {"$ref": "#/definitions/Bids"}}, "definitions": {**led, **added}}


def patched(schema: Json, patch: Mapping[str, Any]) -> Json:
    """Return a schema with an extension's patch (RFC 7396; nothing is taken away)."""
    found = dict(schema)
    for key, value in patch.items():
        old = found.get(key)
        found[key] = patched(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def write_standard(place: Path, schemas: Mapping[str, Json]) -> None:
    """Write the standard as the archive of its repository that the validator takes, closed lists of codes among it."""
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("standard/", "")
        for name, schema in schemas.items():
            archive.writestr(f"standard/schema/{name}", json.dumps(schema))
        for name, codes in closed_lists(schemas["release-schema.json"]):
            rows = "\n".join(["Code,Title", *(f"{code},{code}" for code in codes if code is not None)])
            archive.writestr(f"standard/schema/codelists/{name}", rows)


def closed_lists(schema: Any) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the name and the codes of each list that a schema closes."""
    found: dict[str, list[str | None]] = {}
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            codes = each.get("enum") or (each.get("items") or {}).get("enum") if "codelist" in each else None
            if codes:
                found.setdefault(each["codelist"], codes)
            waiting += each.values()
    yield from found.items()


# What it says


def validated(package: Json, place: Path) -> Found:
    """Return all that the validator finds wrong with a package, unknown fields among it."""
    file = place / "package.json"
    # Extensions would be fetched from the web; theirs and ours are in the schema already.
    bare = {key: value for key, value in package.items() if key != "extensions"}
    file.write_text(json.dumps(bare), "utf-8")
    program = str(TOOLS / "bin" / "libcoveocds")
    said = json.loads(run(program, "--standard-zip", str(place / "standard.zip"), str(file)))
    wrong: Found = {(each["description"], each["field"]) for each in said["validation_errors"]}
    wrong |= {("the field is unknown", f"{each['path']}/{each['field']}") for each in said["additional_fields"]}
    wrong |= {
        (f"not in the closed list: {value}", f"{each['path']}/{each['field']}")
        for each in said["additional_closed_codelist_values"].values()
        for value in each["values"]
    }
    wrong |= {(each, "") for each in [said.get("json_deref_error")] if each}
    wrong |= {(str(each), "") for each in said.get("conformance_errors", {}).values()}
    wrong |= {
        (what, re.sub(r"/\d+", "", each["json_location"]))
        for what, some in said["additional_checks"].items()
        for each in some
    }
    return wrong


def unlike_merged(packages: Mapping[str, Json], schema: Json, place: Path) -> list[str]:
    """Return the records whose compiled release is not what ocdsmerge makes of their releases."""
    given = place / "merging.json"
    records = packages["records.json"]["records"]
    given.write_text(json.dumps([schema, [record["releases"] for record in records]]), "utf-8")
    merged = json.loads(run(str(TOOLS / "bin" / "python"), "-c", MERGING, str(given)))
    pairs = zip(records, merged, strict=True)
    return [f"{one['ocid']}: ocdsmerge compiles it otherwise" for one, made in pairs if one["compiledRelease"] != made]


MERGING = """
import json, sys
from ocdsmerge import Merger
schema, every = json.load(open(sys.argv[1], encoding="utf-8"))
merger = Merger(schema)
print(json.dumps([merger.create_compiled_release(releases) for releases in every]))
"""
"""Run by the Python of that environment."""


def broken(package: Json) -> Json:
    """Return a package of three copies of the first entry that breaks the standard in every way that `EXPECTED` names."""
    found = {key: value for key, value in package.items() if key != "publishedDate"}
    name = "records" if "records" in found else "releases"
    found[name] = [copy.deepcopy(package[name][0]) for _ in range(3)]
    first, second, third = found[name]
    del first["ocid"]
    if name == "records":
        second["compiledRelease"]["tag"] = "compiled"
        third["releases"] = []
        return found
    second |= {"tag": ["published"], "date": "yesterday"}
    third |= {"tender": {"id": "1", "title": 7}, "surprise": True}
    return found


EXPECTED: dict[str, Found] = {
    "releases.json": {
        ("'ocid' is missing but required", "releases"),
        ("'publishedDate' is missing but required", ""),
        ("Date is not in the correct format", "releases/date"),
        ("Non-unique combination of ocid, id values", "releases"),
        ("not in the closed list: published", "releases/tag"),
        ("the field is unknown", "/releases/surprise"),
    },
    "records.json": {
        ("'ocid' is missing but required", "records"),
        ("'publishedDate' is missing but required", ""),
        ("'tag' is not a JSON array", "records/compiledRelease/tag"),
        ("Non-unique ocid values", "records"),
        ("[] should be non-empty", "records/releases"),
    },
}
"""What the validator has to say of broken packages."""


if __name__ == "__main__":
    sys.exit(main())
