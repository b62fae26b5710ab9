"""The articles that were looked at while the check was written: all countries, people, organisations and words are invented.

What `docs/checking.md` reports on are those of `report_articles`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Saying:
    """What people of an article may say, in one language, to be put behind the words of `turning_words`.

    `clause` can follow “that”, `infinitive` follows “to”, `gerund` follows “stopped”; in German their verbs are at the end.
    `certain` is the clause after words that turn nothing, where the mood of its verb is another; `main` is it as a sentence.
    """

    language: str
    clause: str
    infinitive: str = ""
    gerund: str = ""
    certain: str = ""
    main: str = ""


@dataclass(frozen=True)
class Article:
    """A source text in paragraphs, the quotations that a briefing makes from it, each with its paragraph, and other sayings."""

    name: str
    language: str
    text: str
    quotations: tuple[tuple[str, int], ...]
    sayings: tuple[Saying, ...] = ()


TUNING = (
    Article(
        "en-dam",
        "en",
        """\
The reservoir above Ostrel will be emptied by Friday, the Ministry of Waters of Brannia said.

“We will not recognise any contract signed under water,” the minister, Ilse Varga, told the assembly. “The farmers
were never asked, and nobody paid them.”

The engineer of the dam, Tomas Relk, was unable to say how long the wall would hold. “It is not for a bank to decide …
what is safe,” he said.

“The valley is no warehouse,” said the mayor of Ostrel, Hana Pruss. “We remember the flood of 1962, and we shall leave
only if the road is repaired.”
""",
        (
            ("We will not recognise any contract signed under water", 2),
            ("The farmers were never asked, and nobody paid them.", 2),
            ("The valley is no warehouse", 4),
            ("we shall leave only if the road is repaired", 4),
        ),
    ),
    Article(
        "fr-port",
        "fr",
        """\
Le port de Salavie est fermé depuis lundi, a annoncé l’autorité portuaire.

« Nous ne reconnaissons aucune autorité née de la force », a déclaré la présidente du syndicat, Odile Marchenne. «
Personne n’a été consulté. »

Le préfet, Alain Desvaux, s’est dit « opposé à toute reprise avant l’enquête ».
""",
        (
            ("Nous ne reconnaissons aucune autorité née de la force", 2),
            ("Personne n’a été consulté.", 2),
            ("opposé à toute reprise avant l’enquête", 3),
        ),
    ),
    Article(
        "en-bridge",
        "en",
        """\
The bridge at Kessing, the only road between the two halves of Ardania, was closed to lorries on Tuesday after a pier
moved by eleven centimetres.

“I do not believe that the army can be trusted with the keys of this bridge,” the Minister of Transport, Maren Oduya,
told reporters. “We asked for engineers, and they sent us a parade.”

The commander of the northern garrison, Colonel Piet Salmond, rejected that. “My soldiers have guarded this crossing
for nine years without losing a single truck,” he said. “We are ready to reopen one lane by Thursday unless the river
rises again.”

Oduya said the government would accept help from abroad. “No neighbour has ever refused us a crane, and none will
refuse us now,” she said.

The union of drivers, which speaks for 4,300 of them, called the closure “a slow strangling of the south”. Its
secretary, Ruta Bellamy, said: “Bread costs twice what it cost on Monday, and nobody in the capital has noticed.”

“The pier is not sinking; it is leaning, and a leaning pier can be held,” said the engineer in charge, Jonas
Threlfall. He asked for 60 tonnes of steel, and for patience.

The central bank warned on Wednesday that the closure would cost 0.4 per cent of this year’s growth. “This is hardly
the moment to argue about keys,” its governor, Adela Winmark, wrote.
""",
        (
            ("I do not believe that the army can be trusted with the keys of this bridge", 2),
            ("We asked for engineers, and they sent us a parade.", 2),
            ("My soldiers have guarded this crossing for nine years without losing a single truck", 3),
            ("We are ready to reopen one lane by Thursday unless the river rises again.", 3),
            ("No neighbour has ever refused us a crane, and none will refuse us now", 4),
            ("a slow strangling of the south", 5),
            ("Bread costs twice what it cost on Monday, and nobody in the capital has noticed.", 5),
            ("The pier is not sinking; it is leaning, and a leaning pier can be held", 6),
            ("This is hardly the moment to argue about keys", 7),
        ),
    ),
    Article(
        "en-fever",
        "en",
        """\
Health officials of the Union of Tarrow reported 38 new cases of river fever on Sunday, all of them in the district of
Low Emberly.

“We have no evidence that the fever passes from one person to another,” said Dr Noor Halloran, who leads the response.
“What we have is a well that should never have been opened.”

