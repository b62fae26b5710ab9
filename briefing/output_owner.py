"""Which folder a PDF was built from, so that a copied briefing that kept its id does not take the place of the first.

It is noted beside the record of the build; without the note, a PDF is nobody's.
"""

from __future__ import annotations

import json
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.fingerprint import RECORDS, Parameters
from briefing.problems import BriefingError
from briefing.workspace import BRIEFING_FILE


def write_owner(pdf: Path, folder: Path, parameters: Parameters) -> None:
    """Note the folder that a PDF was built from, and with which parameters. Raises ContentError (`cannot-write`)."""
    if _read(pdf) != (folder.resolve(), parameters):
        note = {"folder": str(folder.resolve()), "parameters": parameters}
        write_atomically(_note(pdf), json.dumps(note).encode())


def other_owner(pdf: Path, folder: Path, id_: str) -> Path | None:
    """The other folder that a PDF was built from, where the PDF is there and that folder still has this id; else None.

    A folder that was moved is gone from where it was, and so never another.
    """
    owner = _read(pdf)
    if owner is None or owner[0] == folder.resolve() or not pdf.exists():
        return None
    return owner[0] if _id_of(*owner) == id_ else None


def _note(pdf: Path) -> Path:
    return pdf.parent / RECORDS / f"{pdf.name}.owner"


def _read(pdf: Path) -> tuple[Path, Parameters] | None:
    try:
        note = json.loads(_note(pdf).read_bytes())
        return Path(note["folder"]), tuple((str(name), str(value)) for name, value in note["parameters"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _id_of(folder: Path, parameters: Parameters) -> str | None:
    """The id that the briefing in a folder has now; None where there is none that can be read."""
    # Only where two may have one id: an unchanged briefing needs none of it.
    from briefing.load.located_values import MAX_BYTES
    from briefing.load.parameters import fill_parameters
    from briefing.load.yaml_reader import read_yaml

    try:
        with (folder / BRIEFING_FILE).open("rb") as file:
            values, _ = read_yaml(BRIEFING_FILE, file.read(MAX_BYTES))
    except (OSError, BriefingError):
        return None
    name = fill_parameters(values, dict(parameters))[0].get("id")
    return name if isinstance(name, str) else None
