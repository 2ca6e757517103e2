"""Single lines around and inside an article: interface texts go, what only looks like them stays.

Known failures stand in `fixtures/known_failures.json`; `python bench/known_failures.py` writes them anew.
"""

import json
from collections import Counter

import pytest

from cleaner import clean, explain
from support import FIRST_LANGUAGES, FIXTURES, LANGUAGES, Case, article, cases, placed, read

CASES = list(cases())
FILES = sorted({case.file for case in CASES})
KNOWN_FAILURES = json.loads(read(FIXTURES / "known_failures.json"))
REASONS = {(row["file"], row["lang"], row["text"], row["position"]): row["reason"] for row in KNOWN_FAILURES}
POSITIONS = {True: ("behind", "before"), False: ("inside",)}
LABELLED_SHARE = 0.8
# Packs list "published 14 March" with the bylines, and the words of shops with the navigation.
KIN = {"date": {"byline"}, "widget": {"navigation"}}


def rows() -> list[object]:
    params: list[object] = []
    for i, case in enumerate(CASES):
        for position in POSITIONS[case.removed]:
            reason = REASONS.get((case.file, case.lang, case.text, position))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            params.append(pytest.param(case, position, marks=marks, id=f"{case.file}-{case.lang}-{i}-{position}"))
    return params


@pytest.mark.parametrize(("case", "position"), rows())
def test_line_goes_or_stays(case: Case, position: str) -> None:
    lines = placed(case.text, article(case.lang), position)
    wanted = article(case.lang) if case.removed else lines
    assert clean("\n".join(lines)).split("\n") == wanted


@pytest.mark.parametrize("file", FILES)
def test_what_goes_has_the_label_of_its_table(file: str) -> None:
    unlabelled, recognised = [], 0
    for case in CASES:
        if case.file != file or not case.removed:
            continue
        explanation = explain("\n".join(placed(case.text, article(case.lang), "behind")))
        if case.text in explanation.paragraphs:
            continue
        recognised += 1
        labels = {piece.label for piece in explanation.removed}
        labels |= {mark.label for piece in explanation.removed for mark in piece.marks}
        if not labels & {file, *KIN.get(file, ())}:
            unlabelled.append((case.lang, case.text, sorted(labels)))
    assert len(unlabelled) <= (1 - LABELLED_SHARE) * recognised, unlabelled


@pytest.mark.parametrize("file", FILES)
def test_table_has_lines_of_each_kind_in_each_language(file: str) -> None:
    count = Counter((case.lang, case.removed) for case in CASES if case.file == file)
    least = {lang: 4 if lang in FIRST_LANGUAGES else 1 for lang in LANGUAGES}
    assert all(count[lang, removed] >= least[lang] for lang in LANGUAGES for removed in (True, False)), count


def test_known_failures_name_cases_that_exist() -> None:
    known = {(case.file, case.lang, case.text, position) for case in CASES for position in POSITIONS[case.removed]}
    assert set(REASONS) <= known
