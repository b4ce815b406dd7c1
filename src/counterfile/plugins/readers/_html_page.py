"""From a page's tree to its lines, each with what its elements say of it: the first half of reading a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from counterfile.model.reading import BlockKind
from counterfile.plugins.readers import _html_machine
from counterfile.plugins.readers._draft import clean_line

_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "legend",
        "select",
        "textarea",
        "button",
        "iframe",
        "xmp",
        "noscript",
    ]
)
_DROPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "canvas",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "map",
        "head",
        "link",
        "meta",
        "base",
        "title",
        "noframes",
        "colgroup",
        "col",
        "frameset",
        "param",
        "source",
        "track",
        "datalist",
    ]
)
_FURNITURE_TAGS = frozenset(
    ["nav", "footer", "aside", "select", "button", "textarea", "noscript", "iframe", "option", "dialog"]
)
_FURNITURE_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
    ]
)
"""ARIA landmarks that are a site's, not a document's."""

_KINDS = {
    **{tag: (BlockKind.HEADING, int(tag[1])) for tag in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **dict.fromkeys(("caption", "figcaption", "legend"), (BlockKind.CAPTION, 0)),
    **dict.fromkeys(("table", "td", "th", "body", "article", "section", "main"), (BlockKind.PARAGRAPH, 0)),
    "li": (BlockKind.LIST_ITEM, 0),
}
"""Tag -> kind and level of the lines inside; other blocks keep what they stand in."""

_PLACES = frozenset({"table", "tr", "td", "th"})
_BOLD_TAGS = frozenset({"b", "strong", "h1", "h2", "h3", "h4"})
MAX_CLICKED = 500  # elements with a script behind them whose text is measured
MAX_LEADS = 50  # links of one line whose addresses are kept
_CLICKED = frozenset({"span", "div", "li", "td", "tr", "p", "dd", "dt"})
_MAY_BE_INLINE = frozenset({"div", "p", "li", "section", "ul", "dl", "dd", "dt"})

CARRIED = "counterfile-carried"
"""The class around a text that a page carried unseen and that was put where it shows."""

_CONTAINERS = (
    f".{CARRIED}, "
    ".vF_detail_content, .vT_detail_content, #zoom, #Zoom, .TRS_Editor, .trs_editor_view, .arc_content, "
    ".article-content, .article_content, .articleContent, .article-body, .news_content, .news-content, .newsContent, "
    ".detail-content, .detail_content, .detailContent, .content-text, .view_content, .ewb-article-content, "
    ".ewb-article-info, .ewb-details-info, .ewb-show-con, .infodetail, #infodetail, #mycontent, #content_article, "
    "#artibody, #article, .article, .article-info, .noticeArea, #noticeArea, .notice-content, #noticeContent, "
    ".c_bodyDiv, #div_view, .bt-article-02, .gycq-article-bd, .xiangxiyekuang, .pages_content, #UCAP-CONTENT, "
    ".ccgp-content, .detailCon, .con_text, .conTxt, .main_content_text, .zw_content, .wenzhang, article"
)
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|mainnav\w*|topnav\w*|subnav\w*|leftnav|menus?|left_menu|crumbs?|breadcrumbs?|bread|curr?ent_?loc|currentloc|"
    r"footer\w*|foot|copyright\w*|side_?bar|sider|aside|share\w*|bdshare\w*|pager|pagination|paging|prenext|prev_?next|anext|"
    r"flinks?|friend\w*|ftlinks|toplinks?|linkweb|search\w*|toolbar|login\w*|weixin|qr_?code|ewm|xglj\w*|relcontent|"
    r"relate[ds]?|recommend\w*|hot_?news|advert\w*|topbar|site-?nav|cookies?|consent|gdpr|skip|skip-?links?|newsletter|social|subscribe|"
    r"kefu|go_?top|back_?top|to_?top|back-to-top|weather|sitemap|site-?header|fil-?ariane|mianbao\w*|dqwz|brotkrumen|fusszeile|kopfzeile|"
    r"migas|briciole|hotline)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HEADER_NAME = re.compile(r"(?:^|[\s_-])(?:header\w*|head|hd|top|banner)(?=$|[\s_-])", re.IGNORECASE)
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:\w*arti(?:cle)?_?title|tit(?:le)?|bt|biaoti|subject|(?:arc|news|detail|info|content|notice|page|main)[_-]?tit(?:le)?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_INLINE_NAME = re.compile(r"(?:^|[\s_-])inline(?=$|[\s_-])")
_CODE_NAME = re.compile(r"(?:^|\s)(code-[\w.-]+)")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[a-z%]*)\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|"
    r"(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_INLINE_STYLE = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table\b|list-item)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|[},/\s])\.([\w-]+)\s*\{[^{}]*?display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Table:
    parent: Cell | None
    rows: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    """Column -> how many more rows a cell from above reaches into it."""
    column: int = 0
    number: int = -1
    """Among the tables that are kept as tables, from 0; -1 for a layout table."""
    lines: list[Line] = field(default_factory=list)

    def start_row(self) -> None:
        self.rows += 1
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}
        self.column = 0

    def place(self, rowspan: int, colspan: int) -> int:
        while self.column in self.taken:
            self.column += 1
        column = self.column
        if rowspan > 1:
            # A span of this row blocks the rows below; this row itself counts as one of them.
            for taken in range(column, column + colspan):
                self.taken[taken] = rowspan
        self.column = column + colspan
        return column


@dataclass(slots=True, eq=False)
class Cell:
    table: Table
    row: int
    col: int
    rowspan: int
    colspan: int
    header: bool
    nested: bool = False
    """True when it holds a table of its own: then it is layout, and its text is paragraphs."""


@dataclass(slots=True, eq=False)
class Line:
    """A line of the page before it is known what the page's body is."""

    kind: BlockKind
    text: str
    level: int
    cell: Cell | None
    furniture: int
    """Index of its furniture root, 0 for none."""
    hidden: bool
    in_body: bool
    links: float
    """Share of its characters that are links."""
    bold: bool
    titled: bool
    """True when its element's class says title."""
    name: str
    anchors: int
    """How many links begin in it."""
    holder: int
    """Index into `Page.holders` of the innermost block around it."""
    leads: tuple[str, ...] = ()
    """Addresses to which its links lead, as written."""


