"""L0: structured sources.

Extracts:
    Fields that a source names by machine: OCDS releases by JSON pointer, eForms and TED notices by path, meta tags, microdata, JSON-LD and
    code-… classes of Chinese portals.

Source:
    OCDS 1.1 with the lots extension; eForms SDK 1.x (BT-04, BT-05, BT-21, BT-22, BT-27, BT-105, BT-131, BT-137, BT-140, BT-142, BT-145,
    BT-150, BT-161, BT-500, BT-501, BT-720, BT-1451); TED schemas R2.0.8 and R2.0.9 with their defence and transport forms; Dublin Core; schema.org; the
    meta tags that Chinese government sites must carry (ArticleTitle, PubDate, ContentSource); code classes as Chinese portals print them.

Caveats:
    Suppliers whose names may be a person's are left out, and so are parties that a source marks as natural persons. An OCDS release with
    several tags is taken for the latest stage among them. A sum for several lots is stated for none of them. Procedures and results that
    a source gives as codes are read by `counterfile.text.codes`.

License:
    Nothing beside Python.
"""

from __future__ import annotations

from collections.abc import Iterable

from counterfile.model.candidate import Candidate
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._coded import coded_fields
from counterfile.plugins.extractors._structured_eforms import read_eforms, shorten
from counterfile.plugins.extractors._structured_fields import Claims, Fields
from counterfile.plugins.extractors._structured_ocds import read_ocds
from counterfile.plugins.extractors._structured_page import read_named
from counterfile.plugins.extractors._structured_ted import read_ted
from counterfile.plugins.extractors.outline import Spot, outline


class StructuredExtractor:
    """Proposes what machine-named fields say."""

    name = "L0"
    version = "3"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from the field blocks of a segment."""
        fields: dict[str, Spot] = {}
        for block in outline(reading, segment).fields:
            spot = Spot(block.start, block.end, reading.text[block.start : block.end])
            if spot.text.strip():
                fields.setdefault(block.name, spot)
        out = Claims(self.name)
        if "/ocid" in fields:
            read_ocds(Fields(fields), out)
        elif any(name.startswith("/TED_EXPORT/") for name in fields):
            read_ted(Fields({name.removeprefix("/TED_EXPORT/"): spot for name, spot in fields.items()}), out)
        elif any("/ContractFolderID" in name or "/NoticeTypeCode" in name for name in fields):
            read_eforms(Fields(shorten(fields)), out)
        else:
            read_named({**coded_fields(reading, segment), **fields}, out)
        yield from out.found
