"""`cleaner lint`: what it finds in the output of other extractors, and what it lets pass."""

import json
from pathlib import Path

import pytest

from cleaner.cli import main
from cleaner.commands.lint import findings
from support import LANGUAGES, article


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_article_has_nothing_to_complain_of(lang: str) -> None:
    assert findings("\n".join(article(lang))) == []


def test_what_is_left_over_is_named() -> None:
    lines = [
        "Share this article",
        *article("en"),
        "Sign up for our newsletter",
        "© 2026 The Kestrel. All rights reserved.",
    ]
    assert findings("\n".join(lines)) == [
        ("share", lines[0]),
        ("newsletter", lines[-2]),
        ("copyright", lines[-1]),
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_counts_by_label_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    file = tmp_path / "out.jsonl"
    texts = [
        "\n".join([*article("en"), "Read More"]),
        "\n".join(article("ro")),
        "\n".join([*article("de"), "Weiterlesen"]),
    ]
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    assert main(["lint", str(file), "--jobs", jobs]) == 1
    out = capsys.readouterr().out
    assert out.startswith("2 of 3 texts hold interface texts")
    assert "read-more      2 lines" in out
    assert "Weiterlesen" in out


def test_clean_output_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out.txt"
    file.write_text("\n".join(article("fr")), "utf-8")
    assert main(["lint", str(file)]) == 0
    assert capsys.readouterr().out == "0 of 1 texts hold interface texts, 0.00 % of their characters\n"


def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out.jsonl"
    file.write_text('{"body": "The boat left at noon."}\n', "utf-8")
    assert main(["lint", str(file)]) == 1
    assert "record 1: KeyError" in capsys.readouterr().out
    assert main(["lint", str(file), "--text-field", "body"]) == 0


def test_a_missing_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(tmp_path / "missing.jsonl")]) == 1
    assert "No such file" in capsys.readouterr().err
