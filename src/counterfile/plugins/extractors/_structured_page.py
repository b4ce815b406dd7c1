"""Values that a web page names by machine: meta tags, microdata, JSON-LD, and code-… classes of Chinese portals."""

from __future__ import annotations

import re

from counterfile.model.notice import Property
from counterfile.plugins.extractors._structured_fields import Claims
from counterfile.plugins.extractors.outline import Spot

_CODES: tuple[tuple[re.Pattern[str], Property, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), prop, derivation)
    for pattern, prop, derivation in (
        (r"projectcode|projectno|purchaseno", Property.NUMBER, "number"),
        (r"projectname|purchaseprojectname|^code-00003$", Property.TITLE, "title"),
        (r"purchasername|purchaser$|buyername|^code-00014$", Property.BUYER, "name"),
        (r"agencyname|agentname|agency$|^code-00009$", Property.AGENCY, "name"),
    )
)


def read_named(fields: dict[str, Spot], out: Claims) -> None:
    """Propose what a page's named fields say."""
    for name, spot in fields.items():
        low = name.lower()
        if low.startswith("link:"):
            out.add("", Property.LINK, "text", spot)
        elif low == "address":
            out.add("", Property.PAGE_ADDRESS, "text", spot)
        elif low.startswith("meta:"):
            _meta(low, spot, out)
        elif low.startswith(("jsonld:", "itemprop:")):
            _schema_org(low, spot, out)
        elif low.startswith("code-"):
            for pattern, prop, derivation in _CODES:
                if pattern.search(low):
                    out.add("", prop, derivation, spot, sure=0.93)
                    break
            if re.search(r"winningsuppliername|winsuppliername", low):
                out.party("lot/1/bid/1/supplier/1", Property.SUPPLIER, spot, sure=0.9)
            elif re.search(r"summaryprice|totalprice", low):
                out.add("lot/1", Property.AWARD_VALUE, "amount", spot, sure=0.85)


# What the standard for Chinese government sites (网站栏目标签, since 2014) and Dublin Core call a page's date and title. Names that only
# look like a date's (revised, expires, valid) are none of its publication.
_PUBLISHED = re.compile(
    r"meta:(?:pubdate|dc(?:terms)?[.:](?:date(?:[.:]?issued)?|issued)|publishdate|publish_?time|article:published_time)"
)
_NO_DATE = re.compile(r"revis|modif|updat|expire|valid|build|server|lastmod|copyright")
_TITLE = re.compile(r"meta:(?:articletitle|dc(?:terms)?[.:]title)")
# What schema.org calls them, of the page itself or of the article on it: the date of a site, an event or an offer is another.
_ON_PAGE = r"(?:jsonld:(?:\w*(?:article|page|work|posting|report|document)/(?:mainentity:\w+/)?)?|itemprop:)"
_SCHEMA_PUBLISHED = re.compile(_ON_PAGE + "datepublished")
_SCHEMA_TITLE = re.compile(_ON_PAGE + "headline")


def _meta(name: str, spot: Spot, out: Claims) -> None:
    if _TITLE.fullmatch(name):
        out.add("", Property.NOTICE_TITLE, "title", spot, sure=0.6)
    elif _PUBLISHED.fullmatch(name):
        out.add("", Property.PUBLISHED, "date", spot, sure=0.6)
    elif re.search(r"pub(?:lished|date|lish)|date|time", name) and not _NO_DATE.search(name):
        out.add("", Property.PUBLISHED, "date", spot, sure=0.55)
    elif re.search(r"district|region|area|location", name):
        for prop, part in ((Property.PROVINCE, "province"), (Property.CITY, "city"), (Property.COUNTY, "county")):
            out.add("", prop, part, spot, sure=0.5)


def _schema_org(name: str, spot: Spot, out: Claims) -> None:
    if _SCHEMA_TITLE.fullmatch(name):
        out.add("", Property.NOTICE_TITLE, "title", spot, sure=0.6)
    elif _SCHEMA_PUBLISHED.fullmatch(name):
        out.add("", Property.PUBLISHED, "date", spot, sure=0.6)
