"""What e-mails of every format have in common: a mail without attachments is a text, one with them a container."""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterfile.errors import NotADocument
from counterfile.model.reading import BlockKind, Draft, Member, Unpacked
from counterfile.plugins.readers import html
from counterfile.plugins.readers._draft import Piece, assemble, clean_line

MAX_ATTACHMENTS = 2000
_MAX_NAME = 200  # characters of an attachment's name

_DOMAIN = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24})\s*>?\s*$")
_UNSAFE = re.compile(r"[\\/:*?\"<>|]+")
_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Mail:
    """A mail as its reader found it; it holds the sender's domain, never an address."""

    subject: str = ""
    date: str = ""
    """ISO, or empty."""
    domain: str = ""
    html: str = ""
    text: str = ""
    charset: str | None = None
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def domain_of(sender: str) -> str:
    """Return the domain of a sender's address, empty where there is none.

    >>> domain_of('"Purchasing" <office@tenders.example.org>')
    'tenders.example.org'
    """
    found = _DOMAIN.search(sender.strip())
    return found.group(1).lower() if found else ""


def finish(mail: Mail, media_type: str) -> Draft | Unpacked:
    """Return a mail's text, or, where it has attachments, its body and them as members.

    Raises:
        NotADocument: it has no subject, no body and no attachment.
        TooLarge: it has more text than a Reading may hold.
    """
    if mail.attachments or mail.refused:
        body = _body_member(mail)
        members = _members([*([body] if body else []), *mail.attachments[:MAX_ATTACHMENTS]])
        refused = [
            *mail.refused,
            *((name, "one attachment too many") for name, _ in mail.attachments[MAX_ATTACHMENTS:]),
        ]
        return Unpacked(members, media_type, tuple((safe_name(name), reason[:300]) for name, reason in refused[:5000]))
    pieces = [*_head(mail), *_body(mail)]
    if not any(_LETTER.search(piece.text) for piece in pieces if piece.kind is not BlockKind.FIELD):
        raise NotADocument("an e-mail without subject, text or attachment")
    return assemble(pieces, media_type=media_type, charset=mail.charset)


def _head(mail: Mail) -> list[Piece]:
    return [
        Piece(BlockKind.TITLE, clean_line(mail.subject)),
        Piece(BlockKind.FIELD, mail.date, name="mail:date"),
        Piece(BlockKind.FIELD, mail.domain, name="mail:from-domain"),
    ]


def _body(mail: Mail) -> list[Piece]:
    if mail.html:
        found = [piece for piece in html.pieces_of(mail.html) if piece.text]
        for piece in found:
            if piece.kind is BlockKind.TITLE:
                # The subject is the title; a page's own is often left over from another mail.
                piece.kind, piece.level = BlockKind.HEADING, 1
        if any(piece.kind is not BlockKind.FURNITURE and _LETTER.search(piece.text) for piece in found):
            return found
        if not mail.text:
            return found
    return [Piece(BlockKind.PARAGRAPH, text) for text in map(clean_line, mail.text.splitlines()) if text]


def _body_member(mail: Mail) -> tuple[str, bytes] | None:
    """Return a mail's body with its head as a file that its own reader reads, or None where both are empty."""
    lines = [line for line in (mail.date, mail.domain) if line]
    subject = clean_line(mail.subject)
    if mail.html:
        head = f"<title>{entities.escape(subject)}</title>" if subject else ""
        shown = "".join(f"<p>{entities.escape(line)}</p>" for line in lines)
        page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{shown}{mail.html}</body></html>'
        # The byte order mark outweighs what the body itself declares.
        return "body.html", page.encode("utf-8-sig", "replace")
    if not subject and not mail.text.strip():
        return None
    top = [f"Title: {subject}"] if subject else []
    return "body.txt", "\n".join([*top, *lines, "", mail.text]).encode("utf-8-sig", "replace")


def safe_name(name: str) -> str:
    """Return a file's own name without path, marks and anything unprintable; a stand-in for an empty one.

    >>> safe_name("..\\\\secret/公告：附件.docx")
    '公告：附件.docx'
    """
    own = clean_line(name.replace("\\", "/").rpartition("/")[2])
    own = "".join(character for character in _UNSAFE.sub("_", own) if character.isprintable()).strip(". ")
    stem, dot, suffix = own.rpartition(".")
    if len(own) > _MAX_NAME:
        own = f"{stem[: _MAX_NAME - 20]}{dot}{suffix[:18]}"
    return own or "attachment"


def _members(files: Sequence[tuple[str, bytes]]) -> tuple[Member, ...]:
    members: dict[str, Member] = {}
    for given, content in files:
        name = wanted = safe_name(given)
        stem, dot, suffix = wanted.rpartition(".") if "." in wanted else (wanted, "", "")
        number = 1
        while name in members:
            number += 1
            name = f"{stem} ({number}){dot}{suffix}"
        members[name] = Member(name, content)
    return tuple(members.values())


def iso_date(moment: dt.datetime) -> str:
    """Return the day of a moment, in the time zone that it was written in."""
    return moment.date().isoformat()
