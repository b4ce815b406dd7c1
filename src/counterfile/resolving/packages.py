"""Which files came with a notice: what lies with it, and with no other notice, in an archive, a mail or a web archive.

Two notices with whose packages the same bytes came are hardly of two procedures: see `spoken` in `_procedure_features`.
A package is small; a file counts as the notice's if, apart from what the file itself may publish, exactly one notice
lies in the package. Pictures, pages and tiny files say nothing, nor do blank forms and what came with many notices.

All this depends on which containers hold which documents and on which of these hold notices, and on nothing else. So a
package is looked at again when it was unpacked and when one of its documents was extracted; see `flow.pack`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from counterfile.model.notice import Notice
from counterfile.store.ports import Arrived, Fact, Inside, Published, View
from counterfile.text.addresses import is_file

PACKED = "packed"
"""Name under which is kept what is due to be looked at, and by which files notices are found; see `touched`."""

TOGETHER = 30
"""Members beyond which an archive is a collection and says nothing of what belongs to whom."""

MOST = 12
"""Notices above which a file that they share says nothing, and packages above which a notice has none of its own."""

_SMALLEST = 2048  # bytes
_PICTURE = re.compile(r"\.(?:jpe?g|png|tiff?)$", re.IGNORECASE)
_BLANK = re.compile(
    r"报名|登记|申请表|承诺|声明|授权|委托书|模板|样本|样表|格式|须知|指南|手册|template|instruction|\bform\b|guide",
    re.IGNORECASE,
)
_DOCUMENT, _PACKAGE, _NOTICE = "document:", "package:", "notice:"
_ALL = 1_000_000  # packages of one document


def touched(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield what facts make due under `PACKED`: ``package:`` unpacked, ``document:`` whose notices may be others."""
    for fact in facts:
        if isinstance(fact, Arrived):
            yield _PACKAGE + fact.container
        elif isinstance(fact, Published):
            yield _DOCUMENT + fact.notice.document


def of_documents(works: Iterable[str], view: View) -> set[str]:
    """Return the ``package:`` works that the ``document:`` works among `works` bear on."""
    documents = [work.removeprefix(_DOCUMENT) for work in works if work.startswith(_DOCUMENT)]
    found = view.containers(documents, _ALL) if documents else {}
    return {_PACKAGE + container for some in found.values() for container in some}


def of_packages(works: Iterable[str], view: View) -> dict[str, dict[str, int]]:
    """Return the keys of each notice in the packages among `works`, as ``notice:…``, each with its limit; see `Batch.place`."""
    containers = [work.removeprefix(_PACKAGE) for work in works if work.startswith(_PACKAGE)]
    if not containers:
        return {}
    members = {each.digest for some in view.inside(containers, TOGETHER + 1).values() for each in some}
    notices = [one.id for some in view.notices_of(sorted(members)).values() for one in some]
    found = attached(notices, view)
    return {_NOTICE + notice: dict.fromkeys(found.get(notice, ()), MOST) for notice in notices}


def of_notices(works: Iterable[str]) -> list[str]:
    """Return the ``notice:`` works among `works`: notices whose files, or whose neighbors by files, are others now."""
    return [work for work in works if work.startswith(_NOTICE)]


def attached(notices: Collection[str], view: View) -> dict[str, frozenset[str]]:
    """Return a key for each file in the packages of the notices, those in too many notices included.

    Args:
        notices: Ids of notices; those without a package of their own are left out.
        view: Where packages and what they hold are found.
    """
    documents = {one.id: one.document for one in view.notices_called(notices).values()}
    lying = view.containers(sorted(set(documents.values())), MOST + 1) if documents else {}
    own = {document: some for document, some in lying.items() if len(some) <= MOST}
    if not own:
        return {}
    inside = view.inside(sorted({container for some in own.values() for container in some}), TOGETHER + 1)
    small = {container: some for container, some in inside.items() if len(some) <= TOGETHER}
    held = view.notices_of(sorted({each.digest for some in small.values() for each in some}))
    packages = {container: _files(some, held) for container, some in small.items()}
    found = {
        notice: frozenset(
            key for container in own.get(document, ()) for key in packages.get(container, {}).get(notice, ())
        )
        for notice, document in documents.items()
    }
    return {notice: keys for notice, keys in found.items() if keys}


def _files(members: Sequence[Inside], held: Mapping[str, Sequence[Notice]]) -> dict[str, set[str]]:
    """Return the keys of a package's files by the only notice that lies there besides what the file itself publishes."""
    documents = {each.digest for each in members}
    count = sum(len(held[digest]) for digest in documents)
    found: dict[str, set[str]] = {}
    for file in members:
        if count - len(held[file.digest]) == 1 and _tells(file):
            (notice,) = (one.id for digest in documents - {file.digest} for one in held[digest])
            found.setdefault(notice, set()).add(f"sha256:{file.digest[:16]}")
    return found


def _tells(file: Inside) -> bool:
    """Return whether a file may be one procedure's own: a document to read, not tiny, not called as blank forms are."""
    if file.size < _SMALLEST or not is_file(file.name):
        return False
    return not _PICTURE.search(file.name) and not _BLANK.search(file.name)
