"""Read a desk's look from its workspace, or from the files that an edition keeps of it; every fault has its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from briefing.atomic import read_regular_file
from briefing.house.colours import accent_faults, colour_hint, nearest_passing, read_colour
from briefing.house.files import has_own_templates, is_inside
from briefing.house.logo import MAX_BYTES, LogoProblem, check_logo
from briefing.house.look import NO_HOUSE, PRINT_STYLE, SETTINGS, TEMPLATE_FOLDER, House, Logo, Typeface
from briefing.house.templates import template_problems
from briefing.house.typefaces import TypefaceProblem, find_typeface
from briefing.problems import Place, Problem, UsageError, reason_of
from briefing.settings import HouseSettings, parse_settings, read_settings, read_settings_text, setting_place
from briefing.workspace import Workspace, display_name

LOGO = "logo"
"""The name of a logo beside the page and in the archive, without its ending."""

_MARKING = re.compile(r"\bTLP\s*:\s*\w+", re.IGNORECASE)
_MAX_TEMPLATE_BYTES = 200_000
_MAX_FILES = 100


def read_house(workspace: Workspace) -> House:
    """Return the look of a workspace's desk; none of its own where its settings have no `[house]`.

    Raises UsageError with every problem of the settings, the logo, the fonts and the files in `templates/`.
    """
    settings = read_settings(workspace)
    if "house" not in settings.model_fields_set:
        return NO_HOUSE
    reading = _Reading(workspace.root, settings.house, read_settings_text(workspace.root / SETTINGS))
    house = reading.house()
    if reading.problems:
        raise UsageError(
            sorted(reading.problems, key=lambda one: (str(one.place.file), one.place.line) if one.place else ("", 0))
        )
    return house


def stored_house(files: Mapping[str, bytes]) -> House:
    """Return the look that an edition was made with, from the files it keeps (`House.stored`).

    Nothing is checked again but that its fonts are installed: the rules may have become stricter. Raises UsageError.
    """
    if SETTINGS not in files:
        return NO_HOUSE
    settings = parse_settings(files[SETTINGS].decode()).house
    texts = {name: content.decode() for name, content in files.items() if name.startswith(f"{TEMPLATE_FOLDER}/")}
    logo = Logo(settings.logo, files[settings.logo], settings.logo_words) if settings.logo else None
    problems: list[Problem] = []

    def typeface(key: str, family: str) -> Typeface | None:
        try:
            return find_typeface(family) if family else None
        except TypefaceProblem as error:
            problems.append(Problem("bad-settings", error.what, Place(SETTINGS), error.hint))
            return None

    house = _assemble(
        settings, settings.accent, logo, typeface("serif", settings.serif), typeface("sans", settings.sans), texts
    )
    if problems:
        raise UsageError(problems)
    return house


def _assemble(
    settings: HouseSettings,
    accent: str,
    logo: Logo | None,
    serif: Typeface | None,
    sans: Typeface | None,
    texts: Mapping[str, str],
) -> House:
    """Return a look with the files that an edition keeps of it; `texts` are those in `templates/`, by their whole names."""
    beginning = f"{TEMPLATE_FOLDER}/"
    style = texts.get(beginning + PRINT_STYLE, "")
    settled = settings.model_copy(update={"accent": accent, "logo": logo.file if logo else ""})
    stored = {SETTINGS: _settings_text(settled).encode(), **{name: text.encode() for name, text in texts.items()}}
    if logo:
        stored[logo.file] = logo.content
    return House(
        name=settings.name.strip(),
        logo=logo,
        accent=accent,
        serif=serif,
        sans=sans,
        footer=settings.footer.strip(),
        templates=tuple(
            (name.removeprefix(beginning), text) for name, text in sorted(texts.items()) if name.endswith(".j2")
        ),
        style=style,
        stored=tuple(sorted(stored.items())),
    )


def _settings_text(settings: HouseSettings) -> str:
    """Return `[house]` as an edition keeps it: what is set and nothing else of the file that it was in."""
    stated = {key: value for key, value in settings.model_dump().items() if value and key != "paper"}
    # A text of JSON is one of TOML too: control characters, which differ, are refused.
    return "".join(
        ["[house]\n", *(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in stated.items())]
    )


class _Reading:
    """Reads the look of one workspace and collects what is wrong with it."""

    def __init__(self, root: Path, settings: HouseSettings, text: str) -> None:
        self._root, self._settings, self._text = root, settings, text
        self.problems: list[Problem] = []

    def house(self) -> House:
        settings = self._settings
        for key in ("name", "footer"):
            if _MARKING.search(getattr(settings, key)):
                what = f'"{key}" has a marking in it, which would be on pages with any other marking'
                self._fault(key, what, "take it out: the marking is set in each briefing")
        texts = dict(self._texts())
        found = template_problems({name.removeprefix(f"{TEMPLATE_FOLDER}/"): text for name, text in texts.items()})
        self.problems += map(self._from_workspace, found)
        return _assemble(settings, self._accent(), self._logo(), self._typeface("serif"), self._typeface("sans"), texts)

    def _from_workspace(self, problem: Problem) -> Problem:
        """Return a problem whose place names a file from the current folder on, not from the workspace."""
        place = problem.place
        file = str(Path(display_name(self._root)) / place.file) if place else ""
        return replace(problem, place=replace(place, file=file)) if place else problem

    def _fault(self, key: str, what: str, hint: str) -> None:
        place = setting_place(self._text, "house", key)
        file = str(Path(display_name(self._root)) / SETTINGS)
        self.problems.append(Problem("bad-settings", what, replace(place, file=file), hint))

    def _accent(self) -> str:
        written = self._settings.accent
        if not written:
            return ""
        accent = read_colour(written)
        if accent is None:
            self._fault("accent", f'"{written}" is not a colour', colour_hint(written))
            return ""
        if faults := accent_faults(accent):
            shown = accent if written.lower() == accent else f"{written} ({accent})"
            hint = f"the nearest colour that can be read everywhere is {nearest_passing(accent)}"
            for fault in faults:
                self._fault("accent", f"the accent {shown} cannot be used: {fault}", hint)
        return accent

    def _typeface(self, key: str) -> Typeface | None:
        family = getattr(self._settings, key)
        try:
            return find_typeface(family) if family else None
        except TypefaceProblem as error:
            self._fault(key, error.what, error.hint)
            return None

    def _logo(self) -> Logo | None:
        name, words = self._settings.logo, self._settings.logo_words.strip()
        if not name:
            if words:
                self._fault("logo_words", "these words stand for a logo, and there is none", "add logo, or remove them")
            return None
        if not words:
            hint = 'add its words for those who cannot see it, as in logo_words = "Ministry of the Interior"'
            self._fault("logo", "the logo has no words", hint)
        try:
            content = self._logo_content(name)
            ending = check_logo(name, content)
        except LogoProblem as error:
            if error.line:
                place = Place(str(Path(display_name(self._root)) / name), error.line)
                self.problems.append(Problem("bad-settings", error.what, place, error.hint))
            else:
                self._fault("logo", error.what, error.hint)
            return None
        return Logo(f"{LOGO}{ending}", content, words)

    def _logo_content(self, name: str) -> bytes:
        path, hint = self._root / name, "put the file itself into the workspace, and name it from there"
        if Path(name).is_absolute() or not is_inside(path, self._root):
            raise LogoProblem(f'the logo "{name}" is outside of the workspace', hint)
        try:
            return read_regular_file(path.resolve(), 40 * MAX_BYTES)
        except (OSError, RuntimeError, ValueError) as error:
            raise LogoProblem(f'the logo "{name}" cannot be read: {reason_of(error)}', hint) from error

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Yield the files in `templates/` by their names from the workspace on."""
        folder = self._root / TEMPLATE_FOLDER
        if not has_own_templates(self._root):
            return
        files = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
        for path in files[:_MAX_FILES]:
            name = path.relative_to(self._root).as_posix()
            place = Place(str(Path(display_name(self._root)) / name))
            try:
                if not is_inside(path, self._root):
                    raise OSError("is a link that leads out of the workspace")
                yield name, read_regular_file(path.resolve(), _MAX_TEMPLATE_BYTES).decode("utf-8")
            except UnicodeDecodeError as error:
                line = error.object[: error.start].count(b"\n") + 1
                what = "is not text in UTF-8"
                self.problems.append(Problem("template", what, replace(place, line=line), "save it as UTF-8"))
            except (OSError, RuntimeError) as error:
                what, hint = f"cannot be read: {reason_of(error)}", "put the file itself in its place"
                self.problems.append(Problem("template", what, place, hint))
        if len(files) > _MAX_FILES:
            what = f"there are more than {_MAX_FILES} files in {TEMPLATE_FOLDER}/"
            self.problems.append(Problem("template", what, Place(display_name(folder)), "remove what is not used"))
