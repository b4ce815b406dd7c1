"""What the demo's codebook asks of a purchase, and the right answers with the sentences that carry them."""

from __future__ import annotations

from counterfile.demo.plan import Purchase
from counterfile.model.codebook import JOINT, NOT_MENTIONED

YES_NO = (
    "one_person_one_file", "face_recognition", "early_warning", "auto_update", "ethnicity", "social_media", "strangers",
    "counter_terrorism", "stability",
)  # fmt: skip
"""Questions that are answered with yes or not at all, each by the code of its name."""
PURPOSES = ("security", "traffic", "campus", "service")
RECORDS = ("relatives", "contacts", "vehicles", "marriage", "purchases")
DEPTHS = {"line": "list item", "paragraph": "paragraph", "core": "core object"}

Answer = tuple[str, tuple[str, ...]]
"""What is answered, and the sentences that say so; none where nothing is mentioned."""

_STREETS = ("街道办事处", "派出所")


def answers(p: Purchase) -> dict[str, Answer]:
    """Return the right answer to every question that is asked of a purchase, by the question's name."""
    nothing: Answer = (NOT_MENTIONED, ())
    found: dict[str, Answer] = {}
    for name in YES_NO:
        found[name] = ("yes", (p.says[name],)) if name in p.says else nothing
    if "public_posts" in p.says:
        # Public information on the net may or may not be that of accounts.
        found["social_media"] = ("unsure", (p.says["public_posts"],))
    if p.depth:
        found["depth"] = (DEPTHS[p.depth], (p.says["one_person_one_file"],))
    for name, options in (("purpose", PURPOSES), ("records", RECORDS)):
        said = [option for option in options if option in p.says]
        found[name] = (JOINT.join(said), tuple(p.says[option] for option in said)) if said else nothing
    found["level"] = (level(p), (p.buyer.name, *p.buyer.variants))
    return found


def level(p: Purchase) -> str:
    """Return how high its buyer stands: ``city``, ``county`` or ``street``."""
    if any(p.buyer.name.endswith(word) for word in _STREETS):
        return "street"
    return "county" if p.buyer.place.county and not p.english else "city"
