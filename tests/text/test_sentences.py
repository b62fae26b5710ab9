"""Where sentences end, in many languages and scripts; each `|` is the end of one."""

from __future__ import annotations

import pytest

from briefing.text.sentences import split_sentences


@pytest.mark.parametrize(
    "text",
    [
        "He left. |She stayed.",
        "They flew to Mali. |Then they left.",
        "Mr. Smith met Dr. J. K. Rowan in St. Paul. |He left.",
        "Gen. Awa Tall spoke. |Lt. Col. X. left.",
        "The U.S. Army came. |It left.",
        "It was at 5 p.m. |He left.",
        "It was 5 p.m. on Monday.",
        "No. 10 said so. |No. |Yes.",
        "The army left (see para. 4). |It rained.",
        "Article 5, cf. Art. 7 and p. 12, applies. |All agreed.",
        "In Jan. 2024 it rained. |It cost 3.5 million. |Yes.",
        "What?! |No. |Yes.",
        "He paused... and left. |So.",
        "He paused… |Then he left. |End",
        "He paused… then he left.",
        "“No!” she cried. |“Never?” he asked. |“We go.” |He left.",
        "He said: “We go. |Now.” |Then he left.",
        "He said so.[1] |She left.¹² |Or not.* |Never.",
        "Yahoo! bought it. |We know.",
        "M. Dupont et Mme Curie sont là. |Fin.",
        "Il a dit : « Nous partons. » |Puis il est parti.",
        "Il a dit : « Nous partons.\u202f» |Puis il est parti.",
        "Der 3. Mai war kalt. |Dann z. B. Regen, d. h. Nässe. |„Nein.“ |Ende.",
        "El Sr. Pérez y la Sra. Gómez. |Llegaron el día 3. |¿Quién? |Nadie.",
        "O Dr. Sá e a Dra. Lima vão. |Não há mais.",
        "Он ушёл. |Что? |См. рис. 2. |Она тут.",
        "هل غادر؟ |نعم. |لقد غادر۔ |ثم عاد.",
        "قال د. سامي ذلك. |ثم عاد.",
        "我們走了。|他說：「再見。」|然後離開。",
        "本当？|はい！|終わり。",
        "वह गया। |डॉ. राव आए॥ |अंत।",
        "ሄደ። |መጣ።",
        "สวัสดี",
        "បាទ។ |ទេ។",
    ],
)
def test_sentences_end_where_readers_see_it(text: str) -> None:
    assert split_sentences(text.replace("|", "")) == text.split("|")
