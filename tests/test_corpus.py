"""The command over files of pages: every format, what is kept of records, what is rejected, and runs that go on."""

import gzip
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cleaner import clean, clean_html, fingerprint
from cleaner.cli import main
from cleaner.files import items, packing, run
from cleaner.files.sinks import PART, REJECTS, STATE
from support import FIRST_LANGUAGES, FIXTURES, ROOT, read

PAGES = {lang: read(FIXTURES / "pages" / lang / "agency.txt") for lang in FIRST_LANGUAGES}
HTML = "<title>A</title><nav><a href=/>Home</a><a href=/n>News</a></nav><article>{}</article><footer>© 2026</footer>"


def record(lang: str) -> dict[str, Any]:
    return {"id": lang, "score": 1.5, "text": PAGES[lang], "tags": ["a", {"b": None}]}


def records(count: int = len(FIRST_LANGUAGES)) -> list[dict[str, Any]]:
    return [{**record(FIRST_LANGUAGES[n % len(FIRST_LANGUAGES)]), "n": n} for n in range(count)]


def as_lines(some: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in some)


def loaded(path: Path) -> list[dict[str, Any]]:
    with packing.unpacked(path) as file:
        return [json.loads(line) for line in file.read().splitlines()]


def warc_record(kind: str, url: str, body: bytes, http: str = "") -> bytes:
    block = http.encode() + b"\r\n\r\n" + body if http else body
    content = "application/http; msgtype=response" if http else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(block)}>\r\nContent-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_jsonl_keeps_all_other_fields_and_the_order(tmp_path: Path, packed: str, jobs: str) -> None:
    source, output = tmp_path / f"in.jsonl{packed}", tmp_path / f"out.jsonl{packed}"
    writer = packing.PackedWriter(file := source.open("wb"), items.named(source).packing)
    writer.write(as_lines(records()))
    writer.end_part()
    file.close()
    assert main([str(source), "-o", str(output), "--jobs", jobs]) == 0
    assert loaded(output) == [{**one, "text": clean(one["text"])} for one in records()]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([source.name, output.name])


def test_fields_are_named_by_options(tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(as_lines([{"body": PAGES["ro"], "text": "mine"}]))
    arguments = ["--text-field", "body", "--to-field", "article", "--explain-field", "why", "--fingerprint-field", "by"]
    arguments += ["--verdict-field", "is"]
    assert main([str(source), "-o", str(output), "--keep", "caption", *arguments]) == 0
    [one] = loaded(output)
    assert (one["body"], one["text"]) == (PAGES["ro"], "mine")
    assert one["article"] == clean(PAGES["ro"], keep={"caption"})
    assert one["by"] == fingerprint(keep={"caption"})
    assert one["is"]["kind"] == "article"
    assert {piece["label"] for piece in one["why"]} >= {"article", "cookie"}


def test_records_that_cannot_be_cleaned_are_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = as_lines([record("en")])
    source.write_bytes(good + b'{"text": 3}\n[1]\nnot json\n\n{"other": ""}\n\xff\xfe\n' + good)
    assert main([str(source), "-o", str(output)]) == 1
    assert [one["text"] for one in loaded(output)] == [clean(PAGES["en"])] * 2
    rejected = loaded(tmp_path / f"out.jsonl{REJECTS}")
    assert [one["place"] for one in rejected] == [f"{source}:{number}" for number in (2, 3, 4, 6, 7)]
    assert "'text' is int" in rejected[0]["error"]
    assert "7 records, 5 rejected" in capsys.readouterr().err


def test_half_a_surrogate_pair_in_json_is_kept(tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"id": "\\ud800", "text": "The boat left at noon \\ud83d as on every day of the week."}\n')
    assert main([str(source), "-o", str(output)]) == 0
    assert loaded(output)[0]["id"] == "\ud800"


def test_wet_and_warc(tmp_path: Path) -> None:
    wet, warc, output = tmp_path / "a.warc.wet.gz", tmp_path / "b.warc.gz", tmp_path / "out.jsonl"
    paragraphs = "".join(f"<p>{line}</p>" for line in clean(PAGES["de"]).split("\n"))
    page = HTML.format(paragraphs)
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-15"
    image = warc_record("response", "http://c.example/", b"\x89PNG", "HTTP/1.1 200 OK\r\nContent-Type: image/png")
    response = warc_record("response", "http://b.example/", page.encode("iso-8859-15", "xmlcharrefreplace"), http)
    wet.write_bytes(gzip.compress(warc_record("conversion", "http://a.example/", PAGES["ro"].encode())))
    warc.write_bytes(gzip.compress(image) + gzip.compress(response))
    assert main([str(wet), str(warc), "-o", str(output)]) == 0
    one, other = loaded(output)
    assert (one["url"], one["language"], one["text"]) == ("http://a.example/", "ro", clean(PAGES["ro"]))
    assert (other["url"], other["date"]) == ("http://b.example/", "2026-01-02T03:04:05Z")
    assert other["text"] == clean_html(page)


def test_a_broken_archive_is_rejected(tmp_path: Path) -> None:
    source, output = tmp_path / "a.warc.gz", tmp_path / "out.jsonl"
    source.write_bytes(gzip.compress(b"no WARC at all\r\n\r\n"))
    assert main([str(source), "-o", str(output)]) == 1
    assert loaded(output) == []
    assert "no WARC file" in loaded(tmp_path / f"out.jsonl{REJECTS}")[0]["error"]


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    source, output = tmp_path / "in.parquet", tmp_path / "out.parquet"
    rows = [{"id": n, "text": one["text"]} for n, one in enumerate(records())] + [{"id": 99, "text": None}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), source)
    assert main([str(source), "-o", str(output), "--explain-field", "why", "--jobs", "2"]) == 1
    table = parquet.read_table(output).to_pylist()
    assert [(row["id"], row["text"]) for row in table] == [(row["id"], clean(row["text"])) for row in rows[:-1]]
    assert json.loads(table[0]["why"])[0]["label"]
    assert loaded(tmp_path / f"out.parquet{REJECTS}")[0]["place"] == f"{source}:row {len(rows)}"


