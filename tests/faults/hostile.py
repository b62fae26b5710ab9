"""Ways to damage what the program stores, each seeded, so that the same archives, settings and records are tried each time."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefing.archive.ocfl.inventory import digest_of, sidecar_of
from briefing.archive.ocfl.layout import object_path
from tests.faults.test_agreement import WRONG, damage

WRONG_VALUES: list[Any] = [
    *WRONG,
    -(10**30),
    1e999,
    "\ud800",
    "\x1b]0;owned\x07\x1b[2J",
    "x" * 200_000,
    "../../../etc/passwd",
    "/dev/zero",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "\u202etxt.exe",
    "TLP:CLEAR",
    {"a": {"b": []}},
    ["x", None, 3],
]
BAD_TEXTS = [
    b"",
    b"\0" * 100,
    b"[" * 300_000,
    b'{"a":' * 100_000,
    b"9" * 5_000,
    b'{"number": ' + b"9" * 5_000 + b"}",
    b"\xff\xfe\x00",
    b'{"id": "\\ud800"}',
    b"null",
    b"\x1b]0;owned\x07",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%s;" % (str(n - 1).encode() if n else b"") * 10) for n in range(9))
    + b"]><a>&b8;</a>",
]
ODD_NAMES = [
    b"\x1b[2J\x1b]0;owned\x07",
    b"\xff\xfe",
    b"a" * 255,
    b"briefing%3a..%2f..",
    b"..%2f",
    b"\n",
    b"v2\xc2\xb2",
    b"v" + b"9" * 200,
]


def wrong(rng: random.Random) -> Any:
    return rng.choice(WRONG_VALUES)


def replace_by(path: Path, rng: random.Random, outside: Path) -> None:
    """Put something in the place of a file or folder that is not what it should be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    how = rng.randrange(8)
    if how == 0:
        path.symlink_to("/dev/zero")
    elif how == 1:
        os.mkfifo(path)
    elif how == 2:
        path.symlink_to(path.name)  # a ring
    elif how == 3:
        path.symlink_to(outside / rng.choice(["file", "folder"]))
    elif how == 4:
        path.mkdir()
    elif how == 5:
        path.write_bytes(rng.choice(BAD_TEXTS))
    elif how == 6:
        with path.open("wb") as file:
            file.truncate(1 << 40)  # a terabyte of nothing
    else:
        bind_socket(path)


def bind_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name[:90])
    finally:
        os.chdir(before)


def forge(root: Path, briefing_id: str, old: bytes, new: bytes) -> None:
    """Replace a file of an object, with all digests of inventories and of the ledger, as whoever can write there could."""
    folder = root / object_path(f"briefing:{briefing_id}")
    before, after = digest_of(old), digest_of(new)
    for path in folder.rglob("*"):
        if path.is_file() and path.read_bytes() == old:
            path.write_bytes(new)
    forge_inventories(root, briefing_id, lambda text: text.replace(before.encode(), after.encode()))


def forge_inventories(root: Path, briefing_id: str, change: Callable[[bytes], bytes]) -> None:
    """Change all inventories of an object, with their digests and those in the ledger."""
    folder = root / object_path(f"briefing:{briefing_id}")
    ledger = root / "extensions" / "briefing" / "inventories.sha512"
    for path in (folder / "inventory.json", *folder.glob("v*/inventory.json")):
        old = path.read_bytes()
        new = change(old)
        path.write_bytes(new)
        path.with_name("inventory.json.sha512").write_bytes(sidecar_of(new))
        ledger.write_bytes(ledger.read_bytes().replace(digest_of(old).encode(), digest_of(new).encode()))


def record(root: Path, rng: random.Random, name: str) -> bytes:
    """Return the content of a manifest or notice of x."""
    folder = root / object_path("briefing:x")
    return rng.choice(sorted(folder.glob(f"v*/content/{name}"))).read_bytes()


def change_record(root: Path, rng: random.Random, name: str) -> None:
    """Change one or all values of a record, or all of it, with digests that fit."""
    old = record(root, rng, name)
    value = json.loads(old)
    how = rng.randrange(5)
    if how == 0:
        new = rng.choice(BAD_TEXTS)
    elif how == 1:
        value.pop(rng.choice(sorted(value)))
        new = json.dumps(value).encode()
    elif how == 2:
        new = json.dumps(dict.fromkeys(value, wrong(rng))).encode()
    else:
        value[rng.choice(sorted(value))] = wrong(rng)
        new = json.dumps(value).encode()
    forge(root, "x", old, new)


