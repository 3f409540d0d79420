"""Whom a text names as its author or as the one to ask, and whether that is the reporting body: reports get copied with the contact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from transforms.claims.sentences import Claim, Sentence
from warehouse.catalog.claims import ClaimWords, Contact

_BRACKETS = re.compile(r"（[^（）]*）?")


def read_bodies(words: ClaimWords, sentence: Sentence, own_names: Collection[str]) -> Iterator[Claim]:
    """Bodies and telephone numbers: subject own, other or unclear, detail the name; subject phone, detail the digits."""
    contact = words.contact
    for pattern in (*contact.patterns, *contact.author):
        for found in words.pattern(pattern).finditer(sentence.text):
            name = found["name"]
            kind = compare_bodies(contact, name, own_names)
            yield Claim("body", kind, sentence.shown(*found.span()), *found.span(), detail=name)
    for found in words.pattern(contact.phone).finditer(sentence.text):
        yield Claim("body", "phone", sentence.shown(*found.span()), *found.span(), detail=found["n"])


def compare_bodies(contact: Contact, named: str, own_names: Collection[str]) -> str:
    """own, other or unclear. An abbreviation is the same body: 区发改委 has its characters in 发展和改革委员会, in order.

    Other only where both are told apart by a name of their own; a government office answers for its departments.
    """
    key = _key(contact, named)
    if not own_names or not key or any(word in key for word in contact.governments):
        return "unclear"
    own = [_key(contact, name) for name in own_names]
    if any(_within(key, mine) or _within(mine, key) for mine in own if mine):
        return "own"
    told = any(key.endswith(ending) for ending in contact.endings)
    return "other" if told and any(own) else "unclear"


def _key(contact: Contact, name: str) -> str:
    """What tells a body apart: without district, inner offices and 人民政府; empty for a government of the district itself."""
    key = _BRACKETS.sub("", name)
    shorter = True
    while shorter:
        shorter = False
        for office in contact.offices:
            if key.endswith(office):
                key, shorter = key.removesuffix(office), True
    while area := re.match(contact.areas, key):
        if area.end() == len(key):
            return ""
        key = key[area.end() :]
    return key.removeprefix("区").removeprefix("市").removeprefix("县")


def _within(short: str, long: str) -> bool:
    """Whether the characters of the one occur in the other in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)
