"""Articles in which nothing may be removed: on cookies and newsletters, poems, dialogue, recipes, code."""

from pathlib import Path

import pytest

from cleaner import clean
from support import filled_lines, read, whole_files


def stem(path: Path) -> str:
    return path.stem


# Blanks at both ends of a line are not part of a block, so the indentation of code is not compared.
def shown(text: str) -> list[str]:
    return [line.strip() for line in filled_lines(text)]


@pytest.mark.parametrize("file", whole_files(), ids=stem)
def test_nothing_is_removed(file: Path) -> None:
    assert shown(clean(read(file))) == shown(read(file))


@pytest.mark.parametrize("file", whole_files(), ids=stem)
def test_nothing_is_removed_where_blank_lines_stand_between(file: Path) -> None:
    spaced = "\n\n".join(filled_lines(read(file)))
    assert shown(clean(spaced)) == shown(read(file))
