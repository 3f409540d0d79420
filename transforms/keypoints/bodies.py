"""The names in a responsibility (责任单位：…): who leads, who is responsible, who supports, and which names stand for many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from transforms.keypoints.flow import compact, folded
from transforms.keypoints.model import NamedBody
from warehouse.catalog.keypoint_words import KeypointWords
from warehouse.catalog.keypoints import Role

_OPEN, _CLOSE = "(〔", ")〕"
_INNER = str.maketrans({"(": "（", ")": "）"})


def read_bodies(text: str, words: KeypointWords, role: Role = "responsible") -> tuple[NamedBody, ...]:
    """The bodies named in a text without labels, each once, in order. A verb behind names is their role, else `role`."""
    found: dict[tuple[str, Role], NamedBody] = {}
    for clause, clause_role in _clauses(folded(compact(text)), words, role):
        for told in _names(clause, words):
            name, own_role = _without_verb(told, words) if told.endswith(")") else (told, None)
            body = NamedBody(name.translate(_INNER), own_role or clause_role, is_collective(name, words))
            found.setdefault((body.name, body.role), body)
    return tuple(found.values())


def is_collective(name: str, words: KeypointWords) -> bool:
    """Whether a name stands for many."""
    return any(pattern.search(name) for pattern in words.collective)


def are_bodies(text: str, words: KeypointWords) -> bool:
    """Whether a text is nothing but names of bodies."""
    clauses = list(_clauses(folded(compact(text)), words, "responsible"))
    names = [name for clause, _ in clauses for name in _names(clause, words)]
    return bool(names) and all(is_body_name(name, words) for name in names)


def begin_with_a_body(text: str, words: KeypointWords) -> bool:
    """Whether a text is nothing but names, and the first is a whole one: a content may run into it."""
    first = next(_split(folded(compact(text)), words.separators), "")
    return are_bodies(text, words) and words.body_start.match(first) is not None


def is_body_name(name: str, words: KeypointWords) -> bool:
    """Whether a word ends as names of bodies do."""
    if len(name) > words.longest_name:
        return False
    return words.body_name.search(name) is not None or any(pattern.match(name) for pattern in words.collective)


def _clauses(text: str, words: KeypointWords, role: Role) -> Iterator[tuple[str, Role]]:
    """`区府办牵头，各部门落实`: each clause without its verb, and the role that the verb gives."""
    for clause in _split(text, words.clauses):
        bare, verb_role = _without_verb(clause, words)
        if bare:
            yield bare, verb_role or role


def _without_verb(clause: str, words: KeypointWords) -> tuple[str, Role | None]:
    for verb in words.verbs:
        if verb.role != "due" and (found := _verb(verb.pattern.pattern).search(clause)):
            return clause[: found.start()], verb.role
    return clause, None


@cache
def _verb(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\((?:{pattern})\)$|(?:{pattern})$")


def _names(clause: str, words: KeypointWords) -> Iterator[str]:
    for token in _split(clause, words.separators):
        name = words.before_name.sub("", token).strip("。.:")
        parts = words.etc.match(name)
        if parts and words.body_name.search(parts["named"]):
            yield from _joined(parts["named"], words)
            yield parts["open"]
        elif name:
            yield from _joined(name, words)


def _joined(name: str, words: KeypointWords) -> Iterator[str]:
    """`各部门和各街镇` is two; `区规划和自然资源局` is one."""
    for join in words.joins.finditer(name):
        before, after = name[: join.start()], name[join.end() :]
        if before and after and is_body_name(before, words) and is_body_name(after, words):
            yield before
            yield from _joined(after, words)
            return
    yield name


def _split(text: str, separators: re.Pattern[str]) -> Iterator[str]:
    """Split where no bracket is open."""
    depth, begin = 0, 0
    for at, letter in enumerate(text):
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if depth <= 0 and separators.match(letter):
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]
