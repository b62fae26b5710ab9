"""The word lists of the operators, independent of those of the check: nothing here is imported from it.

`TURNING` are single words and phrases that an operator finds in the quotations of an article. `FRAMES` are beginnings of
sentences that turn what follows them, and `ENDS` what may follow it; `PLAIN_FRAMES` and `PLAIN_ENDS` turn nothing. In a frame,
{c} is a clause, {i} an infinitive, {g} a gerund, {C} a clause that begins the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TURNING = {
    "en": """
        doubts?|have yet to|has yet to|refused|refuses?|denied|denies|deny|would be a mistake to|not|no|few|too late to|
        far from|stopped|failed|nobody|never|none|little|ruled out|nothing|hardly|cannot|reluctant|without|unless|only if|
        neither|nor|nowhere|unable|anything but
    """,
    "fr": """
        doute|loin|faux|pas|cessé|absurde|personne|refusons|rares|sans|jamais|aucune?|rien|ni|contre|impossible|guère
    """,
    "es": "dudo|demasiado tarde|no|nunca|ninguna?|sin|jamás|nadie|tampoco",
    "pt": "deixámos|longe|não|nunca|nenhuma?|sem|ninguém",
    "de": "nicht|fehler|kein|keine|niemand|nie|ohne|weder|kaum",
    "ar": "نشك|نرفض|لن|لا|لم|ليس|دون",
}
TURNING: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"(?<!\w)(?:{''.join(line.strip() for line in words.splitlines())})(?!\w)", re.IGNORECASE)
    for language, words in _TURNING.items()
}
"""The turning words of a quotation, by its language."""

CONDITION: Mapping[str, str] = {
    "en": r"if, and only if|provided that|as long as|only if|unless|if",
    "fr": r"à condition que|à moins que|sauf si|si",
    "es": r"siempre que|a menos que|si",
    "pt": r"desde que|a menos que|se",
    "de": r"falls|sofern|wenn|es sei denn",
    "ar": r"إذا|بشرط",
}
"""What may begin a condition, by language."""

DIALOGUES: Mapping[str, str] = {
    "en": """
        “{A},” said Ana Prell, and Bo Harsen answered: “{B}.”
        “{A},” said Ana Prell. Bo Harsen, who sat beside her, shook his head. He answered: “{B}.”
        "{A}," said Ana Prell. "{B}," said Bo Harsen.
        “{A},” said Ana Prell, to which Bo Harsen replied: “{B}.”
        “{A},” Ana Prell told the hall; her brother disagreed: “{B}.”
        “{A},” said Ana Prell.¶“{B},” said Bo Harsen.
        "{A}," said Ana Prell.¶"{B}," said Bo Harsen.
        Ana Prell said: “{A}.”¶Bo Harsen said: “{B}.”
    """,
    "fr": """
        « {A} », a dit Ana Prell, et Bo Harsen a répondu : « {B}. »
        « {A} », a dit Ana Prell. Bo Harsen l’écoutait. Il a répondu : « {B}. »
        « {A} », a dit Ana Prell.¶« {B} », a dit Bo Harsen.
        « {A} », a dit Ana Prell, à quoi Bo Harsen a répliqué : « {B}. »
    """,
}
"""A paragraph with what two people say; ¶ begins another."""

MONOLOGUES: Mapping[str, str] = {
    "en": """
        “{A},” said Ana Prell. “{B}.”
        “{A},” said Ana Prell. She added: “{B}.”
        "{A}," said Ana Prell. "{B}."
        “{A},” she said, and added: “{B}.”
        “{A}.¶“{B},” said Ana Prell.
        Ana Prell said: “{A}. {B}.”
    """,
    "fr": """
        « {A} », a dit Ana Prell. « {B}. »
        « {A} », a dit Ana Prell. Elle a ajouté : « {B}. »
        Ana Prell a dit : « {A}. {B}. »
    """,
}
"""A paragraph with what one person says."""

NOT = {"en": "not", "fr": "pas", "es": "no", "pt": "não", "de": "nicht", "ar": "لا"}
REVERSALS = {
    "en": ("against", "anything but", "far from", "end to the", "unlike", "devoid of"),
    "fr": ("contre", "loin de"),
    "es": ("contra", "lejos de"),
    "pt": ("contra", "longe de"),
    "de": ("gegen", "weit entfernt von"),
    "ar": ("ضد", "بعيدا عن"),
}
"""What turns a meaning in brackets."""

FRAMES: Mapping[str, str] = {
    "en": """
        I doubt that {c}
        I very much doubt whether {c}
        It is false that {c}
        It is simply not the case that {c}
        It is a lie that {c}
        We dispute that {c}
        We deny that {c}
        I would be astonished if {c}
        It is a myth that {c}
        Nobody has shown that {c}
        There is no proof that {c}
        It remains to be seen whether {c}
        I am sceptical that {c}
        We reject the claim that {c}
        It is unlikely that {c}
        It would be naive to think that {c}
        It would be wrong to say that {c}
        I question whether {c}
        Only a fool would believe that {c}
        I stopped believing long ago that {c}
        We have yet to {i}
        It is too late to {i}
        It would be a mistake to {i}
        We refuse to {i}
        We failed to {i}
        We declined to {i}
        We decided against {g}
        We have stopped {g}
        We gave up {g}
        Few of us wanted to {i}
        We are far from {g}
        We are forbidden to {i}
        We are in no position to {i}
        We are reluctant to {i}
        They prevented us from {g}
        We are too poor to {i}
        We neglected to {i}
        We abandoned the plan to {i}
        We have ruled out {g}
        We would sooner resign than {i}
        I see little reason to {i}
        It is out of the question to {i}
        It makes no sense to {i}
        We will not, under any circumstances, {i}
        Instead of {g}
        We could have chosen to {i}
    """,
    "fr": """
        Je doute que {c}
        Je ne pense pas que {c}
        Il est faux que {c}
        Il est faux de dire que {c}
        Nous contestons que {c}
        Rien ne prouve que {c}
        Il est peu probable que {c}
        C’est un mensonge de dire que {c}
        Nous démentons que {c}
        Nous refusons de {i}
        Nous avons cessé de {i}
        Nous sommes loin de {i}
        Il est trop tard pour {i}
        Ce serait une erreur de {i}
        Nous avons renoncé à {i}
        Nous n’avons pas encore pu {i}
        Nous évitons de {i}
        Il est hors de question de {i}
        Nous hésitons à {i}
        Au lieu de {i}
        On nous empêche de {i}
        Il nous est interdit de {i}
        Il serait absurde de {i}
        Peu d’entre nous voulaient {i}
    """,
    "de": """
        Ich bezweifle, dass {c}
        Ich glaube nicht, dass {c}
        Es stimmt nicht, dass {c}
        Es ist falsch, dass {c}
        Wir bestreiten, dass {c}
        Es ist unwahrscheinlich, dass {c}
        Es ist eine Lüge, dass {c}
        Niemand hat gezeigt, dass {c}
        Wir hörten auf, {i}
        Wir sind weit davon entfernt, {i}
        Wir weigern uns, {i}
        Wir haben es versäumt, {i}
        Wir lehnen es ab, {i}
        Es wäre ein Fehler, {i}
        Es ist zu spät, {i}
        Wir haben darauf verzichtet, {i}
        Uns wurde verboten, {i}
        Wir zögern, {i}
        Statt {i}
        Wir sind nicht in der Lage, {i}
    """,
    "es": """
        Dudo que {c}
        No creo que {c}
        Es falso que {c}
        Negamos que {c}
        Es improbable que {c}
        Nadie ha demostrado que {c}
        Es mentira que {c}
        Dejamos de {i}
        Estamos lejos de {i}
        Es demasiado tarde para {i}
        Sería un error {i}
        Nos negamos a {i}
        Renunciamos a {i}
        Evitamos {i}
        Nos prohibieron {i}
        En lugar de {i}
        Aún no hemos podido {i}
        Pocos de nosotros querían {i}
    """,
    "pt": """
        Duvido que {c}
        Não creio que {c}
        É falso que {c}
        Negamos que {c}
        É improvável que {c}
        Ninguém demonstrou que {c}
        É mentira que {c}
        Deixámos de {i}
        Estamos longe de {i}
        É tarde demais para {i}
        Seria um erro {i}
        Recusamo-nos a {i}
        Renunciámos a {i}
        Evitamos {i}
        Proibiram-nos de {i}
        Em vez de {i}
        Ainda não conseguimos {i}
        Poucos de nós queriam {i}
    """,
    "ar": """
        أشك في أن {c}
        لا أعتقد أن {c}
        ليس صحيحا أن {c}
        ننفي أن {c}
        من المستبعد أن {c}
        من الخطأ القول إن {c}
        لم يثبت أحد أن {c}
        نرفض أن {i}
        نحن بعيدون عن أن {i}
        فات الأوان كي {i}
        لا نريد أن {i}
        بدلا من أن {i}
        من المستحيل أن {i}
    """,
}

ENDS: Mapping[str, str] = {
    "en": """
        {C} if the money arrives
        {C} unless the court forbids it
        {C} in spring, but only if the council agrees
        {C}, provided that the river falls
        {C} as long as the pumps hold
        {C}, on condition that nobody is punished
        {C}, assuming that the figures are right
        {C}, subject to the approval of parliament
        {C} when hell freezes over, and only when it does
        The idea that {c} is absurd
        That {c} is a fairy tale
        The rumour that {c} is baseless
    """,
    "fr": """
        {C} si l’argent arrive
        {C}, à condition que le conseil l’approuve
        {C} à moins que le tribunal ne l’interdise
        {C}, sauf en hiver
        L’idée que {c} est absurde
    """,
    "es": "{C}, siempre que haya dinero|{C} si hay dinero|{C}, a menos que lo impida el juez",
    "pt": "{C}, desde que haja dinheiro|{C} se houver dinheiro|{C}, a menos que o juiz o impeça",
    "de": "{C}, falls das Geld kommt|{C}, sofern der Rat zustimmt|{C}, es sei denn, das Gericht verbietet es",
    "ar": "{C} إذا وصل المال|{C} بشرط أن يوافق المجلس",
}

PLAIN_FRAMES: Mapping[str, str] = {
    "en": """
        I have no doubt that {c}
        There is no doubt that {c}
        I am certain that {c}
        Nobody doubts that {c}
        We do not dispute that {c}
        It is no secret that {c}
        It is true that {c}
        As I said at pier No. 10, {c}
        Not only the press says that {c}
        Everybody knows that {c}
        We were never in doubt, and I repeat that {c}
        We did not hesitate to {i}
        It is our duty to {i}
        We shall not fail to {i}
        The council has asked us to {i}
        It is not too late to {i}
        Nothing will keep us from {g}
        We insist on {g}
    """,
    "fr": """
        Sans doute {c}
        Je suis certain que {c}
        Il ne fait aucun doute que {c}
        Non seulement les marins disent que {c}
        Personne ne conteste que {c}
        Tout le monde sait que {c}
        Nous avons décidé de {i}
        Il n’est pas trop tard pour {i}
        Nous n’hésiterons pas à {i}
    """,
    "de": """
        Ich weiß, dass {c}
        Es besteht kein Zweifel, dass {c}
        Nicht nur die Presse sagt, dass {c}
        Niemand bestreitet, dass {c}
        Wir haben beschlossen, {i}
        Es ist nicht zu spät, {i}
    """,
    "es": """
        Es cierto que {c}
        No cabe duda de que {c}
        Sin duda {c}
        No solo la prensa dice que {c}
        Hemos decidido {i}
        No es demasiado tarde para {i}
    """,
    "pt": """
        É certo que {c}
        Não há dúvida de que {c}
        Sem dúvida {c}
        Não só a imprensa diz que {c}
        Decidimos {i}
        Não é tarde demais para {i}
    """,
    "ar": """
        لا شك أن {c}
        نعلم أن {c}
        من المؤكد أن {c}
        قررنا أن {i}
    """,
}

PLAIN_ENDS: Mapping[str, str] = {
    "en": """
        {C}, and we are proud of it
        {C}, even if the papers say otherwise
        {C}, as if nothing had happened
        {C}, and nobody is surprised
        {C}, but that is not the point
    """,
    "fr": "{C}, et nous en sommes fiers|{C}, même si la presse dit le contraire|{C}, mais ce n’est pas le sujet",
    "es": "{C}, y estamos orgullosos",
    "pt": "{C}, e temos orgulho nisso",
    "de": "{C}, auch wenn die Presse anderes schreibt",
    "ar": "{C} ونحن فخورون بذلك",
}


def lines(frames: str) -> list[str]:
    """Return the sentences of a list, which are on lines of their own or between bars."""
    return [line.strip() for line in re.split(r"[\n|]", frames) if line.strip()]
