"""The commonest small words of each language, by which the language of a paragraph is told.

Arabic is told by its script.
"""

from __future__ import annotations

FUNCTION_WORDS = {
    "en": """
        the of and to in was is for on that with by at from have has had were are been be it its his her their they he she this
        not but or an as who which will would more than after before about into over said we our us you i there if
    """,
    "fr": """
        le la les des et est une un dans pour que qui sur par au aux du en à ce cette ces son sa ses leur leurs il elle ils
        elles ne pas plus été ont avec mais ou d l qu s n a selon après avant dont de nous vous je on
    """,
    "es": """
        el la los las que y en por con una un del se al su sus es fue son han ha más pero lo no de para como sobre entre
        según después antes este esta nos yo nuestro nuestra
    """,
    "pt": """
        o a os as que e em por com uma um do da das no na nos nas foi são ao à mais mas não de para como sobre entre
        segundo depois antes este esta pelo pela nós eu nosso nossa
    """,
    "de": """
        der die das und ist in den mit von ein eine einer einem einen für auf im dem des zu wurde wurden sind hat haben nicht
        sich nach vor bei aus am als auch über unter seit wir ich uns zu dass er sie es
    """,
}
"""The small words of each language, by its code."""
