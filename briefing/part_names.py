"""Names of a briefing's parts, their fields and fixed values, as documents print them in any language."""

from __future__ import annotations

from briefing.i18n import Translator
from briefing.model.briefing import Briefing, Reaction
from briefing.model.countries import says_country
from briefing.model.dates import When
from briefing.model.sourcing import Sourcing, WithheldSource

RUNNING_TITLE_LENGTH = 90
"""How many characters of a title fit the head of a page."""


def reaction_body(reaction: Reaction, translator: Translator) -> str:
    """Return the body of a reaction, then the common name of its country where the body's own words do not say it."""
    if not reaction.country or says_country(reaction.body, reaction.country):
        return reaction.body
    return f"{reaction.body}, {translator.countries()[reaction.country]}"


def labelled_title(briefing: Briefing, translator: Translator) -> str:
    """Return the title as it stands where the page is not in sight: that of an exercise says so first."""
    return translator.gettext("EXERCISE: {title}", title=briefing.title) if briefing.exercise else briefing.title


def next_update_text(briefing: Briefing, translator: Translator) -> str:
    """Return when the next edition is due, or whether none is planned or nothing is said of one."""
    if briefing.due:
        return translator.moment(briefing.due)
    return translator.gettext("none planned") if briefing.is_final else translator.gettext("not stated")


def running_title(briefing: Briefing) -> str:
    """Return the head of every page but the first: series and title, or as much of the title as fits one line."""
    title = briefing.title
    whole = f"{briefing.series} · {title}" if briefing.series else title
    if len(whole) <= RUNNING_TITLE_LENGTH:
        return whole
    if len(title) <= RUNNING_TITLE_LENGTH:
        return title
    return f"{title[:RUNNING_TITLE_LENGTH].rsplit(' ', 1)[0].rstrip(' :,;–')}…"


def exercise_notice(exercise: bool, translator: Translator) -> str:
    """Return what every page of an exercise says; nothing where it is none."""
    return translator.gettext("EXERCISE: the events in this briefing are invented") if exercise else ""


def part_headings(translator: Translator) -> dict[str, str]:
    """Return the heading over each part in a list of changes, by key, in the order of the page."""
    _ = translator.gettext
    return {
        "title": _("Title"),
        "marking": _("Marking"),
        "bottom_line": _("Bottom line"),
        "key_figures": _("Key figures"),
        "summary": _("Key points"),
        "assessment": _("Assessment"),
        "actors": _("Key actors"),
        "reactions": _("International reactions"),
        "timeline": _("Timeline"),
        "sections": _("Text"),
        "images": _("Images"),
        "tables": _("Tables"),
        "charts": _("Charts"),
        "gaps": _("What is not known"),
        "figures": _("Figures"),
        "sources": _("Sources"),
        "exercise": _("Exercise"),
        "as_of": _("Information as of"),
        "next_update": _("Next update"),
        "timezone": _("Time zone"),
        "region": _("Region"),
        "map": _("Map"),
        "expect": _("Expected reactions"),
        "yardstick": _("Yardstick"),
        "language": _("Language"),
        "series": _("Series"),
        "contact": _("Contact"),
    }


def part_names(translator: Translator) -> dict[str, str]:
    """Return what one element of each part is called in a comparison of two editions, by key."""
    pgettext = translator.pgettext
    return {
        "title": pgettext("part of a briefing", "title"),
        "marking": pgettext("part of a briefing", "marking"),
        "bottom_line": pgettext("part of a briefing", "bottom line"),
        "key_figures": pgettext("part of a briefing", "key figure"),
        "summary": pgettext("part of a briefing", "key point"),
        "assessment": pgettext("part of a briefing", "judgement"),
        "actors": pgettext("part of a briefing", "actor"),
        "reactions": pgettext("part of a briefing", "reaction"),
        "timeline": pgettext("part of a briefing", "timeline"),
        "sections": pgettext("part of a briefing", "section"),
        "images": pgettext("part of a briefing", "image"),
        "tables": pgettext("part of a briefing", "table"),
        "charts": pgettext("part of a briefing", "chart"),
        "gaps": pgettext("part of a briefing", "gap"),
        "figures": pgettext("part of a briefing", "figures"),
        "sources": pgettext("part of a briefing", "source"),
        "exercise": pgettext("part of a briefing", "exercise"),
        "as_of": pgettext("part of a briefing", "as of"),
        "next_update": pgettext("part of a briefing", "next update"),
        "timezone": pgettext("part of a briefing", "time zone"),
        "region": pgettext("part of a briefing", "region"),
        "map": pgettext("part of a briefing", "map"),
        "expect": pgettext("part of a briefing", "expected reactions"),
        "yardstick": pgettext("part of a briefing", "yardstick"),
        "language": pgettext("part of a briefing", "language"),
        "series": pgettext("part of a briefing", "series"),
        "contact": pgettext("part of a briefing", "contact"),
    }


