"""Why the model decided as it did, in words: the respects in which a block differs most from what is typical.

A reason is true to the model: each family of features is set to its typical values in turn, and what moves the sum most
is what is said. What the second pass takes over from the first is put down to the first one's own reasons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..page import LIKELY, Page
from .features import KEPT, SHORT_WORDS, evidence
from .tree import LANDMARKS, NAMES
from .trees import Forest

if TYPE_CHECKING:
    from .model import Scored, Weights

# A reason names so many respects.
MOST_REASONS = 3
FEW, MANY = 0.1, 0.5
# The features that hand on what the first pass thought.
HANDED_ON = re.compile(r"first|kept_?[~<>]|unsure|(since|until|gone_since|gone_until)_sure")


class Family(NamedTuple):
    """Features that say one thing, by the beginning of their names, and how to say it of a block."""

    names: re.Pattern[str]
    say: Callable[[Mapping[str, float]], str]


def _length(of: Mapping[str, float]) -> str:
    words = int(of["words"])
    return f"short ({words} words)" if words < SHORT_WORDS else f"{words} words long"


def _form(of: Mapping[str, float]) -> str:
    if of["prose"] >= LIKELY:
        return "sentences with function words"
    return "not ended as a sentence" if not of["ends"] else "no running text"


def _evidence(of: Mapping[str, float]) -> str:
    return "like an interface text" if of["against"] or of["part"] else "no interface text by its words"


def _around(of: Mapping[str, float]) -> str:
    share = of["against~3"]
    return "among interface texts" if share > FEW else "no interface text around"


def _paragraphs(of: Mapping[str, float]) -> str:
    away = int(min(of["since_paragraph"], of["until_paragraph"]))
    if away == 0:
        return "a paragraph"
    return "far from any paragraph" if away > SHORT_WORDS else f"{away} blocks from the next paragraph"


def _neighbours(of: Mapping[str, float]) -> str:
    return "between short lines" if of["words~8"] < SHORT_WORDS else "between long lines"


def _alike(of: Mapping[str, float]) -> str:
    run = int(of["alike_run"])
    return f"one of {run} alike in a row" if run > 1 else "of a shape that the page repeats"


def _title(of: Mapping[str, float]) -> str:
    return "shares words with the title" if of["of_title"] > FEW else "shares no word with the title"


def _run(of: Mapping[str, float]) -> str:
    return "inside the longest stretch of text" if of["inside"] else "outside the longest stretch of text"


def _words(of: Mapping[str, float]) -> str:
    share = of["of_run"]
    if share < FEW:
        return "shares no word with the article"
    return "shares its words with the article" if share > MANY else "shares few words with the article"


def _heads(of: Mapping[str, float]) -> str:
    if of["comments_before"]:
        return "behind a head of comments"
    return (
        "behind a head of related stories" if of["related_before"] else "behind no head of comments or related stories"
    )


def _place(of: Mapping[str, float]) -> str:
    if of["place"] < FEW:
        return "at the top of the page"
    return "at the end of the page" if of["place"] > 1 - FEW else "its place on the page"


def _links(of: Mapping[str, float]) -> str:
    return "mostly links" if of["links"] > MANY else "few links in it"


def _element(of: Mapping[str, float]) -> str:
    if of["hidden"]:
        return "hidden by the page"
    inside = [name for name in LANDMARKS if of[f"in_{name}"]]
    return f"inside <{inside[0]}>" if inside else "the element that it is"


def _names(of: Mapping[str, float]) -> str:
    named = [name for name in NAMES if of[f"named_{name}"]]
    return f"in elements named after {', '.join(named[:2])}" if named else "in elements whose names say nothing"


def _container(of: Mapping[str, float]) -> str:
    if of["best_up"] == 0:
        return "in the element that holds most of the prose"
    return "apart from the element that holds most of the prose"


FAMILIES = (
    Family(re.compile(r"links$"), _links),
    Family(re.compile(r"(tag|in)_|level|depth|hidden"), _element),
    Family(re.compile(r"named_"), _names),
    Family(re.compile(r"around\d|best_|kind_"), _container),
    Family(re.compile(r"state[sd]$"), lambda of: "what the page states to be its text"),
    Family(re.compile(r"words$|letters$"), _length),
    Family(re.compile(r"(prose|function|ends|commas|numbers|capitals)$"), _form),
    Family(re.compile(r"(against|part)$"), _evidence),
    Family(re.compile(r"(against|certain|menu|short)[~<>+-]"), _around),
    Family(re.compile(r"prose_words|prose_be|long_before|prose_place|since_paragraph|until_paragraph"), _paragraphs),
    Family(re.compile(r"(words|ends|capitals|numbers|names|exclaimed)[~<>+-]"), _neighbours),
    Family(re.compile(r"alike|periodic|copies|common|shared"), _alike),
    Family(re.compile(r"of_title|title_of|title|(since|until)_title"), _title),
    Family(re.compile(r"inside|off_|run_"), _run),
    Family(re.compile(r"of_run|company"), _words),
    Family(re.compile(r"comments|related|talk|kept_since|(since|until)_(comments|related)"), _heads),
    Family(re.compile(r"dates|cut"), lambda of: "dates, bylines or cut-off texts around"),
    Family(re.compile(r"place|copyright|words_before|kept_(before|place)"), _place),
    Family(re.compile(r"page_|kept_(words|share|blocks|segments)"), lambda of: "the kind of page"),
)


def family_of(name: str) -> Family | None:
    """What a feature says; None where it is only handed on from the first pass."""
    return next((family for family in FAMILIES if family.names.match(name)), None)


def explain_scores(page: Page, weights: Weights, scored: Scored) -> list[str]:
    """The strongest reasons for the score of each block."""
    columns, facts = scored.columns, scored.facts
    first = _pulls(weights.first, columns, facts, weights.typical)
    second = _pulls(weights.second, columns, facts, weights.typical)
    reasons = []
    for number, block in enumerate(page.blocks):
        values = {name: column[number] for name, column in columns.items()} | facts
        sign = 1 if scored.scores[number] >= KEPT else -1
        once = {family: pull[number] for family, pull in first.items()}
        again: dict[Family | None, float] = {None: float(sign)}  # not asked: the first pass's reasons are all there is
        if scored.asked[number]:
            again = {family: pull[number] for family, pull in second.items()}
        pulls = _merged(once, again, sign)
        strongest = sorted(pulls, key=lambda family: (-pulls[family], FAMILIES.index(family)))[:MOST_REASONS]
        said = dict.fromkeys(family.say(values) for family in strongest if pulls[family] > 0)
        named = sorted(evidence(block).groups)
        reasons.append("; ".join(said) or (f"like {named[0]}" if named else "typical in all respects"))
    return reasons


def _pulls(
    forest: Forest, columns: Mapping[str, Sequence[float]], facts: Mapping[str, float], typical: Mapping[str, float]
) -> dict[Family | None, list[float]]:
    """For each family how much it moves the sum of each block; None is what the first pass handed on."""
    whole = forest(columns, facts)
    groups: dict[Family | None, list[str]] = {}
    for name in forest.features:
        family = None if HANDED_ON.match(name) else family_of(name)
        groups.setdefault(family, []).append(name)
    pulls = {}
    for family, names in groups.items():
        size = len(whole)
        plain = {name: [typical[name]] * size if name in names else column for name, column in columns.items()}
        plain_facts = {name: typical[name] if name in names else fact for name, fact in facts.items()}
        without = forest(plain, plain_facts)
        pulls[family] = [a - b for a, b in zip(whole, without, strict=True)]
    return pulls


def _merged(
    first: Mapping[Family | None, float], second: Mapping[Family | None, float], sign: int
) -> dict[Family, float]:
    """The pulls towards the decision, with what the first pass handed on shared out over its own reasons."""
    towards = {family: max(0.0, sign * pull) for family, pull in first.items() if family}
    total = sum(towards.values()) or 1.0
    handed_on = max(0.0, sign * second.get(None, 0.0))
    merged = {family: handed_on * pull / total for family, pull in towards.items()}
    for family, pull in second.items():
        if family:
            merged[family] = merged.get(family, 0.0) + sign * pull
    return merged
