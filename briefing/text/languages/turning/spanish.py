"""Spanish words that turn the meaning of a part of a sentence."""

from __future__ import annotations

from briefing.text.languages.turning.words import TurningWords

SPANISH = TurningWords(
    negations=r"no nunca jamás nadie nada ning[uú]n\w* tampoco sin ni apenas",
    denials="",
    reversals=r"""
        aplaz\w+ pospus\w+ pospon\w+ cansad[oa]s_de hart[oa]s_de odi(?:o|a|amos|an) milagro habíamos_esperado
        cuesta_(?:creer|imaginar|aceptar) difícil_(?:de_)?(?:creer|imaginar|aceptar) desist\w+
        por_(?:demostrar|probar|confirmar)(?:se)? enterr\w+_(?:el|la|los|un) bloque(?:ó|aron|ado|amos) frustr\w+
        (?:locura|peligroso|inútil|absurdo|estúpido|imprudente|irresponsable|ilegal) a_punto_de
        (?:perd\w+|desaprovech\w+)_(?:la|una|el)_(?:oportunidad|ocasión|derecho|posibilidad) amenaz\w+_con soñ\w+_con
        desaconsej\w+ dar_marcha_atrás retroced\w+ ni_por_asomo dud(?:o|a|as|amos|an|aba|aban|ó|aron|ar|ado)
        dudos[oa]s? falso falsa(?:mente)? falsedad mentiras? miente\w* mito mitos rumor(?:es)? absurd[oa]s?
        ridícul[oa]s? error(?:es)?_(?:que|de|\w+r\b) un_error equivoc\w+ erróne\w+ ingenu[oa]s? ilusión ilus[oa]s?
        (?:se|lo)_pretende presunt\w+ supuest[oa]s?(?:mente)? improbables? imposibles? impensables? inconcebibles?
        inverosímil(?:es)? niegu?[oa]n? negamos negaban? negó negaron negar(?:se|nos|me)? negado
        desm(?:iento|iente|entimos|entir|intió) rechaz\w+ refut\w+ contra opon\w+ opuest[oa]s? opus\w+ incapa(?:z|ces)
        impotentes? reaci[oa]s? dej(?:o|a|amos|an|ó|aron|é|aba|ar|ado|ábamos)_de ces(?:ó|amos|aron|ado|an?)_de
        par(?:ó|amos|aron|ado)_de renunci\w+ abandon\w+ suspend\w+ cancel\w+ evit\w+ imp(?:ed|id)\w+ prohib\w+
        vet(?:ó|aron|ado|amos) disuad\w+ descart\w+ excluy\w+ excluid\w+ excluimos vacil\w+ titube\w+ resist\w+_a
        olvid\w+ omit\w+ fracas\w+ fall(?:ó|amos|aron)_(?:en|al) salvo excepto lejos_de en_(?:vez|lugar)_de a_menos
        antes_que más_que_nada demasiad[oa]s?_(?:\w+_)?(?:tarde|pronto|para) prematur[oa]s?
        poc[oa]s_(?:de|quer\w+|\w+n\b) poc[oa]_(?:probable|creíble|motivo|razón) está_por_ver queda_por_ver como_si
        (?:podr|deber)(?:ía|íamos|ían)_haber (?:sabe\w*|pregunt\w+|ver)_si difícilmente escasamente carec\w+ falta_de
        todo_menos fuera_de_(?:lugar|discusión)
    """,
    harmless=r"""
        (?:no|ningún|ninguna)(?:_\w+){0,2}_(?:secreto|casualidad|sorpresa|misterio|exagerad[oa]|extraño)
        no_soy_el_único no_est\w+_sol[oa]s? sin_(?:ambages|titubeos|parar|cesar)
        (?:sin|no_cabe|no_hay|ninguna)(?:_\w+)?_dudas? sin_lugar_a_dudas? indudable\w* no_s[oó]lo no_solamente
        no_obstante ni_que_decir sin_(?:embargo|demora|precedentes?|excepción|falta|duda_alguna|vacilar) nada_más_que
        nada_menos no\.?_\d+ no_en_vano
    """,
    conditions=r"""
        con_una_condición una_vez_(?:que|\w+d[oa]s?) salvo_que si
        (?:pero_)?(?:sólo|solo|solamente|únicamente)_(?:si|cuando|con|después|tras|a_cambio) siempre_(?:que|y_cuando)
        a_menos salvo excepto con_tal_de con_la_condición a_condición en_caso_de mientras_no a_no_ser en_la_medida
        siempre_y supeditad\w+ a_cambio_de
    """,
    unconditional=r"(?:aun|incluso|hasta)_si como_si por_si (?:sabe\w*|pregunt\w+|ver)_si si_bien",
    verdicts=r"""
        (?:fue|fueron|ha_sido|han_sido)(?:_\w+){0,1}_(?:retirad[oa]s?|rechazad[oa]s?|inventad[oa]s?
        |desmentid[oa]s?|descartad[oa]s?|anulad[oa]s?) supuestamente presuntamente a_juzgar si_hemos_de_creer
        (?:es|son|era|eran|sería|resulta|parece)(?:_\w+){0,2}_(?:absurd[oa]s?|fals[oa]s?|mentira|ridícul[oa]
        |mito|leyenda|invento|ilusión|imposible|impensable|infundad[oa]s?|erróne[oa]s?|exagerad[oa]s?|improbable
        |fábula|ingenu[oa]|rumor)
    """,
    complements="que si de a",
    contrasts="pero sino mas aunque",
    joins="y e o u ni",
    subordinates="antes después cuando mientras porque aunque hasta como pues donde desde según a_lo_que",
    subjects="""
        yo nosotros nosotras tú usted ustedes esto eso este esta estos estas ese esa el la los las un una unos unas mi
        mis nuestro nuestra nuestros su sus muchos muchas todos todas algunos cada quien quienes
    """,
    pronouns="él ella ellos ellas",
)
