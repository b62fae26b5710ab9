"""The files that a desk's look is made of, found without the types of its settings: to import those takes long."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from briefing.atomic import read_regular_file
from briefing.house.look import SETTINGS, TEMPLATE_FOLDER
from briefing.resources import TEMPLATES
from briefing.workspace import readable_files

FONT_PREFIX = "fontpkg-"
_MAX_BYTES = 200_000


def desk_files(root: Path) -> list[Path]:
    """Return the files of a workspace that its desk's look is made of, besides its settings."""
    table = _house_table(root)
    if table is None:
        return []
    folder, logo = root / TEMPLATE_FOLDER, table.get("logo")
    files = readable_files(folder) if has_own_templates(root) else []
    if isinstance(logo, str) and logo:
        path = root / logo
        files += [path] if os.path.isfile(path) and is_inside(path, root) else []  # noqa: PTH113
    return files


def font_packages(root: Path) -> list[str]:
    """Return the names of the font packages that the settings of a workspace name."""
    table = _house_table(root) or {}
    return [
        distribution_of(family) for key in ("serif", "sans") if isinstance(family := table.get(key), str) and family
    ]


def default_paper(root: Path) -> str:
    """Return the paper that a workspace's settings state, whatever they say; empty where they state none."""
    paper = (_house_table(root) or {}).get("paper")
    return paper if isinstance(paper, str) else ""


def _house_table(root: Path) -> Mapping[str, object] | None:
    """Return the table `[house]` unchecked; None where there is none or the settings cannot be read."""
    try:
        text = read_regular_file((root / SETTINGS).resolve(), _MAX_BYTES).decode()
        table = tomllib.loads(text).get("house") if "house" in text else None
    except (OSError, ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def has_own_templates(root: Path) -> bool:
    """Tell whether a workspace has templates that are not those of this program, whose checkout is a workspace too."""
    folder = root / TEMPLATE_FOLDER
    return folder.is_dir() and folder.resolve() != TEMPLATES.resolve()


def is_inside(path: Path, root: Path) -> bool:
    """Tell whether a file is below a folder once links are followed."""
    return os.path.realpath(path).startswith(f"{os.path.realpath(root)}{os.sep}")


def distribution_of(family: str) -> str:
    """Return the name of the package that has a font family, written as the family or as the package."""
    slug = re.sub(r"[\s_]+", "-", family.strip().lower())
    return slug if slug.startswith(FONT_PREFIX) else FONT_PREFIX + slug
