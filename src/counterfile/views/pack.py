"""Evidence packs: everything behind one figure in one folder, which opens without us and checks itself.

A pack is made of texts (here) and of bytes that only the archive and the pictures have (`wanted`); a plain program of a
hundred lines, `templates/check.py`, finds any change in it. Texts are masked as everywhere; an original in which
something is masked is packed only for a person who may see it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from counterfile.model.finding import Counted, Finding, Lock, Source
from counterfile.model.reading import Reading
from counterfile.model.reply import Asking
from counterfile.store.ports import View
from counterfile.text.script import has_han
from counterfile.views.passages import around, marked
from counterfile.views.verify import encode_lock

MANIFEST = "manifest-sha256.txt"
CHECKER = "check.py"
_STATEMENT, _JUDGEMENT = "st-", "j-"


class Quote(msgspec.Struct, frozen=True):
    """Words that made a unit count, and where they stand."""

    id: str
    """Of the anchor in the pack's page of the document."""
    unit: str
    field: str
    document: str
    """SHA-256 of the original."""
    text: str
    """Path of the text in the pack."""
    start: int
    """Code points into that text, half open."""
    end: int
    quote: str
    page: int
    """From 1; 0 where the format has no pages."""


class Pack(msgspec.Struct, frozen=True):
    """The texts of a pack, and the names of what else belongs in it."""

    texts: dict[str, bytes]
    """Content by path."""
    quotes: tuple[Quote, ...]
    documents: dict[str, tuple[str, int]]
    """File name and number of masked identifiers of each original, by SHA-256."""
    pages: tuple[tuple[str, int], ...]
    """Readings' documents and the pages that hold quotes, whose pictures belong in the pack."""


def pack(view: View, finding: Finding, lock: Lock, askings: Sequence[Asking] = ()) -> Pack:
    """Return what is packed for a finding.

    Args:
        view: The facts that it was computed from.
        finding: With its evidence.
        lock: Of the same finding.
        askings: What the organizations that it names were asked, and what came of it.
    """
    readings = readings_of(view, finding.units)
    found = tuple(quotes_of(view, finding.units, readings))
    documents = {}
    arrivals = view.first_arrivals(list(lock.documents))
    for digest in lock.documents:
        reading = readings.get(digest)
        documents[digest] = (arrivals[digest].name if digest in arrivals else "", reading.masked if reading else 0)
    texts = {
        "finding.json": _json(finding),
        "lock.json": encode_lock(lock),
        "quotes.json": _json(found),
        "index.html": _index(finding, found, documents, askings).encode(),
    }
    if askings:
        texts["replies.json"] = _json(askings)
    for digest, reading in readings.items():
        texts[_text_path(digest)] = reading.text.encode()
        texts[_page_path(digest)] = _document(reading, documents[digest][0], found).encode()
    pages = sorted({(quote.document, quote.page) for quote in found if quote.page})
    return Pack(texts, found, documents, tuple(pages))


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the manifest of a pack: a line a file, its SHA-256 and its path, as ``sha256sum -c`` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def original_path(digest: str, name: str) -> str:
    """Return where an original stands in the pack: named by its digest, with the ending of its name if that is plain.

    >>> original_path("ab12", "notice.PDF"), original_path("ab12", "x.a/../b"), original_path("ab12", "")
    ('originals/ab12.pdf', 'originals/ab12', 'originals/ab12')
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    plain = ending.isascii() and ending.isalnum() and len(ending) <= 8
    return f"originals/{digest}" + (f".{ending}" if plain and ending else "")


def picture_path(digest: str, page: int, kind: str) -> str:
    """Return where the picture of a page stands in the pack."""
    return f"pages/{digest[:16]}-{page}.{kind}"


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"


def _text_path(digest: str) -> str:
    return f"texts/{digest[:16]}.txt"


def _page_path(digest: str) -> str:
    return f"documents/{digest[:16]}.html"


def readings_of(view: View, units: Sequence[Counted]) -> dict[str, Reading]:
    """Return the current Readings of the documents of some units, by digest."""
    found: dict[str, Reading] = {}
    for digest in sorted({digest for unit in units for digest in unit.documents}):
        reading = view.reading_of(digest)
        if reading is not None:
            found[digest] = reading
    return found


# Quotes --------------------------------------------------------------------------------------------------------------


def quotes_of(view: View, units: Sequence[Counted], readings: Mapping[str, Reading]) -> Iterator[Quote]:
    """Yield every quote of some units that stands where it should; one that does not is left out, and its unit shows it."""
    number = 0
    for unit in units:
        documents = dict(zip(unit.notices, unit.documents, strict=False))
        spans = _spans(view, unit)
        for source in unit.sources:
            digest = documents.get(source.notice) or _document_of(view, source.notice)
            reading = readings.get(digest)
            if reading is None:
                continue
            for words, start, page in _placed(source, spans):
                if start >= 0 and reading.text.startswith(words, start):
                    number += 1
                    text = _text_path(digest)
                    end = start + len(words)
                    yield Quote(f"q{number}", unit.id, source.field, digest, text, start, end, words, page)


def _document_of(view: View, notice: str) -> str:
    found = view.notice(notice)
    return found.document if found is not None else ""


def _spans(view: View, unit: Counted) -> dict[tuple[str, str], tuple[int, int]]:
    """Return start and page of each quote, by the id of its statement or judgement and its words."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    wanted = {source.id for source in unit.sources}
    notices = sorted({source.notice for source in unit.sources if source.id.startswith(_STATEMENT)})
    for statements in view.statements(notices).values():
        for statement in statements:
            if statement.id in wanted:
                found.update({(statement.id, span.quote): (span.start, span.page) for span in statement.evidence})
    for each in sorted(wanted):
        judgement = view.judgement(each) if each.startswith(_JUDGEMENT) else None
        if judgement is not None:
            found.update({(each, span.quote): (span.start, span.page) for span in judgement.evidence})
    return found


