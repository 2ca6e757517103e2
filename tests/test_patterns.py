"""No compiled pattern hangs: each runs over long input made to make it backtrack, in a process that may be stopped."""

import subprocess

import pytest

from support import run_python

# Patterns that are only ever asked about short text, with the bound that their module sets.
BOUNDED = {
    "cleaner.filters.comments._COUNT": 12,
    "cleaner.filters.navigation._SEPARATORS": 160,
    "cleaner.filters.navigation._URL": 160,
    "cleaner.filters.titles._SITE": 250,
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


RUN_ALL = f"""
bounded = {BOUNDED!r}
names = {{}}
for name, pattern in found():
    names.setdefault(pattern, name)  # imported into other modules it is the same pattern
for pattern, name in names.items():
    print(name, flush=True)
    for size in [bounded[name]] if name in bounded else [1_000, 10_000, 100_000]:
        for unit in {MAKE_BACKTRACK!r}:
            for end in ("", "!", "é", " a"):
                text = (unit * size)[:size] + end
                pattern.search(text), pattern.match(text)
                for _ in pattern.finditer(text):
                    pass
"""


def test_no_pattern_hangs() -> None:
    try:
        names = run_python(RUN + RUN_ALL, timeout=90).split()
    except subprocess.TimeoutExpired as stopped:
        output = stopped.stdout or b""
        text = output.decode("utf-8") if isinstance(output, bytes) else output
        pytest.fail(f"{text.split()[-1:]} takes more than linear time")
    assert "cleaner.readers.glue.SENTENCE" in names
    assert set(BOUNDED) <= set(names)
