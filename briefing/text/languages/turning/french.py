"""French words that turn the meaning of a part of a sentence."""

from __future__ import annotations

from briefing.text.languages.turning.words import TurningWords

FRENCH = TurningWords(
    negations=r"""
        ne n'\w+ ni pas jamais non sans aucune? rien nulle? guère (?<!une\s)(?<!la\s)(?<!cette\s)(?<!chaque\s)personne
    """,
    denials=r"refus\w*",
    reversals=r"""
        gard(?:e|es|ent|ons|ez|er|ait|ions)_(?:bien_)?d(?:e|'\w+) report\w+ retard\w+ las(?:se|ses)?_de fatigué\w*_de
        déteste\w* miracle esquiv\w+ (?:avions|avait|avais|espérions|espérais)_espéré
        (?:du_)?mal_à_(?:croire|imaginer|voir|comprendre|admettre)
        difficile_(?:de_croire|d'imaginer|à_croire|d'admettre) (?:mille|cent)_lieues
        enterr(?:é|e|ent|ait|er)_(?:le|la|l'|ce|un)_?\w* bloqu\w+ torpill\w+ recul\w+_devant
        (?:à_deux_doigts|sur_le_point)_de failli
        (?:fou|folie|insensé|dangereux|inutile|vain|déraisonnable|irresponsable|illusoire|stupide)_(?:de|d'\w+|que)
        perdu_(?:l'\w+|la|une|le)_?(?:\w+_)?(?:occasion|chance|droit|temps)? tourn\w+_le_dos déconseill\w+
        mis_(?:un_terme|fin|en_garde) plus_question désist\w+ rêv\w+_(?:de|que) menac\w+_de faudrait_être
        privé?e?s?_d\w+ dout(?:e|es|ent|ait|aient|ons|ez|er|é) douteu(?:x|se) faux fausse(?:ment)? mensonges?
        mensonger mythes? légendes? rumeurs? absurdité absurdes? ridicules? erreurs?_(?:de|d'\w+|que) tort insensée?s?
        naï(?:f|ve|fs|ves|veté) illusions? illusoire préten(?:d|ds|dent|dait|daient|du|dus|dre|dument) prétendument
        soi-disant inconcevables? impensables? inimaginables?
        peu_(?:probables?|vraisemblables?|de_(?:gens|chances?|raisons?|monde)|d'\w+) improbables? invraisemblables?
        rares?_sont trop_(?:\w+_)?(?:pour|tôt|tard) prématurée?s? contest(?:e|es|ent|ait|aient|ons|ez|er|é|ée)
        ni(?:e|es|ons|ez|ent|ait|aient|é|er) dément(?:s|ent|ait|aient|ons|ir|i)? réfut\w+ récus\w+ rejet\w+ repouss\w+
        exclu(?:e|es|s|ent|ons|re|ait|ent)? oppos\w+ contre incapables? impossibles? impuissante?s? inaptes? échou\w+
        oubli(?:e|é|ent|er|ons|ait)_d[e'] manqu\w+_(?:à|de|d') négligé?e?_de omis omett\w+ faute_de
        cess(?:e|es|ent|ait|aient|ons|ez|er|é) arrêt(?:e|ent|é|ons|ait|er)_(?:de|d'\w+) renonc\w+ abandonn\w+
        suspend\w* suspendu\w* annul\w+ évit(?:e|es|ent|ait|ons|ez|er|é) empêch\w+ interdi\w+ prohib\w+ dissuad\w+
        hésit\w+ rechign\w+ réticen\w+ répugn\w+ sauf excepté loin_(?:de|d'\w+|du|des) au_lieu plutôt_que à_la_place
        hors_de_question fin_(?:à|de|du|des) à_moins tout_sauf peine_à reste_à_(?:voir|savoir|prouver) comme_si
        aur(?:ait|ions|aient)_(?:pu|dû) (?:deman\w+|savoir|ignor\w+|sait|savons|savez)_s(?:i|'ils?)
    """,
    harmless=r"""
        (?:ce_n'est|n'est|n'était|pas)_(?:pas_)?(?:un_|une_|le_|la_)?(?:secret|hasard|surprise|seule?s?|mystère
        |exagéré|étonnant|surprenant|blague) va_sans_dire sans_(?:surprise|conteste|ambiguïté|exagérer|relâche|peine)
        rien_d'étonnant sans_(?:aucun_|nul_|le_moindre_)?doute nul_doute
        (?:(?:ne|n')_?\w+_)?(?:aucun|nul|pas_de)_doute nul_ne_doute non_seulement
        sans_(?:cesse|précédent|délai|tarder|exception|faille) pas_seulement n'importe rien_que personnes non-\w+
        n°_?\d+ pas_moins rien_de_moins ne_serait-ce_que sans_hésit\w+ de_toute_évidence en_personne
    """,
    conditions=r"""
        à_une_condition sauf_imprévu si_jamais une_fois_(?:que|qu'\w+|l\w+) si s'ils?
        (?:mais_)?(?:seulement|uniquement)_(?:si|quand|lorsque|après|en_échange)
        à_(?:la_)?conditions?_(?:que|de|d'\w+) à_moins pourvu_qu\w* pour_autant_qu\w* tant_qu\w* sauf excepté
        sous_réserve en_cas_d\w* dans_la_mesure_où en_échange d[èe]s_lors_que moyennant hormis
    """,
    unconditional=r"""
        même_s(?:i|'ils?) comme_s(?:i|'ils?) (?:deman\w+|savoir|sait|sais|ignor\w+|voir)_s(?:i|'ils?) si_\w+_soi\w+
        si_bien_que
    """,
    verdicts=r"""
        (?:a|ont|avait)_été(?:_\w+){0,1}_(?:retirée?|rejetée?|refusée?|inventée?|démentie?|abandonnée?|annulée?
        |écartée?) relève_de à_en_croire paraît-il soi-disant prétendument à_ce_qu'(?:il|elle|on)s?_\w+
        ne_(?:repose|tient)(?:_\w+){0,2}
        (?:est|sont|était|étaient|serait|semble|paraît|relève)(?:_\w+){0,2}_(?:absurdes?|faux|fausses?
        |erronée?s?|infondée?s?|ridicules?|mensongère?s?|mensonges?|mythe|légende|fable|invention|illusion
        |impossible|improbable|impensable|naï(?:f|ve)|grotesque|inexacte?s?|exagérée?s?|sans_fondement|rumeur
        |exclue?|prématurée?)
    """,
    complements="que qu' si de d'",
    contrasts="mais or cependant pourtant toutefois tandis",
    joins="et ou",
    subordinates="avant après quand lorsque parce bien jusqu puisque car comme pendant depuis alors dès à_quoi",
    subjects=r"""
        je j'\w+ nous vous tu on c'\w+ ce ceci cela ça ceux celui celle celles le la les l'\w+ une? des mon ma mes
        notre nos votre vos son sa ses leur leurs cet cette ces certains certaines tous toutes chacun chaque plusieurs
    """,
    pronouns="il elle ils elles",
)
