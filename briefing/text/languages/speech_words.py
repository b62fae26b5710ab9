"""The words by which a text says who speaks, by language: verbs, pronouns, and what may stand around them.

Each entry is a regular expression of whole words; alternatives are separated by spaces, and `_` stands for a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_EN = r"""
    sa(?:id|ys) say t(?:old|ells) tell add(?:ed|s) wrote writes declare[ds] announce[ds] state[ds] warn(?:ed|s) insist(?:ed|s)
    argue[ds] explain(?:ed|s) noted replie[ds] answer(?:ed|s) asked asks demand(?:ed|s) claim(?:ed|s) calls called
    describe[ds]
    condemn(?:ed|s) denounce[ds] urge[ds] tweeted posted pledge[ds] vow(?:ed|s) promise[ds] acknowledge[ds] admit(?:ted|s)
    concede[ds] confirm(?:ed|s) denie[ds] recall(?:ed|s) remark(?:ed|s) comment(?:ed|s) continued concluded stresse[ds]
    emphasi[sz]e[ds] underline[ds] reiterate[ds] repeated respond(?:ed|s) shouted quipped joked lament(?:ed|s)
    complain(?:ed|s)
    suggest(?:ed|s) predict(?:ed|s) testified observed maintain(?:ed|s) hail(?:ed|s) prais(?:ed|es) criticised criticized
    welcomed dismissed branded label(?:led|ed) termed believe[ds] thinks thought accused rejected recounted mused exclaimed
    cite[ds] retorted countered echoed cautioned asserted alleged contended opined cried whispered signalled
"""
_FR = r"""
    dit disent disait déclar(?:e|ent|é|ait) affirm(?:e|ent|é|ait) assur(?:e|ent|é|ait) ajout(?:e|ent|é|ait)
    expliqu(?:e|ent|é|ait) estim(?:e|ent|é|ait) indiqu(?:e|ent|é|ait) précis(?:e|ent|é|ait) soulign(?:e|ent|é|ait)
    rappel(?:le|lent|é|ait) insist(?:e|ent|é|ait) poursui(?:t|vi|vent|vait) conclu(?:t|ait)? écri(?:t|vent|vait)
    annonc(?:e|ent|é|ait) prom(?:et|ettent|is) averti(?:t|ssent|ssait)? prév(?:ient|iennent|enu|enait)
    dénonc(?:e|ent|é|ait) jug(?:e|ent|é|eait) regrett(?:e|ent|é|ait) confi(?:e|ent|é|ait) lanc(?:e|ent|é|ait)
    répond(?:ent|u|ait)? réagi(?:t|ssent)? mart(?:èle|èlent|elé|elait) soutien(?:t|nent) soutenu soutenait
    recon(?:naît|naissent|nu|naissait) adme(?:t|ttent|ttait) admis demand(?:e|ent|é|ait) appel(?:le|lent|é|ait)
    condamn(?:e|ent|é|ait) salu(?:e|ent|é|ait) plaid(?:e|ent|é|ait) témoign(?:e|ent|é|ait) racont(?:e|ent|é|ait)
    résum(?:e|ent|é|ait) comment(?:e|ent|é|ait) qualifi(?:e|ent|é|ait) observ(?:e|ent|é|ait) not(?:e|ent|é|ait)
    relev(?:é|ait) relève redout(?:e|ent|é|ait) exig(?:e|ent|é|eait) réclam(?:e|ent|é|ait) dément démenti
    accus(?:e|ent|é|ait) critiqu(?:e|ent|é|ait) félicit(?:e|é|ée|és|ées) tweet(?:e|é) répliqu(?:e|ent|é|ait)
    rétorqu(?:e|é) déplor(?:e|ent|é|ait) prévu crain(?:t|gnait) considèr(?:e|ent) considéré évoqu(?:e|ent|é|ait)
    cit(?:e|ent|é|ait) indign(?:e|ent|é|ée|ait) prononcé fustig(?:e|é) parl(?:e|é) dite dits dites
    protest(?:e|ent|é|ait) désol(?:e|é|ée|és)
    insurg(?:e|é|ée|és) lâch(?:e|ent|é|ait) souffl(?:e|é) gliss(?:e|é) soupir(?:e|é) ironis(?:e|é) clam(?:e|é|ent)
    proclam(?:e|é) jur(?:e|é) murmur(?:e|é) réjoui(?:t|e|s)? alarm(?:e|é|ée) étonn(?:e|é|ée) interrog(?:e|é)
    exclam(?:e|é|ée) tranch(?:e|é) asséné
    assène défend(?:u|ait)? concède concédé
