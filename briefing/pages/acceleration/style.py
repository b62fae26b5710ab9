"""Style: two hundred properties of some hundred elements, nearly all of them the parent's or the initial ones."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from briefing.pages.acceleration.heard import listening
from briefing.pages.kept import Shelf

_LATE = frozenset(("marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
"""Pseudo-elements that the engine's own sheet gives every element a style for, and hardly any element has."""

_NOT_PLAIN = frozenset(("position", "float", "display", "page"))
"""Properties that are worked out from more than their own value."""

_TELLING = re.compile(r"@(import|font-face|layer|counter-style|color-profile|charset)|@[\w-]*\\", re.IGNORECASE)
"""Rules of a sheet that do more than give styles to elements and pages, or may be such."""

_ELSEWHERE = frozenset(("filename", "file_obj", "matcher", "layer", "encoding"))
"""What a sheet is given with that is not simply read and parsed."""

SHEETS: Shelf[tuple[object, ...], Any] = Shelf(16, lambda key, _: 1 if len(str(key[0])) <= 100_000 else 99)
"""Sheets as they were parsed, by their text and what it stands in: the house's is the same for every page."""


def changes() -> dict[str, tuple[Any, Any]]:
    """The engine's function and ours, for each change by its name."""
    from weasyprint import CSS, css

    missing = vars(css.ComputedStyle)["__missing__"]
    work_out, look_up = css.StyleFor.set_computed_styles, vars(css.StyleFor)["__call__"]
    return {
        "plain values": (missing, _plain_values_first(missing)),
        "styles later": (work_out, _when_asked(work_out)),
        "styles asked for": (look_up, _worked_out(look_up, work_out)),
        "sheets once": (CSS, _sheets_once(CSS)),
    }


def _plain_values_first(missing: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Take over the parent's value, or the initial one, where no rule gives any and none has to be worked out."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension

    known = frozenset(key for key in INITIAL_VALUES if key not in _NOT_PLAIN and not key.startswith("text_decoration_"))
    inherited = known & frozenset(INHERITED)
    initial = {key: INITIAL_VALUES[key] for key in known - inherited - frozenset(INITIAL_NOT_COMPUTED)}
    physical = frozenset(PHYSICAL_FUNCTIONS)
    plain = (str, int, float, Dimension)

    def logical(style: Any) -> bool:
        own = vars(style)
        if "logical" not in own:
            own["logical"] = any("inline_" in key or "block_" in key for key in style.cascaded)
        return bool(own["logical"])

    def plain_first(style: Any, key: str) -> Any:
        if key in style.cascaded or (key in physical and logical(style)):
            return missing(style, key)
        if key in initial:
            value = style[key] = initial[key]
            return value
        if key in inherited and style.parent_style is not None:
            value = style.parent_style[key]
            # Sums may come out differently here.
            if type(value) in plain:
                style[key] = value
                return value
        return missing(style, key)

    return plain_first


def _when_asked(work_out: Callable[..., None]) -> Callable[..., None]:
    """Put off working out a style that only lists and notes ask for."""

    def when_asked(styles: Any, element: Any, parent: Any, **given: Any) -> None:
        kind = given.get("pseudo_type")
        if kind not in _LATE or "anchor" in styles._cascaded_styles[element, kind]:
            work_out(styles, element, parent, **given)
            return
        cascaded = styles._cascaded_styles[element, kind]
        vars(styles).setdefault("_late", {})[element, kind] = (cascaded, parent, given)

    return when_asked


def _worked_out(look_up: Callable[..., Any], work_out: Callable[..., None]) -> Callable[..., Any]:
    """Work out a style that was put off."""

    def worked_out(styles: Any, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type in _LATE:
            late = vars(styles).get("_late", {}).pop((element, pseudo_type), None)
            if late:
                cascaded, parent, given = late
                styles._cascaded_styles[element, pseudo_type] = cascaded
                work_out(styles, element, parent, **given)
                del styles._cascaded_styles[element, pseudo_type]
        return look_up(styles, element, pseudo_type)

    return worked_out


def _sheets_once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Parse each sheet once, unless it brings in more than styles or the engine has something to say of it."""

    def once(guess: Any = None, **given: Any) -> Any:
        found = None if guess is not None or given.keys() & _ELSEWHERE else _content(given)
        if found is None or _TELLING.search(found[0]):
            return parse(guess, **given)
        key = (*found, given.get("media_type", "print"))
        sheet = SHEETS.get(key)
        if sheet is None:
            with listening() as heard:
                sheet = parse(string=found[0], base_url=found[1], media_type=key[2], url_fetcher=given["url_fetcher"])
            if not heard:
                SHEETS.keep(key, sheet)
        # The engine gathers the rules for pages of all sheets of a document in one list.
        own = copy.copy(sheet)
        own.page_rules, own.layers = given.get("page_rules"), given.get("layers")
        if own.page_rules is None:
            own.page_rules = []
        if own.layers is None:
            own.layers = []
        own.page_rules += sheet.page_rules
        return own

    return once


def _content(given: dict[str, Any]) -> tuple[str, str | None] | None:
    """The text of a sheet, and what its addresses are relative to; None where that takes more than reading it."""
    from weasyprint.urls import fetch

    if given.get("url_fetcher") is None:
        return None
    if isinstance(text := given.get("string"), str):
        return text, given.get("base_url")
    if not given.get("url"):
        return None
    with fetch(given["url_fetcher"], given["url"]) as response:
        content = response.read()
        if response.content_type != "text/css" or response.charset or not content.isascii():
            return None
        return content.decode(), given.get("base_url") or response.url
