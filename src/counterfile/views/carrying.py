"""Tables carried over from an earlier state of the facts: what changed since is made anew, all else is taken as it was.

The rows of a family follow from its notices: what was extracted from their documents, what persons corrected and judged
relevant, which procedure they are of, and whom their names stand for. All of this is compared with what it was. Families in
which anything differs are made anew, and so is every organization that their notices name or named. Documents are made anew
where they are asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import msgspec

from counterfile.model.finding import Unit
from counterfile.model.notice import ORGANIZATIONS, Notice
from counterfile.store.ports import Cluster
from counterfile.text import names
from counterfile.views import clusters
from counterfile.views.tables import Stored, Workbench, uncollected

MOST = 0.2
"""Share of all notices that may be made anew; where more changed, making everything is as quick."""


class Basis(msgspec.Struct, frozen=True, array_like=True):
    """What tables were made of, as far as the tables themselves do not tell."""

    extracted: dict[str, str]
    """Document -> digest of the version that extracted from it and of all that it was given."""
    corrected: dict[str, str]
    """Notice -> digest of the corrections in force."""
    organizations: dict[str, str]
    """Key of a name -> organization."""


class Now(Workbench):
    """The facts as they are, for tables that are carried over to them."""

    @cached_property
    def basis(self) -> Basis:
        """What these tables are made of."""
        documents = sorted({notice.document for notice in self._notices.values()})
        extracted = self.view.currents("extract", documents)
        corrections = {
            notice: [f"{self.overrides[each].id} {self.overrides[each].answer}" for each in sorted(triples)]
            for notice, triples in self._overridden.items()
        }
        return Basis(
            {document: _digest(made) for document, made in extracted.items()},
            {notice: _digest(some) for notice, some in corrections.items()},
            self._organization_of,
        )

    def carry(self, old: Mapping[Unit, Stored], before: Basis) -> bool:
        """Take over the rows of earlier tables that would be the same now; False where too much changed.

        Args:
            old: All tables, made by the same version of the program with the same rule.
            before: What they were made of.
        """
        with uncollected():
            families = self._changed(old[Unit.NOTICE], before)
        part = self._part(families)
        if len(part.listed) > MOST * len(self._notices):
            return False
        units = (Unit.NOTICE, Unit.PROCEDURE, Unit.FAMILY, Unit.LOT, Unit.AWARD)
        gone = {unit: _of_families(old, unit, families) for unit in units}
        found = {unit: _exchanged(old[unit], {*gone[unit], *part.rows(unit)}, part.rows(unit)) for unit in units}
        found[Unit.ORGANIZATION] = self._organizations(old[Unit.ORGANIZATION], set(gone[Unit.NOTICE]), part)
        self.stored = found
        return True

    @cached_property
    def _documents(self) -> Stored:
        with uncollected():
            return self._gather_documents()

    def _changed(self, old: Stored, before: Basis) -> set[str]:
        """Return the families, as they were and as they are, in which some notice says or is something else."""
        columns = (old.columns[name] for name in ("id", "document", "procedure", "family", "relevant"))
        was = {row[0]: row[1:] for row in zip(*columns, strict=True)}
        naming = self._naming(before.organizations)
        families: set[str] = {was[each][2] for each in was.keys() - self._notices.keys()}
        for one, notice in self._notices.items():
            procedure, judged = self.procedure_of(one), self.relevance.get(one)
            family = self.family_of(procedure)
            is_ = (notice.document, procedure, family, judged.answer if judged else None)
            same = (
                was.get(one) == is_
                and before.extracted.get(notice.document) == self.basis.extracted.get(notice.document)
                and before.corrected.get(one) == self.basis.corrected.get(one)
                and one not in naming
            )
            if not same:
                families.add(family)
                families.update(was[one][2:3] if one in was else ())
        return families

    def _naming(self, before: Mapping[str, str]) -> set[str]:
        """Return the notices that name somebody by a name that stands for another organization than before."""
        now = self._organization_of
        keys = [key for key in {*before, *now} if _organization(before, key) != _organization(now, key)]
        found = {notice for some in self.view.keyed(ORGANIZATIONS, sorted(keys)).values() for notice in some}
        # Names that persons gave are no statements.
        given = {one.partition("|")[0] for one, each in self.overrides.items() if names.name_key(each.answer) in keys}
        return found | given

    @cached_property
    def _by_family(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for notice in self._notices:
            found.setdefault(self.family_of(self.procedure_of(notice)), []).append(notice)
        return found

    def _part(self, families: Iterable[str]) -> _Part:
        return _Part(self, [notice for each in families for notice in self._by_family.get(each, ())])

    def _organizations(self, old: Stored, gone: set[str], part: _Part) -> Stored:
        """Return the organizations, those anew that notices which changed name or named."""
        come = part.rows(Unit.ORGANIZATION)
        named = {one for one, notices in zip(old, old.notices, strict=True) if not gone.isdisjoint(notices)} | {*come}
        naming = {notice for rows in (old, come) for one in named if one in rows for notice in rows.notices_of(one)}
        families = {self.family_of(self.procedure_of(each)) for each in naming if each in self._notices}
        return _exchanged(old, named, self._part(families).rows(Unit.ORGANIZATION))


class _Part(Workbench):
    """The tables of some families as they are."""

    def __init__(self, now: Now, notices: Collection[str]) -> None:
        super().__init__(now.view, buyer_class=now.rule)
        self._now = now
        self.listed = sorted(notices)

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        return {each: self._now._notices[each] for each in self.listed}

    @cached_property
    def _procedure_of(self) -> dict[str, str]:
        return self._now._procedure_of

    @cached_property
    def _family_of(self) -> dict[str, str]:
        return self._now._family_of

    @cached_property
    def _organization_of(self) -> dict[str, str]:
        return self._now._organization_of


def _organization(known: Mapping[str, str], key: str) -> str:
    return known.get(key) or clusters.anchor_id(Cluster.ORGANIZATION, key)


def _of_families(old: Mapping[Unit, Stored], unit: Unit, families: Collection[str]) -> list[str]:
    """Return the ids of all rows of a table that are of some families."""
    columns = old[unit].columns
    if unit is Unit.FAMILY:
        return [one for one in columns["id"] if one in families]
    if unit in (Unit.LOT, Unit.AWARD):
        procedures = set(_of_families(old, Unit.PROCEDURE, families))
        return [one for one, each in zip(columns["id"], columns["procedure"], strict=True) if each in procedures]
    return [one for one, each in zip(columns["id"], columns["family"], strict=True) if each in families]


def _exchanged(old: Stored, named: Collection[str], come: Stored) -> Stored:
    """Return rows, those that are named exchanged for the ones of `come` that are, in order of id."""
    found = old.exchanged(named, come).packed()
    return Stored.unpacked(old.unit, found.sort_by("id").combine_chunks())


def _digest(found: object) -> str:
    return hashlib.blake2b(repr(found).encode(), digest_size=8).hexdigest()