def change_names(translator: Translator) -> dict[str, str]:
    """Return what of an element has changed, by the field that is different."""
    pgettext = translator.pgettext
    return {
        "name": pgettext("change", "name"),
        "body": pgettext("change", "name"),
        "title": pgettext("change", "title"),
        "text": pgettext("change", "stored text"),
        "paragraph": pgettext("change", "paragraph"),
        "row": pgettext("change", "row"),
        "image": pgettext("change", "image"),
        "content": pgettext("change", "content"),
        "caption": pgettext("change", "caption"),
        "alt": pgettext("change", "description"),
        "credit": pgettext("change", "credit"),
        "form": pgettext("change", "form"),
        "status": pgettext("change", "status"),
        "label": pgettext("change", "label"),
        "unit": pgettext("change", "unit"),
        "as_of": pgettext("change", "as-of date"),
        "stance": pgettext("change", "stance"),
        "likelihood": pgettext("change", "likelihood"),
        "confidence": pgettext("change", "confidence"),
        "side": pgettext("change", "side"),
        "role": pgettext("change", "role"),
        "affiliation": pgettext("change", "affiliation"),
        "basis": pgettext("change", "basis"),
        "note": pgettext("change", "note"),
        "quote": pgettext("change", "quotation"),
        "original": pgettext("change", "quotation in its own language"),
        "country": pgettext("change", "country"),
        # Translators: that a statement is the desk's own judgement.
        "own": pgettext("change", "mark of the desk’s own judgement"),
        "author": pgettext("change", "author"),
        "retrieved": pgettext("change", "date of retrieval"),
        "position": pgettext("change", "position"),
        "date": pgettext("change", "date"),
        "speaker": pgettext("change", "speaker"),
        "source": pgettext("change", "reference"),
        "grade": pgettext("change", "grade"),
        "published": pgettext("change", "date of publication"),
        "url": pgettext("change", "address"),
    }


def stance_names(translator: Translator) -> dict[str, str]:
    """Return what a body does that takes each stance, by its key in `briefing.yaml`."""
    pgettext = translator.pgettext
    return {
        "supports": pgettext("stance", "supports"),
        "neutral": pgettext("stance", "neutral"),
        "concerned": pgettext("stance", "concerned"),
        "warns": pgettext("stance", "warns"),
        "demands": pgettext("stance", "demands"),
        "criticises": pgettext("stance", "criticises"),
        "condemns": pgettext("stance", "condemns"),
    }


def confidence_names(translator: Translator) -> dict[str, str]:
    """Return each level of confidence by its key in `briefing.yaml`."""
    pgettext = translator.pgettext
    return {
        "low": pgettext("confidence", "low"),
        "moderate": pgettext("confidence", "moderate"),
        "high": pgettext("confidence", "high"),
    }


def likelihood_names(translator: Translator) -> dict[str, str]:
    """Return each term of the yardsticks by what it is in `briefing.yaml`."""
    pgettext = translator.pgettext
    return {
        "remote chance": pgettext("likelihood", "remote chance"),
        "almost no chance": pgettext("likelihood", "almost no chance"),
        "remote": pgettext("likelihood", "remote"),
        "highly unlikely": pgettext("likelihood", "highly unlikely"),
        "very unlikely": pgettext("likelihood", "very unlikely"),
        "highly improbable": pgettext("likelihood", "highly improbable"),
        "unlikely": pgettext("likelihood", "unlikely"),
        "improbable": pgettext("likelihood", "improbable"),
        "realistic possibility": pgettext("likelihood", "realistic possibility"),
        "roughly even chance": pgettext("likelihood", "roughly even chance"),
        "roughly even odds": pgettext("likelihood", "roughly even odds"),
        "likely": pgettext("likelihood", "likely"),
        "probable": pgettext("likelihood", "probable"),
        "highly likely": pgettext("likelihood", "highly likely"),
        "very likely": pgettext("likelihood", "very likely"),
        "highly probable": pgettext("likelihood", "highly probable"),
        "almost certain": pgettext("likelihood", "almost certain"),
        "nearly certain": pgettext("likelihood", "nearly certain"),
    }


