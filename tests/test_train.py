"""The trainer's whole path on a tiny corpus made of the fixture pages: the same bytes twice, and weights that clean."""

import html
import importlib.util
import json
import lzma
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner import Model, clean, clean_html
from support import ROOT, filled_lines, page_files, read

TRAIN = ROOT / "bench" / "train"
pytestmark = pytest.mark.skipif(
    not TRAIN.is_dir() or any(importlib.util.find_spec(name) is None for name in ("lightgbm", "numpy", "sklearn")),
    reason="needs the checkout and the extra `train`: pip install -e '.[train]'",
)
# What the trainer asks of the benchmark's scorer.
SCORER = """
import json, lzma

def pages(data, corpus):
    with lzma.open(data / f"{corpus}.jsonl.xz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
"""


def record(path: Path, number: int) -> dict[str, Any]:
    """A fixture page as a record of the benchmark."""
    text = read(path)
    gold = set(filled_lines(read(path.with_suffix("").with_suffix(".expected.txt"))))
    lines = filled_lines(text)
    labels = {"text": lines, "label": [int(line in gold) for line in lines], "ignore": [], "mixed": []}
    flats = ("wet", "bs4_newline", "inscriptis", "html_text", "glued")
    return {
        "id": f"made-{number}",
        "host": f"host-{number}.example",
        "page_type": "article",
        "flat": dict.fromkeys(flats, text),
        "html": "".join(f"<p>{html.escape(line)}</p>" for line in lines),
        "lines": dict.fromkeys(flats[:3], labels),
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "score.py").write_text(SCORER, "utf-8")
    (folder / "interface.py").write_text("", "utf-8")
    records = [record(path, number) for number, path in enumerate(page_files()) if path.parent.name in ("en", "de")]
    for corpus in ("wcxb", "fundus", "daniel", "trafilatura"):
        with lzma.open(folder / f"{corpus}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in records)
    return folder


def train(data: Path, out: Path, *options: str) -> None:
    command = [sys.executable, str(TRAIN), "--data", str(data), "--out", str(out / "weights.json"), "--folds", str(out)]
    command += options
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=200, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_training_writes_the_same_weights_twice_and_they_clean(data: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        train(data, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == [*(f"fold-{fold}.json" for fold in range(5)), "weights.json"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    page = ROOT / "fixtures" / "pages" / "en" / "news.txt"
    kept = filled_lines(clean(read(page), decide=Model(str(tmp_path / "one" / "weights.json"))))
    wanted = filled_lines(read(page.with_suffix("").with_suffix(".expected.txt")))
    paragraphs = {line for line in wanted if len(line.split()) >= 20}
    assert len(paragraphs & set(kept)) >= 0.8 * len(paragraphs)
    assert not {"Politics", "Sign in", "Subscribe"} & set(kept)


def test_training_on_html_writes_weights_that_clean(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path, "--html")
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [*(f"html-{fold}.json" for fold in range(5)), "weights.json"]
    page = ROOT / "fixtures" / "pages" / "en" / "news.txt"
    markup = "".join(f"<p>{html.escape(line)}</p>" for line in filled_lines(read(page)))
    kept = clean_html(markup, decide=Model(html=str(tmp_path / "weights.json"))).split("\n")
    wanted = filled_lines(read(page.with_suffix("").with_suffix(".expected.txt")))
    paragraphs = {line for line in wanted if len(line.split()) >= 20}
    assert len(paragraphs & set(kept)) >= 0.8 * len(paragraphs)
