"""What the command prints about a run of sending: who is excluded, who was not reached, and the closing table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.cli.output import print_json, print_line, print_problem, problem_object
from briefing.mail.deliver import SendPlan, SendResult
from briefing.mail.ledger import DeliveryState
from briefing.mail.outgoing import OutgoingEdition
from briefing.mail.recipients import Recipient
from briefing.mail.smtp import OfferResult
from briefing.problems import BriefingError, DeliveryError, Place, Problem, Severity

WOULD_BE_SENT = "would-be-sent"
"""The state, in a dry run, of those to whom the message would be sent, or for whom it would be written."""


@dataclass(frozen=True)
class RecipientState:
    """What became of a recipient; `this_run` says that the message was offered or written now, or would be in a dry run."""

    recipient: Recipient
    state: str
    answer: str = ""
    this_run: bool = False


@dataclass
class SendReport:
    """Prints problems as they are found, and the result as lines or, with `as_json`, as one document at the end."""

    as_json: bool
    problems: list[Problem] = field(default_factory=list)

    def warn(self, code: str, what: str, hint: str = "", place: Place | None = None) -> None:
        """Print a warning."""
        self._add(Problem(code, what, place, hint, Severity.WARNING))

    def fail(self, error: BriefingError) -> None:
        """Print the error that ended a run in which messages may have been sent."""
        for problem in error.problems:
            self._add(problem)

    def line(self, text: str) -> None:
        """Print a line of the result."""
        if not self.as_json:
            print_line(text)

    def close(
        self, outgoing: OutgoingEdition, states: Sequence[RecipientState], code: int = 0, *, dry_run: bool = False
    ) -> None:
        """Print the document, if JSON is wanted."""
        if not self.as_json:
            return
        sent = {"id": outgoing.briefing.id, "number": outgoing.number or None, "kind": outgoing.purpose}
        ended = {"marking": outgoing.marking, "dry_run": dry_run, "exit": code}
        recipients = [
            {
                "name": one.recipient.name,
                "address": one.recipient.address,
                "state": one.state,
                "answer": one.answer,
                "this_run": one.this_run,
            }
            for one in states
        ]
        problems = [problem_object(problem) for problem in self.problems]
        print_json({**sent, **ended, "recipients": recipients, "problems": problems}, indent=1)

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        print_problem(problem)


def recipient_states(
    plan: SendPlan, others: str, results: Mapping[Recipient, OfferResult] | None = None
) -> Iterator[RecipientState]:
    """Yield what became of everyone in a plan; `others` is the state of those who were to be sent it and have no result."""
    results = results or {}
    for one in plan.to_send:
        state, answer = (str(results[one].state), results[one].text) if one in results else (others, "")
        yield RecipientState(one, state, answer, this_run=True)
    earlier = {
        DeliveryState.SENT: plan.already_sent,
        DeliveryState.HANDED_OVER: plan.handed_over,
        DeliveryState.UNCERTAIN: plan.uncertain,
    }
    for known, recipients in earlier.items():
        yield from (RecipientState(one, str(known)) for one in recipients)
    yield from (RecipientState(one, str(DeliveryState.WITHHELD), reason) for one, reason in plan.refused)


def report_refused(plan: SendPlan, skip_refused: bool, report: SendReport) -> None:
    """Print who is excluded by the marking, as warnings. Raises DeliveryError with all of them unless they are skipped."""
    problems = [
        Problem("refused-by-marking", f"{plan.marking} may not go to {one}: {reason}") for one, reason in plan.refused
    ]
    if problems and not skip_refused:
        last = problems.pop()
        hint = "correct the list, or add --skip-refused to send to the others; nothing has been sent"
        raise DeliveryError([*problems, Problem(last.code, last.what, hint=hint)])
    for problem in problems:
        report.warn(problem.code, problem.what)


def report_plan(plan: SendPlan, done: str, report: SendReport) -> None:
    """Print what would be sent, or written, and of whom it is not certain that they have received it."""
    for recipient in plan.to_send:
        report.line(f"would be {done} to {recipient}" if done == "sent" else f"would be {done} for {recipient}")
    _report_unsure(plan, [], report)
    _report_counts(plan, {f"would be {done}": len(plan.to_send)}, report)


def report_files(plan: SendPlan, report: SendReport) -> None:
    """Print how many messages were written to files."""
    _report_unsure(plan, [], report)
    _report_counts(plan, {"written": len(plan.to_send)}, report)


def report_result(plan: SendPlan, result: SendResult, report: SendReport) -> None:
    """Print a line for everyone who was not reached, and the closing table."""
    codes = {
        DeliveryState.WITHHELD: "refused-by-marking",
        DeliveryState.BOUNCED: "bounced",
        DeliveryState.MISSED: "missed",
    }
    for state, code in codes.items():
        for recipient, text in result.in_state(state):
            report.warn(code, f"{recipient}: {text}")
    uncertain = result.in_state(DeliveryState.UNCERTAIN)
    _report_unsure(plan, uncertain, report)
    counts = {
        "sent": len(result.in_state(DeliveryState.SENT)),
        "bounced": len(result.in_state(DeliveryState.BOUNCED)),
        "uncertain": len(uncertain) + len(plan.uncertain),
        "missed": len(result.in_state(DeliveryState.MISSED)),
    }
    _report_counts(plan, counts, report, len(result.in_state(DeliveryState.WITHHELD)))


def _report_unsure(plan: SendPlan, now: Sequence[tuple[Recipient, str]], report: SendReport) -> None:
    """Print of whom it is not certain that they have received it, now or earlier, and how many were handed it as a file."""
    hint = "add --resend-uncertain to send it again; they may then receive it twice"
    if plan.item.kind == "withdrawal":
        hint = "add --resend-uncertain to notify them"
    earlier = "it is not certain that they received it in an earlier run"
    for recipient, text in [*now, *((one, earlier) for one in plan.uncertain)]:
        report.warn("uncertain", f"{recipient}: {text}", hint)
    if plan.handed_over:
        what = f"{len(plan.handed_over):,} of the list were handed it as a file, with --eml, and are not sent it"
        report.warn("handed-over", what, "add --resend-uncertain to send it to them as well")


def _report_counts(plan: SendPlan, counts: Mapping[str, int], report: SendReport, withheld: int = 0) -> None:
    """Print the closing table: how many recipients ended in each state."""
    first, *rest = counts.items()
    uncertain = [] if "uncertain" in counts else [("uncertain", len(plan.uncertain))]
    refused = len(plan.refused) + withheld
    rows = [
        first,
        ("already received it", len(plan.already_sent)),
        *([("handed over earlier", len(plan.handed_over))] if plan.handed_over else []),
        ("refused by marking", refused),
        *rest,
        *uncertain,
    ]
    for label, number in rows:
        report.line(f"{label:<20} {number:>7,}")
