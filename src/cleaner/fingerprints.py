"""A name for what a pipeline does, to stand beside a corpus: it changes when an answer can, and only then."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import inspect
import json
from collections.abc import Collection, Iterable, Mapping
from importlib import resources
from typing import Any

from .errors import FilterError
from .page import Decision, Filter

# The data that decide, beside the code: the compiled language packs and the weights.
DATA = ("language/packs/_index.tsv", "decide/weights.json", "decide/weights-html.json")
LENGTH = 16


def fingerprint_of(version: str, filters: Iterable[Filter], decide: Decision, options: Mapping[str, object]) -> str:
    """The fingerprint of a pipeline of this version of the package.

    Shipped filters are named, for the version stands for their code; of a user's own the source counts, and of an
    object its class and its fields.

    Raises:
        FilterError: a filter is made in a way that cannot be told from another, such as a closure over objects.
    """
    parts = {
        "version": version,
        "data": _data(),
        "filters": [_described(one) for one in filters],
        "decide": _described(decide),
        "options": {name: _described(value) for name, value in sorted(options.items())},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:LENGTH]


@functools.cache
def _data() -> str:
    """The digest of the package's data; they do not change while a process lives."""
    package = resources.files(__package__)
    digest = hashlib.sha256()
    for name in DATA:
        digest.update(package.joinpath(name).read_bytes())
    return digest.hexdigest()


def _described(one: Any) -> Any:
    if one is None or isinstance(one, (str, int, float)):
        return repr(one)
    if isinstance(one, (bytes, bytearray)):
        return hashlib.sha256(one).hexdigest()
    if isinstance(one, functools.partial):
        return ["partial", _described(one.func), _described(one.args), _described(one.keywords)]
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        fields = [(field.name, _described(getattr(one, field.name))) for field in dataclasses.fields(one)]
        return ["object", _name(type(one)), _source(type(one)), fields]
    if isinstance(one, Mapping):
        return sorted([_described(key), _described(value)] for key, value in one.items())
    if isinstance(one, (set, frozenset)):
        return sorted(map(_described, one))
    if isinstance(one, Collection):
        return [_described(part) for part in one]
    if inspect.isfunction(one):
        held = [cell.cell_contents for cell in one.__closure__ or ()]
        rest = [one.__defaults__ or (), one.__kwdefaults__ or {}, held]
        return ["function", _name(one), _source(one), _described(rest)]
    raise FilterError(
        f"{one!r} has no fingerprint: make it a function, or a frozen dataclass with `__call__`, "
        "so that it is told from others by its fields"
    )


def _name(one: Any) -> str:
    return f"{one.__module__}.{one.__qualname__}"


def _source(one: Any) -> str:
    if one.__module__.partition(".")[0] == __package__:
        return ""
    try:
        return inspect.getsource(one)
    except (OSError, TypeError):
        code = getattr(one, "__code__", None)
        if code is None:
            raise FilterError(f"{_name(one)} has no fingerprint: its source is not to be found") from None
        constants = [constant for constant in code.co_consts if not inspect.iscode(constant)]
        return repr((code.co_code.hex(), code.co_names, constants))
