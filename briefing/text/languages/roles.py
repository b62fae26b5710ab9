"""The words for what people are, for bodies, and for those who speak for others, by language.

Entries are regular expressions of whole words in small letters; none of these words is a part of a person’s name.
"""

from __future__ import annotations

import re

_ROLES = {
    "en": r"""
        president vice-president minister premier chancellor king queen prince princess emir sultan pope bishop archbishop
        cardinal imam ayatollah rabbi mayor governor ambassador envoy commissioner chair chairman chairwoman chairperson chief
        head leader director secretary secretary-general general colonel major captain corporal lieutenant admiral commander
        sergeant marshal brigadier adviser advisor deputy senator representative congress(?:man|woman) lawmaker judge justice
        prosecutor attorney lawyer professor doctor engineer nurse economist analyst expert researcher founder coordinator
        co-ordinator officer official activist journalist teacher farmer resident owner manager executive editor author host
        candidate delegate treasurer banker scientist historian physician surgeon pastor priest driver fisher(?:man|woman)
        student witness chaplain member mp sheikh monsignor father sister dr mr mrs ms miss prof col maj gen lt sgt capt cmdr
        adm brig sen rep gov rev hon sir dame lord lady postmaster master skipper mate captain counsel trustee
        treasurer chief-of-staff hydrologist geologist chemist biologist negotiator organiser organizer survivor
        veteran baker fisher soldier
        inspector superintendent sheriff warden harbourmaster head(?:master|teacher) dean rector principal counsel counsellor
        councillor councilman councilwoman ombudsman auditor registrar spokes(?:man|woman|person) speaker
        (?:under-?|vice-?)secretary administrator superintendent lecturer trader shop(?:keeper|owner) pilot mother
    """,
    "fr": r"""
        présidente? vice-présidente? ministre première? chancelière? chancelier roi reine prince princesse émir pape évêque
        archevêque cardinal imam maire gouverneure? ambassadeur ambassadrice envoyée? commissaire chef cheffe dirigeante?
        directeur directrice secrétaire général générale colonel commandante? capitaine lieutenant amiral sergent maréchal
        conseiller conseillère députée? sénateur sénatrice juge procureure? avocate? professeure? docteur médecin ingénieure?
        infirmier infirmière économiste analyste experte? chercheur chercheuse fondateur fondatrice coordinateur
        coordinatrice responsable militante? journaliste agriculteur agricultrice habitante? propriétaire préfète? préfet
        candidate? déléguée? trésorier trésorière historien(?:ne)? curé pasteur mgr m mme mlle mm me dr pr
        monsieur madame porte-parole
        élue? sous-préfet capitaine bâtonnier bâtonnière recteur rectrice doyenne? syndicaliste membre témoin gérante?
    """,
    "de": r"""
        präsident(?:in)? ministerpräsident(?:in)? bundeskanzler(?:in)? kanzler(?:in)? \w*minister(?:in)? könig(?:in)? papst
        bischof bischöfin bürgermeister(?:in)? oberbürgermeister(?:in)? gouverneur(?:in)? botschafter(?:in)? kommissar(?:in)?
        chef(?:in)? leiter(?:in)? direktor(?:in)? sekretär(?:in)? generalsekretär(?:in)? general oberst major hauptmann
        leutnant admiral kommandant(?:in)? berater(?:in)? abgeordnete[rn]? richter(?:in)? staatsanwalt staatsanwältin
        rechtsanwalt rechtsanwältin anwalt anwältin professor(?:in)? arzt ärztin ingenieur(?:in)? \w*sprecher(?:in)?
        \w*vorsitzende[rn]? \w*präsident(?:in)? \w*leiter(?:in)? \w*chef(?:in)? \w*beauftragte[rn]? landrat landrätin
        experte expertin forscher(?:in)? gründer(?:in)? \w+log(?:en?|in) herr frau dr prof pfarrer(?:in)?
        (?:bau|\w{4,})meister(?:in)? reeder(?:in)? \w*direktor(?:in)?
    """,
    "es": r"""
        presidente presidenta vicepresidente vicepresidenta ministro ministra canciller rey reina príncipe
        princesa papa obispo
        arzobispo cardenal alcalde alcaldesa gobernador gobernadora embajador embajadora enviado enviada comisario comisaria
        jefe jefa líder director directora secretario secretaria general coronel comandante capitán teniente almirante
        sargento mariscal asesor asesora diputado diputada senador senadora juez jueza fiscal abogado abogada profesor
        profesora doctor doctora médico médica ingeniero ingeniera enfermero enfermera economista analista experto experta
        fundador fundadora coordinador coordinadora portavoz vocero vocera activista periodista vecino vecina candidato
        candidata delegado delegada sr sra srta don doña dirigente primer primera mandatario mandataria rector rectora
    """,
    "pt": r"""
        presidente presidenta vice-presidente ministro ministra chanceler rei rainha príncipe princesa papa bispo arcebispo
        cardeal prefeito prefeita autarca governador governadora embaixador embaixadora enviado enviada comissário comissária
        chefe líder diretor diretora director directora secretário secretária secretário-geral
        secretária-geral primeiro-ministro
        primeira-ministra general coronel comandante capitão tenente almirante sargento assessor assessora deputado deputada
        senador senadora juiz juíza procurador procuradora advogado advogada professor professora doutor doutora médico médica
        engenheiro engenheira enfermeiro enfermeira economista analista fundador fundadora coordenador coordenadora porta-voz
        ativista jornalista morador moradora candidato candidata sr sra dom dona dirigente reitor reitora
    """,
    "ar": r"""
        (?:ال)?(?:رئيسة?|وزيرة?|أمين|أمينة|مدير|مديرة|متحدث|متحدثة|ناطق|قائد|سفير|سفيرة|مبعوث|حاكم|محافظ|عمدة|ملك|أمير|شيخ|نائب
        |نائبة|قاض|محامي|جنرال|عقيد|عميد|لواء|ناشط|ناشطة|مسؤول|مسؤولة|الأمين|العام|الدكتور|السيد|السيدة)
    """,
}