def _placed(source: Source, spans: Mapping[tuple[str, str], tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    for words in source.quotes:
        if words:
            start, page = spans.get((source.id, words), (source.start, 0))
            yield words, start, page


# Pages ---------------------------------------------------------------------------------------------------------------

_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem;color:#1b1d20;background:#fff}h1{font-size:1.5rem;line-height:1.3}"
    ".figure{font-size:2.4rem;margin:.2em 0}.from{color:#5a6068;font-size:.85rem;overflow-wrap:anywhere}mark{background:#ffe08a;color:inherit}"
    "blockquote{margin:.4em 0;padding-left:.8em;border-left:3px solid #ccd}pre{white-space:pre-wrap;font:inherit}"
    "table{border-collapse:collapse}td,th{padding:.2em .8em .2em 0;text-align:left;vertical-align:top}"
    ":target{outline:3px solid #b35900}@media(prefers-color-scheme:dark){body{background:#16181b;color:#e4e6e9}"
    "mark{background:#6b5200}.from{color:#a0a6ae}a{color:#8ab8ff}}"
)


def _shell(title: str, body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _said(words: str) -> str:
    """Return words as markup, marked as Chinese where they are."""
    lang = ' lang="zh-Hans"' if has_han(words) else ""
    return f"<span{lang}>{html.escape(words)}</span>" if lang else html.escape(words)


def _index(
    finding: Finding,
    quotes: Sequence[Quote],
    documents: Mapping[str, tuple[str, int]],
    askings: Sequence[Asking],
) -> str:
    figure, spec = finding.figure, finding.spec
    by_unit: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_unit.setdefault(quote.unit, []).append(quote)
    lines = [
        f"<h1>{_said(spec.claim.en)}<br>{_said(spec.claim.zh)}</h1>",
        f'<p class="figure">{html.escape(figure.grouped)}</p><p>{_said(figure.label)}</p>',
        f"<p>{finding.used} of {finding.eligible} eligible units are used.</p>",
    ]
    lines += [f"<p>No figure is given: {html.escape(finding.refused)}</p>"] if finding.refused else []
    if spec.window is not None and spec.window.anchor:
        lines.append(f"<p>{spec.window.start or '…'} – {spec.window.end or '…'}: {_said(spec.window.anchor)}</p>")
    lines += [f"<p>{_said(caveat)}</p>" for caveat in (*spec.caveats, *spec.cites, *finding.warnings)]
    lines += _table(("part", "value"), figure.breakdown)
    lines += _table(("of these", "units"), [(each.name, str(each.count)) for each in finding.nested])
    lines += _table(("left out", "units"), [(reason, str(count)) for reason, count in finding.excluded])
    lines.append(f"<h2>{len(finding.units)} units</h2><ol>")
    for unit in finding.units:
        lines.append(
            f"<li><b>{html.escape(unit.id)}</b> {_said(unit.value)}{'' if unit.within else ' (not in the share)'}"
        )
        for quote in by_unit.get(unit.id, ()):
            link = f"{_page_path(quote.document)}#{quote.id}"
            field = html.escape(quote.field)
            lines.append(
                f'<blockquote><a href="{link}">{_said(quote.quote)}</a> <span class="from">{field}</span></blockquote>'
            )
        judged = [source for source in unit.sources if source.id.startswith(_JUDGEMENT)]
        lines += [f'<p class="from">{html.escape(each.field)}: {_said(each.value)} ({each.by})</p>' for each in judged]
        lines.append("</li>")
    lines.append("</ol>")
    lines += _replies(askings)
    lines.append("<h2>Documents</h2><table><tr><th>File</th><th>SHA-256 of the original</th></tr>")
    for digest, (name, masked) in documents.items():
        note = f" ({masked} personal identifiers are masked)" if masked else ""
        lines.append(
            f'<tr><td><a href="{_page_path(digest)}">{_said(name)}</a>{note}</td><td class="from">{digest}</td></tr>'
        )
    lines.append(
        "</table><h2>Check this pack</h2><p><code>python3 check.py</code> compares every file with "
        f"<code>{MANIFEST}</code>, looks up every quote and computes the figure again. It needs nothing but Python.</p>"
    )
    return _shell(f"{spec.name}: {figure.value}", "\n".join(lines))


def _replies(askings: Sequence[Asking]) -> list[str]:
    """Return what organizations were asked and what they said, as a list."""
    lines = ["<h2>Right of reply</h2><ul>"] if askings else []
    for each in askings:
        until = f", until {each.deadline}" if each.deadline else ""
        lines.append(f"<li>{_said(each.name)}: asked on {each.day} by {each.channel}{until} ({each.state})")
        for came in each.answers:
            quoted = f"<blockquote>{_said(came.words)}</blockquote>" if came.words else ""
            held = f' <span class="from">{came.document}</span>' if came.document else ""
            lines.append(f"<p>{came.outcome} on {came.day}{held}</p>{quoted}")
        lines.append("</li>")
    return [*lines, "</ul>"] if lines else []


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> list[str]:
    listed = [f"<tr><td>{_said(name)}</td><td>{html.escape(value)}</td></tr>" for name, value in rows]
    return [f"<table><tr><th>{head[0]}</th><th>{head[1]}</th></tr>", *listed, "</table>"] if listed else []


def _document(reading: Reading, name: str, quotes: Sequence[Quote]) -> str:
    """Return a document's text with its quotes marked, each under its anchor."""
    own = [quote for quote in quotes if quote.document == reading.document]
    pieces = marked(reading.text, [(quote.start, quote.end, quote.id) for quote in own])
    begun: set[str] = set()
    out = []
    for piece in pieces:
        if not piece.ids:
            out.append(html.escape(piece.text))
            continue
        anchors = "".join(f'<a id="{each}"></a>' for each in piece.ids if each not in begun)
        begun.update(piece.ids)
        out.append(f"{anchors}<mark>{html.escape(piece.text)}</mark>")
    pages = sorted({quote.page for quote in own if quote.page})
    shown = "".join(f"<li>{html.escape(_heading(reading, quote))}</li>" for quote in own[:50])
    body = (
        f'<p><a href="../index.html">Back</a></p><h1>{_said(name)}</h1><p class="from">SHA-256 {reading.document}<br>'
        f"read by {html.escape(reading.reader)}; {reading.masked} personal identifiers masked"
        f"{'; quoted pages: ' + ', '.join(map(str, pages)) if pages else ''}</p><ul>{shown}</ul><pre>{''.join(out)}</pre>"
    )
    return _shell(name, body)


def _heading(reading: Reading, quote: Quote) -> str:
    passage = around(reading.text, quote.start, quote.end, 20)
    return f"{quote.field}: " + "".join(piece.text for piece in passage.parts).replace("\n", " ")