"""
_DE = r"""
    sag(?:t|te|ten|en) gesagt erklär(?:t|te|ten|en) beton(?:t|te|ten) warn(?:t|te|ten) gewarnt teil(?:t|te|ten)
    füg(?:t|te|ten)
    schrieb(?:en)? schreibt geschrieben mein(?:t|te|ten) kritisier(?:t|te|ten) forder(?:t|te|ten) nann(?:te|ten) nennt
    bezeichne(?:t|te|ten) behaupte(?:t|te|ten) antworte(?:t|te|ten) versicher(?:t|te|ten) kündig(?:t|te|ten)
    verurteil(?:t|te|ten) begrüß(?:t|te|ten) äußer(?:t|te|ten) unterst(?:rich|richen|reicht) mahn(?:t|te|ten)
    beklag(?:t|te|ten)
    räum(?:t|te|ten) erwider(?:t|te|ten) entgegne(?:t|te|ten)
    widersprach ergänz(?:t|te|ten) sprach spricht rief ruft bekräftig(?:t|te|ten) wies
    versprach verspricht berichte(?:t|te|ten) gab hob
"""
_ES = r"""
    sentenci(?:ó|aron) detall(?:ó|aron) remarc(?:ó|aron) zanj(?:ó|aron) d(?:ijo|ijeron|ice|icen|icho)
    declar(?:ó|aron|a|ado) afirm(?:ó|aron|a|ado) asegur(?:ó|aron|a|ado) añad(?:ió|ieron|e|ido)
    agreg(?:ó|aron|a|ado) explic(?:ó|aron|a|ado) señal(?:ó|aron|a|ado) indic(?:ó|aron|a|ado)
    adv(?:irtió|irtieron|ierte|ertido)
    insist(?:ió|ieron|e|ido) subray(?:ó|aron|a|ado) sost(?:uvo|uvieron|iene|enido) escrib(?:ió|ieron|e) escrito
    anunci(?:ó|aron|a|ado) manifest(?:ó|aron|ado) expres(?:ó|aron|a|ado) coment(?:ó|aron|a|ado) respond(?:ió|ieron|e|ido)
    p(?:idió|idieron|ide|edido) denunci(?:ó|aron|ado) conden(?:ó|aron|ado) calific(?:ó|aron|a|ado) lament(?:ó|aron|a|ado)
    record(?:ó|aron|ado) recuerda destac(?:ó|aron|a|ado) precis(?:ó|aron|ado) reiter(?:ó|aron|a|ado) promet(?:ió|ieron|e|ido)
    admit(?:ió|ieron|e|ido) recono(?:ció|cieron|ce|cido) neg(?:ó|aron|ado) exig(?:ió|ieron|e|ido) concluy(?:ó|eron|e)
    prosigui(?:ó|eron) apunt(?:ó|aron|a|ado) alert(?:ó|aron|ado) consider(?:ó|aron|a|ado) opin(?:ó|aron|a|ado)
    replic(?:ó|aron|ado) matiz(?:ó|aron|ado) contest(?:ó|aron|ado) llam(?:ó|aron) acus(?:ó|aron|ado) rechaz(?:ó|aron|ado)
"""
_PT = r"""
    disse disseram diz dizem dito declar(?:ou|aram|a) afirm(?:ou|aram|a) garant(?:iu|iram|e) acrescent(?:ou|aram|a)
    explic(?:ou|aram|a) indic(?:ou|aram|a) advert(?:iu|iram|e) insist(?:iu|iram|e) sublinh(?:ou|aram|a) escrev(?:eu|eram|e)
    anunci(?:ou|aram|a) manifest(?:ou|aram) coment(?:ou|aram|a) respond(?:eu|eram|e) ped(?:iu|iram|e) denunci(?:ou|aram)
    conden(?:ou|aram) classific(?:ou|aram|a) lament(?:ou|aram|a) record(?:ou|aram) lembr(?:ou|aram|a) destac(?:ou|aram|a)
    precis(?:ou|aram) reiter(?:ou|aram|a) promet(?:eu|eram|e) admit(?:iu|iram|e) reconhec(?:eu|eram|e) neg(?:ou|aram)
    exig(?:iu|iram|e) conclu(?:iu|íram|i) prossegui(?:u|ram) alert(?:ou|aram|a) avis(?:ou|aram|a) salient(?:ou|aram|a)
    fris(?:ou|aram|a) consider(?:ou|aram|a) defend(?:eu|eram|e) cham(?:ou|aram) acus(?:ou|aram) rejeit(?:ou|aram)
    critic(?:ou|aram) sustent(?:ou|aram)
