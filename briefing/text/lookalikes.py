"""What a text looks like: letters of other scripts are read as the Latin letters that look the same."""

from __future__ import annotations

from unicodedata import combining, normalize

_LETTERS = {
    "A": "ΑАᎪꓮ",
    "B": "ΒВᏴꓐꞴ",
    "C": "ϹСᏟⲤꓚ",
    "D": "Ꭰꓓ",
    "E": "ΕЕᎬꓰ",
    "F": "ϜꓝꞘ",
    "G": "ԌᏀᏳꓖ",
    "H": "ΗНᎻⲎꓧ",
    "I": "ΙІ",
    "J": "ͿЈᎫꓙꞲ",
    "K": "ΚКᏦⲔꓗ",
    "L": "ᏞⳐꓡ",
    "M": "ΜϺМᎷⲘꓟ",
    "N": "ΝⲚꓠ",
    "O": "ΟОՕⲞꓳ",
    "P": "ΡРᏢⲢꓑ",
    "R": "ƦᎡᏒꓣ",
    "S": "ЅՏᏕᏚꓢ",
    "T": "ΤТᎢⲦꓔ",
    "U": "Սꓴ",
    "V": "ѴᏙꓦ",
    "W": "ԜᎳᏔꓪ",
    "X": "ΧХⲬꓫꞳ",
    "Y": "ΥϒУҮᎩᎽⲨꓬ",
    "Z": "ΖᏃꓜ",
    "a": "ɑαа" + "ᴀ",
    "b": "ƄЬᏏ" + "вʙ",
    "c": "ϲсᴄⲥꮯ",
    "d": "ԁᏧꓒ" + "ᴅ",
    "e": "еҽꬲ" + "εᴇ",
    "f": "քẝꞙꬵ" + "ꜰ",
    "g": "ƍɡցᶃ" + "ɢ",
    "h": "һհᏂ" + "нʜ",
    "i": "ıɩɪͺιіӏᎥιꙇꭵ",
    "j": "ϳј" + "ᴊ",
    "k": "кκᴋ",
    "l": "ƖǀӀⲒꓲ" + "ʟ",
    "m": "мᴍ",
    "n": "ոռ" + "ɴ",
    "o": "οσоօᴏᴑⲟꬽ",
    "p": "ρϱрⲣ" + "ᴘ",
    "q": "ԛգզ",
    "r": "гᴦⲅꭇꭈꮁ" + "ʀ",
    "s": "ƽѕꜱꮪ",
    "t": "тτᴛ",
    "u": "ʋυսᴜꞟꭎꭒ",
    "v": "νѵᴠꮩ",
    "w": "ɯѡԝաᴡꮃ" + "ω",
    "x": "х" + "χ",
    "y": "ɣʏγуүᶌỿꭚ",
    "z": "ᴢꮓ",
}
"""Letters by the Latin letter they look like. Source: Unicode Technical Standard 39, confusables.txt of Unicode 15, the
letters of Latin, Greek, Cyrillic, Armenian, Cherokee, Coptic and Lisu. Added are small letters in the form of a Latin capital
(`к`, `т`, `ᴀ`) and other near likenesses, after the +; `Ι` and `І` are read as I and not as l."""

_AS_LATIN = str.maketrans({letter: latin for latin, letters in _LETTERS.items() for letter in letters})


def look_alike(text: str) -> str:
    """Return a text in small letters without accents and full-width forms, with look-alikes replaced by Latin letters."""
    plain = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return plain.translate(_AS_LATIN).casefold().translate(_AS_LATIN)
