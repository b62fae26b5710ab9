"""Who says what in the articles that `docs/checking.md` reports on for speakers. All of it is invented.

They were written after the rules on speakers. The first count on them stopped 4 of 537 right speakers (a body whose name was
taken for a person’s) and 641 of 874 wrong people; the rules were corrected once after it.
"""

from __future__ import annotations

from tests.adversary.spoken import Speaker, Spoken

SPOKEN_REPORTED = (
    Spoken(
        "strike",
        "en",
        """\
HALVERSTAD, 9 May (Kestrel News) - Nurses across Nordmere walked out for a second day on Thursday after talks over
night shifts collapsed.

“We did not come here to fail, but we were offered nothing,” said Petra Lindqvist-Oyelaran, the general secretary of
the Nordmere Nurses’ Federation. She accused the government of “bargaining with an empty chair”.

Health Minister Baldur Kessling denied that. Speaking to reporters outside parliament, he said the offer had been
“generous by any measure”.

“The minister knows very well what it costs to live in Halverstad,” Lindqvist-Oyelaran replied on television.

At the Queen Astrid Hospital, where 14 wards were closed, the chief surgeon, Professor Idris Mbeki-Thorn, told
Kestrel News that operations had been moved. “Nobody has been harmed so far,” he said. “I cannot say that of tomorrow.”

Kessling’s predecessor, Agneta Roos, who now sits in opposition, was asked whether she would have done better. “I would
have picked up the telephone,” she said.

A patient, who gave her name as Mrs Hallam, said she supported the nurses. “They carried me, and now I carry their
sign,” she told a reporter.

The employers’ association Carewell said in a statement: “The courts will have to decide whether this strike is lawful.”

“Let them try,” Lindqvist-Oyelaran said, and added that the Federation had “never lost a case it was right to win”.
""",
        {
            "union": Speaker(
                "Petra Lindqvist-Oyelaran",
                "Nordmere Nurses’ Federation",
                "General secretary",
                ("Lindqvist-Oyelaran", "Ms Lindqvist-Oyelaran", "Petra Lindquist Oyelaran"),
            ),
            "minister": Speaker(
                "Baldur Kessling", "Ministry of Health", "Health Minister", ("Kessling", "Mr Kessling")
            ),
            "surgeon": Speaker(
                "Idris Mbeki-Thorn", "Queen Astrid Hospital", "Chief surgeon", ("Mbeki-Thorn", "Prof. Mbeki-Thorn")
            ),
            "roos": Speaker("Agneta Roos", "Opposition", "Former health minister", ("Roos", "Ms Roos")),
            "patient": Speaker("Mrs Hallam", "Patients", "Patient", ()),
            "employers": Speaker("", "Carewell", "", ()),
        },
        (
            ("We did not come here to fail, but we were offered nothing", 2, "union"),
            ("bargaining with an empty chair", 2, "union"),
            ("generous by any measure", 3, "minister"),
            ("The minister knows very well what it costs to live in Halverstad", 4, "union"),
            ("Nobody has been harmed so far", 5, "surgeon"),
            ("I cannot say that of tomorrow.", 5, "surgeon"),
            ("I would have picked up the telephone", 6, "roos"),
            ("They carried me, and now I carry their sign", 7, "patient"),
            ("The courts will have to decide whether this strike is lawful.", 8, "employers"),
            ("Let them try", 9, "union"),
            ("never lost a case it was right to win", 9, "union"),
        ),
    ),
    Spoken(
        "border",
        "en",
        """\
The foreign ministers of Zarqan and Ilmeria met for the first time in six years on Sunday, in a railway carriage on the
line that divides them.

“A frontier is a scar, and scars can be touched,” Zarqan’s minister, Yusuf al-Khatib, said as he left the train. His
counterpart, Oksana Dombrovska, was more careful: “We have agreed to meet again, and on nothing else.”

Al-Khatib also spoke of prisoners. “There are forty-one families who set a plate for someone who does not come,” he said.

According to Dombrovska, the list that Zarqan handed over was “neither complete nor correct”.

The host of the meeting, the Swiss-born mediator Urs Zellweger, called it “a beginning of a beginning”. He told
reporters: “I have seen worse first days, and I have seen better ones.”

The European Union’s envoy for the region, Marguerite Delacroix-Bauer, welcomed the meeting in a post on X. “Trains are
a good idea in every season,” she wrote.

In Zarqan, the opposition leader Hamid Rahimov dismissed the talks as “a photograph with curtains”. “Al-Khatib has given
away what he was sent to keep,” he said in parliament.

“That is not true, and he knows it,” al-Khatib told a radio station later.
""",
        {
            "zarqan": Speaker(
                "Yusuf al-Khatib",
                "Zarqan",
                "Foreign minister",
                ("al-Khatib", "Youssef Al Khateeb", "Minister al-Khatib"),
            ),
            "ilmeria": Speaker("Oksana Dombrovska", "Ilmeria", "Foreign minister", ("Dombrovska", "Oxana Dombrowska")),
            "host": Speaker("Urs Zellweger", "Mediation office", "Mediator", ("Zellweger", "Mr Zellweger")),
            "eu": Speaker(
                "Marguerite Delacroix-Bauer", "European Union", "Envoy", ("Delacroix-Bauer", "Margaret Delacroix-Bauer")
            ),
            "opposition": Speaker(
                "Hamid Rahimov", "Opposition of Zarqan", "Opposition leader", ("Rahimov", "Hamid Rahimow")
            ),
        },
        (
            ("A frontier is a scar, and scars can be touched", 2, "zarqan"),
            ("We have agreed to meet again, and on nothing else.", 2, "ilmeria"),
            ("There are forty-one families who set a plate for someone who does not come", 3, "zarqan"),
            ("neither complete nor correct", 4, "ilmeria"),
            ("a beginning of a beginning", 5, "host"),
            ("I have seen worse first days, and I have seen better ones.", 5, "host"),
            ("Trains are a good idea in every season", 6, "eu"),
            ("a photograph with curtains", 7, "opposition"),
            ("Al-Khatib has given away what he was sent to keep", 7, "opposition"),
            ("That is not true, and he knows it", 8, "zarqan"),
        ),
    ),
    Spoken(
        "vigne",
        "fr",
        """\
Les vignerons de la vallée de Sorgance ont déversé vingt tonnes de raisin devant la préfecture, jeudi, pour dénoncer
la fermeture de la coopérative.

« On ne vend plus une bouteille depuis la Saint-Jean », lâche Firmin Castelnou, qui cultive neuf hectares. « Mon fils
ne reprendra pas. »

La présidente de la coopérative, Hortense Vidalenc, reconnaît l’échec. « Nous avons cru que les États-Unis achèteraient
toujours », a-t-elle confié au quotidien La Dépêche de Sorgance.

Le préfet, Gaspard Lenormand, a reçu une délégation. « L’État n’achètera pas le vin, mais il peut acheter du temps »,
a-t-il expliqué à sa sortie, promettant une réponse « avant les vendanges ».

Selon l’économiste Blandine Oury-Kermadec, « la vallée produit un tiers de trop ». Elle ajoute : « Arracher coûte moins
cher que mentir. »

« Qu’elle vienne arracher mes vignes elle-même », a répondu M. Castelnou.

Le groupe d’achat Maison Verdier assure, dans un communiqué, qu’il « honorera tous ses contrats ».
""",
        {
            "grower": Speaker(
                "Firmin Castelnou", "Vignerons de la Sorgance", "vigneron", ("Castelnou", "M. Castelnou")
            ),
            "coop": Speaker(
                "Hortense Vidalenc", "Coopérative de la Sorgance", "présidente", ("Vidalenc", "Mme Vidalenc")
            ),
            "prefect": Speaker("Gaspard Lenormand", "Préfecture", "préfet", ("Lenormand", "Gaspar Lenormand")),
            "economist": Speaker("Blandine Oury-Kermadec", "Université", "économiste", ("Oury-Kermadec",)),
            "buyer": Speaker("", "Maison Verdier", "", ()),
        },
        (
            ("On ne vend plus une bouteille depuis la Saint-Jean", 2, "grower"),
            ("Mon fils ne reprendra pas.", 2, "grower"),
            ("Nous avons cru que les États-Unis achèteraient toujours", 3, "coop"),
            ("L’État n’achètera pas le vin, mais il peut acheter du temps", 4, "prefect"),
            ("avant les vendanges", 4, "prefect"),
            ("la vallée produit un tiers de trop", 5, "economist"),
            ("Arracher coûte moins cher que mentir.", 5, "economist"),
            ("Qu’elle vienne arracher mes vignes elle-même", 6, "grower"),
            ("honorera tous ses contrats", 7, "buyer"),
        ),
    ),
    Spoken(
        "seca",
        "pt",
        """\
A barragem de Vale Fundo chegou a onze por cento, anunciou na terça-feira a companhia das águas.

“Nunca vimos o fundo, e agora vemos as casas dos nossos avós”, disse o presidente da câmara, Tibúrcio Meireles. “A água
que resta é para beber.”

A ministra do Ambiente, Leopoldina Sarmento, garantiu que “ninguém ficará sem água este verão”. Segundo o engenheiro
Abílio Frazão, porém, “as contas da ministra só fecham se chover”.

«Cada ovelha bebe seis litros», lembrou o pastor Zeferino Quintã. «Não lhes posso explicar o que é um plano.»
""",
        {
            "mayor": Speaker(
                "Tibúrcio Meireles", "Câmara de Vale Fundo", "Presidente", ("Meireles", "Tiburcio Meirelles")
            ),
            "minister": Speaker("Leopoldina Sarmento", "Ministério do Ambiente", "Ministra", ("Sarmento",)),
            "engineer": Speaker("Abílio Frazão", "Ordem dos Engenheiros", "Engenheiro", ("Frazão", "Abilio Frazao")),
            "shepherd": Speaker("Zeferino Quintã", "Pastores", "Pastor", ("Quintã",)),
        },
        (
            ("Nunca vimos o fundo, e agora vemos as casas dos nossos avós", 2, "mayor"),
            ("A água que resta é para beber.", 2, "mayor"),
            ("ninguém ficará sem água este verão", 3, "minister"),
            ("as contas da ministra só fecham se chover", 3, "engineer"),
            ("Cada ovelha bebe seis litros", 4, "shepherd"),
            ("Não lhes posso explicar o que é um plano.", 4, "shepherd"),
        ),
    ),
    Spoken(
        "fishers",
        "ar",
        """\
أغلق ميناء الرملة يوم الأحد بعد خلاف على رسوم الصيد.

وقال رئيس نقابة الصيادين، سليم المرزوقي: «لن ندفع رسما على بحر ورثناه عن آبائنا».

وأضاف المرزوقي: «القوارب باقية حتى يفتح الباب».

وصرحت وزيرة الموانئ هدى البكري أن «الرسوم تدفع ثمن الرصيف الجديد».
""",
        {
            "union": Speaker("سليم المرزوقي", "نقابة الصيادين", "رئيس", ("المرزوقي",)),
            "minister": Speaker("هدى البكري", "وزارة الموانئ", "وزيرة", ("البكري",)),
        },
        (
            ("لن ندفع رسما على بحر ورثناه عن آبائنا", 2, "union"),
            ("القوارب باقية حتى يفتح الباب", 3, "union"),
            ("الرسوم تدفع ثمن الرصيف الجديد", 4, "minister"),
        ),
    ),
)
