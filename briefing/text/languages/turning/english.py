"""English words that turn the meaning of a part of a sentence."""

from __future__ import annotations

from briefing.text.languages.turning.words import TurningWords

ENGLISH = TurningWords(
    negations=r"""
        not never no nor none nobody nothing nowhere neither without cannot \w*n't hardly scarcely barely rarely
        seldom
    """,
    denials=r"""
        refus(?:e|es|ed|ing|al) fail(?:s|ed|ing|ure)? den(?:y|ies|ied|ying|ial) false(?:ly)? untrue
    """,
    reversals=r"""
        hat(?:e|es|ed|ing)_to hates? (?:tired|sick|weary|fed_up|guilty|ashamed)_(?:of|with) put(?:s|ting)?_off
        postpon\w+ delay(?:s|ed|ing)? stretch_to miracle scoff\w* laugh(?:ed|s)_(?:at|off) dodg\w+ evad\w+
        (?:had|have)_hoped_to everything_but
        (?:hard|difficult|tough|struggle|struggling)_to_(?:believe|imagine|see|accept|argue|say)
        (?:mad|crazy|insane|madness|suicid\w+|stupid|unwise|reckless|irresponsible|dangerous|pointless|useless
        |futile|senseless|immoral|illegal|unfair)_(?:to|if) veto(?:ed|es|ing)? shelv(?:e|ed|es|ing)
        bur(?:y|ied|ies)_(?:the|our|my|their|a)_(?:plan|bill|idea|project|proposal) torpedo(?:ed|es)? thwart\w*
        scuppered derail(?:ed|s|ing)? kill(?:ed|s)?_(?:off_)?(?:the|our|a)_(?:plan|bill|idea|project|proposal)
        back(?:ed|ing|s)?_(?:away|off|out|down) walk(?:ed|ing|s)?_(?:away|out|back) pull(?:ed|ing|s)?_(?:out|back)
        shr[aiu]nk(?:s|ing)?_from sh(?:y|ied|ies|ying)_away step(?:ped|s)?_back_from
        turn(?:ed|s|ing)?_(?:down|our_backs?) talk(?:ed|s)?_\w+_out_of
        (?:los[et]|miss(?:ed)?|lack|wasted|squandered|denied|passed_up|robbed_of)(?:_\w+){0,2}_(?:chance
        |opportunity|right|means|money|power|time)(?:_\w+)?_to
        (?:we|i|they|he|she|it|had|have|has|was|were)_(?:nearly|almost) verge_of (?:came|come|were|was|are)_close_to
        would_have_(?:us|you|them|people)_(?:believe|think) little_did tempt\w+ threat(?:s|ened|ening|ens)?_to
        in_the_absence_of no_longer (?<!are\s)(?<!is\s)(?<!get\s)(?<!got\s)(?<!were\s)used_to
        dream(?:s|ed|t|ing)?_(?:of|that) wish(?:es|ed)?_(?:that|we|i|they) hop(?:e|es|ed|ing)_in_vain supposing
        imagine_(?:that|if) what_if lie_(?:if|to_say) (?:dare|dares|dared)_not halfhearted\w* myth_that
        conspiracy_theory propaganda fabrication fiction exaggerat\w+ premature(?:ly)? doubt(?:s|ed|ing|ful|fully)?
        dubious s[ck]eptic\w* unconvinced unsure uncertain unclear whether disbelie\w+
        question(?:s|ed|ing)?_(?:that|the_idea|the_claim) remains?_to_be_(?:seen|shown|proven?) wonder(?:s|ed|ing)?_if
        (?:astonished|surprised|amazed|shocked)_if unlikely improbabl[ey] implausibl[ey] impossib\w+ inconceivabl[ey]
        unthinkabl[ey] unimaginabl[ey] wrong(?:ly)? mistake[ns]? mistaken(?:ly)? error_(?:to|of) (?:an?|the)_lie
        lies_that myths? fictions? fair(?:y|ies)_tales? nonsense rumou?rs? hoax absurd\w* ridiculous\w* laughable
        naive(?:ly)? fool(?:s|ish|hardy)? folly illusions? delusions? fallacy pretend(?:s|ed|ing)? pretence pretext
        unfounded baseless groundless allegedly supposedly disput(?:e|es|ed|ing) contest(?:s|ed|ing)?_(?:that|the)
        reject\w* refut\w+ rebut\w* repudiat\w+ disavow\w* disclaim\w* disagree\w*
        declin(?:e|es|ed|ing)_(?:to|any|all|the) oppos(?:e|es|ed|ing|ition) object(?:s|ed|ing)?_to resist(?:s|ed|ing)?
        reluctan\w+ unwilling\w* hesita\w+ loath(?:e|es|ed)? averse disinclined balk(?:s|ed|ing)? against
        afraid_(?:to|of) neglect(?:s|ed|ing)? omit(?:s|ted|ting)? forg[eo]t(?:s|ten|ting)? unable inability incapable
        powerless lack(?:s|ed|ing)? devoid bereft stop(?:s|ped|ping)? ceas(?:e|es|ed|ing) quit(?:s|ting)?
        halt(?:s|ed|ing)? end(?:s|ed|ing)?_to (?:give|gives|gave|given|giving)_up abandon(?:s|ed|ing)?
        suspend(?:s|ed|ing)? cancel(?:s|led|ling|ed|ing)? scrap(?:s|ped|ping)?
        with(?:draw|draws|drew|drawn|drawing)(?!_to) renounc\w+ abolish\w* prevent(?:s|ed|ing)?
        avoid(?:s|ed|ing|ance)? prohibit\w* forbid\w* forbade bans? banned banning barred_from block(?:s|ed|ing)
        (?:keep|keeps|kept)(?:_\w+){1,3}_from deter(?:s|red|ring)? dissuad\w+ discourag\w+
        (?:cannot|can't|not|never)_(?:rule|rules|ruled|exclude)(?:_out)? rul(?:e|es|ed|ing)_out exclud(?:e|es|ed|ing)
        out_of_the_question except unless instead_of (?:rather|sooner)(?:_\w+){0,4}_than short_of far_from
        anything_but unlike nowhere_near beyond_(?:us|me|our|my|their) in_place_of in_lieu_of
        (?<!a\s)(?<!the\s)(?<!these\s)(?<!those\s)(?<!last\s)(?<!next\s)(?<!past\s)(?<!first\s)few
        (?<!a\s)little_(?:reason|evidence|chance|hope|point|sense|proof|need|to|or|likelihood|prospect|appetite
        |interest|sign|use) yet_to still_to too_\w+_(?:to|for) premature (?:could|should|might|ought_to)_have as_if
        as_though only_an?_\w+_(?:would|could|can) (?:much|any)_less let_alone heaven_forbid least_of_all last_thing
        lest
    """,
    harmless=r"""
        (?:no|not|isn't|wasn't)(?:_(?:an?|the|any|by|my|our))?_(?:accident|alone|coincidence|surprise|secret
        |mystery|exaggeration|joke|wonder|question_that|small|mean|stranger|overstatement|afraid|ashamed|shy|bad
        |wrong_in|unhappy|uncommon|unusual) nothing_new no_question_(?:that|but) goes_without_saying cannot_thank
        nobody_knows_better not_for_nothing no_doubts? (?:beyond|without)_(?:any_|a_)?doubt
        (?:little|no|hardly_any|beyond|without)(?:_\w+)?_doubt doubtless undoubtedly
        not_(?:only|just|merely|simply|least|long_ago|far_from) no_less no_matter no\.?_\d+ no_wonder no_secret
        no_coincidence no_later_than no_sooner no_fewer_than none_other_than nothing_(?:less|short|but) never_mind
        (?:if|why|whether_or)_not whether_or cannot_(?:but|help)
        without_(?:delay|question|fail|exception|precedent|hesitation|a_doubt) last_but_not_least few_and_far
        quite_a_few non-stop so_far_from no-one_else_but (?:rule|ruled)_out_nothing fail-safe no_mistake
    """,
    conditions=r"""
        \w+_permitting on_(?:one|a|this|the|that)_(?:strict_)?condition if_ever
        once_(?:the|we|they|he|she|it|you|this|that|these|all|our|his|her|their)
        save_(?:those|that|for|in|where|when|if) if_and_when supposing with_the_exception as_far_as without_which
        (?:(?:but|and)_)?only_(?:if|when|after|once|with|in_exchange|in_return|on_condition) (?:(?:but|and)_)?if
        unless provid(?:ed|ing)(?:_\w+){0,2}_(?:that|the|we|they|he|she|it|you|all|both|every) provided
        (?:as|so)_long_as (?:up)?on_condition in_the_event assuming subject_to depending_on except barring pending
        in_exchange_for in_return_for with_the_proviso contingent_on conditional_on insofar_as to_the_extent_that
        if_and_only_if
    """,
    unconditional=r"""
        even_if as_if if_only what_if if_not if_anything only_with_difficulty
        (?:asks?|asked|asking|wonders?|wondered|knows?|knew|know|sees?|saw|tells?|told|unclear|sure)(?:_\w+){0,2}_if
    """,
    verdicts=r"""
        (?:is|are|was|were|(?:has|have|had)_been)(?:_\w+){0,2}_(?:withdrawn|rejected|refused|invented|denied
        |dropped|shelved|vetoed|turned_down|abandoned|ruled_out|overturned|struck_down|defeated|voted_down
        |cancelled|revoked|retracted|made_up) (?:if|or)_so(?:_\w+){0,3}_(?:would|claims?|says?|believes?|thinks?)
        supposedly allegedly
        (?:is|are|was|were|seems?|sounds|remains?|would_be)(?:_\w+){0,2}_(?:absurd|false|untrue|wrong|mistaken
        |baseless|unfounded|groundless|nonsense|ridiculous|laughable|impossible|unlikely|unthinkable|ludicrous
        |fiction|myth|lie|lies|fantasy|fable|tale|invention|illusion|delusion|fallacy|rubbish|rumours?|hoax
        |fabrication|misleading|exaggerated|incorrect|inaccurate|naive|foolish|premature|out_of_the_question
        |doubtful|questionable)
        (?:has|have)(?:_\w+){0,2}_(?:been_(?:refuted|disproved|disproven|debunked|denied)|no_basis|collapsed)
    """,
    complements="that whether if how why",
    contrasts="but yet however whereas though although",
    joins="and or nor",
    subordinates="before after when while because although though until since where as so whereupon to_which",
    subjects="""
        i we you this that these those the a an my our your his her its their there some many most all both each every
        one who another nobody somebody everyone everybody people
    """,
    pronouns="he she they it",
)
