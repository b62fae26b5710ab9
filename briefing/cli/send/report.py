"""What the command prints about a run of sending: who is excluded, who was not reached, and the closing table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.cli.output import print_line, print_problem
from briefing.mail.deliver import SendPlan, SendResult
from briefing.mail.ledger import DeliveryState
from briefing.mail.recipients import Recipient
from briefing.problems import DeliveryError, Problem, Severity


def report_refused(plan: SendPlan, skip_refused: bool) -> None:
    """Print who is excluded by the marking, as warnings. Raises DeliveryError with all of them unless they are skipped."""
    problems = [
        Problem("refused-by-marking", f"{plan.marking} may not go to {one}: {reason}") for one, reason in plan.refused
    ]
    if problems and not skip_refused:
        last = problems.pop()
        hint = "correct the list, or add --skip-refused to send to the others; nothing has been sent"
        raise DeliveryError([*problems, Problem(last.code, last.what, hint=hint)])
    for problem in problems:
        warn(problem.code, problem.what)


def print_plan(plan: SendPlan, done: str) -> None:
    """Print what would be sent, or written, and of whom it is not certain that they have received it."""
    for recipient in plan.to_send:
        print_line(f"would be {done} to {recipient}" if done == "sent" else f"would be {done} for {recipient}")
    _report_unsure(plan, [])
    print_counts(plan, {f"would be {done}": len(plan.to_send)})


def print_files(plan: SendPlan) -> None:
    """Print how many messages were written to files."""
    _report_unsure(plan, [])
    print_counts(plan, {"written": len(plan.to_send)})


def print_result(plan: SendPlan, result: SendResult) -> None:
    """Print a line for everyone who was not reached, and the closing table."""
    codes = {
        DeliveryState.WITHHELD: "refused-by-marking",
        DeliveryState.BOUNCED: "bounced",
        DeliveryState.MISSED: "missed",
    }
    for state, code in codes.items():
        for recipient, text in result.in_state(state):
            warn(code, f"{recipient}: {text}")
    uncertain = result.in_state(DeliveryState.UNCERTAIN)
    _report_unsure(plan, uncertain)
    counts = {
        "sent": len(result.in_state(DeliveryState.SENT)),
        "bounced": len(result.in_state(DeliveryState.BOUNCED)),
        "uncertain": len(uncertain) + len(plan.uncertain),
        "missed": len(result.in_state(DeliveryState.MISSED)),
    }
    print_counts(plan, counts, len(result.in_state(DeliveryState.WITHHELD)))


def _report_unsure(plan: SendPlan, now: Sequence[tuple[Recipient, str]]) -> None:
    """Print of whom it is not certain that they have received it, now or earlier, and how many were handed it as a file."""
    hint = "add --resend-uncertain to send it again; they may then receive it twice"
    if plan.item.kind == "withdrawal":
        hint = "add --resend-uncertain to notify them"
    earlier = "it is not certain that they received it in an earlier run"
    for recipient, text in [*now, *((one, earlier) for one in plan.uncertain)]:
        warn("uncertain", f"{recipient}: {text}", hint)
    if plan.handed_over:
        what = f"{len(plan.handed_over):,} of the list were handed it as a file, with --eml, and are not sent it"
        warn("handed-over", what, "add --resend-uncertain to send it to them as well")


def print_counts(plan: SendPlan, counts: Mapping[str, int], withheld: int = 0) -> None:
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
        print_line(f"{label:<20} {number:>7,}")


def warn(code: str, what: str, hint: str = "") -> None:
    """Print a warning."""
    print_problem(Problem(code, what, hint=hint, severity=Severity.WARNING))