def change_inventory(root: Path, rng: random.Random) -> None:
    def change(text: bytes) -> bytes:
        return json.dumps(damage(json.loads(text), random.Random(seed))).encode()

    seed = rng.random()
    forge_inventories(root, "x", change)


def lead_outside(root: Path, rng: random.Random) -> None:
    """Let an inventory name content that is elsewhere, in the form that this program writes, so that the ledger knows it."""
    bad = rng.choice(
        [
            b"../../../../../outside/file",
            b"/dev/zero",
            b"v1/content/../../../../../../outside/file",
            b"v1/content/\\u0000",
        ]
    )
    good = rng.choice([b"v1/content/x.pdf", b"v1/content/manifest.json", b"v2/content/manifest.json"])
    forge_inventories(root, "x", lambda text: text.replace(good, bad))


def name_outside(root: Path, rng: random.Random) -> None:
    """Let a version have a file with a name that leads elsewhere when it is restored."""
    bad = rng.choice(
        [
            b"source/brief/../../../../outside/new",
            b"source/brief//outside/new",
            b"source/brief/\\u001b[2J",
            b"source/brief/.restoring",
        ]
    )
    forge_inventories(root, "x", lambda text: text.replace(b"source/brief/t/tables.csv", bad))


def break_ledger(root: Path, rng: random.Random, outside: Path) -> None:
    path = root / "extensions" / "briefing" / "inventories.sha512"
    lines = [
        "a" * 128 + "  /inventory.json",
        "a" * 128 + "  inventory.json",
        "a" * 128 + "  ../../../outside/folder/v1/inventory.json",
        "a" * 128 + "  " + "x/" * 5000 + "v1/inventory.json",
        "a" * 128 + "  \x1b[2J/v1/inventory.json",
        "z" * 100_000,
        "\0" * 1000,
    ]
    if rng.random() < 0.4:
        replace_by(path, rng, outside)
    else:
        path.write_text("\n".join(rng.sample(lines, 4)) + "\n")


def break_ours(root: Path, rng: random.Random, outside: Path) -> None:
    """Damage what is beside the objects: locks, staging, checks, the layout, the declaration."""
    ours = root / "extensions" / "briefing"
    key = next((ours / "locks").glob("?" * 32)).name
    places = [
        ours / "locks",
        ours / "staging",
        ours / "checks",
        ours / "locks" / key,
        ours / "locks" / "root",
        ours / "staging" / key,
        ours / "staging" / key / "object-id",
        ours / "staging" / "x" / "object-id",
        ours / "checks" / "20990101T000000Z.xml",
        root / "ocfl_layout.json",
        root / "extensions" / "0003-hash-and-id-n-tuple-storage-layout" / "config.json",
        ours,
        root / "extensions",
        ours / "index.sqlite",
    ]
    replace_by(rng.choice(places), rng, outside)


def begin_staging(root: Path, rng: random.Random, outside: Path) -> None:
    """Leave what looks like the work of a writer that died."""
    ours = root / "extensions" / "briefing"
    key = next((ours / "locks").glob("?" * 32)).name
    staging = ours / "staging" / key
    staging.mkdir()
    (staging / "object-id").write_bytes(
        rng.choice([b"briefing:x", b"briefing:y", b"../../../outside", b"\xff", b"x" * 100_000])
    )
    folder = root / object_path("briefing:x")
    if rng.random() < 0.7:
        shutil.copytree(folder / "v2", folder / "v4")
        (staging / "inventory.json").write_bytes(rng.choice(BAD_TEXTS))
        victim = rng.choice(
            [folder / "v4" / "inventory.json", folder / "v4" / "content" / "x.pdf", folder / "inventory.json"]
        )
        replace_by(victim, rng, outside)


def replace_file(root: Path, rng: random.Random, outside: Path) -> None:
    """Replace a file or a folder of an object."""
    folder = root / object_path("briefing:x")
    replace_by(rng.choice(sorted(folder.rglob("*"))), rng, outside)


