"""Font families of installed `fontpkg-*` packages, which a desk may name in its settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from briefing.house.files import FONT_PREFIX, distribution_of
from briefing.house.look import Typeface
from briefing.problems import did_you_mean
from briefing.text.font_metrics import relative_width

_WEIGHTS = (400, 600, 700)
"""The weights that the pages use: text, headings, and what is bold in prose."""


class TypefaceProblem(Exception):
    """A font family that cannot be used: what is wrong, and what to do."""

    def __init__(self, what: str, hint: str) -> None:
        self.what, self.hint = what, hint
        super().__init__(what)


def find_typeface(family: str) -> Typeface:
    """Return an installed font family. Raises TypefaceProblem where it is not installed or lacks a style."""
    distribution = distribution_of(family)
    folder = _package_folder(distribution)
    if folder is None:
        known = installed_families()
        install = f"install it, where this program is, with: pip install {distribution}"
        shown = f"installed are {', '.join(known)}"
        what = f'no font family "{family}" is installed'
        close = did_you_mean(family, known)
        raise TypefaceProblem(what, "; ".join(filter(None, (close, install, shown))))
    name, files = _described(folder)
    chosen = tuple(dict.fromkeys(_chosen(files)))
    if not chosen:
        raise TypefaceProblem(
            f'the font family "{name}" has no regular and no bold style, which pages need', "choose another family"
        )
    try:
        contents = tuple((PurePosixPath(file).name, (folder / file).read_bytes()) for file in chosen)
    except OSError as error:
        hint = f"install it again: pip install --force-reinstall {distribution}"
        raise TypefaceProblem(f'the files of the font family "{name}" cannot be read', hint) from error
    return Typeface(name, distribution, contents, relative_width(contents[0][1]))


def installed_families() -> list[str]:
    """Return the names of all font families that are installed as packages, sorted."""
    found = {str(one.metadata["Name"]) for one in distributions() if one.metadata["Name"]}
    folders = (_package_folder(name.lower()) for name in found if name.lower().startswith(FONT_PREFIX))
    return sorted({_described(folder)[0] for folder in folders if folder})


def _package_folder(distribution: str) -> Path | None:
    module = distribution.replace("-", "_")
    if not re.fullmatch(r"fontpkg_[a-z0-9_]+", module):
        return None
    spec = find_spec(module)
    places = (spec.submodule_search_locations or ()) if spec else ()
    return next((Path(place) for place in places if Path(place, "metadata.json").is_file()), None)


def _described(folder: Path) -> tuple[str, list[Mapping[str, object]]]:
    """Return the name of a family and the descriptions of its files, as its package states them."""
    stated = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    return str(stated["family"]), list(stated["files"])


def _chosen(files: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the files of the styles that pages use: upright and italic, regular and bold; nothing without an upright pair."""
    chosen: list[str] = []
    for style in ("normal", "italic"):
        styled = [one for one in files if one["style"] == style]
        variable = [str(one["path"]) for one in styled if one["variable"]]
        fixed = {one["weight"]: str(one["path"]) for one in styled if not one["variable"]}
        if variable:
            chosen += variable[:1]
        else:
            chosen += [fixed[weight] for weight in _WEIGHTS if weight in fixed]
        if style == "normal" and not variable and not (400 in fixed and (600 in fixed or 700 in fixed)):
            return []
    return chosen
