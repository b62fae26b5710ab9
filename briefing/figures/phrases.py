"""The words of the figures, in English and French: every sentence is computed from what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from briefing.figures.data.events import CoupOutcome

Forms = tuple[str, str, str]  # for none, for one, for more


@dataclass(frozen=True)
class Wording:
    """A language's texts. `{n}` stands for a number in words where it is small; forms are for none, one and more."""

    code: str
    numbers: tuple[str, ...]
    semicolon: str
    and_: str
    outcomes: Mapping[CoupOutcome, str]
    columns: Mapping[CoupOutcome, str]
    headline: Mapping[CoupOutcome, Forms]
    then: Mapping[CoupOutcome, Forms]
    events: Mapping[CoupOutcome, Forms]
    texts: Mapping[str, str]

    def number(self, n: int) -> str:
        """Write a number in words up to ten, in figures beyond."""
        return self.numbers[n] if n < len(self.numbers) else str(n)

    def form(self, forms: Forms, n: int) -> str:
        """Choose the form for a number and fill it in."""
        return forms[min(n, 2)].format(n=self.number(n))

    def say(self, text: str, **values: object) -> str:
        """Fill in one of the texts."""
        return self.texts[text].format(**values)

    def sentence(self, text: str) -> str:
        """Begin a text with a capital."""
        return text[:1].upper() + text[1:]

    def listing(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: "a, b and c"."""
        return self.and_.join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)

    def day(self, day: date) -> str:
        """Write a date in full: 27 July 2023."""
        return self._first(day) + format_date(day, " MMMM y", locale=self.code)

    def short_day(self, day: date) -> str:
        """Write a date in short: 27 Jul 2023."""
        return self._first(day) + format_date(day, " MMM y", locale=self.code)

    def _first(self, day: date) -> str:
        return "1er" if self.code == "fr" and day.day == 1 else str(day.day)

    def long_month(self, day: date) -> str:
        """Write a month in full with its year: July 2023."""
        return format_date(day, "MMMM y", locale=self.code)

    def month(self, day: date, *, year: bool = True) -> str:
        """Write a month in short, with its year or without: Jul 2023."""
        return format_date(day, "MMM y" if year else "MMM", locale=self.code)


_ENGLISH = Wording(
    code="en",
    numbers=("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    semicolon="; ",
    and_=" and ",
    outcomes={CoupOutcome.SUCCESSFUL: "successful", CoupOutcome.FAILED: "failed", CoupOutcome.UNDER_WAY: "under way"},
    columns={CoupOutcome.SUCCESSFUL: "successful", CoupOutcome.FAILED: "failed", CoupOutcome.UNDER_WAY: "under way"},
    headline={
        CoupOutcome.SUCCESSFUL: ("no coup has succeeded", "one coup has succeeded", "{n} coups have succeeded"),
        CoupOutcome.FAILED: ("", "one has failed", "{n} have failed"),
        CoupOutcome.UNDER_WAY: ("", "one is under way", "{n} are under way"),
    },
    then={
        CoupOutcome.SUCCESSFUL: ("no coup succeeded", "one coup succeeded", "{n} coups succeeded"),
        CoupOutcome.FAILED: ("", "one failed", "{n} failed"),
        CoupOutcome.UNDER_WAY: ("", "one was under way", "{n} were under way"),
    },
    events={
        CoupOutcome.SUCCESSFUL: ("none successful", "one successful", "{n} successful"),
        CoupOutcome.FAILED: ("none failed", "one failed", "{n} failed"),
        CoupOutcome.UNDER_WAY: ("none under way", "one under way", "{n} under way"),
    },
    texts={
        "since": "since {year}",
        "between": "between {year} and {day}, where the data end,",
        "in countries": "in these {n} countries",
        "in country": "in {country}",
        "in covered": "in the {n} of these {total} countries that the data cover",
        "data end": "data end {day}",
        "finding": "{period} {what} {where}",
        "nothing": "{period} no coup and no coup attempt is recorded {where}",
        "quiet": "{period} no coup has been attempted {where}; the last was in {country} in {month}",
        "decades": "{where}, {what} since {year}, against {before} in the whole of the {decade}s",
        "alt timeline": "Timeline of coups and coup attempts {where}, {since} to {day}: {counts}.",
        "alt decades": "Coups and coup attempts by decade {where}, {since} to {day}: {counts}.",
        "country line": "{country}: {counts}.",
        "with years": "{count} ({years})",
        "no counts": "none",
        "none": "None recorded: {countries}.",
        "uncovered": "The data do not cover {countries}.",
        "order recent": "Countries are in order of their most recent success.",
        "order most": "Countries are in order of their number of successes.",
        "decade line": "{decade}s: {counts}.",
        "unfinished": "The {decade}s are drawn as narrow as the part of them up to {day}.",
        "begun": "The {decade}s are drawn as narrow as the part of them from {year}.",
        "no event": "no coup or coup attempt recorded",
        "no data": "not in the data",
        "countries": "{n} countries",
        "totals under way": "and {n} under way",
        "column since": "succeeded since {year}",
        "column since pending": "since {year}",
        "earlier": "{n} earlier",
        "last of": "{n}, last {month}",
        "mark under way": "{month}, under way",
        "decade": "{decade}s",
        "to": "to {day}",
        "plus": "+ {n} under way",
        "from": "from {year}",
        "lines": "A row’s line begins at independence where that is later than {year}; marks that would touch are stacked.",
        "definition": "Coup: an illegal and overt attempt by the military or other elites within the state apparatus to "
        "unseat the sitting executive; successful if power is held for at least seven days, under way until then.",
        "definition Cline Center": "Coup: an organised effort to remove the incumbent executive authority of a national "
        "government suddenly and irregularly, as coded by the Cline Center; conspiracies are left out. An event is "
        "under way until it is seven days old.",
        "definition other": "Coup and coup attempt as defined by {coder}; an event is under way until it is seven days old.",
        "source": "Source: {source}. As of {day}.",
        "ends": "The data end on {day}, before the as-of date: later events are not shown.",
        "corrected date": "Corrected: {country}, dated {was} in the data, was on {now} ({why}).",
        "corrected outcome": "Corrected: {country} on {day}, {was} in the data, is {now} ({why}).",
        "compared in": ", compared in {n} of these countries",
        "disagree": "{other} differs: {points}.",
        "other outcome": "it codes {events} as {outcome}",
        "other lacks": "it does not have {events}",
        "other has": "it adds {events}",
        "other rest": "{n} further events, on other dates or in one of the two only",
        "other rest one": "one further event, on another date or in one of the two only",
        "heading date": "Date",
        "heading country": "Country",
        "heading outcome": "CoupOutcome",
        "heading source": "Coded by",
        "caption": "Coups and coup attempts {where}, {since} to {day}",
        "map alt": "Locator map of {country}{places}{neighbours}.",
        "map places": ", showing {places}",
        "map neighbours": ", with {neighbours} around it",
        "map title": "{country} and its neighbours",
        "map title alone": "{country}",
        "map note": "Boundaries and names are those of Natural Earth, generalised; they imply no endorsement or acceptance. "
        "Lambert azimuthal equal-area projection.",
        "map description": "{country} is drawn at the centre{places}. {bearings}",
        "map bearing": "{country} lies to the {direction}.",
        "map unnamed": "Not named on the map for want of room: {countries}.",
        "map caption": "Places marked on the map",
        "heading place": "Place",
        "heading latitude": "Latitude",
        "heading longitude": "Longitude",
        "directions": "north,north-east,east,south-east,south,south-west,west,north-west",
        "km": "{n} km",
    },
)

_FRENCH = Wording(
    code="fr",
    numbers=("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    semicolon=" ; ",
    and_=" et ",
    outcomes={CoupOutcome.SUCCESSFUL: "réussi", CoupOutcome.FAILED: "échoué", CoupOutcome.UNDER_WAY: "en cours"},
    columns={CoupOutcome.SUCCESSFUL: "réussis", CoupOutcome.FAILED: "échoués", CoupOutcome.UNDER_WAY: "en cours"},
    headline={
        CoupOutcome.SUCCESSFUL: (
            "aucun coup d’État n’a réussi",
            "un coup d’État a réussi",
            "{n} coups d’État ont réussi",
        ),
        CoupOutcome.FAILED: ("", "un a échoué", "{n} ont échoué"),
        CoupOutcome.UNDER_WAY: ("", "un est en cours", "{n} sont en cours"),
    },
    then={
        CoupOutcome.SUCCESSFUL: (
            "aucun coup d’État n’a réussi",
            "un coup d’État a réussi",
            "{n} coups d’État ont réussi",
        ),
        CoupOutcome.FAILED: ("", "un a échoué", "{n} ont échoué"),
        CoupOutcome.UNDER_WAY: ("", "un était en cours", "{n} étaient en cours"),
    },
    events={
        CoupOutcome.SUCCESSFUL: ("aucun réussi", "un réussi", "{n} réussis"),
        CoupOutcome.FAILED: ("aucun échoué", "un échoué", "{n} échoués"),
        CoupOutcome.UNDER_WAY: ("aucun en cours", "un en cours", "{n} en cours"),
    },
    texts={
        "since": "depuis {year},",
        "between": "entre {year} et le {day}, où s’arrêtent les données,",
        "in countries": "dans ces {n} pays",
        "in country": "({country})",
        "in covered": "dans les {n} pays sur {total} que couvrent les données",
        "data end": "fin des données : {day}",
        "finding": "{period} {what} {where}",
        "nothing": "{period} aucun coup d’État ni aucune tentative n’est recensé {where}",
        "quiet": "{period} aucun coup d’État n’a été tenté {where} ; le dernier remonte à {month} ({country})",
        "decades": "{where}, {what} depuis {year}, contre {before} dans toutes les années {decade}",
        "alt timeline": "Chronologie des coups d’État et tentatives {where}, de {since} au {day} : {counts}.",
        "alt decades": "Coups d’État et tentatives par décennie {where}, de {since} au {day} : {counts}.",
        "country line": "{country} : {counts}.",
        "with years": "{count} ({years})",
        "no counts": "aucun",
        "none": "Aucun recensé : {countries}.",
        "uncovered": "Les données ne couvrent pas : {countries}.",
        "order recent": "Les pays sont rangés selon leur dernier coup d’État réussi.",
        "order most": "Les pays sont rangés selon leur nombre de coups d’État réussis.",
        "decade line": "Années {decade} : {counts}.",
        "unfinished": "Les années {decade} sont aussi étroites que leur partie écoulée jusqu’au {day}.",
        "begun": "Les années {decade} sont aussi étroites que leur partie à partir de {year}.",
        "no event": "aucun coup d’État ni tentative recensé",
        "no data": "hors des données",
        "countries": "{n} pays",
        "totals under way": "et {n} en cours",
        "column since": "réussis depuis {year}",
        "column since pending": "depuis {year}",
        "earlier": "{n} avant",
        "last of": "{n}, le dernier {month}",
        "mark under way": "{month}, en cours",
        "decade": "{decade}–{last:02}",
        "to": "au {day}",
        "plus": "+ {n} en cours",
        "from": "dès {year}",
        "lines": "La ligne d’un pays commence à son indépendance si elle est postérieure à {year} ; les marques qui se "
        "toucheraient sont empilées.",
        "definition": "Coup d’État : tentative illégale et ouverte, par des militaires ou d’autres élites de l’appareil "
        "d’État, de renverser l’exécutif en place ; réussi si le pouvoir est tenu au moins sept jours, en cours jusque-là.",
        "definition Cline Center": "Coup d’État : effort organisé pour écarter soudainement et irrégulièrement l’autorité "
        "exécutive en place d’un gouvernement national, selon le Cline Center ; sans les complots. Un événement est en "
        "cours jusqu’à son septième jour.",
        "definition other": "Coup d’État et tentative au sens de {coder} ; un événement est en cours jusqu’à son septième "
        "jour.",
        "source": "Source : {source}. Situation au {day}.",
        "ends": "Les données s’arrêtent au {day}, avant la date d’arrêt : les événements ultérieurs ne figurent pas.",
        "corrected date": "Corrigé : {country}, daté du {was} dans les données, a eu lieu le {now} ({why}).",
        "corrected outcome": "Corrigé : {country} le {day}, {was} dans les données, est {now} ({why}).",
        "compared in": ", comparé dans {n} de ces pays",
        "disagree": "{other} diverge : {points}.",
        "other outcome": "classe {outcome} {events}",
        "other lacks": "ne recense pas {events}",
        "other has": "ajoute {events}",
        "other rest": "{n} autres événements, à d’autres dates ou recensés par un seul des deux",
        "other rest one": "un autre événement, à une autre date ou recensé par un seul des deux",
        "heading date": "Date",
        "heading country": "Pays",
        "heading outcome": "Issue",
        "heading source": "Selon",
        "caption": "Coups d’État et tentatives {where}, de {since} au {day}",
        "map alt": "Carte de situation : {country}{places}{neighbours}.",
        "map places": ", avec {places}",
        "map neighbours": ", et autour {neighbours}",
        "map title": "{country} et ses voisins",
        "map title alone": "{country}",
        "map note": "Frontières et noms selon Natural Earth, généralisés ; ils n’impliquent ni approbation ni acceptation. "
        "Projection azimutale équivalente de Lambert.",
        "map description": "{country} est au centre{places}. {bearings}",
        "map bearing": "{country} : {direction}.",
        "map unnamed": "Sans nom sur la carte, faute de place : {countries}.",
        "map caption": "Lieux portés sur la carte",
        "heading place": "Lieu",
        "heading latitude": "Latitude",
        "heading longitude": "Longitude",
        "directions": "au nord,au nord-est,à l’est,au sud-est,au sud,au sud-ouest,à l’ouest,au nord-ouest",
        "km": "{n} km",
    },
)

_WORDINGS = {wording.code: wording for wording in (_ENGLISH, _FRENCH)}


def wording(language: str) -> Wording:
    """Return the words for a language tag ("fr-CA"); English where the figures have no words of that language."""
    return _WORDINGS.get(language.split("-")[0].lower(), _ENGLISH)
