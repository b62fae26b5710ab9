"""German words that turn the meaning of a part of a sentence."""

from __future__ import annotations

from briefing.text.languages.turning.words import TurningWords

GERMAN = TurningWords(
    negations=r"""
        nicht kein\w* nie niemals niemand\w* nichts ohne weder nirgends nirgendwo keinesfalls keineswegs mitnichten
    """,
    denials="",
    reversals=r"""
        stritt(?:en)?(?:_\w+){0,4}_ab streit(?:e|et|en)(?:_\w+){0,4}_ab verschob\w* verschoben aufgeschoben
        müde(?:_\w+)? satt hass(?:e|en|t|te|ten) wunder
        (?:schwer|schwierig|mühe)(?:_\w+){0,1}_(?:zu_glauben|vorstellbar|vorzustellen|glauben)
        (?:verrückt|wahnsinn|wahnsinnig|gefährlich|sinnlos|zwecklos|nutzlos|dumm|unklug|unverantwortlich|leichtsinnig)
        (?:fast|beinahe)_(?:hätte\w*|wäre\w*) (?:kurz|nahe)_davor veto begraben gekippt kippt\w* zurückgeschreckt
        schreck\w+(?:_\w+){0,3}_zurück blockier\w+ vereitel\w+ durchkreuz\w+ chance_verpasst verpasst\w* verspielt\w*
        droh\w+_damit träum\w+_davon rückten?(?:_\w+){0,3}_ab sah(?:en)?(?:_\w+){0,3}_davon bezweif\w+ zweif\w+
        zweifelhaft fraglich ungewiss unklar ob falsch\w* unwahr\w* lüge\w* gelogen märchen mythos mythen legende
        gerüchte? unsinn\w* absurd\w* lächerlich\w* irrig\w* irrtum irrtümlich\w* fehler töricht\w* naiv\w*
        illusion\w* angeblich\w* vermeintlich\w* unwahrscheinlich\w* unmöglich\w* undenkbar\w* unvorstellbar\w*
        ausgeschlossen schwerlich kaum selten bestreit\w+ bestritt\w* leugn\w+ geleugnet dementier\w+ abgestritten
        verneint? zurückgewiesen widerspr\w+ weiger\w+ geweigert verweiger\w+ ablehn\w+ abgelehnt
        lehn(?:e|en|t|te|ten)(?:_\w+){0,4}_ab gegen zöger\w* gezögert unwillig widerwillig scheu(?:e|en|t|te|ten)
        hüt(?:e|en|et|ete)_(?:mich|uns|sich) unfähig außerstande machtlos versäum\w* vergaß\w* vergessen unterlassen
        unterließ\w* gescheitert scheiter\w+ versagt\w* verfehl\w+ hör(?:e|en|t|te|ten)(?:_\w+){0,3}_auf aufgehört
        aufzuhören auf(?:ge)?geben gaben?(?:_\w+){0,3}_auf beendet\w* eingestellt verzicht\w+ abgesehen abgerückt
        ausgesetzt abgesagt abgebrochen verworfen verwarf\w* abgeschafft verhinder\w+ vermeid\w+ vermied\w* verbiet\w+
        verbot\w* verboten untersag\w+ hinder(?:n|t|te|ten)_(?:uns|mich|sie|ihn) abgehalten abgeraten davon_ab
        weit_(?:davon|entfernt) fern_davon statt anstatt anstelle außer alles_andere_als zu_\w+_(?:um|für)
        zu_(?:spät|früh) verfrüht (?:nur|noch)_wenige wenige_von nur_ein_\w+_würde eher_als als_ob
        hätten?_(?:\w+_)?(?:können|sollen|müssen)
    """,
    harmless=r"""
        (?:nicht|kein)(?:_\w+)?_(?:allein|geheimnis|zufall|wunder|überraschung|übertrieben|scherz)
        nicht_(?:nur|bloß|allein|zuletzt|lange_her) (?:ohne|kein\w*|außer|nicht_der_geringste)_zweifel zweifellos
        zweifelsohne ohne_(?:weiteres|verzug|ausnahme|zögern|frage) ob\w*_oder_nicht nichts_(?:anderes|weniger)_als
        nr\.?_\d+ kein_wunder kein_geheimnis kein_geringerer
    """,
    conditions=r"""
        unter_einer_bedingung sobald es_sei (?:aber_)?nur_(?:wenn|falls|dann|unter|gegen|nach|mit) wenn falls sofern
        soweit solange es_sei_denn vorausgesetzt unter_der_(?:bedingung|voraussetzung) vorbehaltlich außer im_falle?
    """,
    unconditional=r"(?:auch|selbst|sogar)_wenn wenn_(?:auch|schon|nicht_gar) wie_wenn als_wenn",
    verdicts=r"""
        kann_keine_rede
        (?:wurde|wurden|ist|sind)(?:_\w+){0,3}_(?:zurückgezogen|abgelehnt|verworfen|erfunden|dementiert|gekippt
        |aufgegeben|widerlegt) angeblich vermeintlich wenn_man(?:_\w+){1,3}_glaub\w+
        (?:ist|sind|war|waren|wäre|bleibt|klingt|scheint)(?:_\w+){0,2}_(?:absurd|falsch|unwahr|gelogen
        |lächerlich|unsinn|lüge|märchen|mythos|legende|erfindung|illusion|unmöglich|undenkbar|unbegründet
        |haltlos|irreführend|übertrieben|naiv|gerücht|irrtum|ausgeschlossen) (?:stimmt|trifft)(?:_\w+){0,1}_nicht
    """,
    complements="dass daß ob wie warum wenn",
    contrasts="aber sondern doch jedoch hingegen dagegen",
    joins="und oder noch",
    subordinates="bevor nachdem weil obwohl bis als während da damit sobald seit indem denn worauf",
    subjects="""
        ich wir ihr du man das dies diese dieser dieses der die den dem ein eine einer mein meine unser unsere euer
        eure sein seine ihre ihrer jeder jede alle viele manche einige
    """,
    pronouns="er sie es",
    infinitive=r"(?:zu_\w+n|\w+zu\w{2,}n)",
)
