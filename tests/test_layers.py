"""Who may import whom: each layer only what stands below it, and third parties in one place each."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support import ROOT

SOURCE = ROOT / "src"
PACKAGE = SOURCE / "cleaner"
FILES = sorted(PACKAGE.rglob("*.py"))

# What each layer may import of the package; a name stands for the module and what lies in it.
ALLOWED = {
    "errors": (),
    "folding": (),
    "page": ("folding",),
    "language": ("errors", "folding", "page", "language"),
    "readers": ("folding", "page", "language", "readers"),
    "filters": ("folding", "page", "language"),
    "filters.__init__": ("page", "filters"),
    "decide": ("page", "decide"),
    # What an Explanation is shown with is loaded when it is asked for, never before.
    "pipeline": ("page", "errors", "decide"),
    "report": ("", "report"),
    "batch": (),
    "pool": ("batch",),
    "fingerprints": ("errors", "page"),
    "files": ("", "batch", "files"),
    "verdict": ("folding", "page", "language"),
    "commands": ("", "batch", "files", "report", "commands"),
    "cli": ("", "files", "report", "commands"),
    "__main__": ("cli",),
    "__init__": (
        "errors",
        "page",
        "pipeline",
        "readers",
        "language",
        "filters",
        "decide",
        "batch",
        "fingerprints",
        "verdict",
    ),
}
LAZY = {"pipeline": ("report", "verdict"), "batch": ("pool",)}
FOR_TYPES = {"report": ("pipeline",), "pipeline": ("verdict",), "verdict": ("pipeline",)}
THIRD_PARTIES = {
    "ftfy": {"readers.repair"},
    "langdetect": {"language.detect"},
    "selectolax": {"readers.html"},
    "w3lib": {"readers.html"},
    "pyarrow": {"files.packing", "files.sinks"},
    "zstandard": {"files.packing"},
    "warcio": {"files.items"},
    "tqdm": {"commands.corpus"},
    "regex": None,
}


class Import(NamedTuple):
    """One import: of which module, and where it stands."""

    target: str
    lazy: bool
    for_types: bool


def module(file: Path) -> str:
    """`filters.cookies`, `language.__init__`, ..."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts)


def layer(name: str) -> str:
    """The layer that a module belongs to."""
    return name if name in ALLOWED else name.partition(".")[0]


def imports(file: Path) -> Iterator[Import]:
    """What a file imports, with `from . import x` resolved to `x` of its package."""
    tree = ast.parse(file.read_text("utf-8"))
    lazy = {id(node) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) for node in ast.walk(one)}
    typed = {
        id(node)
        for one in ast.walk(tree)
        if isinstance(one, ast.If) and ast.unparse(one.test) == "TYPE_CHECKING"
        for node in ast.walk(one)
    }
    parents = ("cleaner", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(parents[: len(parents) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            targets = [_submodule(name, alias.name) for alias in node.names]
        yield from (Import(target, id(node) in lazy, id(node) in typed) for target in targets)


def _submodule(package: str, name: str) -> str:
    """`from .filters import own` imports a module, `from .page import Mark` does not."""
    path = SOURCE.joinpath(*package.split("."), name)
    return f"{package}.{name}" if path.is_dir() or path.with_suffix(".py").exists() else package


def inside(target: str, names: tuple[str, ...]) -> bool:
    within = target.removeprefix("cleaner").removeprefix(".")
    return any(within == name or (name != "" and within.startswith(f"{name}.")) for name in names)


@pytest.mark.parametrize("file", FILES, ids=module)
def test_a_module_imports_only_what_stands_below_it(file: Path) -> None:
    own = layer(module(file))
    for target, lazy, for_types in imports(file):
        if target.partition(".")[0] != "cleaner":
            continue
        allowed = ALLOWED[own] + (LAZY.get(own, ()) if lazy else ()) + (FOR_TYPES.get(own, ()) if for_types else ())
        assert inside(target, allowed), f"{module(file)} imports {target}; {own} may import {allowed}"


@pytest.mark.parametrize("file", FILES, ids=module)
def test_third_parties_are_imported_in_one_place(file: Path) -> None:
    for target, _, _ in imports(file):
        top = target.partition(".")[0]
        if top == "cleaner" or top in sys.stdlib_module_names:
            continue
        assert top in THIRD_PARTIES, f"{module(file)} imports {top}"
        where = THIRD_PARTIES[top]
        assert where is None or module(file) in where, f"{module(file)} imports {top}, which belongs in {where}"


@pytest.mark.parametrize("file", FILES, ids=module)
def test_a_module_says_why_it_exists(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{module(file)} opens without a docstring"
