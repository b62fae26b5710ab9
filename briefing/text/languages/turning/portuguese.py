"""Portuguese words that turn the meaning of a part of a sentence."""

from __future__ import annotations

from briefing.text.languages.turning.words import TurningWords

PORTUGUESE = TurningWords(
    negations=r"não nunca jamais ninguém nenhuma? nenhuns nada nem sem tampouco",
    denials="",
    reversals=r"""
        adi(?:ou|aram|ámos|ado|ar) cansad[oa]s_de fart[oa]s_de odei\w+ milagre
        custa-?(?:me|nos|lhe)?_(?:a_)?(?:crer|acreditar|imaginar) difícil_(?:de_)?(?:crer|acreditar|imaginar)
        por_(?:demonstrar|provar|confirmar) enterr\w+_(?:o|a|os|um) bloque(?:ou|aram|ado|ámos) frustr\w+
        (?:loucura|perigoso|inútil|estúpido|imprudente|irresponsável|ilegal) prestes_a
        (?:perd\w+|desperdiç\w+)_(?:a|uma|o)_(?:oportunidade|ocasião|direito|hipótese) ameaç\w+_\w+r
        sonh\w+_(?:com|em) desaconselh\w+ recu(?:ou|aram|ámos|ado) voltar_atrás
        duvid(?:o|a|as|amos|am|ava|avam|ou|aram|ar|ado) dúvida duvidos[oa]s? fals[oa]s? falsamente falsidade mentiras?
        mentem? mitos? boatos? absurd[oa]s? ridícul[oa]s? (?:um|o|seria|é)_erro erro_\w+r engan\w+ erróne\w+
        errad[oa]s? ingénu[oa]s? ingênu[oa]s? ilusão pretens\w+ aleg(?:a|am|adamente) supost[oa]s?(?:mente)?
        improváve(?:l|is) impossíve(?:l|is) impensáve(?:l|is) inconcebíve(?:l|is) inverosímil
        neg(?:o|a|amos|am|ava|avam|ou|aram|ar|ado) desment\w+ rejeit\w+ refut\w+ recus\w+ contra
        op(?:õe|õem|omos|or|us\w*|ost[oa]s?) incapaz(?:es)? impotentes? relutan\w+
        deix(?:o|a|amos|ámos|am|ou|aram|ei|ava|ar|ado)_de cess(?:ou|amos|ámos|aram|ado)_de
        par(?:ou|amos|ámos|aram|ado|ei)_de desist\w+ renunci\w+ abandon\w+ suspend\w+ cancel\w+ evit\w+ imped\w+
        proib\w+ vet(?:ou|aram|ado) dissuad\w+ descart\w+ exclu(?:i|em|ímos|íram|iu|ído|ída|ir)\w* hesit\w+
        resist\w+_a esquec\w+ omit\w+ falh\w+_em fracass\w+ salvo exceto excepto longe_de em_(?:vez|lugar)_de ao_invés
        a_menos tarde_de(?:mais|_mais) cedo_demais demasiad[oa]_(?:\w+_)?(?:tarde|cedo|para) muito_tarde
        prematur[oa]s? pouc[oa]s_(?:de|d[oa]s|quer\w+|\w+m\b) pouco_(?:prováve\w+|crível|motivo) ainda_por resta_saber
        como_se (?:podia|devia|poderia|deveria)(?:mos|m)?_ter (?:sabe\w*|pergunt\w+|ver)_se dificilmente mal_se
        carec\w+ falta_de tudo_menos fora_de_questão
    """,
    harmless=r"""
        (?:não|nenhum|nenhuma)(?:_\w+){0,2}_(?:segredo|acaso|coincidência|surpresa|mistério|exagero|estranho)
        não_est\w+_(?:sozinh[oa]s?|sós?) sem_(?:parar|cessar|rodeios) (?:sem|não_há|nenhuma)(?:_\w+)?_dúvidas?
        sem_sombra_de_dúvida indubitavelmente não_s[oó] não_apenas não_somente
        sem_(?:demora|precedentes?|exceção|falta|hesitar) nada_mais_que nada_menos n\.?º_?\d+ não_obstante
    """,
    conditions=r"""
        com_uma_condição assim_que salvo_se (?:mas_)?(?:só|somente|apenas)_(?:se|quando|com|depois|após|em_troca)
        desde_que contanto_que a_menos a_não_ser salvo exceto com_a_condição na_condição em_caso_de caso sob_reserva
        na_medida_em_que enquanto_não em_troca_de mediante
        se_(?:houver\w*|for(?:em|mos)?|tiver\w*|puder\w*|quiser\w*|vier\w*|fizer\w*|estiver\w*|\w+[aei]r(?:em
        |mos)?|não|o|a|os|as|nos|eles|elas)
    """,
    unconditional=r"(?:mesmo|até|ainda|como)_(?:que|se) (?:sabe\w*|pergunt\w+|ver)_se se_bem_que nem_que",
    verdicts=r"""
        (?:foi|foram)(?:_\w+){0,1}_(?:retirad[oa]s?|rejeitad[oa]s?|inventad[oa]s?|desmentid[oa]s?
        |descartad[oa]s?|anulad[oa]s?) supostamente alegadamente a_crer
        (?:é|são|era|eram|seria|parece)(?:_\w+){0,2}_(?:absurd[oa]s?|fals[oa]s?|mentira|ridícul[oa]|mito|lenda
        |invenção|ilusão|impossível|impensável|infundad[oa]s?|errad[oa]s?|exagerad[oa]s?|improvável|fábula
        |boato)
    """,
    complements="que se de a",
    contrasts="mas porém contudo todavia embora",
    joins="e ou nem",
    subordinates="antes depois quando enquanto porque embora até como pois onde desde segundo ao_que",
    subjects="""
        eu nós tu você vocês isto isso este esta estes estas esse essa o a os as um uma uns umas meu minha nosso nossa
        nossos seu sua muitos muitas todos todas alguns cada quem
    """,
    pronouns="ele ela eles elas",
)
