"""Marks after the quotations that are not verified, and the line that explains them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from briefing.i18n import Translator
from briefing.model.sourcing import DoubtfulQuotation
from briefing.templating import Markup

KEY_ID = "quotation-key"
_SIGNS = {"not compared": "†", "not verbatim": "‡"}


class QuotationNotes:
    """Marks doubtful quotations where they are printed, and knows which marks were."""

    def __init__(self, doubtful: Sequence[DoubtfulQuotation], translator: Translator) -> None:
        self._doubts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for one in doubtful:
            self._doubts[one.text][one.words] = one.doubt
        self._translator = translator
        self._printed: set[str] = set()

    def has(self, text: str) -> bool:
        """Tell whether a value of the briefing has doubtful quotations."""
        return text in self._doubts

    def mark(self, text: str, words: str) -> Markup:
        """Return the mark of a quotation in a value of the briefing: a raised sign, read aloud as what it says."""
        doubt = self._doubts.get(text, {}).get(words)
        if not doubt:
            return Markup("")
        self._printed.add(doubt)
        _ = self._translator.gettext
        spoken = {
            "not compared": _("quotation not compared with its source"),
            "not verbatim": _("not word for word in its source"),
        }
        return Markup('<sup class="ref">\u2060<a href="#{}" aria-label="{}">{}</a></sup>').format(
            KEY_ID, spoken[doubt], _SIGNS[doubt]
        )

    def mark_whole(self, text: str) -> Markup:
        """Return the mark of a value all of which is one quotation."""
        return self.mark(text, next(iter(self._doubts.get(text, {})), ""))

    def key(self) -> str:
        """Return the line that explains the marks that were printed; empty where none was."""
        _ = self._translator.gettext
        said = {
            "not compared": _("{sign} not compared with its source, whose text is not stored.", sign="†"),
            "not verbatim": _("{sign} not word for word in the source it cites.", sign="‡"),
        }
        marks = [line for doubt, line in said.items() if doubt in self._printed]
        return _("Marked quotations: {marks}", marks=" ".join(marks)) if marks else ""
