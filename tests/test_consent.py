"""Consent sentences that no pack was written for: what the recogniser by parts makes of them."""

from pathlib import Path

import pytest

from cleaner import clean
from support import FIXTURES, article, filled_lines, goes, read

FILES = sorted((FIXTURES / "consent").glob("*.txt"))
# The first run reached 0.84; then words that whole kinds of sentences use were added to the groups.
LEAST = 0.95


def test_consent_sentences_go_around_an_article() -> None:
    gone = [
        goes(sentence, article(file.stem), position)
        for file in FILES
        for sentence in filled_lines(read(file))
        for position in ("before", "behind")
    ]
    assert len(gone) > 300
    assert sum(gone) >= LEAST * len(gone)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_notice_of_three_such_sentences_takes_no_paragraph_with_it(file: Path) -> None:
    sentences, paragraphs = filled_lines(read(file)), article(file.stem)
    for first in range(0, len(sentences) - 2, 3):
        notice = sentences[first : first + 3]
        kept = clean("\n".join([*notice, *paragraphs])).split("\n")
        assert [line for line in kept if line not in notice] == paragraphs
        assert len(kept) - len(paragraphs) <= 1
