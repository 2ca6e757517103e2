"""Reading and writing gz and zst by name, with a limit on what a small file may unpack to."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from .names import Packing, named

# Text packs to a third or a twentieth; a file that unpacks to more than so many times its size, and to more than that
# much, is made to fill a disk or a memory.
MOST_TIMES, FREE = 250, 256 * 1024 * 1024
STDIN = Path("-")
NEEDS = "needs the extra: pip install 'cleaner-flatpage[files]'"


class UnpackError(OSError):
    """A packed file is broken, or unpacks to more than any text does; the message says which."""


class _Watched(io.RawIOBase):
    """What comes out of a packed file, compared with what went in."""

    def __init__(self, packed: BinaryIO, unpacked: Any) -> None:
        self._packed, self._unpacked = packed, unpacked
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._unpacked.read1(len(buffer))
        except (EOFError, OSError, ValueError) as error:
            raise UnpackError(f"cannot be unpacked: {error}") from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise UnpackError(f"cannot be unpacked: {error}") from error
        self._size += len(data)
        if self._size > max(FREE, MOST_TIMES * self._packed.tell()):
            raise UnpackError(
                f"unpacks to more than {MOST_TIMES} times its size ({self._size // 1_000_000} MB and more); "
                "if that is right, unpack it first"
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """A file for reading, unpacked as its name says; `-` is standard input, as it comes.

    Raises:
        UnpackError: when read, if it is broken or unpacks to more than any text does.
        ModuleNotFoundError: zst, and the extra `files` is not installed.
    """
    if path == STDIN:
        yield sys.stdin.buffer
        return
    with path.open("rb") as packed:
        packing = named(path).packing
        if not packing:
            yield packed
            return
        inner = (
            gzip.GzipFile(fileobj=packed)
            if packing == "gz"
            else _zstandard().ZstdDecompressor().stream_reader(packed, read_across_frames=True)
        )
        yield cast(BinaryIO, io.BufferedReader(_Watched(packed, inner), 1 << 16))


def _zstandard() -> Any:
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"zst {NEEDS}") from error
    return zstandard


def pyarrow_parquet() -> Any:
    """The module that reads and writes Parquet, or an error that says how to get it."""
    try:
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"Parquet {NEEDS}") from error
    return parquet


def synced(file: BinaryIO) -> int:
    """See that what was written to a file is on the disk; how long the file is up to here."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


class PackedWriter:
    """Writes to a file in parts that each unpack by themselves, so that the file can be cut behind any of them."""

    def __init__(self, file: BinaryIO, packing: Packing) -> None:
        self._file, self._packing = file, packing
        self._part: Any = None

    def write(self, data: bytes) -> None:
        """Add to the part that is open, or open one."""
        if not self._packing:
            self._file.write(data)
            return
        if self._part is None:
            self._part = self._opened()
        self._part.write(data)

    def end_part(self) -> int:
        """Close the open part, see that it is on the disk, and return how long the file is."""
        if self._part is not None:
            self._part.close()
            self._part = None
        return synced(self._file)

    def _opened(self) -> Any:
        if self._packing == "gz":  # without name and time, so that equal content gives equal bytes
            return gzip.GzipFile(filename="", mode="wb", fileobj=self._file, mtime=0, compresslevel=6)
        return _zstandard().ZstdCompressor().stream_writer(self._file, closefd=False)
