"""Whether the rest of a sentence turns the meaning of a part of it, in six languages."""

from __future__ import annotations

import pytest

from briefing.text.cuts import is_turned, sentence_around, turns_left_out

TURNED = [
    # English: what is between the bars is quoted
    "I doubt that |anyone will sign this treaty|.",
    "The council has yet to |pay the crews of the ferry|.",
    "Few of us |would vote for this man again|.",
    "It is too late to |move the hospital uphill|.",
    "They stopped |answering our letters in June|.",
    "It would be a mistake to |sell the reservoir now|.",
    "We are far from |signing anything with them|.",
    "The mill failed to |warn the villages downstream|.",
    "I refuse to |hand over the keys of the town|.",
    "It is false that |the fund paid for the march|.",
    "We will not, under any circumstances, |recognise the new council|.",
    "I doubt, frankly, that |the pipeline will open this year|.",
    "We shall not bow to force and |recognise the men who took it|.",
    "No one here can say whether |the dam was inspected in May|.",
    "We cannot rule out that |the wells were poisoned|.",
    "|We shall open the border| if the shelling ends.",
    "|We shall open the border| on Monday, provided the shelling ends.",
    "|The mission will stay| only if parliament votes for it.",
    "The claim that |the mine was empty that day| is a fairy tale.",
    "We are anything but |sure of the harvest this year|.",
    "Unless |the army leaves the airport|, nobody will land.",
    # German
    "Ich glaube nicht, dass |wir das Abkommen unterschreiben|.",
    "Ich bezweifle, dass |die Brücke bis Mai fertig ist|.",
    "Wir hörten auf, |ihnen Briefe zu schreiben|.",
    "Wir sind weit davon entfernt, |den Hafen zu verkaufen|.",
    "Wir weigern uns, |die Schlüssel der Stadt herauszugeben|.",
    "|Wir öffnen die Grenze|, sofern der Beschuss endet.",
    # French
    "Je ne pense pas que |le pont soit prêt en mai|.",
    "Je doute que |le pont soit prêt en mai|.",
    "Il est faux de dire que |la mine était vide ce jour-là|.",
    "Nous avons cessé de |leur écrire des lettres|.",
    "Nous sommes loin de |vendre le port à l’étranger|.",
    "|Nous ouvrirons la frontière| si les tirs cessent.",
    # Spanish and Portuguese
    "No creo que |el puente esté listo en mayo|.",
    "Dudo que |el puente esté listo en mayo|.",
    "Dejamos de |escribirles cartas en junio|.",
    "Estamos lejos de |vender el puerto a nadie|.",
    "Duvido que |a ponte esteja pronta em maio|.",
    "Deixámos de |lhes escrever cartas em junho|.",
    "Estamos longe de |vender o porto a alguém|.",
    "|Abriremos a fronteira|, desde que os tiros parem.",
    # Arabic
    "أشك في أن |الجسر سيكون جاهزا في أيار|.",
    "توقفنا عن |كتابة الرسائل إليهم في حزيران|.",
    "نحن بعيدون عن |بيع الميناء لأي دولة|.",
    "لا أعتقد أن |الجسر سيكون جاهزا في أيار|.",
    "|سنفتح الحدود| إذا توقف القصف.",
]

