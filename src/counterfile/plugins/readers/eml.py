"""E-mails (eml, mbox).

Reads:
    RFC 822 and MIME messages: the subject is the title, date and the sender's domain are fields, the HTML body (else the
    plain one) is read as its own format. A mail with attachments becomes a container: its body and each attachment are
    documents of their own. A mailbox (mbox) becomes its mails.

Source:
    Python's `email` package; charsets as declared, else found as for text files (`_charset`).

Caveats:
    Addresses of sender and recipients are never read, only the sender's domain. Pictures inside the body and signatures
    are left out. Of a text in two forms only the HTML form is read. Encrypted mail (S/MIME, PGP) is not opened.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import binascii
import email
import email.errors
import email.header
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import Message

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Draft, Member, Unpacked
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.readers._mail import Mail, domain_of, finish, iso_date, safe_name
from counterfile.sandbox.reading import described_by_lines

MEDIA_TYPE = "message/rfc822"
MAX_PARTS = 5000
MAX_MAILS = 9000  # of a mailbox

STUMBLES = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    email.errors.MessageError,
    binascii.Error,
)
"""What Python's `email` lets through of malformed messages."""

_HEADER = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]")
_MAILBOX = re.compile(rb"(?:^|\n\r?\n)(?=From \S+[^\r\n]{0,80}\d{4}[^\r\n]{0,20}\r?\n[A-Za-z-]+:)")
_UU = re.compile(r"(?:^|\n)begin [0-7]{3} ([^\r\n]{1,200})\r?\n((?:[!-`][^\r\n]{0,90}\r?\n)*?)[` ]?\r?\n?end\b")
_SILENT = frozenset(
    [
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "text/x-amp-html",
        "message/delivery-status",
        "text/rfc822-headers",
    ]
)
"""Parts that carry no document."""

_NAMELESS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/vnd.ms-excel": ".xls",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
}
"""Suffixes of attachments without a name. Python's own table would read the machine's files, which the sandbox forbids."""


class EmlReader:
    """Reads e-mails."""

    name = "eml"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are an e-mail; see `counterfile.hooks.Reader`."""
        if described_by_lines(head) == "an e-mail (EML)":
            return 0.92
        named = name.lower().endswith((".eml", ".mbox"))
        first = head.removeprefix(b"\xef\xbb\xbf")
        return 0.55 if named and (_HEADER.match(first) or first.startswith(b"From ")) else 0.0

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read a mail.

        Raises:
            NotADocument: it has neither text nor attachments.
            Encrypted: its body is encrypted.
            TooLarge: more parts or mails than allowed.
            Unreadable: it is damaged.
        """
        if content.startswith(b"From "):
            starts = [found.start() for found in _MAILBOX.finditer(content)]
            if len(starts) > MAX_MAILS:
                raise TooLarge(f"{len(starts)} mails in one mailbox where {MAX_MAILS} are allowed")
            if len(starts) > 1:
                ends = [*starts[1:], len(content)]
                return Unpacked(
                    tuple(
                        Member(f"mail-{number}.eml", content[start:end].lstrip(b"\r\n").partition(b"\n")[2])
                        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
                    ),
                    "application/mbox",
                )
        message = parsed(content)
        if message.get_content_type() == "multipart/encrypted" or "smime-type=enveloped" in header(
            message, "Content-Type"
        ):
            raise Encrypted("this e-mail is encrypted")
        return finish(_mail(message), MEDIA_TYPE)


def parsed(content: bytes) -> Message:
    """Parse a message.

    Raises:
        NotADocument: it has no header at all.
        Unreadable: it is damaged beyond what the parser mends.
    """
    try:
        message = email.message_from_bytes(content.lstrip(b"\xef\xbb\xbf\r\n\t "), policy=email.policy.compat32)
    except STUMBLES as error:
        raise Unreadable(f"this e-mail is damaged ({type(error).__name__}: {clean_line(str(error))[:120]})") from None
    if not message.keys():
        raise NotADocument("no e-mail: a header is missing")
    return message


def header(message: Message, name: str) -> str:
    """Return a header's text, decoded whichever way it was written; empty where there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            raw = str(value).encode("utf-8", "surrogateescape")
            try:
                text = _charset.decode(raw).text if not raw.isascii() else raw.decode("ascii")
            except NotADocument:
                text = raw.decode("utf-8", "replace")
            return _decoded(re.sub(r"\r?\n[ \t]+", " ", text))
    return ""


def _decoded(text: str) -> str:
    if "=?" not in text:
        return text
    # Neighbors of one charset belong together: writers cut them in the middle of a character.
    runs: list[tuple[bytes, str | None]] = []
    try:
        for part, charset in email.header.decode_header(text):
            raw = part.encode("utf-8", "replace") if isinstance(part, str) else part
            if runs and runs[-1][1] == charset:
                runs[-1] = (runs[-1][0] + raw, charset)
            else:
                runs.append((raw, charset))
        return "".join(decode(raw, charset or "")[0] for raw, charset in runs)
    except STUMBLES:
        return text


def decode(raw: bytes, charset: str) -> tuple[str, str]:
    """Return text of a declared charset and the charset that it was in."""
    if charset.lower().startswith("iso-2022") or charset.lower() in {"utf-7", "hz", "hz-gb-2312"}:
        try:
            return raw.decode(charset), charset.lower()
        except (UnicodeError, LookupError):
            pass
    try:
        found = _charset.decode(raw, declared_in=b"charset=" + charset.encode("ascii", "ignore") if charset else None)
    except NotADocument:
        return raw.decode("utf-8", "replace"), "utf-8"
    return found.text, found.charset


def body_bytes(part: Message) -> bytes:
    """Return a part's content, its transfer encoding undone; empty where that fails."""
    try:
        payload = part.get_payload(decode=True)
    except STUMBLES:
        return b""
    return payload if isinstance(payload, bytes) else b""


