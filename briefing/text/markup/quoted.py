"""Put a mark of the caller's after quotations, where a text is written as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token

from briefing.text.quotation_marks import begins_quoted, find_quotations, without_attribution, without_marks

MarkQuotation = Callable[[str], str]
"""Returns the HTML that stands after a quotation with some words; empty for none."""


def mark_quotations(tokens: Sequence[Token], words: Callable[[Sequence[Token]], str], mark: MarkQuotation) -> None:
    """Add marks after the quotations in the inline tokens of a text; `words` returns what tokens print."""
    inline = [token for token in tokens if token.type == "inline" and token.children]
    quoted = _in_block_quotes(tokens)
    for token, following in pairwise([*inline, None]):
        if token is None or not token.children:
            continue
        printed = words(token.children)
        if id(token) in quoted:
            said = without_attribution(printed)
            ends = [(len(said), mark(without_marks(said)))]
        else:
            continues = following is not None and begins_quoted(words(following.children or ()))
            found = find_quotations(printed, continues=continues)[0]
            ends = [(min(one.end + 1, len(printed)), mark(one.words)) for one in found]
        if ends := [(offset, html) for offset, html in ends if html]:
            token.children = list(_with_marks(token.children, ends, words))


def _in_block_quotes(tokens: Sequence[Token]) -> set[int]:
    inside, depth = set[int](), 0
    for token in tokens:
        depth += token.nesting if token.type in ("blockquote_open", "blockquote_close") else 0
        if depth:
            inside.add(id(token))
    return inside


def _with_marks(
    children: Sequence[Token], ends: Sequence[tuple[int, str]], words: Callable[[Sequence[Token]], str]
) -> Iterator[Token]:
    """Yield the tokens of a paragraph with marks at their offsets, those in a link after it: a link has no other in it."""
    waiting, at, in_link = list(ends), 0, False
    for child in children:
        text, begins = words([child]), at
        while waiting and not in_link and "text" in child.type and waiting[0][0] < begins + len(text):
            offset, html = waiting.pop(0)
            if offset > at:
                yield replace(child, content=text[at - begins : offset - begins])
            yield _html(html)
            at = offset
        in_link = child.type == "link_open" or (in_link and child.type != "link_close")
        if waiting and not in_link and waiting[0][0] <= at and child.type not in ("text", "link_close"):
            yield _html(waiting.pop(0)[1])
        if at == begins:
            yield child
        elif at < begins + len(text):
            yield replace(child, content=text[at - begins :])
        at = begins + len(text)
        if child.type == "link_close":
            while waiting and waiting[0][0] <= at:
                yield _html(waiting.pop(0)[1])
    yield from (_html(html) for _, html in waiting)


def _html(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
