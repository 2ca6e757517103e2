"""An Explanation as lines for a terminal: what stayed, what went, and why."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..pipeline import Explanation

WIDTH = 100
_LABEL = 12
# Escapes, C1 controls and bidi overrides of a page must not reach a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIM, _RED, _GREEN, _PLAIN = "\033[2m", "\033[31m", "\033[32m", "\033[0m"


def neutral(text: str) -> str:
    """The text with control characters shown as `\\u001b`, so that a page cannot command the terminal."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def render(explanation: Explanation, *, colour: bool = False) -> str:
    """One entry a piece: `+` and its text where it stayed, `-` with label and reason where it went."""
    dim, red, green, plain = (_DIM, _RED, _GREEN, _PLAIN) if colour else ("", "", "", "")
    shown = [piece for piece in explanation.pieces if piece.text]
    kept = sum(piece.kept for piece in shown)
    verdict = explanation.verdict
    breaks = ", breaks off" if verdict.truncated else ""
    head = f"language {explanation.language or 'unknown'}, {kept} of {len(shown)} pieces kept"
    lines = [f"{head}: {verdict.kind} ({verdict.confidence:.2f}){breaks}"]
    for piece in shown:
        text = textwrap.shorten(neutral(piece.text), WIDTH - _LABEL - 4, placeholder=" …")
        label = "" if piece.kept and piece.label == "article" else piece.label
        sign, ink = ("+", green) if piece.kept else ("-", red)
        lines.append(f"{ink}{sign} {label:<{_LABEL}}{plain} {text}")
        if not piece.kept:
            lines.append(f"  {'':<{_LABEL}} {dim}{neutral(explanation.why(piece))}{plain}")
    return "\n".join(lines)
