"""The articles that `docs/checking.md` reports on: all countries, people, organisations and words are invented.

They and the word lists of the operators were written before the rules were changed, and none of them is used for tuning.
"""

from __future__ import annotations

from tests.adversary.articles import Article, Saying

REPORTED = (
    Article(
        "en-court",
        "en",
        """\
The High Court of Merrowdale heard on Monday that the dyke at Sallow Point had been signed off by an inspector who
never left his car.

“I doubt that anyone at the ministry had read the contract before the night of the flood,” Judge Philippa Orme told
counsel. “We have yet to see a single page with a signature on it.”

Prosecuting, Desmond Achterberg QC said the defendant, the builder Lorne Mackeson, had been paid 7.2 million crowns.
“He refused to open the wall when the engineers begged him, and he denied that there was sand in it,” he said.

Mackeson, 58, told the jury that he had warned the council 14 times. “It would be a mistake to call me a villain
because the sea was higher than the law allows,” he said. “I will not, whatever the papers print, apologise for a
wall that stood 31 years.”

His counsel, Ottilie Vane, asked the jurors to be patient. “Few of us would have stayed on that wall after midnight,”
she said. “It is too late to punish the water, and it is far from clear that my client could have stopped it.”

A fisherman, Bram Teasdale, described the night. “My brother stopped answering his radio at a quarter to three, and
I failed to reach him again,” he said. “We would have been saved if somebody had rung a bell.”

“The court will visit the wall on Friday, provided that the tide permits it,” the judge said. “Nobody is to touch the
stones until then.”
""",
        (
            ("I doubt that anyone at the ministry had read the contract before the night of the flood", 2),
            ("We have yet to see a single page with a signature on it.", 2),
            ("He refused to open the wall when the engineers begged him, and he denied that there was sand in it", 3),
            ("It would be a mistake to call me a villain because the sea was higher than the law allows", 4),
            ("I will not, whatever the papers print, apologise for a wall that stood 31 years.", 4),
            ("Few of us would have stayed on that wall after midnight", 5),
            ("It is too late to punish the water, and it is far from clear that my client could have stopped it.", 5),
            ("My brother stopped answering his radio at a quarter to three, and I failed to reach him again", 6),
            ("We would have been saved if somebody had rung a bell.", 6),
            ("The court will visit the wall on Friday, provided that the tide permits it", 7),
            ("Nobody is to touch the stones until then.", 7),
        ),
        (
            Saying(
                "en",
                "the builder warned the council in writing",
                "pay the families of the drowned this winter",
                "paying the families of the drowned this winter",
            ),
            Saying(
                "en",
                "this wall was safe on the day it was finished",
                "tear the old dyke down before the trial",
                "tearing the old dyke down before the trial",
            ),
        ),
    ),
    Article(
        "en-agency",
        "en",
        """\
PORT LUCAN, 3 March 2031 – The Health Protection Agency of Cormoran today confirmed 112 cases of spotted ague in
the provinces of Hale and Upper Tamsin, 9 of them fatal.

“There is little reason to think that the water supply is the cause,” said Dr Imelda Strand, Director of
Surveillance. “Our laboratories have ruled out a link with the bottling plant, and we are not aware of any case among
its workers.”

The Agency has delivered 24,500 doses of vaccine to 63 clinics. “Nothing in our data supports closing the markets,”
said the Chief Epidemiologist, Professor Anselm Quaye. “We would rather lose a week of trade than a generation’s trust.”

Travellers do not need a certificate. “Travel remains safe as long as people boil what they drink,” said Dr Strand.
“Anyone who claims that the vaccine carries the disease is mistaken.”

The Agency’s spending on the response has reached 1.8 million dollars, a third of its budget for emergencies.
“Hardly a family in Hale has been spared, yet hardly anyone has complained,” said the Provincial Health Officer, Ms
Dagny Rourke.

“We cannot promise a date, and we are reluctant to name one,” said Professor Quaye. “The schools will reopen on 17
March unless the numbers rise.”

About the Agency: founded in 1974, it employs 2,300 people in 41 districts.
""",
        (
            ("There is little reason to think that the water supply is the cause", 2),
            (
                "Our laboratories have ruled out a link with the bottling plant, and we are not aware of any case "
                "among its workers.",
                2,
            ),
            ("Nothing in our data supports closing the markets", 3),
            ("We would rather lose a week of trade than a generation’s trust.", 3),
            ("Travel remains safe as long as people boil what they drink", 4),
            ("Anyone who claims that the vaccine carries the disease is mistaken.", 4),
            ("Hardly a family in Hale has been spared, yet hardly anyone has complained", 5),
            ("We cannot promise a date, and we are reluctant to name one", 6),
            ("The schools will reopen on 17 March unless the numbers rise.", 6),
        ),
        (
            Saying(
                "en",
                "the markets of Hale spread the disease",
                "send the children home for the summer",
                "sending the children home for the summer",
            ),
            Saying(
                "en",
                "a second dose protects the very old",
                "share the samples with laboratories abroad",
                "sharing the samples with laboratories abroad",
            ),
        ),
    ),
    Article(
        "fr-bac",
        "fr",
        """\
Le dernier bac entre les îles Corvanes et le continent a cessé ses rotations mercredi, faute de carburant, a indiqué
la compagnie maritime.

« Je doute que l’État ait jamais voulu sauver cette ligne », a déclaré la maire de Port-Ancel, Solène Kerbrat. « Nous
sommes loin d’avoir reçu les quatre millions promis. »

Le ministre des Transports, Hubert Vauquelin, a répondu à l’Assemblée. « Il est faux de dire que nous avons abandonné
les îles », a-t-il lancé. « Je ne crois pas que la violence sur les quais aide les familles. »

Sur le port, 340 marins attendent leur salaire depuis onze semaines. « On a cessé de croire aux promesses du
ministère », dit l’un d’eux, Yann Le Dorvec. « Il serait absurde de reprendre la mer sans être payés. »

La préfète, Clémence Astier, se veut rassurante. « Les rotations reprendront lundi, à condition que la citerne soit
livrée », a-t-elle précisé. « Personne n’a intérêt à laisser les îles sans pain. »

Pour le syndicat, la réquisition est exclue. « Nous refusons de conduire ce bateau sous la menace, et rares sont ceux
qui nous le reprochent », a affirmé sa secrétaire, Maud Tréville.
""",
        (
            ("Je doute que l’État ait jamais voulu sauver cette ligne", 2),
            ("Nous sommes loin d’avoir reçu les quatre millions promis.", 2),
            ("Il est faux de dire que nous avons abandonné les îles", 3),
            ("Je ne crois pas que la violence sur les quais aide les familles.", 3),
            ("On a cessé de croire aux promesses du ministère", 4),
            ("Il serait absurde de reprendre la mer sans être payés.", 4),
            ("Les rotations reprendront lundi, à condition que la citerne soit livrée", 5),
            ("Personne n’a intérêt à laisser les îles sans pain.", 5),
            (
                "Nous refusons de conduire ce bateau sous la menace, et rares sont ceux qui nous le reprochent",
                6,
            ),
        ),
        (
            Saying(
                "fr",
                "la compagnie transporte les malades avant le fret",
                "transporter les malades avant le fret",
            ),
            Saying(
                "fr",
                "le ministère garde les clés de la citerne",
                "garder les clés de la citerne",
            ),
        ),
    ),
    Article(
        "en-post",
        "en",
        """\
Delegates of the Postal Union of the Middle Sea argued until Saturday morning over who pays for lost parcels, and
went home with a bill of 86 million florins.

The head of the Alvarian post, Ramiro Ledesma, was blunt: «Dudo que los carteros acepten otro invierno sin abrigo. Es
demasiado tarde para pedirles paciencia.»

For Lusenia, Postmaster Inês Vilarinho said: «Deixámos de entregar cartas nas ilhas em maio. Estamos longe de ter os
barcos de que precisamos.»

The German-speaking cantons of Hochwald sent their treasurer, Ulrike Brandtner. „Ich glaube nicht, dass wir diese
Rechnung bezahlen werden“, she said. „Es wäre ein Fehler, die Post wie eine Bank zu führen.“

Through an interpreter, the delegate of Qasran, Layla al-Mansur, said: «نشك في أن الاتحاد يملك المال الكافي. نرفض أن ندفع
ثمن أخطاء الآخرين.»

“None of the parcels was stolen, and I resent the word,” said the union’s president, Aurelio Stainforth. “We shall pay
if, and only if, the auditors sign.”
""",
        (
            ("Dudo que los carteros acepten otro invierno sin abrigo.", 2),
            ("Es demasiado tarde para pedirles paciencia.", 2),
            ("Deixámos de entregar cartas nas ilhas em maio.", 3),
            ("Estamos longe de ter os barcos de que precisamos.", 3),
            ("Ich glaube nicht, dass wir diese Rechnung bezahlen werden", 4),
            ("Es wäre ein Fehler, die Post wie eine Bank zu führen.", 4),
            ("نشك في أن الاتحاد يملك المال الكافي.", 5),
            ("نرفض أن ندفع ثمن أخطاء الآخرين.", 5),
            ("None of the parcels was stolen, and I resent the word", 6),
            ("We shall pay if, and only if, the auditors sign.", 6),
        ),
        (
            Saying(
                "es",
                "los barcos lleguen antes de la feria",
                "abrir las oficinas de la costa",
                "abriendo las oficinas de la costa",
                certain="los barcos llegan antes de la feria",
            ),
            Saying(
                "pt",
                "os barcos cheguem antes da feira",
                "abrir as estações da costa",
                certain="os barcos chegam antes da feira",
            ),
            Saying(
                "de",
                "die Boten vor dem Winter bezahlt werden",
                "die Boten vor dem Winter zu bezahlen",
                main="die Boten werden vor dem Winter bezahlt",
            ),
            Saying("ar", "السفن ستصل قبل نهاية العام", "ندفع أجور السعاة قبل الشتاء"),
            Saying(
                "en",
                "the sorting hall belongs to all nine members",
                "carry letters for the army",
                "carrying letters for the army",
            ),
        ),
    ),
)
