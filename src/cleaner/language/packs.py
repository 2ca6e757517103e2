"""Language packs: one TOML file of words and phrases a language, and the only way in, which validates them.

A pack is data. What a phrase may look like is described in `CONTRIBUTING.md`; this module turns the notation into
token patterns and refuses what is not well formed, with the file, the place and what to write instead.

>>> expand("teile (diesen|den) artikel")
['teile diesen artikel', 'teile den artikel']
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..errors import PackError
from ..folding import TOKEN, fold, tokens
from ..page import CERTAIN, HINT, LIKELY, Strength
from .labels import GROUPS, LABELS
from .patterns import Pattern

if TYPE_CHECKING:
    from pathlib import Path

STRENGTHS: Mapping[str, Strength] = {"certain": CERTAIN, "likely": LIKELY, "hint": HINT}
WORD_LISTS = ("function_words", "months", "weekdays", "units")
SLOTS = ("{n}", "{name}", "{date}", "{network}")
MOST_ALTERNATIVES = 200_000
_NO_WORDS = ("{n}", "{name}", "{date}", ":")

_SLOT_OR_WORD = re.compile(rf"\{{[a-z]+\}}|{TOKEN.pattern}|[:：*]")
# A part of a phrase: what stands between spaces that are not inside an alternation (two deep).
_PART = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|[^\s(])+|\(")
_ALTERNATION = re.compile(r"\(([^()]*)\)")


class Phrase(NamedTuple):
    """One phrase of a pack: its pattern, and whether it is open at an end."""

    label: str
    strength: Strength
    pattern: Pattern
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """The words and phrases of one language, folded.

    Attributes:
        code, name: ISO 639-1 code and the language's own name.
        spaces: False where words are written without spaces between.
        function_words, months, weekdays, units: folded words.
        dates: patterns of relative dates ("vor {n} stunden").
        groups: patterns of consent words by group.
        phrases: every phrase.
    """

    code: str
    name: str
    spaces: bool
    function_words: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    units: frozenset[str]
    dates: tuple[Pattern, ...]
    groups: Mapping[str, tuple[Pattern, ...]]
    phrases: tuple[Phrase, ...]


def expand(phrase: str) -> list[str]:
    """The phrases that alternations `(a|b)`, also one inside another, stand for."""
    phrases = [phrase]
    while any(_ALTERNATION.search(one) for one in phrases):
        phrases = [variant for one in phrases for variant in _expand_innermost(one)]
        if len(phrases) > 4 * MOST_ALTERNATIVES:
            break
    return list(dict.fromkeys(" ".join(one.split()) for one in phrases))


def _expand_innermost(phrase: str) -> list[str]:
    found = _ALTERNATION.search(phrase)
    if found is None:
        return [phrase]
    return [phrase[: found.start()] + choice + phrase[found.end() :] for choice in found.group(1).split("|")]


def parse_pattern(phrase: str) -> tuple[str, ...]:
    """The token pattern of one expanded phrase, folded.

    >>> parse_pattern("{n} comentar* la: știri")
    ('{n}', 'comentar*', 'la', ':', 'stiri')
    """
    pattern: list[str] = []
    for item in _SLOT_OR_WORD.findall(phrase):
        if item == "*":
            if pattern and pattern[-1][-1] not in "*}:":
                pattern[-1] += "*"
        elif item.startswith("{"):
            if item not in SLOTS:
                raise ValueError(f"unknown slot {item}; slots are {', '.join(SLOTS)}")
            pattern.append(item)
        else:
            pattern.append(":" if item in ":：" else fold(item))
    return tuple(pattern)


def parse_pack(text: str, file: str = "<pack>") -> Pack:
    """Read and validate one pack.

    Args:
        text: the TOML document.
        file: its name, for messages.

    Raises:
        PackError: unknown or missing key, a label or strength that does not exist, a phrase that is empty, too
            general, listed twice, or not in the notation.
    """
    import tomllib  # only the compiler of the index needs it, and it is slow to import

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{file}: not TOML: {error}") from error
    known = {"code", "name", "spaces", "dates", "consent", *WORD_LISTS, *LABELS}
    if unknown := sorted(set(data) - known):
        raise PackError(f"{file}: unknown key {unknown[0]!r}; keys are {', '.join(sorted(known))}")
    if missing := sorted(known - {"spaces"} - set(data)):
        raise PackError(f"{file}: missing key {missing[0]!r}; an empty section must be written out")
    _check_types(file, data)
    if unknown := sorted(set(data["consent"]) - set(GROUPS)):
        raise PackError(f"{file}: [consent] unknown group {unknown[0]!r}; groups are {', '.join(GROUPS)}")
    words = {key: frozenset(_words(file, key, data[key])) for key in WORD_LISTS}
    groups = {group: tuple(_patterns(file, f"consent.{group}", data["consent"].get(group, []))) for group in GROUPS}
    return Pack(
        code=data["code"],
        name=data["name"],
        spaces=data.get("spaces", True),
        function_words=words["function_words"],
        months=words["months"],
        weekdays=words["weekdays"],
        units=words["units"],
        dates=tuple(_patterns(file, "dates", data["dates"])),
        groups=groups,
        phrases=tuple(phrase for label in LABELS for phrase in _section(file, label, data[label])),
    )


def _check_types(file: str, data: Mapping[str, object]) -> None:
    """Codes and names are strings, lists hold strings, sections hold such lists."""
    for key, value in data.items():
        if key in ("code", "name"):
            if not isinstance(value, str):
                raise PackError(f"{file}: {key} = {value!r}: write a string")
        elif key in ("consent", *LABELS):
            if not isinstance(value, dict) or not all(_is_list(items) for items in value.values()):
                raise PackError(f"{file}: [{key}] must be a table of lists of strings")
        elif key != "spaces" and not _is_list(value):
            raise PackError(f"{file}: {key} must be a list of strings")


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _words(file: str, key: str, items: list[str]) -> Iterator[str]:
    for item in items:
        yield from (fold(word) for word in TOKEN.findall(item))
        if not TOKEN.search(item):
            raise PackError(f"{file}: {key}: {item!r} holds no word")


def _patterns(file: str, key: str, items: list[str]) -> Iterator[Pattern]:
    for item in items:
        yield _pattern(file, key, item)


def _pattern(file: str, where: str, item: str) -> Pattern:
    """Take one phrase apart at the spaces outside of alternations, and each part into its alternatives."""
    body = item.removeprefix("...").removesuffix("...").replace("...", " {name} ")
    places = []
    for part in _PART.findall(body):
        if part == "|":
            continue  # a separator on the page, as between name and date
        try:
            alternatives = tuple(dict.fromkeys(parse_pattern(choice) for choice in expand(part)))
        except ValueError as error:
            raise PackError(f"{file}: {where}: {item!r}: {error}") from error
        if any(re.search(r"[()|]", choice) for choice in expand(part)):
            raise PackError(f"{file}: {where}: {item!r}: '(', '|' and ')' don't pair")
        if alternatives != ((),):
            places.append(alternatives)
    if math.prod(len(place) for place in places) > MOST_ALTERNATIVES:
        raise PackError(f"{file}: {where}: {item!r} stands for too many phrases; write several shorter ones")
    if not any(all(any(token not in _NO_WORDS for token in choice) for choice in place) for place in places):
        raise PackError(f"{file}: {where}: {item!r} holds no word of its own, or only one that may be left out")
    return tuple(places)


def _section(file: str, label: str, section: Mapping[str, list[str]]) -> Iterator[Phrase]:
    if unknown := sorted(set(section) - set(STRENGTHS)):
        raise PackError(f"{file}: [{label}] unknown strength {unknown[0]!r}; strengths are certain, likely, hint")
    seen: set[str] = set()
    for name, items in section.items():
        for item in items:
            where = f"[{label}] {name}"
            if item in seen:
                raise PackError(f"{file}: {where}: {item!r} is listed twice in this section; keep the right strength")
            seen.add(item)
            pattern = _pattern(file, where, item)
            if item.startswith("...") and any(choice[:1] == ("{name}",) for choice in pattern[0]):
                raise PackError(f"{file}: {where}: {item!r}: an open phrase can't start with {{name}}")
            if item.count("{name}") > 1 and item.startswith("{name}"):
                raise PackError(f"{file}: {where}: {item!r}: two names and a word between match any line; leave it out")
            yield Phrase(label, STRENGTHS[name], pattern, item.startswith("..."), item.endswith("..."))


def _folder() -> Path:
    from pathlib import Path  # for the compiler of the index alone, and slow to import as tomllib is

    return Path(__file__).parent / "packs"


def pack_files() -> list[Path]:
    """The packs' files, by name; none in an installed wheel."""
    return sorted(_folder().glob("[a-z]*.toml"))


def load_packs() -> tuple[Pack, ...]:
    """Every pack of the checkout, read from TOML and validated: what the index is compiled from.

    Raises:
        FileNotFoundError: this is an installed wheel, which has the index alone.
    """
    files = pack_files()
    if not files:
        raise FileNotFoundError(
            f"no packs in {_folder()}: a wheel holds their index alone; use a checkout or the sdist"
        )
    return tuple(parse_pack(file.read_text("utf-8"), file.name) for file in files)


def load_networks() -> tuple[str, ...]:
    """The names of networks that the slot {network} stands for, folded."""
    import tomllib

    text = (_folder() / "_networks.toml").read_text("utf-8")
    return tuple(sorted({" ".join(tokens(name)) for name in tomllib.loads(text)["networks"]}))
