"""Abbreviations that are written with a full stop: in English, French, Spanish, Portuguese, German, and some others."""

from __future__ import annotations

TITLES = frozenset(
    """
    Mr Mrs Ms Mx Dr Drs Prof Rev Hon Pres Gov Sen Rep Amb St Ste Mt Ft Messrs Cllr
    Gen Lt Col Maj Brig Capt Cpt Sgt Cpl Pvt Adm Cmdr Cdr Supt Insp Det
    MM Mme Mmes Mlle Mlles Mgr Me Pr Cne Cdt Gal
    Sr Sres Sra Sras Srta Sto Sta Dña Fr Hno Gral Cnel Tte Cap Cmdte Ing Lic Arq Exc Excmo Dra Profa Eng Ten Cel
    Hr Frl Dipl Präs Abg Obst Bgm Hptm डॉ
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
"""Titles and ranks before names, which end no sentence."""

BEFORE_MORE = frozenset("cf vs viz incl excl approx ca resp evtl ggf bzw vgl sog bspw env см ул им".split())  # noqa: SIM905
"""Words that lead to what follows them."""

BEFORE_NUMBER = frozenset(
    """
    no nos nr núm num nº art arts fig figs para paras par pp pg pág págs vol vols ch chap cap sec sect abs ziff bd kap
    tab app ref vers tel tél рис стр ст
    jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc ene abr ago dic fev set out dez jän märz okt
    """.split()  # noqa: SIM905
)
"""Words, in small letters, that end no sentence where a number follows."""

GERMAN_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember".split()  # noqa: SIM905
)
"""Months before which German writes the day with a full stop: `3. Mai`."""