_BODIES = {
    "en": r"""
        prime ministry ministries union nations states united republic kingdom office council command army navy
        force forces guard
        party government court bank group front movement committee commission house base agency authority authorities
        organi[sz]ation association federation alliance league company corporation police parliament assembly senate congress
        department administration cabinet presidency embassy bureau service board institute university hospital network club
        church foundation fund trust coalition junta military troops statement report letter newspaper agency airline firm
        panel mission delegation secretariat chamber society centre center observatory institute school society charity
        rights human international national federal central general high region district province city state press
        human organisation officials officers residents villagers sources leaders ministers diplomats witnesses experts
        aides soldiers rebels campaigners activists doctors workers lawmakers prosecutors investigators analysts critics
        north south east west northern southern eastern western african european american asian middle community communities
        election electoral supreme constitutional security defence defense health transport labour labor finance interior
        foreign affairs trade justice education environment energy agriculture economy water waters refugees relief world
        international monetary development aid peace reconciliation transition transitional salvation
        safeguard homeland liberation
        street capital palace media radio television tv news daily post times herald tribune gazette
    """,
    "fr": r"""
        ministère ministères union nations unies états république royaume office conseil commandement armée
        marine force forces
        garde parti gouvernement cour tribunal banque groupe front mouvement comité commission maison agence autorité
        autorités organisation association fédération alliance ligue compagnie société police parlement assemblée sénat
        département administration cabinet présidence ambassade bureau service institut université hôpital réseau église
        fondation fonds coalition junte mission délégation secrétariat chambre syndicat opposition collectif préfecture mairie
        direction entreprise élysée matignon communiqué responsables habitants sources militants
        travail santé transports finances intérieur affaires étrangères défense justice éducation économie environnement
    """,
    "de": r"""
        \w*ministeri(?:um|en) union nationen staaten republik
        (?:bundes|auswärtiges|auswärtige|innen|\w+(?:ungs|heits|s))?amt
        (?:bundes|sicherheits|stadt|gemeinde|national|stände|betriebs|minister|europa)?rat \w*kommando armee
        marine bundeswehr streitkräfte
        \w*partei \w*regierung (?:\w+s)?gericht (?:zentral|noten|bundes|welt|\w+s)bank gruppe \w*bewegung
        \w*ausschuss kommission \w*behörde \w*behörden
        organisation \w*verband (?:gewerkschafts|städte|bauern|jugend)?bund allianz \w*gesellschaft
        \w*unternehmen polizei \w*parlament (?:bundes|land|kreis)tag \w*senat
        \w*gewerkschaft opposition botschaft \w*institut universität \w*krankenhaus netzwerk kirche stiftung \w*fonds
        koalition junta \w*verwaltung mitteilung erklärung bündnis verein vereinte vereinten
    """,
    "es": r"""
        ministerio unión naciones unidas estados república reino oficina consejo mando ejército armada fuerza fuerzas guardia
        partido gobierno corte tribunal banco grupo frente movimiento comité comisión casa agencia autoridad autoridades
        organización asociación federación alianza liga compañía empresa policía parlamento asamblea senado congreso
        departamento administración gabinete presidencia embajada servicio instituto universidad hospital red
        iglesia fundación
        fondo coalición junta misión delegación secretaría cámara sindicato oposición colectivo ayuntamiento comunicado
    """,
    "pt": r"""
        ministério união nações unidas estados república reino gabinete conselho comando exército marinha força forças guarda
        partido governo tribunal supremo banco grupo frente movimento comité comitê comissão casa agência
        autoridade autoridades
        organização associação federação aliança liga companhia empresa polícia parlamento assembleia senado congresso
        departamento administração presidência embaixada serviço instituto universidade hospital rede igreja fundação
        fundo coligação coalizão junta missão delegação secretaria câmara sindicato oposição coletivo comunicado
    """,
    "ar": r"""
        (?:ال)?(?:وزارة|حكومة|جيش|مجلس|اتحاد|منظمة|هيئة|لجنة|بنك|حزب|حركة|نقابة|جمعية|شركة|شرطة|برلمان|محكمة|رئاسة|سفارة|مكتب
        |وكالة|جامعة|قوات|معارضة|تحالف|الأمم|المتحدة|بيان)
    """,
}


