"""Build on another machine: the inputs of a briefing in one compressed blob, a build from them, and a check of its result."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.atomic import write_atomically
from briefing.batch.pool import BuildOutcome, batch_error, build_outcome
from briefing.build import load_from_workspace
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.fingerprint import digest
from briefing.house.files import desk_files
from briefing.problems import BriefingError, ContentError, Problem, reason_of
from briefing.settings import SETTINGS_FILE as SETTINGS
from briefing.workspace import Workspace, readable_files, relative_to_cwd

MAX_INPUT_BYTES = 1_000_000_000

SAME_VERSIONS = (
    "install on each machine what this one has, with pip install 'briefing[cluster]', then restart its workers"
)
_NOT_SHARED = "name a folder that this machine and all workers see by the same path, and may write in"


@dataclass(frozen=True)
class RemoteTask:
    """A request as it is sent: its folders absolute and resolved, from a client whose current folder is `cwd`.

    The PDF comes back through the file `through`, if given. The `repr`, which Dask may log, shows no content.
    """

    request: BuildRequest = field(repr=False)
    cwd: Path = field(repr=False)
    through: Path | None


@dataclass(frozen=True)
class Inputs:
    """The files of a briefing as they are sent: a compressed, pickled mapping of absolute path to content."""

    key: str
    blob: bytes = field(repr=False)


@dataclass(frozen=True)
class Expected:
    """What a result is compared with: the digests of the files that were sent, and this machine's environment."""

    read: Mapping[str, str]
    environment: str


def pack(request: BuildRequest, environment: str) -> tuple[Inputs, Expected]:
    """Pack all that a build of a request reads; `environment` was taken before.

    Raises ContentError with the faults of the briefing, or (`too-much`) where its files are too large to be sent.
    """
    workspace = Workspace(request.workspace.root.resolve())
    loaded = load_from_workspace(request.folder, request.workspace, request.parameters)
    shared = [
        *readable_files(workspace.data),
        *filter(os.path.isfile, (workspace.root / SETTINGS,)),
        *desk_files(workspace.root),
    ]
    files = {path: path.read_bytes() for path in shared} | dict(loaded.read)
    if sum(map(len, files.values())) > MAX_INPUT_BYTES:
        what = f"this briefing has more than {MAX_INPUT_BYTES:,} bytes to send to a cluster"
        raise ContentError(Problem("too-much", what, hint="build it on this machine, without --cluster"))
    packed = pickle.dumps({str(path): content for path, content in sorted(files.items())})
    read = {str(path): digest(content) for path, content in sorted(loaded.read.items())}
    return Inputs(digest(packed), zlib.compress(packed, 1)), Expected(read, environment)


MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is for its owner alone
"""The file system that Linux keeps in memory."""

_SPARE_BYTES = 50_000_000
"""How much must be free in memory beside the inputs, for drawn figures."""

_REMOVE_AT_END = 'read -r _; exec rm -rf -- "$1"'
"""A shell's program: wait until the other end of the pipe is closed, however that process ends, then remove a folder."""


@contextmanager
def _temporary_folder(scratch: Path, size: int) -> Iterator[Path]:
    """Make a folder for files of a total size, and remove it at the end of the block or of this process."""
    top = MEMORY if _has_room(MEMORY, size + _SPARE_BYTES) else scratch
    with TemporaryDirectory(prefix="briefing-", dir=top.resolve(), ignore_cleanup_errors=True) as name:
        shell = ["/bin/sh", "-c", _REMOVE_AT_END, "sh", name]
        with subprocess.Popen(shell, stdin=subprocess.PIPE, cwd="/", start_new_session=True) as remover:  # noqa: S603
            try:
                yield Path(name)
            finally:
                remover.communicate()


def _has_room(folder: Path, size: int) -> bool:
    try:
        return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free > size
    except OSError:
        return False


_ONE_AT_A_TIME = threading.Lock()
"""A worker with several threads builds one request at a time: fonts and the cache of figures belong to its process."""


def build_from_inputs(task: RemoteTask, inputs: Inputs, scratch: Path) -> BuildOutcome:
    """Build a request in a temporary folder, which is deleted afterwards, even where this process is killed.

    It is in memory where the system has room for it there, else below `scratch`. Where the PDF goes back through a file, the
    content of what is returned is its digest.
    """
    packed = zlib.decompress(inputs.blob)
    with _ONE_AT_A_TIME, _temporary_folder(scratch, len(packed)) as mirror:
        for path, content in pickle.loads(packed).items():  # noqa: S301 - as all that Dask sends
            file = Path(f"{mirror}{path}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        request = replace(
            task.request,
            folder=Path(f"{mirror}{task.request.folder}"),
            workspace=Workspace(Path(f"{mirror}{task.request.workspace.root}")),
            out=mirror / "out",
        )
        outcome = _as_on_client(build_outcome(request), mirror, task.cwd)
    if not task.through or isinstance(outcome, BriefingError):
        return outcome
    if not task.through.parent.is_dir():
        return batch_error("not-shared", f"a worker sees no folder {task.through.parent}", task.request, _NOT_SHARED)
    try:
        write_atomically(task.through, outcome.content)
    except BriefingError as error:
        return error
    return replace(outcome, content=digest(outcome.content).encode())


def _as_on_client(outcome: BuildOutcome, mirror: Path, cwd: Path) -> BuildOutcome:
    """Return an outcome with its paths as they are on the client: absolute, in messages relative to its current folder."""
    shown = relative_to_cwd(mirror)

    def absolute(text: str) -> str:
        return text.replace(str(mirror), "")

    def relative(text: str) -> str:
        return absolute(text.replace(f"{mirror}{cwd}/", "")).replace(f"{shown}{cwd}/", "").replace(f"{shown}/", "/")

    def with_paths(problem: Problem) -> Problem:
        place = replace(problem.place, file=relative(problem.place.file)) if problem.place else None
        return replace(problem, what=relative(problem.what), hint=relative(problem.hint), place=place)

    if isinstance(outcome, BriefingError):
        return type(outcome)([with_paths(problem) for problem in outcome.problems])
    return replace(
        outcome,
        read={absolute(path): known for path, known in outcome.read.items()},
        missing=tuple(map(absolute, outcome.missing)),
        warnings=tuple(map(with_paths, outcome.warnings)),
        errors=tuple(map(with_paths, outcome.errors)),
        due=(outcome.due[0], with_paths(outcome.due[1])) if outcome.due else None,
    )


def accept(made: RenderedBriefing, expected: Expected, request: BuildRequest, through: Path | None) -> BuildOutcome:
    """Return a briefing that was built elsewhere, with this machine's environment on its record and its PDF read.

    Returns an error where it was built from other files than were sent or in another environment, or its PDF was changed.
    """
    if made.read != expected.read or made.environment_fingerprint.split()[1:] != expected.environment.split()[1:]:
        what = "a worker built this from other files than were sent, or with another program"
        return batch_error("versions-differ", what, request, SAME_VERSIONS)
    if through:
        try:
            content = through.read_bytes()
            through.unlink()
        except OSError as error:
            what = f"what a worker wrote to {through.parent} cannot be read: {reason_of(error)}"
            return batch_error("not-shared", what, request, _NOT_SHARED)
        if digest(content).encode() != made.content:
            what = "what a worker wrote to the shared folder was changed"
            return batch_error("not-shared", what, request, _NOT_SHARED)
        made = replace(made, content=content)
    return replace(made, environment_fingerprint=expected.environment)
