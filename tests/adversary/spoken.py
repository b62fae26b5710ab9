"""Who says what in the articles that were looked at while the rules on speakers were written. All of it is invented.

What `docs/checking.md` reports on are those of `spoken_report`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Speaker:
    """A speaker as a briefing would enter them: the person (if the article names one), the body, and the capacity.

    `short` are other ways in which people write the name.
    """

    person: str
    body: str
    capacity: str
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spoken:
    """An article: its name, language and text, its speakers by a key, and who says each quotation in which paragraph."""

    name: str
    language: str
    text: str
    speakers: dict[str, Speaker]
    quotations: tuple[tuple[str, int, str], ...]


SPOKEN = (
    Spoken(
        "agency",
        "en",
        """\
TARVIK (Northwire) — The president of Orsolia dismissed his interior minister on Monday, hours after police fired on
marchers in the port of Tarvik, killing at least six people.

“Those who gave the order will answer for it, whatever their rank,” President Ilmar Dzhokarov said in a televised
address. “I did not know, and I should have known.”

The dismissed minister, Severin Halloway-Pratt, told Northwire by telephone that he had acted on written instructions.
“Every order I signed had been read in the palace first,” he said.

A spokeswoman for the police, Corporal Runa Delbecq, declined to say who was in command. “The inquiry has begun, and
it would be improper to comment,” she said in a statement.

According to the Tarvik Bar Association, 212 people were still held without charge on Tuesday. Its chairman, Osric
Pennoyer, who visited the cells overnight, called the conditions “a disgrace to a city of laws”.

One of the marchers, a baker who gave only his first name, Teodor, said he had seen three men fall. “They were running
away from us, not towards us,” he said.

“We are watching with grave concern, and we ask all sides to hold their fire,” said Amina Belkacem-Reyes, the special
envoy of the Confederation of Gulf Towns, adding that she would fly to Tarvik “as soon as the airport opens”.

The foreign ministry of neighbouring Lusk said in a statement that its border would stay open. “No one who flees will
be turned back,” it said.

Dzhokarov has promised to name a new minister by Friday. “The next one will be a civilian,” the president told
reporters.
""",
        {
            "president": Speaker(
                "Ilmar Dzhokarov",
                "Presidency of Orsolia",
                "President",
                ("Dzhokarov", "President Dzhokarov", "I. Jokarov"),
            ),
            "minister": Speaker(
                "Severin Halloway-Pratt",
                "Interior Ministry",
                "former interior minister",
                ("Halloway-Pratt", "Mr Halloway-Pratt", "Severin Halloway Pratt"),
            ),
            "police": Speaker(
                "Runa Delbecq", "Police", "spokeswoman", ("Delbecq", "Corporal Delbecq", "Cpl Runa Delbecq")
            ),
            "bar": Speaker("Osric Pennoyer", "Tarvik Bar Association", "chairman", ("Pennoyer", "Mr Pennoyer")),
            "baker": Speaker("Teodor", "Marchers", "baker", ()),
            "envoy": Speaker(
                "Amina Belkacem-Reyes",
                "Confederation of Gulf Towns",
                "Special envoy",
                ("Belkacem-Reyes", "Amina Belkassem-Reyes", "Ms Belkacem-Reyes"),
            ),
            "lusk": Speaker("", "Foreign ministry of Lusk", "", ()),
        },
        (
            ("Those who gave the order will answer for it, whatever their rank", 2, "president"),
            ("I did not know, and I should have known.", 2, "president"),
            ("Every order I signed had been read in the palace first", 3, "minister"),
            ("The inquiry has begun, and it would be improper to comment", 4, "police"),
            ("a disgrace to a city of laws", 5, "bar"),
            ("They were running away from us, not towards us", 6, "baker"),
            ("We are watching with grave concern, and we ask all sides to hold their fire", 7, "envoy"),
            ("as soon as the airport opens", 7, "envoy"),
            ("No one who flees will be turned back", 8, "lusk"),
            ("The next one will be a civilian", 9, "president"),
        ),
    ),
    Spoken(
        "barrage",
        "fr",
        """\
Le barrage de Montcroix, en Haute-Sylvanie, sera vidé avant l’hiver, a annoncé mardi le ministère de l’Énergie.

« La fissure ne s’est pas agrandie depuis avril », a assuré l’ingénieure en chef, Maëlys Tournebride, devant la
presse. « Nous la surveillons jour et nuit. »

Le maire de Montcroix, Anselme Ducrocq, ne décolère pas. « On nous demande de partir sans nous dire quand nous
reviendrons », s’est-il indigné, avant d’ajouter : « Ma mère a quatre-vingt-douze ans, elle ne quittera pas sa maison. »

