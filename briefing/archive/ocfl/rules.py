"""The rules of OCFL 1.1 that are checked here, in one table by the code of the specification.

Codes: https://ocfl.io/1.1/spec/validation-codes.html; those beginning with W are warnings. `misplaced` and `changed` are
our own: an object outside the folder of its id, a file with the same meaning in other bytes.
"""

from __future__ import annotations

from briefing.archive.ocfl.inventory import CONTENT, TYPE
from briefing.problems import Place, Problem, Severity

RULES = {
    "E001": "does not belong in an object",
    "E003": 'the declaration "{name}" is missing',
    "E007": "the declaration does not have the content its name requires",
    "E008": "there is no version",
    "E009": "the versions are not numbered consecutively from 1",
    "E010": "the versions are not numbered consecutively",
    "E015": "does not belong in a version",
    "E017": f'the content directory is not "{CONTENT}", the only one this archive writes',
    "E023 file": "is listed in no inventory",
    "E023 path": 'lists "{path}", which the object\'s inventory does not',
    "E024": "is empty",
    "E025 algorithm": "digests are not SHA-512, the only kind this archive writes",
    "E025 digest": '"{digest}" is not a SHA-512',
    "E033": "not JSON that can be read: {error}",
    "E033 type": "not a JSON object",
    "E036": '"{key}" is missing',
    "E037": "the id is not a text",
    "E037 object": 'the id is "{id}", and the object\'s "{object_id}"',
    "E038": f"the type is not {TYPE}",
    "E040": 'the head is "{head}", and the newest version v{newest}',
    "E040 folder": "the head is v{head}",
    "E041": "there is no manifest",
    "E042": '"{path}" is not in the content of a version',
    "E043": "there is no block of versions",
    "E044": "there is no block of versions",
    "E046": "the folder of this version is missing",
    "E046 name": '"{name}" does not name a version',
    "E046 unknown": "is a version that the inventory does not list",
    "E048 created": "{version} has no creation date",
    "E048 state": "{version} has no state",
    "E049": "the date of {version} is not a date in the form of RFC 3339",
    "E050": '"{digest}" is not a SHA-512',
    "E050 list": "the digest {digest:.12}… has no list of paths",
    "E050 manifest": "{version} uses {digest:.12}…, which the manifest does not list",
    "E050 state": "{version} has no state",
    "E050 twice": "the digest {digest:.12}… is listed twice",
    "E052": '"{path}" has an empty part, or one that leads elsewhere',
    "E053": '"{path}" begins or ends with a slash',
    "E054 address": "the address of the user of {version} is not a text",
    "E054 name": "the user of {version} has no name",
    "E057 block": "the fixity block of {algorithm} is not a JSON object",
    "E057 paths": "the fixity block of {algorithm} lists what the manifest does not",
    "E058": "the inventory's digest is missing",
    "E060": "the inventory and its digest do not agree",
    "E061": "holds no SHA-512",
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
    "E091": "the digest {digest:.12}… has no list of paths",
    "E092 changed": "is not what was stored: its digest has changed",
    "E092 missing": "is missing",
    "E094": "the message of {version} is not a text",
    "E095": '"{path}" is listed twice',
    "E095 folder": '"{path}" is in a folder that is also a file',
    "E096": "the digest {digest:.12}… is listed twice",
    "E099": '"{path}" has an empty part, or one that leads elsewhere',
    "E100": '"{path}" begins or ends with a slash',
    "E101": '"{path}" is listed twice',
    "E101 folder": '"{path}" is in a folder that is also a file',
    "E107": 'no version uses "{path}"',
    "E111": "the fixity block is not a JSON object",
    "W002": "a version should have no folder but its content",
    "W003": "is empty",
    "W005": 'the id "{id}" is not a URI',
    "W007": "{version} does not state who made it and why",
    "W008": "the user of {version} has no address",
    "W009": "the address of the user of {version} is not a URI",
    "W010": "the version should have an inventory",
    "W011": "{version} has another date, user or message in the object's inventory",
    "W013": "is not a registered extension",
    "changed": "is not as it was written, though it has the same meaning",
    "misplaced": 'the object "{id}" is not in the folder of its id',
}
"""The message for each violated rule. Where a code covers several faults, a word after it distinguishes them."""


def broken_rule(rule: str, file: str, /, **details: object) -> Problem:
    """Return the problem that a rule is broken in a file, a path under the storage root; `details` fill in its text."""
    code = rule.partition(" ")[0]
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    return Problem(code, RULES[rule].format(**details), Place(file), severity=severity)
