"""Texts with a structure, changed within it: trees of values (JSON, YAML, TOML), rows (CSV), lines, marked-up pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import yaml

from tests.hostile.fuzz.odd import NUMBERS, SURROGATE, TEXTS

Tree = Any
_RAW = "\x02raw{}\x02"
JSON_TOKENS = (
    "1e999999999",
    "-1E+99999",
    "1e-99999",
    "9" * 5000,
    "NaN",
    "Infinity",
    '"\\ud800"',
    "[" * 900 + "]" * 900,
)
MARKS = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=9>", "<td colspan=99>", "<td rowspan=0>"),
    *("<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "<a href='x'>", "<a href='http://['>", "<sup>①</sup>", "<br>"),
    *(
        "<td style='display:none'>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<script>",
        "</script>",
        "<svg>",
        "&#0;",
        "&nbsp;",
    ),
    *("<meta charset=utf-16>", "<meta charset=x>", "<base href=//[>", "<form>", "<font>", "<pre>\n\n</pre>", "<o:p>"),
    *("<select>", "<textarea>", "<iframe>", "<ol start=-1>", "<ol reversed><li>", "<li value=999999999999>"),
)


def nodes(tree: Tree) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree: the container and the key in it."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from nodes(tree[key])


def tampered_tree(tree: Tree, chance: Random) -> Tree:
    """The tree (a container) with one to four of its values or keys changed."""
    changed: Tree = json.loads(json.dumps(tree, default=str))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if places := list(nodes(changed)):
            above, key = chance.choice(places)
            _change_node(above, key, chance, [a[k] for a, k in places[:50]])
    return changed


def _change_node(above: Any, key: Any, chance: Random, others: Sequence[Tree]) -> None:
    kind = chance.randrange(8)
    if kind == 0 and isinstance(above, dict):
        above[chance.choice((chance.choice(TEXTS)[:60], f"{key}x", "code", "_env_file"))] = above.pop(key)
    elif kind == 1:
        del above[key]
        if isinstance(above, list) and not above:
            above.append(None)
    elif kind == 2:
        above[key] = json.loads(json.dumps(chance.choice(others)))
    elif kind == 3:
        above[key] = chance.choice(([], {}, [above[key]], {"a": above[key]}, [[[]]], [None] * 3))
    elif kind == 4:
        above[key] = chance.choice((None, True, False, SURROGATE, *NUMBERS))
    elif kind == 5 and isinstance(above[key], str):
        above[key] = spliced(above[key], chance)
    elif kind == 6 and isinstance(above[key], list) and above[key]:
        above[key] = above[key] * chance.choice((2, 20, 300))
    else:
        above[key] = chance.choice(TEXTS)


def as_json(tree: Tree, chance: Random) -> bytes:
    """The tree as JSON, one value of it at times something that only stands in JSON."""
    if chance.random() < 0.3 and isinstance(tree, dict | list) and (places := list(nodes(tree))):
        above, key = chance.choice(places)
        above[key] = _RAW
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    raw = json.dumps(_RAW), json.dumps(_RAW, ensure_ascii=False)
    for written in raw:
        text = text.replace(written, chance.choice(JSON_TOKENS))
    return text.encode("utf-8", errors="surrogatepass")


def as_yaml(tree: Tree, chance: Random) -> bytes:
    """The tree as YAML; at times with a bare token that YAML takes for a day, a number or a reference."""
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
    if chance.random() < 0.3:
        lines = text.splitlines()
        at = chance.randrange(len(lines)) if lines else 0
        bare = chance.choice(YAML_TOKENS)
        lines[at : at + 1] = [f"{lines[at].partition(':')[0]}: {bare}"] if lines else [bare]
        text = "\n".join(lines)
    return text.encode("utf-8", errors="replace")


_BOMB = "\n".join(["a0: &a0 [x, x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))])
YAML_TOKENS = (
    *("2025-02-30", "9999-99-99", "0o777", "1:99:99", "9" * 5000, ".inf", ".nan", "!!python/object:os.system {}"),
    *("&a [*a]", "*nowhere", "!!binary x", "!!timestamp x", "!!int ''", "? [a]\n: b", "{a: 1, a: 2}", "=", "<<: 1"),
    *(
        "[" * 500 + "]" * 500,
        "{" * 300,
        "|\n x",
        _BOMB,
        "!!set {a, b}",
        "!!omap [a: 1]",
        "- a",
        "\x00",
        "\t",
        '"\\ud800"',
    ),
)


def as_toml(tree: Tree) -> bytes:
    """A flat table of settings as TOML."""
    return "\n".join(f"{_toml_key(key)} = {_toml(value)}" for key, value in tree.items()).encode(
        "utf-8", errors="replace"
    )


def _toml_key(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=True).replace("\\ud800", "x")


def _toml(value: Tree) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if value is None:
        return '""'
    return json.dumps(value, ensure_ascii=True).replace("\\ud800", "x")


def tampered_rows(text: str, chance: Random) -> bytes:
    """A CSV with cells, rows or columns changed."""
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(chance.randint(1, 4)):
        chance.choice(_ROW_CHANGES)(rows, chance)
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return stream.getvalue().encode(encoding, errors="replace")


Rows = list[list[str]]


def _cell(rows: Rows, chance: Random) -> None:
    row = chance.choice(rows)
    if row:
        at = chance.randrange(len(row))
        others = [cell for other in rows[:40] for cell in other]
        written = (chance.choice(TEXTS), chance.choice(others), spliced(row[at], chance))
        row[at] = chance.choice(written) if chance.random() < 0.97 else "x" * 140_000


def _row(rows: Rows, chance: Random) -> None:
    at, kind = chance.randrange(len(rows)), chance.randrange(3)
    if kind == 0 and len(rows) > 1:
        del rows[at]
    elif kind == 1:
        rows.insert(chance.randrange(len(rows)), list(rows[at]))
    else:
        rows[at] = rows[at][: chance.randint(0, len(rows[at]))] + ["x"] * chance.randint(0, 30)


_ROW_CHANGES: tuple[Callable[[Rows, Random], None], ...] = (_cell, _cell, _cell, _row)


def tampered_lines(text: str, chance: Random, phrases: Sequence[str]) -> str:
    """A text with lines moved, joined, doubled, cut, or with phrases of its kind put anywhere."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 8)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        kind = chance.randrange(7)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(to, lines[at])
        elif kind == 2:
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 3:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        elif kind == 4:
            lines[at:at] = [lines[at]] * chance.choice((2, 20, 200, 2000))
        else:
            lines[at] = spliced(lines[at], chance, phrases)
    return "\n".join(lines)


def spliced(text: str, chance: Random, phrases: Sequence[str] = TEXTS) -> str:
    """A text with a part cut, doubled, or replaced by a phrase."""
    start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    into = chance.choice(("", text[start:end] * chance.choice((2, 2, 50)), chance.choice(phrases)))
    return text[:start] + into + text[end:]


def tampered_markup(text: str, chance: Random) -> str:
    """A page with tags put in, taken out and nested many times over."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(text))
        mark = chance.choice(MARKS)
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + mark * chance.choice((1, 3, 40, 600, 20_000)) + text[at:]
        elif kind == 1:
            start = text.find("<", at)
            text = text[:start] + text[text.find(">", start) + 1 :] if start >= 0 else text
        elif kind == 2:
            start = text.find("<", at)
            end = text.find("</table>", start)
            text = (
                text[:start] + text[start : max(start, end)] * chance.choice((2, 3)) + text[start:]
                if start >= 0
                else text
            )
        else:
            text = text[:at] + chance.choice(TEXTS) + text[at:]
    return text[:2_000_000]
