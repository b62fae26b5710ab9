"""The rules of OCFL 1.1 that are checked here, in one table by the code of the specification.

Codes: https://ocfl.io/1.1/spec/validation-codes.html; those beginning with W are warnings. Those without a number are our own:
a file with the same meaning in other bytes, an object in another form or place than this program writes, what cannot be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefing.problems import Place, Problem, Severity

RULES = {
    "E001": "does not belong in an object",
    "E003": 'an object must have one declaration, such as "{name}", and this has {found}',
    "E007": "the declaration does not have the content its name requires",
    "E008": "there is no version",
    "E009": "the versions are not numbered consecutively from 1",
    "E010": "the versions are not numbered consecutively",
    "E010 folder": "the folders of versions are not numbered consecutively: {name} is missing",
    "E011": 'the number of "{name}" must begin with a zero, as others do',
    "E012": "the names of the versions differ in how many digits they have",
    "E013": '"{name}" does not follow the naming of earlier versions',
    "E015": "does not belong in a version",
    "E017": "the content directory is not the name of one folder",
    "E018": 'the content directory is "." or ".."',
    "E019": 'the content directory is "{then}", and the object\'s "{now}"',
    "E023 file": "is listed in no inventory",
    "E023 older": 'does not list "{path}", which was there at the time',
    "E023 path": 'lists "{path}", which the object\'s inventory does not',
    "E024": "is empty",
    "E025 algorithm": 'digests are by "{algorithm}", and must be by sha512 or sha256',
    "E025 digest": '"{digest}" is not a digest of the kind that the inventory names',
    "E033": "not JSON that can be read: {error}",
    "E033 type": "not a JSON object",
    "E036": '"{key}" is missing',
    "E037": "the id is not a text",
    "E037 object": 'the id is "{id}", and the object\'s "{object_id}"',
    "E038": "the type is not that of an inventory by OCFL 1.0 or 1.1",
    "E038 declared": "the type is not that of OCFL {spec}, which the object declares",
    "E040": 'the head is "{head}", and the newest version {newest}',
    "E040 folder": "the head is {head}, which is another version",
    "E041": "there is no manifest",
    "E042": '"{path}" is not in the content of a version',
    "E043": "there is no block of versions",
    "E044": "the block of versions is not a JSON object",
    "E046": "the folder of this version is missing",
    "E046 unknown": "is a version that the inventory does not list",
    "E047": "{version} is not a JSON object",
    "E048 created": "{version} has no creation date",
    "E048 state": "{version} has no state",
    "E049": "the date of {version} is not a date in the form of RFC 3339",
    "E050": "{version} uses the digest {digest:.12}…, which the manifest does not list",
    "E050 case": "{version} writes the digest {digest:.12}… in other letters than the manifest",
    "E050 state": "the state of {version} is not a JSON object",
    "E050 twice": "{version} lists the digest {digest:.12}… twice",
    "E051": "the digest {digest:.12}… has no list of logical paths",
    "E052": '"{path}" has an empty part, or one that leads elsewhere',
    "E053": '"{path}" begins or ends with a slash',
    "E054 address": "the address of the user of {version} is not a text",
    "E054 name": "the user of {version} has no name",
    "E056": '"{algorithm}" is not a digest algorithm that a fixity block may have',
    "E057 block": "the fixity block of {algorithm} is not a JSON object",
    "E057 list": "the digest {digest:.12}… in the fixity block of {algorithm} has no list of paths",
    "E057 path": 'the fixity block of {algorithm} lists "{path}", which the manifest does not',
    "E058": "the inventory's digest is missing",
    "E060": "the inventory and its digest do not agree",
    "E061": "holds no {algorithm} digest of inventory.json",
    "E063": "the inventory is missing",
    "E064": "is not the same as the object's inventory",
    "E066": "the state of {version} differs from the one in the object's inventory",
    "E067": "is not a folder",
    "E069": 'the root must have one declaration "{name}", and has {found}',
    "E070": "the layout is not described, or cannot be read",
    "E070 other": "the layout is not {layout}, with which this archive was made",
    "E072": "files that belong to no object",
    "E073": "an empty folder",
    "E076": 'the root must have one declaration "{name}", and has {found}',
    "E080": "the declaration does not have the content its name requires",
    "E090": "is neither a file nor a folder",
    "E092 changed": "is not what was stored: its digest has changed",
    "E092 differs": 'lists "{path}" with a digest that is not its {algorithm}',
    "E092 list": "the digest {digest:.12}… has no list of paths",
    "E092 missing": "is missing",
    "E092 unreadable": "its digest cannot be computed: {reason}",
    "E093 differs": 'the fixity block gives "{path}" a digest that is not its {algorithm}',
    "E093 missing": 'the fixity block lists "{path}", which is missing',
    "E094": "the message of {version} is not a text",
    "E095": '"{path}" is listed twice',
    "E095 folder": '"{path}" is in a folder that is also a file',
    "E096": "the digest {digest:.12}… is listed twice",
    "E097": "the digest {digest:.12}… is listed twice in the fixity block of {algorithm}",
    "E099": '"{path}" has an empty part, or one that leads elsewhere',
    "E100": '"{path}" begins or ends with a slash',
    "E101": '"{path}" is listed twice',
    "E101 folder": '"{path}" is in a folder that is also a file',
    "E102": '"{key}" is not a key that an inventory may have',
    "E103": "is by OCFL {spec}, though the version before is by {before}",
    "E104": '"{name}" does not name a version',
    "E105": "the number of a version is not positive",
    "E106": "the manifest is not a JSON object",
    "E107": 'no version uses "{path}"',
    "E111": "the fixity block is not a JSON object",
    "W001": "the numbers of the versions begin with zeros",
    "W002": "a version should have no folder but its content",
    "W003": "is empty",
    "W004": "digests are by {algorithm}, and should be by sha512",
    "W005": 'the id "{id}" is not a URI',
    "W007": "{version} does not state who made it and why",
    "W008": "the user of {version} has no address",
    "W009": "the address of the user of {version} is not a URI",
    "W010": "the version should have an inventory",
    "W011": "{version} has another date, user or message in the object's inventory",
    "W013": "is not a registered extension",
    "changed": "is not as it was written, though it has the same meaning",
    "form": "has {what}: this program never wrote that",
    "misplaced": 'the object "{id}" is not in the folder of its id',
    "stray": "does not belong in a version",
    "unreadable": "cannot be read: {reason}",
}
"""The message for each violated rule. Where a code covers several faults, a word after it distinguishes them."""

REGISTERED_EXTENSIONS = frozenset(
    (
        "initial",
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        "0003-hash-and-id-n-tuple-storage-layout",
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
    )
)
"""The names at https://ocfl.github.io/extensions/."""

