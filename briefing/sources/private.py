"""The private store: texts of sources that may not be stored with a briefing, handed on, or published.

It is a folder of the workspace, `private/` unless the settings name another, that only its owner can read. Nothing that builds,
publishes, exports or sends reads it; `briefing check`, `publish` and the commands on sources do, to compare words with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.atomic import read_regular_file, write_atomically
from briefing.load.files import FileProblem
from briefing.load.source_texts import MAX_FILE_BYTES, decode_text
from briefing.problems import ContentError, Place, Problem, UsageError, reason_of, writable_hint
from briefing.settings import read_settings
from briefing.text.matching import SourceText
from briefing.workspace import Workspace, display_name, nearest_workspace

_IGNORE = b"# Texts that may not be stored or handed on: git leaves out this folder, whole.\n*\n"


@dataclass(frozen=True)
class PrivateStore:
    """The folder with the private texts of a workspace; `folder` may be missing yet."""

    folder: Path

    def path(self, source: str, sha256: str) -> Path:
        """Return the file of a text, named after its source and its digest: two briefings may have texts of one id."""
        return self.folder / f"{source}-{sha256[:12]}.txt"

    def read(self, source: str, sha256: str) -> SourceText | None:
        """Return a text; None where it is not here. Raises ContentError (`source-altered`, `source-missing`)."""
        path = self.path(source, sha256)
        try:
            content = read_regular_file(path, MAX_FILE_BYTES)
            if hashlib.sha256(content).hexdigest() != sha256:
                what = f"the text of {source} has changed since it was stored: its SHA-256 differs"
                hint = f"delete it, and add it again with: briefing source add FILE --id {source} --withhold"
                raise ContentError(Problem("source-altered", what, Place(display_name(path)), hint))
            return SourceText(decode_text(content))
        except FileNotFoundError:
            return None
        except FileProblem as error:
            raise ContentError(error.at(Place(display_name(path)))) from error
        except OSError as error:
            what = f"the text of {source} cannot be read: {reason_of(error)}"
            hint = "check who may read it, and that it is a file"
            raise ContentError(Problem("source-missing", what, Place(display_name(path)), hint)) from error

    def write(self, source: str, sha256: str, text: bytes) -> Path:
        """Store a text for its owner alone, and keep the folder out of git. Raises UsageError (`cannot-write`)."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            what = f"the folder for private texts cannot be made: {reason_of(error)}"
            place = Place(display_name(self.folder))
            raise UsageError(Problem("cannot-write", what, place, writable_hint(error))) from error
        write_atomically(self.folder / ".gitignore", _IGNORE, private=True)
        path = self.path(source, sha256)
        write_atomically(path, text, private=True)
        return path


def open_private_store(workspace: Workspace) -> PrivateStore:
    """Return the private store of a workspace, as its settings name it."""
    return PrivateStore(workspace.root / read_settings(workspace).sources.private)


def private_store_of(folder: Path) -> PrivateStore | None:
    """Return the private store of the workspace that a folder is in; None where it is in none, wherever one stands."""
    workspace = nearest_workspace(folder)
    return open_private_store(workspace) if workspace else None


def check_store_is_separate(store: PrivateStore, workspace: Workspace, folder: Path) -> None:
    """Raise UsageError (`private-not-kept-out`) where the store is in a folder that is handed on, or contains one.

    Those are the folders of briefings, and those with what they share, what is built, and what is published.
    """
    private = store.folder.resolve()
    hint = 'name a folder of its own in briefing.toml: [sources] with private = "../private"'
    for other in _handed_on(workspace, folder):
        inside = private.is_relative_to(other)
        if inside or other.is_relative_to(private):
            relation = "is inside of" if inside else "contains"
            what = f"the folder for private texts {relation} {display_name(other) or 'this folder'}, and is not kept out of it"
            raise UsageError(Problem("private-not-kept-out", what, Place(display_name(store.folder) or "."), hint))


def _handed_on(workspace: Workspace, folder: Path) -> Iterator[Path]:
    archive = workspace.root / read_settings(workspace).archive.path
    shared = (workspace.assets, workspace.data, workspace.out, archive)
    for one in (folder, *workspace.briefing_folders(), *shared):
        yield one.resolve()
