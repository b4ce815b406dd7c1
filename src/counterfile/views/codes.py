"""The codebook's answers that stand in a file."""

from __future__ import annotations

from counterfile.model.files import DocumentFile, OrganizationFile, ProcedureFile
from counterfile.store.ports import View
from counterfile.views import coding

File = ProcedureFile | OrganizationFile | DocumentFile


def of_file(view: View, file: File) -> list[coding.Told]:
    """Return the answers in force about everything that a file gathers, in the codebook's order."""
    return coding.told(view, _units(file))


def _units(file: File) -> set[str]:
    """Return every unit of a file that the codebook may have asked about."""
    if isinstance(file, ProcedureFile):
        return {file.id, *(each for entry in file.timeline for each in (entry.notice, entry.document))}
    if isinstance(file, OrganizationFile):
        return set() if file.withheld else {file.id}
    return {file.document.digest, *(each for notice in file.notices for each in (notice.id, notice.procedure) if each)}
