"""No compiled pattern hangs: each runs over long input made to make it backtrack, in a process that may be stopped."""

import pytest

from support import run_python

# Patterns that are only ever asked about short text, with the bound that their module sets.
BOUNDED = {
    "cleaner.filters.navigation._SEPARATORS": 160,
    "cleaner.language.packs._PART": 1000,
    "cleaner.language.packs._ALTERNATION": 1000,
}
RUN = """
import importlib, pkgutil, re, sys
import cleaner

def found():
    for info in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        stack = [(f"{info.name}.{name}", value) for name, value in vars(module).items() if not name.startswith("__")]
        while stack:
            name, value = stack.pop()
            if isinstance(value, re.Pattern) or type(value).__module__ == "_regex":
                yield name, value
            elif isinstance(value, (tuple, list)):
                stack.extend((f"{name}[{i}]", item) for i, item in enumerate(value))
            elif isinstance(value, dict):
                stack.extend((f"{name}[{key!r}]", item) for key, item in value.items())
"""
# A character, word or pair that a pattern may try again and again; the letters stand for scripts and for mojibake.
MAKE_BACKTRACK = (
    *" .aA1(|[,:-{«“…。阅éÃ\n\u00a0\u0301",
    *("a ", "a. ", "1 ", "1,", "aA", "a1", "( ", "(a", "()", "| ", " |", "a | ", "& ", "&a", "&#", "http://", "a@"),
    *("a@a.", "” ", ". . ", "。”", "{n} ", "* ", "ØÙ", "x\u200d"),
)


def names() -> list[str]:
    return run_python(RUN + "\nprint('\\n'.join(sorted({name for name, _ in found()})))", timeout=60).split()


@pytest.mark.parametrize("name", names())
def test_pattern_does_not_hang(name: str) -> None:
    sizes = [1_000, 10_000, 100_000]
    if name in BOUNDED:
        sizes = [BOUNDED[name]]
    code = f"""
pattern = dict(found())[{name!r}]
for size in {sizes}:
    for unit in {MAKE_BACKTRACK!r}:
        for end in ("", "!", "\\u00e9", " a"):
            text = (unit * size)[:size] + end
            pattern.search(text), pattern.match(text)
            for _ in pattern.finditer(text):
                pass
"""
    run_python(RUN + code, timeout=60)


def test_patterns_are_found() -> None:
    assert {"cleaner.folding.TOKEN", "cleaner.readers.glue.SENTENCE"} <= set(names())
    assert set(BOUNDED) <= set(names())