NOT_TURNED = [
    "There is no doubt that |the bridge will be ready in May|.",
    "Without doubt |the bridge will be ready in May|.",
    "Nobody doubts that |the bridge will be ready in May|.",
    "We do not deny that |the bridge was late|.",
    "Not only the mayor says that |the bridge was late|.",
    "The crane stands at No. 10, where |the old quay begins|.",
    "The road is not paved, and |last year the road won|.",
    "The council did not meet because |the mayor was in hospital|.",
    "He asked a few of the crews, and |they agreed to sail on Monday|.",
    "|We shall open the border|, even if the shelling goes on.",
    "|We shall open the border|, and nobody will stop us.",
    "|We shall open the border|; if they come, they come.",
    "We did not hesitate to |open the gates of the dam|.",
    "It is not too late to |move the hospital uphill|.",
    "Sans doute |le pont sera prêt en mai|.",
    "Il ne fait aucun doute que |le pont sera prêt en mai|.",
    "Il n’est pas trop tard pour |vendre le vieux port|.",
    "La commune a décidé de |vendre le vieux port|.",
    "Es besteht kein Zweifel, dass |die Brücke im Mai fertig ist|.",
    "Ich weiß, dass |die Brücke im Mai fertig ist|.",
    "Sin duda |el puente estará listo en mayo|.",
    "No cabe duda de que |el puente estará listo en mayo|.",
    "Não há dúvida de que |a ponte estará pronta em maio|.",
    "Trabalhámos no porto, e |a ponte estará pronta em maio|.",
    "Chegámos a tempo no domingo para |abrir a ponte da cidade|.",
    "لا شك أن |الجسر سيكون جاهزا في أيار|.",
    "قررنا أن |نبيع الميناء القديم هذا العام|.",
]


def _is_turned(sentence: str) -> bool:
    before, words, after = f"“{sentence}” So much was said.".split("|")
    return is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize("sentence", TURNED)
def test_a_part_of_a_sentence_that_the_rest_turns(sentence: str) -> None:
    assert _is_turned(sentence)


@pytest.mark.parametrize("sentence", NOT_TURNED)
def test_a_part_of_a_sentence_that_nothing_turns(sentence: str) -> None:
    assert not _is_turned(sentence)


@pytest.mark.parametrize("sentence", [*TURNED, *NOT_TURNED])
def test_a_whole_sentence_is_turned_by_nothing(sentence: str) -> None:
    whole = sentence.replace("|", "")
    assert not is_turned(sentence_around("It rained. “", whole, "” So much was said."), whole)


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("“We will not,” she said, “", "recognise the new council", ".”"),
        ('"We will not," she said, "', "recognise the new council", '."'),
        ("« Nous refusons, dit-elle, de ", "reconnaître le nouveau conseil", ". »"),
        ("“", "We shall open the border", ",” she said, “if the shelling ends.”"),
        ('"', "We shall open the border", '," she said, "unless they shoot."'),
        ("The general denied that it was “", "a coup against anybody", "”, he said."),
    ],
)
def test_an_attribution_does_not_hide_what_turns_the_meaning(before: str, words: str, after: str) -> None:
    assert is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("“We will not.” She said: “", "Recognise them if you like", ".”"),
        ("The rebels refused to talk. “", "We shall open the border", "”, the general said."),
        ("It did so to prevent bloodshed and maintain “", "the well-being of our people", ".”"),
        ("“", "We shall open the border", ",” she said. “If they shoot, we shoot.”"),
        ("Asked about the strike that nobody wanted, he said: “", "The port is open today", ".”"),
    ],
)
def test_what_is_said_apart_turns_nothing(before: str, words: str, after: str) -> None:
    assert not is_turned(sentence_around(before, words, after), words)


@pytest.mark.parametrize(
    ("left_out", "follows"),
    [
        ("have yet to", "pay the crews"),
        ("far", "from signing anything"),
        ("if the shelling ends", ""),
        ("avons cessé de", "leur écrire"),
        ("bezweifeln, dass", "er kommt"),
        ("no creemos que", "vengan los barcos"),
    ],
)
def test_an_ellipsis_that_omits_what_turns_the_meaning(left_out: str, follows: str) -> None:
    assert turns_left_out(left_out, follows)


@pytest.mark.parametrize("left_out", ["on Monday, no doubt,", "sans doute", "at pier No. 10", "not only the mayor but"])
def test_an_ellipsis_that_omits_nothing_of_weight(left_out: str) -> None:
    assert not turns_left_out(left_out, "will open the border")