Selon la ministre de l’Énergie, Perrine Valgrand, l’évacuation ne durera « pas plus de trois semaines ». Interrogée
sur les indemnités, elle a répondu : « Chaque famille recevra un chèque avant de fermer sa porte. »

D’après un responsable de l’assureur Mutuelle des Cimes, qui a requis l’anonymat, « aucun contrat ne couvre une
fissure connue ».

« C’est une décision d’ingénieurs, pas de citoyens », regrette l’historien Côme Vasseur-Dillon, auteur d’un livre sur
la vallée. Il y voit « la troisième dépossession en un siècle ».

Dans un communiqué, le syndicat des bergers dénonce « un hiver sans bergeries ». Son porte-parole, Ulysse Pontaillac,
demande que les troupeaux descendent les premiers : « Une brebis ne lit pas les arrêtés préfectoraux. »
""",
        {
            "engineer": Speaker(
                "Maëlys Tournebride",
                "Barrage de Montcroix",
                "ingénieure en chef",
                ("Tournebride", "Maelys Tournebride"),
            ),
            "mayor": Speaker("Anselme Ducrocq", "Mairie de Montcroix", "maire", ("Ducrocq", "M. Ducrocq")),
            "minister": Speaker("Perrine Valgrand", "Ministère de l’Énergie", "ministre", ("Valgrand", "Mme Valgrand")),
            "insurer": Speaker("", "Mutuelle des Cimes", "responsable", ()),
            "historian": Speaker(
                "Côme Vasseur-Dillon", "Université", "historien", ("Vasseur-Dillon", "Come Vasseur Dillon")
            ),
            "union": Speaker("", "Syndicat des bergers", "", ()),
            "spokesman": Speaker("Ulysse Pontaillac", "Syndicat des bergers", "porte-parole", ("Pontaillac",)),
        },
        (
            ("La fissure ne s’est pas agrandie depuis avril", 2, "engineer"),
            ("Nous la surveillons jour et nuit.", 2, "engineer"),
            ("On nous demande de partir sans nous dire quand nous reviendrons", 3, "mayor"),
            ("Ma mère a quatre-vingt-douze ans, elle ne quittera pas sa maison.", 3, "mayor"),
            ("pas plus de trois semaines", 4, "minister"),
            ("Chaque famille recevra un chèque avant de fermer sa porte.", 4, "minister"),
            ("aucun contrat ne couvre une fissure connue", 5, "insurer"),
            ("C’est une décision d’ingénieurs, pas de citoyens", 6, "historian"),
            ("la troisième dépossession en un siècle", 6, "historian"),
            ("un hiver sans bergeries", 7, "union"),
            ("Une brebis ne lit pas les arrêtés préfectoraux.", 7, "spokesman"),
        ),
    ),
    Spoken(
        "inquest",
        "en",
        """\
The inquest into the sinking of the ferry Calloway Star opened in Brinmouth on Wednesday with the evidence of its
captain, Edda Marchbanks.

“I gave the order to turn at ten past four,” Captain Marchbanks told the coroner. “The wheel answered. The ship did
not.

“For a minute nobody spoke. Then the mate said to me, ‘She is going over, and we are going with her.’ I remember
thinking that he sounded calm.

“I have asked myself every night since whether I should have turned earlier,” she added.

The mate, Joss Verrinder, disputed that. “I never said any such thing,” he said. “What I said was that the pumps had
stopped.”

Asked whether the owners knew of the pumps, he replied: “They had the report on their desk for a month.”

The company’s lawyer, Hester Quill-Adeyemi, told the court that the report was a draft. “A draft is not a warning,”
she said, “and a month is not a long time in an office of three people.”

The coroner, Dr Lucan Fairweather, quoted from a letter of the harbour authority, which called the ship “fit for
summer work only”. He asked the witness: “Was the fourth of November summer?”