def add_odd_name(root: Path, rng: random.Random) -> None:
    """Add files and folders with names that no program of ours gives."""
    folder = root / object_path("briefing:x")
    where = rng.choice([root, folder, folder.parent, folder / "v1", folder / "v1" / "content", folder / "extensions"])
    where.mkdir(exist_ok=True)
    path = Path(os.fsdecode(os.fsencode(where) + b"/" + rng.choice(ODD_NAMES)))
    if rng.random() < 0.5:
        path.write_bytes(b"x")
    else:
        path.mkdir()
        (path / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")


def link_object(root: Path, rng: random.Random, outside: Path) -> None:
    """Move an object, or a folder above it, elsewhere, and put a link in its place."""
    folder = root / object_path("briefing:x")
    victim = rng.choice([folder, folder.parent, folder.parents[2], folder / "v1", folder / "v1" / "content"])
    target = outside / "moved"
    victim.rename(target)
    victim.symlink_to(target)


ARCHIVES: dict[str, Callable[[Path, random.Random, Path], None]] = {
    "manifest": lambda root, rng, outside: change_record(root, rng, "manifest.json"),
    "notice": lambda root, rng, outside: change_record(root, rng, "notices/*.json"),
    "briefing": lambda root, rng, outside: change_record(root, rng, "briefing.json"),
    "inventory": lambda root, rng, outside: change_inventory(root, rng),
    "content elsewhere": lambda root, rng, outside: lead_outside(root, rng),
    "name elsewhere": lambda root, rng, outside: name_outside(root, rng),
    "ledger": break_ledger,
    "our own files": break_ours,
    "staging": begin_staging,
    "a file": replace_file,
    "an odd name": lambda root, rng, outside: add_odd_name(root, rng),
    "an object elsewhere": link_object,
}

SETTINGS: list[bytes] = [
    *BAD_TEXTS,
    b"a = " + b"[" * 90_000,
    b"a = " + b"{b = " * 30_000,
    b"a = " + b"9" * 5_000,
    b"a = 0x" + b"f" * 50_000,
    b".".join([b"a"] * 50_000) + b" = 1",
    b"[" + b".".join([b"a"] * 50_000) + b"]",
    b"".join(b"a%d.b.c.d = %d\n" % (n, n) for n in range(9_000)),
    b"[mail]\n" + b"".join(b"a%d = 1\n" % n for n in range(15_000)),
    b"[archive]\npath = 3\n",
    b"[archive]\npath = '\x00'\n",
    b'[archive]\npath = "a\\u0000b"\n',
    b'[archive]\npath = "\\u001b[2J"\n',
    b"[archive]\npath = '" + b"x" * 5_000 + b"'\n",
    b'[archive]\n"\\u001b]0;owned\\u0007" = 1\n',
    b"archive = 1\n",
    b"[[archive]]\n",
    b"[marking]\nscheme = 'X'\nmarkings = [1, 2]\n",
    b"[marking]\nscheme = 'X'\nmarkings = '\x1b[2J'\n",
    b"[marking]\nmarkings = [" + b"'a', " * 30_000 + b"]\n",
    b"[cluster]\nwait = -1\n",
    b"[cluster]\nwait = 1e999\n",
    b"x" * 3_000_000,
    b"a = '''" + b"'" * 2 + b"\n" * 100_000,
    b"a = 1979-99-99T99:99:99Z\n",
    b"a = nan\n[mail]\nport = nan\n",
]

RECORDS: list[str] = ["environment", "paper", "read", "missing", "pdf", "digest", "pages", "warnings", "due"]


def change_build_record(path: Path, rng: random.Random, outside: Path) -> None:
    """Damage a record of a build, or the one of a PDF's owner."""
    how = rng.randrange(6)
    if how == 0:
        replace_by(path, rng, outside)
        return
    if how == 1:
        path.write_bytes(rng.choice(BAD_TEXTS))
        return
    value = json.loads(path.read_bytes())
    if how == 2:
        value = wrong(rng)
    elif how == 3 and "read" in value:
        value["read"] = {
            rng.choice(["/dev/zero", str(outside / "pipe"), "\0", "x" * 9000, str(outside / "huge")]): "0" * 64
        }
    elif how == 4 and "read" in value:
        value["missing"], value["warnings"] = [wrong(rng)], [wrong(rng)]
        value["pdf"] = rng.choice(["/dev/zero", str(outside / "file"), "\0", ""])
    else:
        value[rng.choice(sorted(value))] = wrong(rng)
    path.write_text(json.dumps(value))
