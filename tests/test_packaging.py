"""The wheel: what a stranger installs holds the packs, their index and the types, and works."""

import importlib.util
import os
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from importlib import resources
from pathlib import Path

import pytest

import cleaner
from cleaner.language.compiler import compile_index
from cleaner.language.index import INDEX
from cleaner.language.packs import load_networks, load_packs, pack_files
from support import ROOT, read

PROJECT = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
NEEDED = ("build", "hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: pip install '.[dev]'")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_index_weights_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"cleaner/language/packs/{INDEX}", "cleaner/py.typed", "cleaner/decide/weights.json"} <= names


def test_wheel_holds_the_packs_as_the_index_alone(wheel: Path) -> None:
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".toml")]


def test_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cleaner"}


def test_wheel_holds_every_module(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {file.relative_to(ROOT / "src").as_posix() for file in (ROOT / "src").rglob("*.py")} <= names


def test_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = message_from_string(archive.read(name).decode("utf-8"))
        licences = [name for name in archive.namelist() if name.endswith("/LICENSE")]
    assert metadata["Name"] == PROJECT["name"]
    assert metadata["Version"] == cleaner.__version__
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert licences


def test_installed_package_works(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    if importlib.util.find_spec("pip"):
        install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index"]
        subprocess.run([*install, "--target", str(target), str(wheel)], check=True, capture_output=True, timeout=120)
    else:  # a wheel of plain Python is its own installation
        zipfile.ZipFile(wheel).extractall(target)
    article = "The ferry to the island was cancelled on Sunday because of the storm in the strait."
    page = f"Accept all cookies\n{article}"
    code = f"import cleaner; print(cleaner.__file__); print(cleaner.clean({page!r}))"
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    where, text = done.stdout.splitlines()
    assert Path(where).is_relative_to(target)
    assert text == article


def test_index_equals_the_packs() -> None:
    shipped = (resources.files("cleaner.language") / "packs" / INDEX).read_bytes()
    assert shipped == compile_index(load_packs(), load_networks()), "run python -m cleaner.language.compiler"


def test_each_pack_is_named_by_its_code() -> None:
    files = [file.name for file in pack_files() if not file.name.startswith("_")]
    assert files == [f"{pack.code}.toml" for pack in load_packs()]