def as_of_phrase(when: When, translator: Translator) -> str:
    """Return as of when a number is."""
    date = translator.short_when(when)
    if when.precision in ("year", "month"):
        return translator.pgettext("a month or a year", "as of {date}", date=date)
    return translator.gettext("as of {date}", date=date)


def history_heading(briefing: Briefing, translator: Translator) -> str:
    """Return the heading of the coup-history chart: of the region where it shows that."""
    region = briefing.region
    if region and briefing.history and briefing.history.countries == "region":
        return translator.gettext("Coups in {region}", region=region.name)
    return translator.gettext("Coup history")


def assessment_note(yardstick: str, translator: Translator) -> str:
    """Return the sentences that say how judgements are worded, and that they are the desk's own."""
    _ = translator.gettext
    yardsticks = {"phia": _("the PHIA probability yardstick"), "icd203": _("ICD 203")}
    return _(
        "Likelihood: {yardstick}. Confidence: how good the evidence is. Judgements are the desk’s own.",
        yardstick=yardsticks[yardstick],
    )


def sourcing_note(sourcing: Sourcing, translator: Translator, *, with_figures: bool) -> str:
    """Return the sentences that say how many statements have a source, and how many quotations were verified."""
    _ = translator.gettext
    counts = [
        _("from a source: {n}", n=sourcing.cited),
        _("the desk’s own judgement: {n}", n=sourcing.own),
        *([_("without either: {n}", n=sourcing.unsourced)] if sourcing.unsourced else []),
    ]
    kinds = _("Key points, judgements, actors, reactions and events")
    if with_figures:
        kinds = _("Key figures, key points, judgements, actors, reactions and events")
    return _(
        "How this was sourced. {kinds}: {statements} ({counts}). "
        "Quotations: {quotations} (verified word for word: {verified}).",
        kinds=kinds,
        statements=sourcing.statements,
        counts=translator.pgettext("between clauses", "; ").join(counts),
        quotations=sourcing.quotations,
        verified=_count_verified(sourcing, translator),
    )


def _count_verified(sourcing: Sourcing, translator: Translator) -> str:
    """Return how many quotations were verified, and how many of them against texts that are not stored."""
    verified, elsewhere = str(sourcing.verified), sum(source.verified for source in sourcing.withheld)
    if not elsewhere:
        return verified
    days = {source.checked for source in sourcing.withheld}
    if elsewhere >= sourcing.verified and len(days) == 1:
        # Translators: how many quotations were verified, and when.
        day = translator.day(days.pop())
        return translator.gettext(
            "{verified}, on {date} against a text that is not stored here", verified=verified, date=day
        )
    # Translators: how many quotations were verified; the second number is a part of the first.
    return translator.gettext(
        "{verified}, of these {elsewhere} against texts that are not stored here",
        verified=verified,
        elsewhere=min(elsewhere, sourcing.verified),
    )


def withheld_note(source: WithheldSource, translator: Translator) -> str:
    """Return what is said of a source whose text was checked and is not stored: when, which text, with what result."""
    known = {"date": translator.day(source.checked), "digest": source.digest}
    if not source.quotations:
        return translator.gettext(
            "checked on {date} against a text that is not stored here (SHA-256 {digest})", **known
        )
    if source.verified == source.quotations:
        return translator.gettext(
            "quotations verified on {date} against a text that is not stored here (SHA-256 {digest})", **known
        )
    return translator.gettext(
        "{verified} of {quotations} quotations verified on {date} against a text that is not stored here (SHA-256 {digest})",
        verified=source.verified,
        quotations=source.quotations,
        **known,
    )