def _one_of(*lists: str) -> re.Pattern[str]:
    return re.compile(
        re.sub(r"\|{2,}", "|", "|".join(word for words in lists for word in words.split())), re.IGNORECASE
    )


NOT_OF_NAMES = _one_of(*_ROLES.values(), *_BODIES.values())
"""A whole word that is no part of a person’s name: of an office or of a body."""

ROLE = _one_of(*_ROLES.values())
"""A whole word for what a person is."""

BODY = _one_of(*_BODIES.values())
"""A whole word of the name of a body."""

SPOKESPERSON = re.compile(
    r"spokes(?:man|woman|person|people)|porte-parole|\w*sprecher(?:in)?|portavoz|vocer[oa]|porta-voz|(?:ال)?(?:متحدثة?|ناطقة?)",
    re.IGNORECASE,
)
"""A whole word for someone who speaks for others."""

FEMALE = re.compile(
    r"""
    mrs|ms|miss|mme|mlle|madame|frau|sra|srta|doña|dona|queen|princess|sister|mother|\w+woman|présidente|vice-présidente|directrice
    |conseillère|sénatrice|procureure|avocate|infirmière|ambassadrice|députée|chercheuse|fondatrice|coordinatrice|préfète|élue
    |reine|princesse|cheffe|candidate|habitante|chancelière|\w{4,}(?:präsident|minister|kanzler|meister|sprecher|sekretär|leiter|direktor)in
    |präsidentin|ministerin|kanzlerin|königin|presidenta|vicepresidenta|ministra|alcaldesa|gobernadora|embajadora|directora|jefa
    |secretaria|diputada|senadora|jueza|abogada|profesora|doctora|ingeniera|enfermera|fundadora|coordinadora|vocera|reina
    |governadora|embaixadora|diretora|secretária|deputada|juíza|advogada|professora|rainha|dame|lady
    """,
    re.IGNORECASE | re.VERBOSE,
)
MALE = re.compile(
    r"""
    mr|m|mm|monsieur|herr|sr|don|dom|king|prince|pope|father|monsignor|mgr|sir|lord|sheikh|imam|bishop|archbishop|cardinal
    |\w+(?<!wo)man|roi|évêque|archevêque|pape|curé|émir|sultan|könig|bischof|papst|rey|obispo|papa|ministro|alcalde
    |gobernador|diputado|senador|juez|abogado|profesor|ingeniero|governador|diretor|secretário|deputado|rei|bispo
    |directeur|conseiller|sénateur|infirmier|ambassadeur|préfet|chancelier
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Whole words that tell a woman or a man."""