“No, sir,” Verrinder answered.
""",
        {
            "captain": Speaker(
                "Edda Marchbanks",
                "Calloway Star",
                "Captain",
                ("Marchbanks", "Captain Marchbanks", "Capt. Edda Marchbanks"),
            ),
            "mate": Speaker("Joss Verrinder", "Calloway Star", "mate", ("Verrinder", "Mr Verrinder")),
            "lawyer": Speaker(
                "Hester Quill-Adeyemi", "Owners of the ferry", "lawyer", ("Quill-Adeyemi", "Ms Quill-Adeyemi")
            ),
            "coroner": Speaker("Lucan Fairweather", "Coroner’s court", "Coroner", ("Fairweather", "Dr Fairweather")),
        },
        (
            ("I gave the order to turn at ten past four", 2, "captain"),
            ("The wheel answered.", 2, "captain"),
            ("For a minute nobody spoke.", 3, "captain"),
            ("I have asked myself every night since whether I should have turned earlier", 4, "captain"),
            ("I never said any such thing", 5, "mate"),
            ("What I said was that the pumps had stopped.", 5, "mate"),
            ("They had the report on their desk for a month.", 6, "mate"),
            ("A draft is not a warning", 7, "lawyer"),
            ("and a month is not a long time in an office of three people.", 7, "lawyer"),
            ("Was the fourth of November summer?", 8, "coroner"),
        ),
    ),
    Spoken(
        "pass",
        "de",
        """\
Der Pass von Hohenried bleibt bis März gesperrt, teilte das Verkehrsministerium von Tannmark am Donnerstag mit.

„Wir können niemanden über eine Straße schicken, die sich bewegt“, sagte Verkehrsminister Ruprecht Ellendorf. „Das
Geld ist da, der Fels ist es nicht.“

Die Bürgermeisterin von Hohenried, Walburga Stettner, warf dem Minister vor, das Tal zu vergessen. „Im Februar sind
unsere Regale leer“, erklärte sie.

Laut dem Geologen Ivo Karstensen bewegt sich der Hang „schneller als jeder andere im Land“.

«Der Minister hat uns dreimal Hilfe versprochen», so Stettner weiter.

Der Sprecher der Bergwacht, Lorenz Achleitner, betonte: „Wer die Sperre umgeht, bringt auch uns in Gefahr.“
""",
        {
            "minister": Speaker(
                "Ruprecht Ellendorf", "Verkehrsministerium", "Verkehrsminister", ("Ellendorf", "Minister Ellendorf")
            ),
            "mayor": Speaker(
                "Walburga Stettner", "Gemeinde Hohenried", "Bürgermeisterin", ("Stettner", "Frau Stettner")
            ),
            "geologist": Speaker("Ivo Karstensen", "Geologischer Dienst", "Geologe", ("Karstensen",)),
            "rescue": Speaker("Lorenz Achleitner", "Bergwacht", "Sprecher", ("Achleitner",)),
        },
        (
            ("Wir können niemanden über eine Straße schicken, die sich bewegt", 2, "minister"),
            ("Das Geld ist da, der Fels ist es nicht.", 2, "minister"),
            ("Im Februar sind unsere Regale leer", 3, "mayor"),
            ("schneller als jeder andere im Land", 4, "geologist"),
            ("Der Minister hat uns dreimal Hilfe versprochen", 5, "mayor"),
            ("Wer die Sperre umgeht, bringt auch uns in Gefahr.", 6, "rescue"),
        ),
    ),
    Spoken(
        "pesca",
        "es",
        """\
La flota de Puerto Cárdena no saldrá a faenar hasta que baje el precio del gasóleo, anunció el lunes la cofradía.

«Salimos a perder dinero cada noche», dijo el patrón mayor, Evaristo Mondéjar, a los periodistas. «Y ya no nos queda
noche que perder.»

La ministra de Pesca, Leonor Altamirano, calificó la huelga de «precipitada e inútil». «Habrá ayudas antes de mayo»,
aseguró.

Según el economista Jacinto Belmonte-Rúa, la subida «durará lo que dure el invierno».

El portavoz del gobierno regional, Ovidio Cantarero, afirmó que «nadie va a cerrar el puerto».
""",
        {
            "skipper": Speaker(
                "Evaristo Mondéjar", "Cofradía de Puerto Cárdena", "patrón mayor", ("Mondéjar", "Mondejar")
            ),
            "minister": Speaker(
                "Leonor Altamirano", "Ministerio de Pesca", "ministra", ("Altamirano", "Leonor Altamiranu")
            ),
            "economist": Speaker("Jacinto Belmonte-Rúa", "Universidad", "economista", ("Belmonte-Rúa", "Belmonte Rua")),
            "spokesman": Speaker("Ovidio Cantarero", "Gobierno regional", "portavoz", ("Cantarero",)),
        },
        (
            ("Salimos a perder dinero cada noche", 2, "skipper"),
            ("Y ya no nos queda noche que perder.", 2, "skipper"),
            ("precipitada e inútil", 3, "minister"),
            ("Habrá ayudas antes de mayo", 3, "minister"),
            ("durará lo que dure el invierno", 4, "economist"),
            ("nadie va a cerrar el puerto", 5, "spokesman"),
        ),
    ),
)