def charset_of(part: Message) -> str:
    """Return the charset that a part declares, empty for none."""
    try:
        return part.get_content_charset() or ""
    except STUMBLES:
        return ""


def parts(message: Message) -> Iterator[tuple[Message, bool]]:
    """Yield the leaves of a message in order, and whether each stands beside an HTML form of the same text.

    Raises:
        TooLarge: there are more than `MAX_PARTS`.
    """
    stack: list[tuple[Message, bool]] = [(message, False)]
    count = 0
    while stack:
        part, doubled = stack.pop()
        count += 1
        if count > MAX_PARTS:
            raise TooLarge(f"more than {MAX_PARTS} parts in one e-mail")
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            children = [child for child in inside if isinstance(child, Message)]
            if part.get_content_subtype() == "alternative":
                doubled = any(_holds_html(child) for child in children)
            stack.extend((child, doubled) for child in reversed(children))
        else:
            yield part, doubled


def _holds_html(part: Message) -> bool:
    """Whether a form of a text is HTML, alone or with its pictures."""
    if part.get_content_type() == "text/html":
        return True
    inside = part.get_payload()
    return isinstance(inside, list) and any(
        isinstance(child, Message) and child.get_content_type() == "text/html" for child in inside
    )


def _mail(message: Message) -> Mail:
    mail = Mail(
        subject=clean_line(header(message, "Subject")), date=_date(message), domain=domain_of(header(message, "From"))
    )
    pages: list[str] = []
    texts: list[str] = []
    for part, doubled in parts(message):
        kind = part.get_content_type()
        filename = _filename(part)
        attached = part.get_content_disposition() == "attachment" or bool(filename)
        if kind in _SILENT:
            continue
        if kind == "message/rfc822":
            _attach_message(mail, part, filename)
        elif not attached and kind in {"text/html", "text/plain", "text/enriched", "text"}:
            text, mail.charset = decode(body_bytes(part), charset_of(part))
            if kind == "text/html":
                pages.append(text)
            elif not doubled:
                texts.append(_unfold(part, text))
        elif attached or part.get_content_maintype() == "application":
            if part.get_content_maintype() == "image" and part.get("Content-ID") and not _is_attachment(part):
                continue
            _attach(mail, body_bytes(part), filename or f"attachment{_suffix(kind)}")
    plain = "\n".join(texts)
    mail.text = _take_uuencoded(mail, plain) if "begin " in plain else plain
    if pages:
        shown = "".join(f"<p>{_escaped(line)}</p>" for line in mail.text.splitlines() if line.strip())
        mail.html, mail.text = "\n".join([*([shown] if shown else []), *pages]), ""
    return mail


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _attach(mail: Mail, content: bytes, name: str) -> None:
    if content:
        mail.attachments.append((name, content))
    else:
        mail.refused.append((safe_name(name), "empty, or its encoding is damaged"))


def _attach_message(mail: Mail, part: Message, filename: str) -> None:
    inside = part.get_payload()
    inner = inside[0] if isinstance(inside, list) and inside else None
    if not isinstance(inner, Message):
        return
    name = filename or f"{clean_line(header(inner, 'Subject'))[:80] or 'message'}.eml"
    try:
        content = inner.as_bytes(policy=email.policy.compat32)
    except STUMBLES:
        mail.refused.append((safe_name(name), "this mail inside the mail is damaged"))
        return
    _attach(mail, content, name if name.lower().endswith(".eml") else f"{name}.eml")


def _take_uuencoded(mail: Mail, text: str) -> str:
    """Move files that were written into the text (uuencode) to the attachments."""

    def take(found: re.Match[str]) -> str:
        content = bytearray()
        try:
            for line in found.group(2).splitlines():
                content += binascii.a2b_uu(line.encode("ascii"))
        except (binascii.Error, ValueError):
            mail.refused.append((safe_name(found.group(1)), "its encoding (uuencode) is damaged"))
        else:
            _attach(mail, bytes(content), found.group(1))
        return "\n"

    return _UU.sub(take, text)


def _unfold(part: Message, text: str) -> str:
    """Join lines that were wrapped to be joined again (RFC 3676)."""
    try:
        flowed = str(part.get_param("format", "")).lower() == "flowed"
    except STUMBLES:
        return text
    return re.sub(r"(?<! --)(?<!^--) \r?\n(?![>\r\n])", " ", text) if flowed else text


def _filename(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except STUMBLES:
        return ""
    if not name:
        return ""
    raw = name.encode("utf-8", "surrogateescape") if not name.isascii() else b""
    if raw and any("\udc80" <= character <= "\udcff" for character in name):
        name = decode(raw, "")[0]
    return clean_line(_decoded(name))


def _suffix(kind: str) -> str:
    return _NAMELESS.get(kind, ".bin")


def _date(message: Message) -> str:
    try:
        return iso_date(email.utils.parsedate_to_datetime(header(message, "Date").strip()))
    except (*STUMBLES, OverflowError):
        return ""
