"""Check what the types of a briefing cannot express, one small function per rule, each with a stable code.

These rules look at the plain values, not at the model, so that they apply even where a value elsewhere is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from html import unescape
from itertools import islice

from briefing.load.files import FolderReader
from briefing.load.images.rules import image_problems
from briefing.load.letters import PrintableCharacters, unprintable_letters
from briefing.load.located_values import MAX_TEXT, LocatedValues, ValuePath
from briefing.model.addresses import is_address, login_host, secret_keys
from briefing.model.field_types import STANCES
from briefing.model.key_figures.figure import fold_label
from briefing.problems import Place, Problem, Severity, did_you_mean
from briefing.text.citations import IN_PROSE, parse_citations
from briefing.text.markdown import has_empty_table, links

MAX_PROBLEMS = 200
"""How many problems of each rule are looked for: nobody corrects more at a time, and a bad file may have a million."""

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_ADDRESS_HOST = re.compile(r"^(?:[^:]*://|mailto:)|(?<=[^:/])[/?#;].*", re.DOTALL | re.IGNORECASE)
"""What an address has besides its host."""


def check_constraints(values: LocatedValues, files: FolderReader, printable: PrintableCharacters) -> list[Problem]:
    """Return the problems that these rules find, in the order of the rules."""
    # Longer texts are reported, and not searched.
    texts = [(path, text) for path, text in values.scalars() if len(text) <= MAX_TEXT]
    rules = (
        _long_texts(values),
        _duplicate_ids(values),
        _duplicate_labels(values),
        _stances(values),
        _citations(values, texts),
        image_problems(values, texts, files),
        _links(values, texts),
        _secrets(values, texts),
        _empty_tables(values, texts),
        unprintable_letters(values, texts, printable),
    )
    return [problem for rule in rules for problem in islice(rule, MAX_PROBLEMS + 1)]


Texts = list[tuple[ValuePath, str]]


def _long_texts(values: LocatedValues) -> Iterator[Problem]:
    for path, text in values.scalars():
        if len(text) > MAX_TEXT:
            what = f"this text has {len(text):,} characters; at most {MAX_TEXT:,} fit one value"
            yield Problem("text-too-long", what, values.place(path), "split or shorten it")


def _source_ids(values: LocatedValues) -> list[tuple[ValuePath, str]]:
    return [
        (("sources", index, "id"), source)
        for index, row in values.rows("sources")
        if isinstance(source := row.get("id"), str)
    ]


def _duplicate_ids(values: LocatedValues) -> Iterator[Problem]:
    seen: dict[str, ValuePath] = {}
    for path, source in _source_ids(values):
        if source in seen:
            what = f'two sources have the id "{source}"; the first is at {values.place(seen[source])}'
            hint = "give one of them another id, and correct its citations"
            yield Problem("duplicate-id", what, values.place(path), hint)
        seen.setdefault(source, path)


def _duplicate_labels(values: LocatedValues) -> Iterator[Problem]:
    seen: dict[str, ValuePath] = {}
    for index, row in values.rows("figures"):
        path: ValuePath = ("figures", index, "label")
        label = row.get("label")
        if not isinstance(label, str) or not label.strip():
            continue
        if (key := fold_label(label)) in seen:
            what = f'two key figures have the label "{label}"; the first is at {values.place(seen[key])}'
            yield Problem("duplicate-label", what, values.place(path), "say in one of the labels how they differ")
        seen.setdefault(key, path)


def _stances(values: LocatedValues) -> Iterator[Problem]:
    """Yield stances that are defined twice, and those of reactions that are neither in the vocabulary nor defined."""
    known = list(STANCES)
    for index, row in values.rows("stances"):
        word = row.get("stance")
        if isinstance(word, str) and word in known:
            hint = "delete it" if word in STANCES else "delete one of the two, or call it something else"
            what = f'"{word}" is a stance already'
            yield Problem("duplicate-stance", what, values.place(("stances", index, "stance")), hint)
        elif isinstance(word, str):
            known.append(word)
    for index, row in values.rows("reactions"):
        word = row.get("stance")
        if isinstance(word, str) and word and word not in known:
            hint = did_you_mean(word, known) or f"use one of {', '.join(known)}, or add it under stances:"
            path = ("reactions", index, "stance")
            yield Problem("unknown-stance", f'"{word}" is not a stance', values.place(path), hint)


def _citations(values: LocatedValues, texts: Texts) -> Iterator[Problem]:
    if "sources" in values.unread or not isinstance(values.mapping.get("sources", []), list):
        return  # that they cannot be read is a problem of its own
    known = dict.fromkeys(source for _, source in _source_ids(values))
    for path, text in texts:
        if path[-1] == "source":
            yield from _source_field_problems(values, path, text, known)
        else:
            yield from _prose_citation_problems(values, path, text, known)


def _source_field_problems(
    values: LocatedValues, path: ValuePath, text: str, known: Collection[str]
) -> Iterator[Problem]:
    with suppress(ValueError):  # the model reports what cannot be read
        for source, written in _written_sources(text).items():
            if source not in known:
                yield _unknown_source(values, source, written, known, values.place_of(written, path))


def _prose_citation_problems(
    values: LocatedValues, path: ValuePath, text: str, known: Collection[str]
) -> Iterator[Problem]:
    """Yield the problems of the citations in prose, each at its opening bracket."""
    hint = "write it as [@cnn para. 5]"
    for unmarked in re.finditer(r"(?<!\\)\[([a-z0-9][a-z0-9_-]*)(?: (?:paras?|pp?)\.? [^\[\]]*)?\](?!\()", text):
        if unmarked[1] in known:
            what = f"{unmarked[0]} has no @ and would be printed in the text"
            yield Problem("bad-citation", what, values.place_of(unmarked[0], path), hint)
    for occurrence, opening in enumerate(re.finditer(r"\[@", text)):
        if text[: opening.start()].endswith("\\"):
            continue
        place = values.place_of(opening[0], path, occurrence)
        match = IN_PROSE.match(text, opening.start())
        if not match:
            yield Problem("bad-citation", "this citation is not closed", place, hint)
            continue
        try:
            for source, written in _written_sources(match[1]).items():
                if source not in known:
                    yield _unknown_source(values, source, written, known, place)
        except ValueError as error:
            yield Problem("bad-citation", str(error), place, hint)


def _written_sources(text: str) -> dict[str, str]:
    """Return the sources cited, by id, as they are written. Raises ValueError where the text is no citation."""
    citations = parse_citations(text)
    keys = re.findall(r"(?:^|;)[\s\[]*@?([^\s,;\]]+)", text)
    written: dict[str, str] = {}
    for citation, key in zip(citations, keys, strict=True):
        written.setdefault(citation.source, key)
    return written


def _unknown_source(
    values: LocatedValues, source: str, written: str, known: Collection[str], place: Place | None
) -> Problem:
    bibliography = values.get("bibliography")
    where = f"sources:, or to {bibliography}" if isinstance(bibliography, str) else "sources:"
    hint = did_you_mean(source, known) or f"add it {'to' if bibliography else 'under'} {where}, or correct the id"
    return Problem("unknown-source", f'"{written}" is not among the sources', place, hint)


def _links(values: LocatedValues, texts: Texts) -> Iterator[Problem]:
    for path, text in texts:
        if "]" not in text and "<" not in text:
            continue
        for address in links(text):
            if not is_address(address) and not login_host(address):
                what = f'the link "{address}" cannot be followed from a printed page'
                hint = "write the whole address, with https://"
                yield Problem("bad-link", what, values.place_of(address, path), hint)


def _secrets(values: LocatedValues, texts: Texts) -> Iterator[Problem]:
    """Yield the addresses that let a reader in as their author; a message has no more of one than its host and its keys."""
    for path, text in texts:
        for address in _ADDRESS.findall(unescape(text)):
            place = values.place_of(address, path)
            if host := login_host(address):
                what = (
                    f"the address at {host} has the name or the password of a user, which would be printed and attached"
                )
                yield Problem("address-login", what, place, "delete what is between // and @, and the @")
            elif keys := secret_keys(address):
                what = (
                    f"the address at {_ADDRESS_HOST.sub('', address)} has what seems to be a secret: {', '.join(keys)}"
                )
                hint = f"delete {keys[0]}= and its value, or cite an address that is public"
                yield Problem("address-secret", what, place, hint, Severity.WARNING)


def _empty_tables(values: LocatedValues, texts: Texts) -> Iterator[Problem]:
    for path, text in texts:
        if path[0] == "sections" and "-" in text and has_empty_table(text):
            hint = "add a row below its headings, or put a backslash before its first |"
            yield Problem("empty-table", "this text has a table without rows", values.place(path), hint)