def test_a_folder_into_a_folder(tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    (source / "page.txt").write_text(PAGES["en"], "utf-8")
    (source / "deep" / "page.html").write_text(HTML.format(f"<p>{clean(PAGES['en'])}"), "utf-8")
    (source / "deep" / "pages.jsonl.gz").write_bytes(gzip.compress(as_lines(records(3))))
    (source / "picture.png").write_bytes(b"\x89PNG")
    assert main([str(source), "-o", str(output)]) == 0
    files = sorted(str(path.relative_to(output)) for path in output.rglob("*") if path.is_file())
    assert files == [os.path.join("deep", "page.txt"), os.path.join("deep", "pages.jsonl.gz"), "page.txt"]
    assert (output / "page.txt").read_text("utf-8") == clean(PAGES["en"]) + "\n"
    assert [one["text"] for one in loaded(output / "deep" / "pages.jsonl.gz")] == [
        clean(one["text"]) for one in records(3)
    ]


def test_a_folder_into_one_file_of_records(tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out.jsonl"
    source.mkdir()
    for lang, page in PAGES.items():
        (source / f"{lang}.txt").write_text(page, "utf-8")
    assert main([str(source), "-o", str(output)]) == 0
    assert [(Path(one["file"]).stem, one["text"]) for one in loaded(output)] == [
        (lang, clean(PAGES[lang])) for lang in sorted(PAGES)
    ]


def test_records_go_to_standard_output_where_no_output_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(as_lines(records(3)) + b"[]\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", str(source)], capture_output=True, env=environment, timeout=60
    )
    assert done.returncode == 1
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [clean(one["text"]) for one in records(3)]
    assert f"{source}:4: BadRecord: a list" in done.stderr.decode()


@pytest.mark.parametrize("named", [False, True])
def test_records_from_standard_input(tmp_path: Path, named: bool) -> None:
    output = tmp_path / "out.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "cleaner", "-", "--input", "jsonl", *(["-o", str(output)] if named else [])]
    done = subprocess.run(command, input=as_lines(records(3)), capture_output=True, env=environment, timeout=60)
    lines = (output.read_bytes() if named else done.stdout).splitlines()
    assert [json.loads(line)["text"] for line in lines] == [clean(one["text"]) for one in records(3)]


def test_an_output_needs_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["-o", str(tmp_path / "out.jsonl")])
    assert ended.value.code == 2
    assert "-o needs files" in capsys.readouterr().err


def test_a_bomb_is_rejected_and_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FREE", 1 << 20)
    source, output = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    source.write_bytes(gzip.compress(b" " * (64 << 20)))
    assert main([str(source), "-o", str(output)]) == 1
    assert "unpacks to more than" in loaded(tmp_path / f"out.jsonl{REJECTS}")[0]["error"]


