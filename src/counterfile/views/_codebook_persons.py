"""What no codebook may ask: a person's name, number, or what somebody is.

Counterfile keeps no files on persons, and an answer to such a question would be one. Whether a system *can* tell people
apart by their faces or origin is a question about what is bought, and may be asked. The words of a question tell which of
the two it is only so far: what is refused here is what says outright that a person is wanted.
"""

from __future__ import annotations

import re

from counterfile.model.codebook import CodeQuestion, Kind
from counterfile.text.script import fold, simplify

NO_PERSON = "nothing about persons is coded: ask what is bought, by which body, for what purpose"

_UNITS = frozenset(
    {"person", "persons", "people", "individual", "individuals", "contact", "official", "resident", "name"}
    | {"suspect", "citizen", "人", "人员", "个人", "联系人", "居民", "自然人"}
)

_WHO = (
    r"(?:person|individual|contact(?: person)?|official|officer|employee|manager|director|leader|expert|evaluator|suspect|"
    r"resident|citizen|detainee|prisoner|signatory|representative|human|man|woman|student|teacher|patient)s?"
)
_NAMED = (
    rf"\bnames? of (?:the |a |an |any |each |all |every )?(?:\w+ ){{0,2}}{_WHO}\b",
    rf"\b{_WHO}(?:'s|s')? (?:full )?(?:names?|phone|telephone|mobile|e-?mail|id|identity)\b",
    rf"\bwho (?:is|are|was|were) (?:the )?(?:\w+ ){{0,2}}{_WHO}\b",
    r"\b(?:which|what) (?:persons?|individuals?|people)\b",
    r"\b(?:first|last|family|given|personal) names?\b",
    r"\b(?:identity card|id card|passport|phone|telephone|mobile) numbers?\b",
    r"姓名|名字(?:是|叫)|身份证号|(?:手机|电话|护照)号码?|联系方式|(?:联系人|负责人|经办人|法定代表人|嫌疑人|评审专家|居民)(?:是谁|叫|为谁)",
    r"谁是|是谁",
)
_ABOUT = (
    # "Does the resident database …?" is about a thing; only what is said of a person outright is meant.
    rf"^(?:is|was|are|were) (?:the|this|that|these|those) (?:\w+ )?{_WHO} (?:an?|of|from|named|ethnic\w*|religious|wanted)\b",
    r"(?:该|此|这名|这位|某名)(?:人员|人|居民|嫌疑人|学生|患者|官员)(?:是否|有无|有没有|属于|的)",
)
_ASKED = re.compile("|".join(_NAMED))
_SUBJECT = re.compile("|".join(_ABOUT))


def is_person(unit: str) -> bool:
    """Return whether a unit's name means a person.

    >>> is_person("Person"), is_person("organization")
    (True, False)
    """
    return simplify(fold(unit)).strip() in _UNITS


def asks_for_person(question: CodeQuestion) -> str | None:
    """Return the words by which a question asks for a person, or None.

    A question of yes or no stores no name, so only what it says *of* a person is refused there.
    """
    said = [*question.ask.values()]
    if question.kind is not Kind.YES_NO:
        said += [question.name.replace("_", " ").replace("-", " ")]
    return next(filter(None, (said_of_person(words, asking=question.kind is not Kind.YES_NO) for words in said)), None)


def said_of_person(words: str, *, asking: bool = True) -> str | None:
    """Return the words by which a text speaks of a person outright, or None.

    Args:
        words: A question, or the name of an event.
        asking: Whether to look for a person's name or number being meant, too.
    """
    flat = simplify(fold(words)).strip()
    found = _SUBJECT.search(flat) or (_ASKED.search(flat) if asking else None)
    return None if found is None else found[0]
