"""An Explanation as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..pipeline import Explanation


def as_data(explanation: Explanation) -> dict[str, Any]:
    """The text, the language, the verdict, and every piece with its place, fate, reason and marks.

    `json.dumps` takes it as it is.
    """
    return {
        "text": explanation.text,
        "language": explanation.language,
        "verdict": asdict(explanation.verdict),
        "pieces": [
            {
                "start": piece.start,
                "end": piece.end,
                "source_start": piece.source_start,
                "source_end": piece.source_end,
                "text": piece.text,
                "kept": piece.kept,
                "label": piece.label,
                "score": round(piece.score, 4),
                "why": explanation.why(piece),
                "marks": [
                    {
                        "start": mark.start,
                        "end": mark.end,
                        "label": mark.label,
                        "strength": mark.strength.name.lower(),
                        "reason": mark.reason,
                        "by": mark.by,
                        "own": mark.own,
                    }
                    for mark in piece.marks
                ],
            }
            for piece in explanation.pieces
        ],
    }
