"""Reads what was handed in: all files of a folder or a zip file, however their names were written down."""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from checker.files import MOST_SOURCE, read_source

MOST_DEPTH = 12  # folders within each other, zip files counted as folders
MOST_ENTRIES = 200_000  # files in a zip file
MOST_ZIP = 50 * 2**20  # bytes of a learner's zip file
MOST_NAMES = 64 * 2**20  # bytes of the directory that a zip file ends with
PACKED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
ENTRY = b"PK\x01\x02"  # begins what a zip file says of each of its files; to list a million of them takes a gigabyte
END = b"PK\x05\x06"  # begins its last record, which tells the directory's size
END_SIZE, MOST_COMMENT = 22, 2**16
NAMES_ARE_UTF8 = 0x800  # a flag
UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP repeats a name in UTF-8
IGNORED = re.compile(r"__MACOSX|\..*|__pycache__")
UNREADABLE = (OSError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Entry:
    """A file of what was handed in, or a folder.

    Attributes:
        parts: its path below the argument; the name of a zip file, less its ending, counts as a folder's.
        place: where it was found, for messages.
        opened: takes nothing and returns `(content, reason)`: the file's bytes, and "" or why it cannot be read; None
            for a folder.
        zipped: how many of the parts lead to the learner's zip file in which it lies; 0 if it lies in none.
        trouble: why nothing is known of what lies in it; "" else.
    """

    parts: tuple
    place: str
    opened: object = None
    zipped: int = 0
    trouble: str = ""


def entries(path, notes):
    """All files and folders of an argument.

    Args:
        path: a folder, a zip file, or another file, which is the only one then.
        notes: a list, to which is added what cannot be read.

    Yields:
        Each `Entry`; those of one zip file follow each other.
    """
    if path.is_dir():
        yield from _in_folder(path, (), notes)
    elif zipfile.is_zipfile(path):
        yield from _in_zip((path,), (), notes)
    else:
        yield Entry((path.name,), str(path), lambda: _read_file(path))


def _in_folder(folder, parts, notes):
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        notes.append(f"{folder} cannot be read: {error.strerror}")
        yield Entry(parts, str(folder), trouble=f"cannot be read: {error.strerror}")
        return
    for entry in found:
        if IGNORED.fullmatch(entry.name):
            continue
        inside, path = (*parts, entry.name), Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield Entry(inside, str(path))
            if len(inside) < MOST_DEPTH:
                yield from _in_folder(path, inside, notes)
        elif entry.name.lower().endswith(".zip") and entry.is_file(follow_symlinks=False):
            inside = (*parts, path.stem)
            if entry.stat(follow_symlinks=False).st_size > MOST_ZIP:
                yield _refused(inside, path, f"is not opened: more than {MOST_ZIP >> 20} MB", notes)
            else:
                yield from _in_zip((path,), inside, notes)
        else:
            yield Entry(inside, str(path), lambda path=path: _read_file(path))


def _refused(parts, place, why, notes):
    notes.append(f"{place} {why}")
    return Entry(parts, str(place), zipped=len(parts), trouble=why)


def _in_zip(chain, parts, notes):
    """The files of a zip file, which `chain` leads to: its path, and the `ZipInfo` of one in it.

    A zip file that was named (`parts` is empty) may hold one for each learner. What a learner packed is not unpacked
    twice: a few kilobytes would be enough for zip files without end.
    """
    place = ": ".join(str(getattr(each, "filename", each)) for each in chain)
    if parts:
        yield Entry(parts, place, zipped=len(parts))
    try:
        found = _open(chain).infolist()
    except UNREADABLE as error:
        yield _refused(parts, place, f"cannot be opened: {error}", notes)
        return
    for info in found:
        inside = tuple(part for part in _name(info).replace("\\", "/").split("/") if part not in ("", ".", ".."))
        if not inside or any(IGNORED.fullmatch(part) for part in inside):
            known = tuple(part for part in inside[:1] if not IGNORED.fullmatch(part))
            if known and len(inside) > 1:
                yield Entry((*parts, *known), place, zipped=len(parts))
            continue
        whole = (*parts, *inside)
        shown = f"{place}: {'/'.join(inside)}"
        if info.is_dir() or len(whole) > MOST_DEPTH:
            yield Entry(whole[:MOST_DEPTH], shown, zipped=len(parts))
        elif inside[-1].lower().endswith(".zip") and not parts:
            yield from _in_zip((*chain, info), (*inside[:-1], Path(inside[-1]).stem), notes)
        else:
            yield Entry(whole, shown, lambda info=info: _read_from_zip(chain, info), len(parts))


def _name(info):
    """The name of a file in a zip file, where it was written without saying in which encoding, too.

    macOS writes UTF-8 and does not set the flag for it, so `zipfile` reads the bytes in the code page 437 of old PCs.
    """
    if info.flag_bits & NAMES_ARE_UTF8:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    at = 0
    while at + 4 <= len(info.extra):
        kind, size = struct.unpack_from("<HH", info.extra, at)
        field = info.extra[at + 4 : at + 4 + size]
        if kind == UNICODE_PATH and field[1:5] == struct.pack("<L", zlib.crc32(raw)):
            raw = field[5:]
        at += 4 + size
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return info.filename


@lru_cache(maxsize=4)  # files of one zip file are read one after the other, and nothing more is to stay in memory
def _open(chain):
    content, reason = None, ""
    if len(chain) > 1:
        content, reason = _unpack(_open(chain[:-1]), chain[-1], MOST_ZIP)
    elif os.path.getsize(chain[0]) <= MOST_ZIP:
        content = Path(chain[0]).read_bytes()
    if not reason and content is not None and content.count(ENTRY) > MOST_ENTRIES:
        reason = f"more than {MOST_ENTRIES:,} files"
    if reason:
        raise ValueError(reason)
    file = open(chain[0], "rb") if content is None else io.BytesIO(content)  # noqa: SIM115 - the archive's from here on
    try:
        _count(file)
        return zipfile.ZipFile(file)
    except BaseException:
        file.close()
        raise


def _count(file):
    """Look how many files a zip file lists before `zipfile` makes an object of each.

    Raises:
        ValueError: more than there may be.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - END_SIZE - MOST_COMMENT, 0))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_SIZE:
        return  # none, which `zipfile` says better
    named = struct.unpack_from("<L", tail, at + 12)[0]
    end = size - len(tail) + at
    if named == 0xFFFFFFFF:  # zip64: the number lies in a record of 56 bytes, before its locator of 20
        file.seek(max(end - 76, 0))
        found = file.read(76)
        named = struct.unpack_from("<Q", found, 40)[0] if found.startswith(b"PK\x06\x06") else MOST_NAMES + 1
        end -= 76
    if named > MOST_NAMES:
        raise ValueError(f"more than {MOST_NAMES >> 20} MB of names")
    file.seek(max(end - named, 0))
    if file.read(named).count(ENTRY) > MOST_ENTRIES:
        raise ValueError(f"more than {MOST_ENTRIES:,} files")
    file.seek(0)


def _read_file(path):
    content, failure = read_source(path, follow=False)
    return content.tobytes(), failure.got if failure else ""


def _read_from_zip(chain, info):
    try:
        return _unpack(_open(chain), info, MOST_SOURCE)
    except UNREADABLE as error:
        return b"", f"not to be read: {error}"


def _unpack(archive, info, most):
    """At most so many bytes of a file in a zip file, whatever its header says: `(content, reason)`."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return b"", "a link"
    if info.compress_type not in PACKED:  # the others give back all that a block holds, however little is asked for
        return b"", "packed in another way than zip files commonly are: pack it again"
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except Exception as error:  # damaged, encrypted, or of an unknown kind: zipfile raises many things
        return b"", f"not to be read: {error}"
    return (b"", f"more than {most:,} bytes") if len(content) > most else (content, "")