"""
_AR = r"""
    [وف]?(?:قالت?|قالوا|[يت]قول|أعلنت?|صرحت?|صرّحت?|أكدت?|أكّدت?|أضافت?|تابعت?|حذرت?|حذّرت?|كتبت?|ذكرت?|أوضحت?|شددت?|شدّدت?
    |اعتبرت?|أشارت?|دعا|دعت|وصفت?|أدانت?|نددت?|طالبت?)
"""

_HE, _SHE, _IT, _THEY = "he", "she", "it", "they"


@dataclass(frozen=True)
class SpeechWords:
    """How one language says who speaks.

    `verbs` report speech. `auxiliaries` and `adverbs` may stand before one; after a form of `passive`, a verb reports
    nothing.
    `according` begins a phrase that names a speaker; `pronouns` are the words of each for he, she, it and they.
    `begins_adverbial` are the words with which a phrase begins that is not the subject; `relative` begins a clause that only
    describes it, and `conjunctions` another clause. `finite` are verbs of any meaning, which no subject contains.
    `infinitive` stands before a verb that is not finite. `drops_subject`: a verb alone may be a sentence.
    """

    verbs: str
    auxiliaries: str
    passive: str
    adverbs: str
    according: str
    pronouns: dict[str, str]
    begins_adverbial: str
    relative: str
    conjunctions: str
    finite: str
    infinitive: str = ""
    indefinite: str = ""
    articles: str = ""
    possessives: str = ""
    drops_subject: bool = False


WORDS = {
    "en": SpeechWords(
        verbs=_EN,
        auxiliaries="has have had",
        passive="is are was were be been being get got",
        adverbs=r"""
            also later then further earlier again reportedly repeatedly publicly recently previously now still even once only
            \w+ly on_\w+day \w+day yesterday today both all
        """,
        according="according_to in_the_words_of",
        pronouns={_HE: "he", _SHE: "she", _IT: "it", _THEY: "they"},
        begins_adverbial="""
            in on at after before during by from for with without under over since until as when while if because although
            though despite following speaking asked writing addressing citing referring responding reacting meanwhile however
            earlier later yesterday today tonight also then still once amid among against about through to into within upon
            outside inside where so yet instead therefore moreover separately likewise thus
            hours days minutes weeks last next this_week this_morning that_day
        """,
        relative="who whom whose which that where",
        conjunctions="and but while whereas although though because as when so yet or if after before that",
        finite="""
            is are was were has had have will would could should can may might must did does do be been cannot
        """,
        infinitive="to will would could should can may might must not did does do n't never",
        indefinite="an? one another some several two three four many few most other both",
        articles="the",
        possessives="its his her their",
    ),
    "fr": SpeechWords(
        verbs=_FR,
        auxiliaries="a ont avait avaient est sont était s['’]est se s['’] s['’]était aurait en",
        passive="été être est sont était",
        adverbs=r"""
            \w+ment encore aussi également ensuite déjà ainsi toutefois lundi mardi mercredi jeudi
            vendredi samedi dimanche hier
        """,
        according=r"selon d['’]après aux_yeux_de de_l['’]avis_de pour",
        pronouns={_HE: "il", _SHE: "elle", _IT: "", _THEY: "ils elles on"},
        begins_adverbial=r"""
            suite dans en à au aux après avant pendant lors depuis sur sous par pour chez avec sans si quand
            lorsque alors comme malgré
            selon d['’]après interrogée? interrogés lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd['’]hui de
            ensuite puis enfin toutefois cependant pourtant dès contre parmi devant plus quelques jusqu
        """,
        relative="qui que dont lequel laquelle lesquels où qu",
        conjunctions="et mais tandis alors car puisque or ou donc que quand lorsque si comme qu",
        finite="est sont était étaient sera seront serait fut furent ont avait avaient aura aurait peut doit va vont fait ne",
        infinitive="de pour à",
        indefinite="une? des plusieurs certains certaines quelques deux trois",
        articles="l['’]? le la les",
        possessives="son sa ses leur leurs",
    ),
    "de": SpeechWords(
        verbs=_DE,
        auxiliaries="hat haben hatte hatten",
        passive="wird werden wurde wurden worden ist war",
        adverbs=r"auch später dann zudem erneut heute gestern weiter noch am_\w+tag \w+tag",
        according="laut nach_Angaben_von nach_Angaben nach_Worten_von zufolge so",
        pronouns={_HE: "er", _SHE: "sie", _IT: "", _THEY: ""},
        begins_adverbial="""
            in im am an auf nach vor bei beim während seit unter über durch für mit ohne wenn als weil
            obwohl trotz laut zum zur
            heute gestern zuvor danach später dabei dazu auch dann jedoch aber bereits aus von vom gegen zu dem
        """,
        relative="welcher welche welches dessen deren",
        conjunctions="und aber doch sondern während weil dass daß als wenn oder obwohl denn nachdem",
        finite="ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können muss soll sollte will",
        infinitive="zu",
        indefinite="ein eine einer mehrere einige zwei drei viele",
        articles="der die das dem den des",
        possessives="sein seine ihr ihre seines ihrer seiner ihres",
    ),
    "es": SpeechWords(
        verbs=_ES,
        auxiliaries="ha han había habían se lo",
        passive="fue fueron es son sido ser está",
        adverbs=r"""
            también luego después además \w+mente el_lunes el_martes el_miércoles el_jueves el_viernes
            el_sábado el_domingo
        """,
        according="según de_acuerdo_con en_palabras_de a_juicio_de para",
        pronouns={_HE: "él", _SHE: "ella", _IT: "", _THEY: "ellos ellas"},
        begins_adverbial="""
            en a al tras después antes durante desde sobre bajo por para con sin si cuando mientras como según ante hoy ayer
            el_lunes el_martes el_miércoles el_jueves el_viernes el_sábado el_domingo además también luego de del contra entre
        """,
        relative="que quien quienes cuyo cuya donde",
        conjunctions="y e pero pues mientras porque aunque que sino o cuando si como",
        finite="es son era eran fue fueron será ha han había está están puede debe va tiene",
        infinitive="de para a",
        indefinite="una? unos unas varios varias algunos algunas dos tres otro otra",
        articles="el la los las",
        possessives="su sus",
        drops_subject=True,
    ),
    "pt": SpeechWords(
        verbs=_PT,
        auxiliaries="tem têm tinha tinham havia se",
        passive="foi foram é são sido ser está",
        adverbs=r"também depois ainda já \w+mente na_\w+-feira no_sábado no_domingo",
        according="segundo de_acordo_com conforme nas_palavras_de para",
        pronouns={_HE: "ele", _SHE: "ela", _IT: "", _THEY: "eles elas"},
        begins_adverbial="""
            em no na nos nas ao à após depois antes durante desde sobre sob por para com sem se quando enquanto como segundo
            perante hoje ontem também além de do da contra entre num numa
        """,
        relative="que quem cujo cuja onde",
        conjunctions="e mas enquanto porque embora que ou quando se como",
        finite="é são era eram foi foram será tem têm tinha está estão pode deve vai",
        infinitive="de para a",
        indefinite="uma? uns umas vários várias alguns algumas dois três outro outra",
        articles="o a os as",
        possessives="seu sua seus suas",
        drops_subject=True,
    ),
    "ar": SpeechWords(
        verbs=_AR,
        auxiliaries="قد",
        passive="",
        adverbs="أيضا أيضًا",
        according="بحسب حسب وفقا_ل وفقًا_ل",
        pronouns={_HE: "هو", _SHE: "هي", _IT: "", _THEY: "هم"},
        begins_adverbial="في على من بعد قبل خلال عن إلى مع منذ اليوم أمس لل\\w+ ل\\w+",
        relative="الذي التي الذين",
        conjunctions="و لكن بينما إن أن بأن إنه إنها أنه أنها",
        finite="كان كانت يكون هو هي",
        drops_subject=True,
    ),
}  # fmt: skip
"""The words of each language, by its code."""


def any_of(words: str) -> str:
    """Return a regular expression for any of some words of these lists; one that matches nothing where there are none."""
    listed = re.sub(r"\|{2,}", "|", "|".join(word.replace("_", r"\s+") for word in words.split()))
    return f"(?:{listed})" if listed else "(?!)"


def whole(words: str) -> re.Pattern[str]:
    """Return a pattern for any of some words of these lists, as whole words."""
    return re.compile(rf"(?<![\w’'-]){any_of(words)}(?![\w’'])", re.IGNORECASE)


BLOCKERS = r"""
    say(?:ing)? call(?:ing)? describing quot(?:ed|ing|es?) cit(?:ed|ing|es?) known so-called dubbed nicknamed titled entitled
    slogan reading reads chant\w* relay\w* paraphras\w* behalf
    citant intitul\w+ surnomm\w+ appelant qualifiant disant baptis\w+ dite? nommé\w*
    sogenannt\w* genannt\w* zitier\w+ namens
    citando titulad\w+ llamad\w+ denominad\w+ diciendo chamad\w+ intitulad\w+ dizendo
    نقلا مستشهدا
"""
"""Words between a verb and a quotation by which the words may be another's, or nobody's."""
