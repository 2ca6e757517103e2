"""Patterns: phrases as rows of places, written as a string in the index and read again when a page asks for one."""

import re

Pattern = tuple[tuple[tuple[str, ...], ...], ...]
"""A phrase as a row of places, each with its alternatives, each a run of tokens: words, `stem*`, slots and `:`."""

PLACE = re.compile(r"\(([^()]*)\)|([^\s()]+)")


def write_pattern(pattern: Pattern) -> str:
    """A pattern as the index holds it: "(teile|empfiehl) diesen artikel"."""
    places = ["|".join(" ".join(choice) for choice in place) for place in pattern]
    return " ".join(f"({text})" if "|" in text else text for text in places)


def read_pattern(text: str) -> Pattern:
    """The pattern that `write_pattern` wrote.

    >>> read_pattern("(teile|empfiehl uns|) {n} mal")
    ((('teile',), ('empfiehl', 'uns'), ()), (('{n}',),), (('mal',),))
    """
    return tuple(
        tuple(tuple(choice.split()) for choice in several.split("|")) if several else ((single,),)
        for several, single in PLACE.findall(text)
    )


def is_special(token: str) -> bool:
    """Whether a token of a pattern is no word: a slot, a stem or a colon."""
    return token[0] in "{:" or token[-1] == "*"


def first_tokens(pattern: Pattern) -> set[str]:
    """The tokens that the pattern may begin with."""
    firsts: set[str] = set()
    for place in pattern:
        firsts.update(choice[0] for choice in place if choice)
        if all(place):
            break
    return firsts


def second_tokens(pattern: Pattern, first: str) -> set[str]:
    """The tokens that may stand behind `first` where it begins the pattern; "" where nothing need follow."""
    seen: set[str] = set()
    for i, place in enumerate(pattern):
        for choice in place:
            if choice and choice[0] == first:
                seen.update(choice[1:2] or openings(pattern[i + 1 :]))
        if all(place):
            break
    return seen


def openings(places: Pattern) -> set[str]:
    """The first tokens of a pattern's rest; "" among them where all of it may be left out."""
    tokens: set[str] = set()
    for place in places:
        tokens.update(choice[0] for choice in place if choice)
        if all(place):
            return tokens
    return tokens | {""}