def test_a_packed_file_that_is_cut_off_is_rejected_behind_its_whole_records(tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    parts = [gzip.compress(as_lines([record("en")])), gzip.compress(as_lines([record("ro")]))]
    source.write_bytes(parts[0] + parts[1][:-20])
    assert main([str(source), "-o", str(output)]) == 1
    assert loaded(output)[0]["id"] == "en"
    assert "cannot be unpacked" in loaded(tmp_path / f"out.jsonl{REJECTS}")[-1]["error"]


def test_a_line_longer_than_any_page_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "LONGEST", 50_000)
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(as_lines([record("en")]) + b'{"text": "' + b"x" * 200_000 + b'"}\n' + as_lines([record("ro")]))
    assert main([str(source), "-o", str(output)]) == 1
    assert [one["id"] for one in loaded(output)] == ["en", "ro"]


class TestResume:
    """A run that is killed goes on, and its output is that of one that was not."""

    @pytest.fixture
    def source(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(run, "CHECKPOINT", 4)
        source = tmp_path / "in.jsonl"
        source.write_bytes(as_lines(records(6)) + b"[bad]\n" + as_lines(records(8)))
        return source

    @pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
    @pytest.mark.parametrize("stop", range(1, 15, 2))
    def test_after_a_stop_at_any_record(
        self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: str, stop: int
    ) -> None:
        whole, output = tmp_path / f"whole.jsonl{packed}", tmp_path / f"out.jsonl{packed}"
        main([str(source), "-o", str(whole)])
        real = run.ordered

        def stopped(*arguments: Any) -> Any:
            for number, result in enumerate(real(*arguments)):
                if number == stop:
                    raise KeyboardInterrupt
                yield result

        monkeypatch.setattr(run, "ordered", stopped)
        assert main([str(source), "-o", str(output)]) == 130
        assert not output.exists()
        monkeypatch.setattr(run, "ordered", real)
        assert main([str(source), "-o", str(output), "--resume"]) == 1
        assert output.read_bytes() == whole.read_bytes()
        rejects = [path.with_name(path.name + REJECTS).read_bytes() for path in (output, whole)]
        assert rejects[0] == rejects[1]
        assert not [path for path in tmp_path.iterdir() if path.name.endswith((PART, STATE))]

    def test_a_run_that_began_anew_is_not_taken_for_the_one_before(
        self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
        main([str(source), "-o", str(whole)])
        real = run.ordered
        for stop in (13, 2):  # the second before its first checkpoint

            def stopped(*arguments: Any, stop: int = stop) -> Any:
                yield from itertools.islice(real(*arguments), stop)
                raise KeyboardInterrupt

            monkeypatch.setattr(run, "ordered", stopped)
            assert main([str(source), "-o", str(output)]) == 130
        monkeypatch.setattr(run, "ordered", real)
        assert main([str(source), "-o", str(output), "--resume"]) == 1
        assert output.read_bytes() == whole.read_bytes()

    def test_what_is_whole_is_left_alone(self, source: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        main([str(source), "-o", str(output)])
        before = output.stat().st_mtime_ns
        assert main([str(source), "-o", str(output), "--resume"]) == 0
        assert output.stat().st_mtime_ns == before

    def test_other_options_are_refused(
        self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output = tmp_path / "out.jsonl"

        def stopped(*arguments: Any) -> Any:
            raise KeyboardInterrupt

        monkeypatch.setattr("cleaner.files.sinks.LineSink.finish", stopped)
        main([str(source), "-o", str(output)])
        monkeypatch.undo()
        assert main([str(source), "-o", str(output), "--resume", "--threshold", "0.3"]) == 1
        assert "was begun with pipeline" in capsys.readouterr().err

    @pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
    def test_after_kills_at_random(self, tmp_path: Path) -> None:
        source, whole, output = tmp_path / "in.jsonl", tmp_path / "whole.jsonl.gz", tmp_path / "out.jsonl.gz"
        source.write_bytes(as_lines(records(120)))
        code = (
            "import sys; from cleaner.cli import main; from cleaner.files import run; run.CHECKPOINT = 5;"
            "main(sys.argv[1:])"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-c", code, str(source), "--quiet", "-o"]
        subprocess.run([*command, str(whole)], env=environment, check=True, timeout=60)
        rng = random.Random(4)
        for _ in range(3):
            process = subprocess.Popen([*command, str(output), "--resume"], env=environment)
            time.sleep(0.3 + 0.3 * rng.random())
            process.send_signal(signal.SIGKILL)
            process.wait()
        subprocess.run([*command, str(output), "--resume"], env=environment, check=True, timeout=60)
        assert output.read_bytes() == whole.read_bytes()
