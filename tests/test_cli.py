"""The command: files and standard input, every option, what it says of bad input, and how it ends."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleaner import clean, explain
from cleaner.cli import LABELS, main
from cleaner.language import packs
from support import FIXTURES, ROOT, article, page_files, read

BODY = "\n".join(article("en"))
OTHER_BODY = "\n".join(article("ro"))
PAGE = f"Accept all cookies\nPhoto: Marta Keel/Reuters\n{BODY}\nRead More\n"
OTHER_PAGE = f"Acceptă toate\n{OTHER_BODY}\nRead More\n"
TIMEOUT = 60
needs_posix = pytest.mark.skipif(os.name != "posix", reason="pipes, terminals and signals as POSIX has them")


@pytest.fixture
def page(tmp_path: Path) -> str:
    return written(tmp_path / "page.txt", PAGE.encode())


@pytest.fixture
def other(tmp_path: Path) -> str:
    return written(tmp_path / "other.txt", OTHER_PAGE.encode())


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def environment(**changes: str) -> dict[str, str]:
    """That of a process which finds the package, installed or not."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return {**kept, "PYTHONPATH": path, **changes}


def command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "cleaner", *arguments]


def run(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    done = subprocess.run(
        command(arguments), input=stdin, capture_output=True, env=env or environment(), timeout=TIMEOUT
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def lines(output: bytes) -> list[str]:
    return output.decode("utf-8").splitlines()


class TestInput:
    def test_standard_input(self) -> None:
        done = run(stdin=PAGE.encode())
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{BODY}\n", b"")

    def test_a_dash_is_standard_input(self, other: str) -> None:
        done = run(other, "-", stdin=PAGE.encode())
        assert done.stdout.decode() == f"{OTHER_BODY}\n\n{BODY}\n"

    def test_a_fixture_page(self) -> None:
        file = FIXTURES / "pages" / "en" / "agency.txt"
        done = run(str(file))
        assert done.stdout.decode() == clean(read(file)) + "\n"

    def test_several_files_are_separated_by_a_blank_line(
        self, page: str, other: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([page, other, page]) == 0
        assert capsys.readouterr().out == f"{BODY}\n\n{OTHER_BODY}\n\n{BODY}\n"

    def test_a_page_without_an_article_leaves_no_gap(
        self, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        empty = written(tmp_path / "empty.txt", b"")
        buttons = written(tmp_path / "buttons.txt", b"Accept all cookies\nShare on Facebook\n")
        assert main([empty, page, buttons, page, empty]) == 0
        assert capsys.readouterr().out == f"{BODY}\n\n{BODY}\n"

    def test_a_byte_order_mark_is_no_text(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = "The ferry to the island was cancelled on Sunday because of the storm."
        assert main([written(tmp_path / "page.txt", b"\xef\xbb\xbf" + text.encode())]) == 0
        assert capsys.readouterr().out == f"{text}\n"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso8859-16"])
    def test_encoding(self, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = "Feribotul spre insulă a fost anulat duminică din cauza furtunii, a anunțat căpitănia portului."
        assert main(["--encoding", encoding, written(tmp_path / "page.txt", text.encode(encoding))]) == 0
        assert capsys.readouterr().out == f"{text}\n"

    def test_windows_line_ends(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([written(tmp_path / "page.txt", PAGE.replace("\n", "\r\n").encode())]) == 0
        assert capsys.readouterr().out == f"{BODY}\n"

    def test_output_is_utf_8_in_any_locale(self) -> None:
        done = run(stdin=OTHER_PAGE.encode(), env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"))
        assert done.stdout.decode("utf-8") == f"{OTHER_BODY}\n"


class TestBadInput:
    def test_missing_file(self, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        missing = str(tmp_path / "missing.txt")
        assert main([missing, page]) == 1
        out, err = capsys.readouterr()
        assert err == f"cleaner: {missing}: No such file or directory\n"
        assert out == f"{BODY}\n"

    def test_a_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(tmp_path)]) == 1
        assert capsys.readouterr().err.startswith(f"cleaner: {tmp_path}: ")

    def test_bytes_that_are_not_utf_8(
        self, page: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad = written(tmp_path / "bad.txt", b"caf\xe9 au lait")
        assert main([page, bad, other]) == 1
        out, err = capsys.readouterr()
        assert out == f"{BODY}\n\n{OTHER_BODY}\n"
        assert err.startswith(f"cleaner: {bad}: not utf-8: byte 0xe9 at offset 3 ")
        assert "--encoding cp1252" in err

    def test_utf_16_is_guessed_from_its_mark(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([written(tmp_path / "bad.txt", "text".encode("utf-16"))]) == 1
        err = capsys.readouterr().err
        assert "at offset 0 " in err
        assert "--encoding utf-16" in err

    def test_the_offset_counts_the_byte_order_mark(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([written(tmp_path / "bad.txt", b"\xef\xbb\xbfab\xff")]) == 1
        assert "at offset 5 " in capsys.readouterr().err

    def test_standard_input_is_called_so(self) -> None:
        done = run(stdin=b"\xff")
        assert done.returncode == 1
        assert done.stderr.startswith(b"cleaner: standard input: not utf-8: byte 0xff at offset 0 ")

    def test_a_file_name_cannot_command_the_terminal(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["no\x1b[31mfile"]) == 1
        assert "\x1b" not in capsys.readouterr().err

    @needs_posix
    def test_closed_standard_input(self) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$0" -m cleaner <&-', sys.executable], capture_output=True, env=environment(), timeout=TIMEOUT
        )
        assert done.returncode == 1
        assert lines(done.stderr) == ["cleaner: standard input: Bad file descriptor"]


class TestJson:
    def test_is_the_explanation_and_the_files_name(self, page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--json", page]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert json.loads(line) == {"file": page, **explain(PAGE).to_dict()}

    def test_one_line_a_file(self, page: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        empty = written(tmp_path / "empty.txt", b"")
        assert main(["--json", page, empty, other]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]]
        assert [(row["file"], row["text"]) for row in rows] == [(page, BODY), (empty, ""), (other, OTHER_BODY)]

    def test_standard_input_is_a_dash(self) -> None:
        assert json.loads(run("--json", stdin=PAGE.encode()).stdout)["file"] == "-"

    def test_letters_are_shown_as_they_are(self) -> None:
        assert "ă".encode() in run("--json", stdin=OTHER_PAGE.encode()).stdout

    @needs_posix
    def test_a_file_name_that_is_not_utf_8(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/page\xff.txt"
        try:
            with open(name, "wb") as file:
                file.write(PAGE.encode())
        except OSError:
            pytest.skip("the file system takes no such name")
        done = run("--json", os.fsdecode(name))
        assert os.fsencode(json.loads(done.stdout)["file"]) == name


class TestExplain:
    def test_plain_in_a_pipe(self) -> None:
        done = run("--explain", stdin=PAGE.encode())
        assert b"\x1b" not in done.stdout
        assert done.stdout.decode() == f"{explain(PAGE)}\n"

    def test_names_the_file_where_there_are_several(
        self, page: str, other: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--explain", page, other]) == 0
        first, second = capsys.readouterr().out.split("\n\n")
        assert first.startswith(f"{page}: language en, ")
        assert second.startswith(f"{other}: language ro, ")

    @pytest.mark.parametrize("option", ["--explain", "--blank-lines"])
    def test_escapes_of_a_page_do_not_come_through(self, option: str) -> None:
        hostile = f"\x1b]0;title\x07{PAGE}\x1b[2J\x1b[31mred \x9b31m \u202e{BODY}"
        shown = run(option, stdin=hostile.encode()).stdout.decode("utf-8")
        assert not {character for character in shown if character < " " and character != "\n"}
        assert not {character for character in shown if "\x7f" <= character <= "\x9f"}

    @needs_posix
    @pytest.mark.parametrize(
        ("changes", "coloured"),
        [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    )
    def test_coloured_on_a_terminal(self, changes: dict[str, str], coloured: bool, page: str) -> None:
        import pty

        outside, inside = pty.openpty()
        clear = {name: value for name, value in environment().items() if name != "NO_COLOR"}
        done = subprocess.run(
            command(["--explain", page]),
            stdin=subprocess.DEVNULL,
            stdout=inside,
            env={**clear, **changes},
            timeout=TIMEOUT,
        )
        os.close(inside)
        shown = os.read(outside, 1 << 16)
        os.close(outside)
        assert done.returncode == 0
        assert b"Accept all cookies" in shown
        assert (b"\x1b[31m" in shown) is coloured


class TestOptions:
    def test_keep(self, page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--keep", "caption", page]) == 0
        assert capsys.readouterr().out == f"Photo: Marta Keel/Reuters\n{BODY}\n"

    @pytest.mark.parametrize(
        "arguments",
        [["--keep", "caption,cookie"], ["--keep", "caption", "--keep=cookie"], ["--keep", "cookie, caption"]],
    )
    def test_keep_several(self, arguments: list[str], page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*arguments, page]) == 0
        assert capsys.readouterr().out == clean(PAGE, keep={"caption", "cookie"}) + "\n"

    def test_labels_are_those_of_the_filters(self) -> None:
        assert set(LABELS) == {*packs.LABELS, "teaser", "title"}
        met = {mark.label for file in page_files() for piece in explain(read(file)).pieces for mark in piece.marks}
        assert met <= {*LABELS, "article"}

    def test_language(self, page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--json", "--language", "de", page]) == 0
        assert json.loads(capsys.readouterr().out)["language"] == "de"

    @pytest.mark.parametrize("threshold", ["0", "0.75", "1"])
    def test_threshold(self, threshold: str, page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--json", "--threshold", threshold, page]) == 0
        assert json.loads(capsys.readouterr().out)["text"] == clean(PAGE, threshold=float(threshold))

    def test_blank_lines(self, page: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--blank-lines", page]) == 0
        assert capsys.readouterr().out == BODY.replace("\n", "\n\n") + "\n"

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["--version"])
        assert not left.value.code
        assert capsys.readouterr().out.startswith("cleaner")

    def test_help_documents_exit_codes_and_labels(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["--help"])
        assert not left.value.code
        shown = capsys.readouterr().out
        assert all(f"\n  {code} " in shown for code in (0, 1, 2, 130))
        assert all(label in shown for label in LABELS)


class TestEnding:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--keep", "captoin"], "no label 'captoin'; labels are advert, "),
            (["--keep", ""], "no label ''"),
            (["--threshold", "2"], "'2' is no number from 0 to 1"),
            (["--threshold", "nan"], "'nan' is no number from 0 to 1"),
            (["--threshold", "high"], "'high' is no number from 0 to 1"),
            (["--encoding", "klingon"], "'klingon' is no text encoding"),
            (["--encoding", "hex"], "'hex' is no text encoding"),
            (["--json", "--explain"], "not allowed with"),
            (["--colour"], "unrecognized arguments: --colour"),
        ],
    )
    def test_wrong_usage_is_2(self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
        assert says in capsys.readouterr().err

    @needs_posix
    @pytest.mark.parametrize("option", ["--blank-lines", "--explain", "--json"])
    def test_a_closed_pipe_is_no_error(self, option: str, tmp_path: Path) -> None:
        # More than a pipe holds, so that the writer meets its closed end.
        files = [written(tmp_path / f"{i}.txt", (PAGE * 20).encode()) for i in range(40)]
        started = subprocess.Popen(
            command([option, *files]), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
        )
        assert started.stdout
        assert started.stderr
        assert started.stdout.readline()
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(TIMEOUT) == 0
        started.stderr.close()

    @needs_posix
    def test_a_failure_before_a_closed_pipe_is_told(self, page: str) -> None:
        done = subprocess.run(
            ["sh", "-c", '{ "$0" -m cleaner nothing "$1"; echo $? >&2; } | true', sys.executable, page],
            capture_output=True,
            env=environment(),
            timeout=TIMEOUT,
        )
        assert lines(done.stderr) == ["cleaner: nothing: No such file or directory", "1"]

    @needs_posix
    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
    def test_an_output_that_cannot_be_written_is_1(self, page: str) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                command([page]), stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=TIMEOUT
            )
        assert done.returncode == 1
        assert lines(done.stderr) == ["cleaner: standard output: No space left on device"]

    @needs_posix
    def test_a_closed_output_is_1(self, page: str) -> None:
        done = subprocess.run(
            ["sh", "-c", '"$0" -m cleaner "$1" >&-', sys.executable, page],
            capture_output=True,
            env=environment(),
            timeout=TIMEOUT,
        )
        assert done.returncode == 1
        assert lines(done.stderr) == ["cleaner: standard output: Bad file descriptor"]

    @needs_posix
    def test_an_interrupt_is_130(self, page: str) -> None:
        started = subprocess.Popen(
            command([page, "-"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert started.stdout
        # The first article is out, so the command is at work and waits for standard input.
        assert started.stdout.readline().decode() == article("en")[0] + "\n"
        started.send_signal(signal.SIGINT)
        _, err = started.communicate(timeout=TIMEOUT)
        assert (started.returncode, err) == (130, b"")

    def test_an_interrupt_in_the_same_process(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Interrupted(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise KeyboardInterrupt

        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Interrupted()))
        assert main([]) == 130
        assert capsys.readouterr() == ("", "")
