"""Writing an evidence pack: texts from the view, originals from the archive, pictures of pages, and a manifest over all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import msgspec

from counterfile.errors import BadInput, BadUsage, CounterfileError, StorageFull
from counterfile.model.finding import Finding
from counterfile.model.reply import Asking
from counterfile.pictures import WIDTHS, Pictures
from counterfile.store.ports import Archive, View
from counterfile.views import pack, persons, verify

WITHHELD = "personal identifiers are masked in it; an editor or lawyer may pack it with --originals"


class Packed(msgspec.Struct, frozen=True):
    """What was written."""

    folder: str
    digest: str
    """SHA-256 of the manifest, hexadecimal: one line that stands for the whole pack."""
    files: int
    quotes: int
    originals: int
    withheld: int
    """Originals that were left out, since something is masked in them."""
    pages: int
    """Pictures of pages with quotes."""


def write(
    view: View,
    archive: Archive,
    pictures: Pictures,
    finding: Finding,
    folder: Path,
    *,
    unmasked: bool = False,
    askings: Sequence[Asking] = (),
) -> Packed:
    """Write the pack of a finding into a new folder.

    Args:
        view: The facts that it was computed from.
        archive: The originals.
        pictures: Draws pages, with identifiers painted over.
        finding: With its evidence.
        folder: Must not exist, or be empty.
        unmasked: Whether originals with masked identifiers are packed too; who may say so was checked.
        askings: What the organizations that the finding names were asked, and what came of it.

    Raises:
        BadUsage: the folder holds something.
        StorageFull: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadUsage(f"{folder} is not empty; a pack is written into a folder of its own, choose another with --to")
    # What is told names no natural person; the texts and originals are what was published.
    told = persons.without_names(finding, view)
    made = pack.pack(view, told, verify.lock(told, view), askings)
    digests: dict[str, str] = {}
    contents = {"originals": "", "pages": ""}

    def put(path: str, content: bytes) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        digests[path] = hashlib.sha256(content).hexdigest()

    try:
        for path, content in made.texts.items():
            put(path, content)
        for digest, (name, masked) in made.documents.items():
            if masked and not unmasked:
                contents["originals"] += f"{digest}  {WITHHELD}\n"
            else:
                put(pack.original_path(digest, name), archive.get(digest))
        for digest, page in made.pages:
            drawn = _picture(view, pictures, digest, page)
            if isinstance(drawn, str):
                contents["pages"] += f"{digest} page {page}: {drawn}\n"
            else:
                put(pack.picture_path(digest, page, drawn[0]), drawn[1])
        for kind, reasons in contents.items():
            if reasons:
                put(f"{kind}-left-out.txt", reasons.encode())
        put(pack.CHECKER, (resources.files("counterfile") / "templates" / pack.CHECKER).read_bytes())
        listed = pack.manifest(digests)
        (folder / pack.MANIFEST).write_bytes(listed)
    except OSError as error:
        raise StorageFull(f"{folder} cannot be written ({error.strerror}); choose another place with --to") from error
    return Packed(
        str(folder),
        hashlib.sha256(listed).hexdigest(),
        len(digests) + 1,
        len(made.quotes),
        sum(path.startswith("originals/") for path in digests),
        contents["originals"].count("\n"),
        sum(path.startswith("pages/") for path in digests),
    )


def _picture(view: View, pictures: Pictures, digest: str, page: int) -> tuple[str, bytes] | str:
    """Return the kind and bytes of a page's picture, or why there is none."""
    reading = view.reading_of(digest)
    if reading is None:
        return "the document has no text now"
    try:
        image = pictures.image(reading, page, WIDTHS[1])
    except (CounterfileError, BadInput) as error:
        return str(error)
    return image.media_type.rpartition("/")[2], image.content
