"""Where a figure comes from, as W3C PROV in JSON: from the bytes to the number, by whom and by which version.

Entities are the documents, their texts (readings), the statements, the judgements and the figure; activities are the runs
of stages and the acts of judging; agents are software, each with its version, and persons under their pseudonyms.
Nothing is in it that the figure's lock does not name; of what names a natural person only that it is there.

Source:
    W3C PROV-DM; PROV-JSON (W3C member submission of 24 April 2013).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from counterfile.model.activity import Activity
from counterfile.model.finding import Finding, Lock, LockedJudgement
from counterfile.model.judgement import AgentKind, Question
from counterfile.model.notice import ORGANIZATIONS
from counterfile.store.ports import View
from counterfile.store.rules import statement_notice
from counterfile.views.exchange._said import persons_in
from counterfile.views.natural import is_personal

Json = dict[str, Any]
_WITHHELD = {"cf:withheld": "it names a natural person"}
_PREFIXES = {
    "cf": "urn:counterfile:",
    "sha256": "urn:sha256:",
}


def prov(view: View, finding: Finding, lock: Lock) -> Json:
    """Return the provenance of a figure as PROV-JSON.

    Args:
        view: The facts that it was computed from.
        finding: With its evidence.
        lock: Of the same finding.
    """
    return _Graph(view, finding, lock).build()


class _Graph:
    def __init__(self, view: View, finding: Finding, lock: Lock) -> None:
        self._view, self._finding, self._lock = view, finding, lock
        self._entities: dict[str, Json] = {}
        self._activities: dict[str, Json] = {}
        self._agents: dict[str, Json] = {}
        self._relations: dict[str, dict[str, Json]] = {}
        self._text_of: dict[str, str] = {}
        self._persons = persons_in(view, lock.notices)

    def build(self) -> Json:
        spec, figure = self._finding.spec, self._finding.figure
        name = f"cf:figure/{spec.name}"
        self._entities[name] = _attributes(
            {
                "prov:type": "cf:Figure",
                "prov:label": spec.claim.en or spec.claim.zh,
                "prov:value": figure.value,
                "cf:label": figure.label,
                "cf:unit": spec.unit.value,
                "cf:used": str(self._finding.used),
                "cf:eligible": str(self._finding.eligible),
                "cf:refused": self._finding.refused,
                "cf:frozen": self._lock.frozen,
            }
        )
        find = f"cf:find/{spec.name}"
        self._activities[find] = {"prov:type": "cf:find"}
        self._relate("wasGeneratedBy", entity=name, activity=find)
        self._relate("wasAssociatedWith", activity=find, agent=self._software("find", ""))
        for digest in self._lock.documents:
            self._document(digest)
        for one in self._used():
            self._relate("used", activity=find, entity=one)
            self._relate("wasDerivedFrom", generatedEntity=name, usedEntity=one, activity=find)
        return {
            "prefix": _PREFIXES,
            "entity": self._entities,
            "activity": self._activities,
            "agent": self._agents,
            **self._relations,
        }

    def _used(self) -> list[str]:
        """Enter everything that the figure was computed from, and return the names."""
        found = [self._statement(one) for one in self._lock.statements]
        found += [self._judgement(each) for each in self._lock.judgements]
        # What a search found rests on texts alone.
        searched = {
            source.id for unit in self._finding.units for source in unit.sources if source.id in self._text_of.values()
        }
        found += [f"cf:text/{one}" for one in sorted(searched)]
        return found or [f"sha256:{digest}" for digest in self._lock.documents]

    # ---- from bytes to statements

    def _document(self, digest: str) -> None:
        name = f"sha256:{digest}"
        arrivals = self._view.arrivals(digest)
        first = arrivals[0] if arrivals else None
        self._entities[name] = _attributes(
            {"prov:type": "cf:Document", "prov:label": first.name if first else "", "cf:sha256": digest}
        )
        if first is not None:
            collected = f"cf:collect/{digest}"
            self._activities[collected] = {"prov:type": "cf:collect", "prov:endTime": first.arrived_at.isoformat()}
            self._relate("wasGeneratedBy", entity=name, activity=collected)
            self._relate("wasAssociatedWith", activity=collected, agent=self._software("collect", first.collector))
        reading = self._view.reading_of(digest)
        if reading is None:
            return
        text = f"cf:text/{reading.id}"
        self._text_of[digest] = reading.id
        self._entities[text] = _attributes(
            {
                "prov:type": "cf:Reading",
                "cf:reader": reading.reader,
                "cf:masked": str(reading.masked),
                "cf:sha256": hashlib.sha256(reading.text.encode()).hexdigest(),
            }
        )
        self._made("read", self._view.current("read", digest), text, name)

    def _made(self, stage: str, activity: Activity | None, made: str, source: str) -> None:
        """Relate what a stage made to what it made it from."""
        if activity is None:
            self._relate("wasDerivedFrom", generatedEntity=made, usedEntity=source)
            return
        run = f"cf:{stage}/{activity.id}"
        if run not in self._activities:
            self._activities[run] = {
                "prov:type": f"cf:{stage}",
                "prov:endTime": activity.ended_at.isoformat(),
                "cf:version": activity.version,
            }
            self._relate("used", activity=run, entity=source)
            self._relate("wasAssociatedWith", activity=run, agent=self._software(stage, activity.version))
        self._relate("wasGeneratedBy", entity=made, activity=run)
        self._relate("wasDerivedFrom", generatedEntity=made, usedEntity=source, activity=run)

    def _statement(self, one: str) -> str:
        said = self._lock.statements[one]
        name = f"cf:statement/{one}"
        self._entities[name] = _attributes(
            {
                "prov:type": "cf:Statement",
                "cf:notice": said.notice,
                "cf:subject": said.subject,
                "cf:property": said.property,
                **(
                    _WITHHELD
                    if one in self._persons
                    else {
                        "prov:value": said.value,
                        "cf:quote": list(said.quotes) if len(said.quotes) != 1 else said.quotes[0],
                    }
                ),
            }
        )
        notice = self._lock.notices.get(said.notice) or self._lock.notices.get(statement_notice(one) or "", "")
        reading = self._text_of.get(notice)
        if reading is not None:
            self._made("extract", self._view.current("extract", notice), name, f"cf:text/{reading}")
        return name

    def _judgement(self, judged: LockedJudgement) -> str:
        digest = hashlib.blake2b(msgspec.json.encode(judged), digest_size=8).hexdigest()
        name, act = f"cf:judgement/{digest}", f"cf:judge/{digest}"
        about = {"cf:subject": judged.subject, "cf:other": judged.other, "prov:value": judged.answer}
        self._entities[name] = _attributes(
            {
                "prov:type": "cf:Judgement",
                "cf:question": judged.question,
                **(_WITHHELD if _is_about_person(judged) else about),
            }
        )
        self._activities[act] = _attributes({"prov:type": "cf:judge", "prov:endTime": judged.decided_at})
        person = judged.agent_kind == AgentKind.PERSON
        agent = self._person(judged.agent) if person else self._software("judge", judged.agent)
        self._relate("wasGeneratedBy", entity=name, activity=act)
        self._relate("wasAssociatedWith", activity=act, agent=agent)
        self._relate("wasAttributedTo", entity=name, agent=agent)
        return name

    # ---- agents and relations

    def _software(self, stage: str, version: str) -> str:
        name = f"cf:software/{_slug(f'{stage} {version}'.strip())}"
        self._agents[name] = _attributes(
            {"prov:type": "prov:SoftwareAgent", "prov:label": f"counterfile {stage}", "cf:version": version}
        )
        return name

    def _person(self, pseudonym: str) -> str:
        name = f"cf:person/{_slug(pseudonym)}"
        self._agents[name] = {"prov:type": "prov:Person", "prov:label": pseudonym}
        return name

    def _relate(self, kind: str, **ends: str) -> None:
        relations = self._relations.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = {f"prov:{role}": one for role, one in ends.items()}


def _is_about_person(judged: LockedJudgement) -> bool:
    """Return whether a judgement names a natural person: as one of two names, or as the right value of a name."""
    if judged.question == Question.SAME_ORGANIZATION:
        return is_personal(judged.subject) or is_personal(judged.other)
    named = judged.question == Question.VALUE and judged.subject.rpartition("|")[2] in ORGANIZATIONS
    return named and is_personal(judged.answer)


def _slug(text: str) -> str:
    """Return a text as the local part of a name: plain letters and digits, else its digest."""
    plain = "-".join(text.split())
    if plain and plain.isascii() and len(plain) <= 60 and all(sign.isalnum() or sign in "-._" for sign in plain):
        return plain
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _attributes(values: Mapping[str, str | list[str]]) -> Json:
    return {name: value for name, value in values.items() if value not in ("", [])}
