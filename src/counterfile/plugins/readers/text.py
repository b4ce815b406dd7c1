"""Plain text.

Reads:
    Text files (``.txt``, ``.md``, ``.text``, ``.log``) in UTF-8, UTF-16, GB2312, GBK, GB18030, Big5, the Japanese and Korean
    charsets, and those of one byte for western, central European and Cyrillic text. Each
    line is a paragraph; a first line that begins with ``标题:``, ``Title:`` or ``#`` is the title.

Source:
    No format: the charset is found as for web pages, without a declaration.

Caveats:
    A table that was flattened into lines stays lines: one cell to a line, in reading order. Lines that were wrapped at a
    fixed width stay wrapped.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import re

from counterfile.errors import NotADocument
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import Piece, assemble, clean_line

MEDIA_TYPE = "text/plain"

_TITLE = re.compile(r"(?:标题|题名|title)\s*[：:]\s*|#\s+", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+")
_FOREIGN = frozenset(
    [
        "css",
        "scss",
        "less",
        "js",
        "mjs",
        "cjs",
        "ts",
        "jsx",
        "tsx",
        "map",
        "json",
        "jsonl",
        "xml",
        "xsd",
        "xsl",
        "svg",
        "rtf",
        "eml",
        "mbox",
        "mht",
        "mhtml",
        "msg",
        "vcf",
        "ics",
        "tex",
        "ps",
        "eps",
        "py",
        "rb",
        "pl",
        "sh",
        "bat",
        "cmd",
        "ps1",
        "c",
        "h",
        "cpp",
        "hpp",
        "java",
        "class",
        "cs",
        "go",
        "rs",
        "sql",
        "ini",
        "cfg",
        "toml",
        "yml",
        "yaml",
        "lock",
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "wps",
        "et",
        "dps",
        "odt",
        "ods",
        "odp",
        "ofd",
        "zip",
        "rar",
        "7z",
        "gz",
        "tar",
        "bz2",
        "xz",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "webp",
        "ico",
        "jp2",
        "mp3",
        "mp4",
        "avi",
        "mov",
        "wav",
        "flv",
        "swf",
        "ttf",
        "otf",
        "woff",
        "woff2",
        "eot",
        "exe",
        "dll",
        "so",
        "bin",
        "dat",
        "iso",
        "db",
        "sqlite",
        "parquet",
        "uu",
        "html",
        "htm",
        "shtml",
        "xhtml",
    ]
)
"""Suffixes that promise something other than prose: their bytes are left to their own reader, or to none."""

_CODE = re.compile(
    rb"\s*(?:[\[{]\s*(?:[\"\[{\]}]|-?\d+\s*[,\]])|<[?!/a-zA-Z]|/\*|//|@(?:charset|import|media)\b|[\"']use strict|"
    rb"(?:!|;|\()*function\b|(?:var|let|const|import|export)\s+[\w{*]|#!|%!PS|begin \d{3} |window\.|\$\(|\{\\rtf)"
)
"""How program text, style sheets and structured formats begin."""

_LETTER = re.compile(r"[^\W_]")


class TextReader:
    """Reads plain text."""

    name = "text"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are plain text; see `counterfile.hooks.Reader`."""
        suffix = name.lower().rpartition(".")[2] if "." in name else ""
        named = suffix in {"txt", "text", "md", "log"}
        if not named and (suffix in _FOREIGN or _CODE.match(head)):
            return 0.0
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return 0.6 if named else 0.3
        if b"\x00" in head:
            return 0.2 if named else 0.0
        return 0.6 if named else 0.1

    def read(self, content: bytes, name: str) -> Draft:
        """Read a text file.

        Raises:
            NotADocument: the bytes are not text, or hold no letter.
        """
        decoded = _charset.decode(content)
        markdown = name.lower().endswith(".md")
        pieces: list[Piece] = []
        for line in decoded.text.splitlines():
            text = clean_line(line)
            if not text:
                continue
            title = _TITLE.match(text) if not pieces else None
            heading = _HEADING.match(text) if markdown and title is None else None
            if title is not None and title.end() < len(text):
                pieces.append(Piece(BlockKind.TITLE, text[title.end() :]))
            elif heading is not None and heading.end() < len(text):
                pieces.append(Piece(BlockKind.HEADING, text[heading.end() :], level=len(heading.group(1))))
            else:
                pieces.append(Piece(BlockKind.PARAGRAPH, text))
        if not any(_LETTER.search(piece.text) for piece in pieces):
            raise NotADocument("a text file without any words")
        signals = [("replacement_characters_decoded", str(decoded.replaced))] if decoded.replaced else []
        return assemble(pieces, media_type=MEDIA_TYPE, charset=decoded.charset, signals=signals)