MAX_ALIKE = 100
"""How many violations of one rule are listed; the others are counted."""

_MAX_DETAIL_CHARACTERS = 300


def broken_rule(rule: str, file: str, /, **details: object) -> Problem:
    """Return the problem that a rule is broken in a file, a path under the storage root; `details` fill in its text."""
    code = rule.partition(" ")[0]
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    texts = {name: _shorten(value) for name, value in details.items()}
    return Problem(code, RULES[rule].format(**texts), Place(file), severity=severity)


def _shorten(value: object) -> str:
    """Return a detail as text; of a value from a file that is no text or number, only its kind."""
    if isinstance(value, dict | list):
        return "a JSON object" if isinstance(value, dict) else "a list"
    return str(value)[:_MAX_DETAIL_CHARACTERS]


class Findings:
    """Collects violated rules: of very many violations of one rule the first ones, and how many there are."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._counts: Counter[str] = Counter()

    def report(self, rule: str, file: str, /, **details: object) -> None:
        """Add a violation of a rule in a file."""
        self._counts[rule] += 1
        if self._counts[rule] <= MAX_ALIKE:
            self._problems.append(broken_rule(rule, file, **details))

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems that were found elsewhere."""
        self._problems += problems

    @property
    def problems(self) -> list[Problem]:
        """All that was found, in order; at the end, how much more of a kind there is."""
        more = [(rule, count - MAX_ALIKE) for rule, count in self._counts.items() if count > MAX_ALIKE]
        return [*self._problems, *(_uncounted(rule, count) for rule, count in more)]


def _uncounted(rule: str, count: int) -> Problem:
    code = rule.partition(" ")[0]
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    return Problem(code, f"the same is so {count:,} time{'s' * (count != 1)} more", None, severity=severity)