@dataclass(slots=True)
class State:
    """What an element hands down to those inside it."""

    kind: BlockKind
    level: int
    cell: Cell | None
    table: Table | None
    furniture: int
    hidden: bool
    in_body: bool
    link: bool
    bold: bool
    titled: bool
    pre: bool
    head: bool
    """Inside a table's `thead`."""
    block: bool
    """True when leaving the element ends the line."""
    holder: int = 0
    """Index into `Page.holders` of the innermost block."""


class Page:
    """One parsed page on its way to pieces."""

    def __init__(self, text: str, titles: list[str]) -> None:
        self.source = text
        self.tree = LexborHTMLParser(text)
        self.signals: list[tuple[str, str]] = []
        self.titles = list(dict.fromkeys(title for title in map(clean_line, [*titles, *self._title_tags()]) if title))
        self.heads = ""
        """The line that is surely the notice's title; known once the page is settled."""
        self.fields = [
            *((f"meta:{name}", content) for name, content in _html_machine.metas(self.tree)),
            *((f"itemprop:{name}", content) for name, content in _html_machine.microdata(self.tree)),
            *((f"jsonld:{name}", content) for name, content in _html_machine.linked_data(self.tree)),
        ]
        """Name and content of what the page says of itself for machines."""
        self.hidden_classes = frozenset(
            name.lower() for style in self.tree.css("style") for name in _HIDDEN_CLASS.findall(style.text()[:100_000])
        )
        self.tables: list[Table] = []
        self.roots: list[bool] = [False]
        """Furniture roots, True for those known by element, False for those guessed by class; 0 stands for none."""
        self.has_password = self.tree.css_first('input[type="password"]') is not None
        self.body_id, self.above_body = self._container()
        self.lines: list[Line] = []
        self.holders: list[int] = [-1]
        """The block around each block, by index; the first is the page, around which is none (-1)."""
        self._parts: list[str] = []
        self._unseen: list[str] = []
        """Hidden stretches inside the line at hand; they become a line of their own after it."""
        self._chars = self._link_chars = self._bold_chars = self._anchors = 0
        self._names: list[str] = []
        self._leads: list[str] = []
        self._clicked = 0
        self._walk()

    def _title_tags(self) -> list[str]:
        return [node.text() for node in self.tree.css("head > title, body > title")][:4]

    def _container(self) -> tuple[int, frozenset[int]]:
        """Return the id of the element that is known to hold the notice (0 for none) and of those around it."""
        best: LexborNode | None = None
        size = 0
        candidates = self.tree.css(_CONTAINERS)[:60]
        if not candidates:
            return 0, frozenset()
        for node in candidates:
            length = len(node.text().strip())
            # The innermost of equals: the class `article` often stands around title and sidebar as well.
            if length > size * 1.25:
                best, size = node, length
        body = self.tree.body
        whole = len(body.text().strip()) if body is not None else 0
        if best is None or size < 40 or size * 5 < whole - _script_length(self.tree):
            return 0, frozenset()
        above = set()
        node_above = best.parent
        while node_above is not None:
            above.add(node_above.mem_id)
            node_above = node_above.parent
        return best.mem_id, frozenset(above)

    # --- one pass over the tree -------------------------------------------------------------------------------------

    def _walk(self) -> None:
        root = self.tree.body or self.tree.root
        if root is None or root.child is None:
            return
        stack = [
            State(
                BlockKind.PARAGRAPH, 0, None, None, 0, False, self.body_id == 0, False, False, False, False, False, True
            )
        ]
        self._last = stack[0]
        root_id = root.mem_id
        node: LexborNode | None = root.child
        # Without recursion: hostile pages nest tens of thousands of elements.
        while node is not None:
            down = self._visit(node, stack)
            if down is not None:
                node = down
                continue
            while node is not None:
                sibling = node.next
                if sibling is not None:
                    node = sibling
                    break
                node = node.parent
                if node is None or node.mem_id == root_id:
                    node = None
                    break
                self._leave(stack.pop())
        self._break()

    def _visit(self, node: LexborNode, stack: list[State]) -> LexborNode | None:
        """Take a node in; return its first child if the walk goes down, after pushing what it hands down."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "", stack[-1])
        elif tag == "br":
            self._break()
        elif tag == "input":
            self._input(node, stack[-1])
        elif tag is not None and tag[0] not in "-!" and tag not in _DROPPED_TAGS:
            child = node.child
            if child is not None:
                stack.append(self._enter(node, tag, stack[-1]))
                return child
            if tag in _PLACES or tag in _BLOCK_TAGS:
                # Nothing inside, but an empty cell takes its place in the row and an empty block ends the line.
                self._leave(self._enter(node, tag, stack[-1]))
        return None

    def _enter(self, node: LexborNode, tag: str, state: State) -> State:
        attributes = node.attributes
        style = attributes.get("style") or ""
        css_class = attributes.get("class") or ""
        looks = _looks(style) if style else _PLAIN
        block = _is_block(tag, looks, css_class)
        in_body = state.in_body or node.mem_id == self.body_id
        kind, level, titled, furniture = state.kind, state.level, state.titled, state.furniture
        if block:
            self._break()
            meaning = _meaning(f"{css_class} {attributes.get('id') or ''}") if attributes else _NAMELESS
            titled = meaning.title
            kind, level = _KINDS.get(tag, (kind, level))
            if not furniture and not state.hidden:
                furniture = self._furniture_root(node, tag, meaning, attributes.get("role") or "", in_body)
        if css_class and "code-" in css_class:
            self._names.extend(f"class:{code}" for code in _CODE_NAME.findall(css_class))
        link = state.link
        if not link and self._leads_elsewhere(node, tag, attributes):
            link = True
            self._anchors += 1
            if (href := attributes.get("href")) and len(self._leads) < MAX_LEADS:
                self._leads.append(href)
        table, cell = state.table, state.cell
        if tag in _PLACES:
            table, cell = self._place(tag, attributes, state)
        return State(
            kind,
            level,
            cell,
            table,
            furniture,
            state.hidden or looks.hidden or self._is_hidden(attributes, css_class),
            in_body,
            link,
            state.bold or tag in _BOLD_TAGS or looks.bold,
            titled,
            state.pre or tag in {"pre", "xmp", "listing"},
            (state.head or tag == "thead") and tag != "table",
            block,
            self._held(state.holder) if block else state.holder,
        )

    def _held(self, outer: int) -> int:
        self.holders.append(outer)
        return len(self.holders) - 1

    def _leads_elsewhere(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        """Whether an element is a link, or a short one that a script makes into one."""
        if tag == "a":
            return "href" in attributes or "onclick" in attributes
        if "onclick" not in attributes or tag not in _CLICKED or self._clicked >= MAX_CLICKED:
            return False
        self._clicked += 1
        return len(node.text()) < 120

    def _place(self, tag: str, attributes: dict[str, str | None], state: State) -> tuple[Table | None, Cell | None]:
        """Return the table and the cell that the inside of a `table`, `tr`, `td` or `th` stands in."""
        table, cell = state.table, state.cell
        if tag == "table":
            table = Table(cell)
            self.tables.append(table)
            outer = cell
            while outer is not None and not outer.nested:
                outer.nested = True
                outer = outer.table.parent
        elif table is not None and tag == "tr":
            table.start_row()
        elif table is not None:
            rowspan, colspan = _span(attributes.get("rowspan"), 5000), _span(attributes.get("colspan"), 200)
            column = table.place(rowspan, colspan)
            header = tag == "th" or state.head
            cell = Cell(table, max(table.rows - 1, 0), column, rowspan, colspan, header)
        return table, cell

    def _leave(self, left: State) -> None:
        if left.block:
            self._break()

    def _is_hidden(self, attributes: dict[str, str | None], css_class: str) -> bool:
        if not attributes:
            return False
        if "hidden" in attributes:
            return True
        return bool(self.hidden_classes and css_class) and not self.hidden_classes.isdisjoint(css_class.lower().split())

    def _furniture_root(self, node: LexborNode, tag: str, meaning: _Meaning, role: str, in_body: bool) -> int:
        """Return the number of the furniture that this element begins, 0 for none."""
        if node.mem_id in self.above_body or node.mem_id == self.body_id:
            return 0
        if (
            tag in _FURNITURE_TAGS
            or (role and role in _FURNITURE_ROLES)
            or (tag == "header" and node.css_first("h1, h2, h3, table") is None)
        ):
            self.roots.append(True)
            return len(self.roots) - 1
        if in_body and self.body_id:
            return 0
        if not meaning.furniture and not (meaning.header and node.css_first("h1, h2, h3, table, p") is None):
            return 0
        self.roots.append(False)
        return len(self.roots) - 1

    def _text(self, text: str, state: State) -> None:
        if state.pre and "\n" in text:
            for part in text.split("\n"):
                self._text(part, state)
                self._break()
            return
        stripped = text.strip()
        if not stripped:
            if self._parts:
                self._parts.append(text)
            return
        if state.hidden:
            self._unseen.append(text)
            if not self._parts:
                self._last = state
            return
        size = len(stripped)
        self._chars += size
        if state.link:
            self._link_chars += size
        if state.bold:
            self._bold_chars += size
        self._parts.append(text)
        self._last = state

    def _input(self, node: LexborNode, state: State) -> None:
        """Show what a form that is only for reading shows; other inputs are furniture without words."""
        attributes = node.attributes
        if ("readonly" in attributes or "disabled" in attributes) and (attributes.get("type") or "text") == "text":
            self._text(attributes.get("value") or "", state)

    def _break(self) -> None:
        """End the line at hand."""
        if not self._parts and not self._unseen:
            if self._names or self._leads:
                self._names, self._leads = [], []
            return
        last = self._last
        text = clean_line("".join(self._parts))
        if text:
            self._add(text, last, hidden=False)
        unseen = clean_line("".join(self._unseen)) if self._unseen else ""
        if unseen:
            self._add(unseen, last, hidden=True)
        self._parts, self._unseen, self._names, self._leads = [], [], [], []
        self._chars = self._link_chars = self._bold_chars = self._anchors = 0

    def _add(self, text: str, state: State, *, hidden: bool) -> None:
        chars = self._chars or 1
        self.lines.append(
            Line(
                state.kind,
                text,
                state.level,
                state.cell,
                state.furniture,
                hidden,
                state.in_body,
                0.0 if hidden else self._link_chars / chars,
                not hidden and self._bold_chars == self._chars > 0,
                state.titled,
                "" if hidden else " ".join(dict.fromkeys(self._names)),
                0 if hidden else self._anchors,
                state.holder,
                () if hidden else tuple(self._leads),
            )
        )


class _Meaning(NamedTuple):
    """What the class and id of an element say that it is."""

    title: bool
    furniture: bool
    header: bool


_NAMELESS = _Meaning(title=False, furniture=False, header=False)


@lru_cache(maxsize=4096)  # a portal's pages all have the same few names
def _meaning(label: str) -> _Meaning:
    return _Meaning(
        _TITLE_NAME.search(label) is not None,
        _FURNITURE_NAME.search(label) is not None,
        _HEADER_NAME.search(label) is not None,
    )


class _Looks(NamedTuple):
    """What an element's style says of how it is shown."""

    hidden: bool
    bold: bool
    inline: bool
    block: bool


_PLAIN = _Looks(hidden=False, bold=False, inline=False, block=False)


@lru_cache(maxsize=4096)  # Word and portals repeat their styles on every paragraph
def _looks(style: str) -> _Looks:
    return _Looks(
        _HIDDEN_STYLE.search(style) is not None,
        _BOLD_STYLE.search(style) is not None,
        _INLINE_STYLE.search(style) is not None,
        _BLOCK_STYLE.search(style) is not None,
    )


def _is_block(tag: str, looks: _Looks, css_class: str) -> bool:
    """Whether an element begins and ends a line: by its tag, unless its style or class says otherwise."""
    if tag not in _BLOCK_TAGS:
        return looks.block and tag != "a"
    if tag in _MAY_BE_INLINE:
        return not (
            looks.inline or (css_class and "inline" in css_class and _INLINE_NAME.search(css_class) is not None)
        )
    return True


def _span(value: str | None, most: int) -> int:
    """Read a span as browsers do: digits at the start, 1 for what is none."""
    found = re.match(r"\s*(\d{1,6})", value) if value else None
    return min(max(int(found.group(1)), 1), most) if found else 1


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _script_length(tree: LexborHTMLParser) -> int:
    return sum(len(node.text()) for node in tree.css("script, style"))