The governor of the district, Stellan Brock, ordered schools to stay shut. “I would rather explain a closed school
than an empty desk,” he said.

Halloran asked neighbouring countries not to close their borders. “Closing a border does not stop a river,” she said,
“and it keeps out the very people who can help us.”

A nurse at the hospital in Emberly, who asked not to be named, said that staff were exhausted. “We sleep in the
corridor because the beds are needed, and we are not complaining,” she said.

The relief agency Open Hands said it had sent 12,000 sachets of salts. Its director, Ewa Kostrin, said: “The medicine
is cheap, but the road is not, and last year the road won.”

The opposition demanded an inquiry. “Those who signed for that well must answer for it in public, without lawyers and
without excuses,” said its leader, Garrick Penhallow.
""",
        (
            ("We have no evidence that the fever passes from one person to another", 2),
            ("What we have is a well that should never have been opened.", 2),
            ("I would rather explain a closed school than an empty desk", 3),
            ("Closing a border does not stop a river", 4),
            ("and it keeps out the very people who can help us.", 4),
            ("We sleep in the corridor because the beds are needed, and we are not complaining", 5),
            ("The medicine is cheap, but the road is not, and last year the road won.", 6),
            ("Those who signed for that well must answer for it in public, without lawyers and without excuses", 7),
        ),
    ),
    Article(
        "fr-mine",
        "fr",
        """\
La mine de Grandval, en Morvanie, a repris le travail samedi après dix-sept jours de grève, selon la compagnie.

« Nous n’avons jamais demandé la fermeture de la mine », a affirmé la porte-parole des mineurs, Lucie Tessandier. «
Nous voulons descendre sans avoir peur de ne pas remonter. »

Le directeur, Bastien Orcel, a promis que les galeries seraient contrôlées. « Aucun puits ne sera rouvert avant que
les pompes aient tourné trois jours », a-t-il dit.

La ministre du Travail, Inès Calvador, s’est félicitée de l’accord. « Il n’y a ni vainqueur ni vaincu, il y a deux
cents familles qui respirent », a-t-elle déclaré à la radio.

Pour l’évêque de Grandval, Mgr Étienne Faucon, la paix reste fragile. « On ne bâtit rien sur la fatigue des pauvres »,
a-t-il écrit.

L’opposition a critiqué un texte « rédigé la nuit et signé à l’aube, contre l’avis des médecins ».
""",
        (
            ("Nous n’avons jamais demandé la fermeture de la mine", 2),
            ("Nous voulons descendre sans avoir peur de ne pas remonter.", 2),
            ("Aucun puits ne sera rouvert avant que les pompes aient tourné trois jours", 3),
            ("Il n’y a ni vainqueur ni vaincu, il y a deux cents familles qui respirent", 4),
            ("On ne bâtit rien sur la fatigue des pauvres", 5),
            ("rédigé la nuit et signé à l’aube, contre l’avis des médecins", 6),
        ),
    ),
    Article(
        "en-summit",
        "en",
        """\
Leaders of the Coastal League met in Porto Arenal on Monday, and each spoke in a language of their own.

The president of Veranda, Consuelo Iriarte, said: «No aceptaremos ninguna frontera trazada por la fuerza, ni hoy ni
mañana.» Her delegation left before dinner.

The prime minister of Serrazul, Duarte Salgueiro, answered: «Nunca fechámos a porta a quem pede abrigo, e não vamos
fechá-la agora.»

The foreign minister of Qadira, Samir al-Hadid, said: «لن نقبل أي اتفاق لا يحترم حقوق الصيادين، ولم نوقع على شيء حتى
الآن.»

“There is not a single boat in this harbour that belongs to one nation only,” said the host, Mayor Beatriz Fontoura.
“We shall share the water, or we shall lose it.”

The League’s secretary, Oskar Dahlgren, told a newspaper: „Wir haben keine Zeit für Beleidigungen, und niemand gewinnt
dabei.“
""",
        (
            ("No aceptaremos ninguna frontera trazada por la fuerza, ni hoy ni mañana.", 2),
            ("Nunca fechámos a porta a quem pede abrigo, e não vamos fechá-la agora.", 3),
            ("لن نقبل أي اتفاق لا يحترم حقوق الصيادين، ولم نوقع على شيء حتى الآن.", 4),
            ("There is not a single boat in this harbour that belongs to one nation only", 5),
            ("We shall share the water, or we shall lose it.", 5),
            ("Wir haben keine Zeit für Beleidigungen, und niemand gewinnt dabei.", 6),
        ),
    ),
)
