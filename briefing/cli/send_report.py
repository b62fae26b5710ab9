"""What a run of sending came to, in lines: whom the marking shuts out, who was missed, and the closing table."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from briefing.cli.output import print_line, print_problem
from briefing.mail.deliver import SendPlan, SendResult
from briefing.mail.ledger import DeliveryState
from briefing.mail.recipients import Recipient
from briefing.problems import DeliveryError, ExitCode, Problem, Severity, printable_line


def refuse(plan: SendPlan, skip_refused: bool) -> None:
    """Tell whom the marking shuts out. Raises DeliveryError unless they are to be skipped."""
    problems = [
        Problem(
            "refused-by-marking",
            f"{plan.marking} may not go to {shown(one)}: {why}",
            severity=Severity.WARNING if skip_refused else Severity.ERROR,
        )
        for one, why in plan.refused
    ]
    if problems and not skip_refused:
        last = problems.pop()
        hint = "nothing was sent; mend the list, or send to the others with --skip-refused"
        raise DeliveryError([*problems, Problem(last.code, last.what, hint=hint)])
    for problem in problems:
        print_problem(problem)


def shown(recipient: Recipient) -> str:
    """A recipient as a line names them."""
    return printable_line(f"{recipient.name} <{recipient.address}>" if recipient.name else recipient.address)


def print_plan(plan: SendPlan, skip_refused: bool) -> None:
    """Say what would be done, and end with `ExitCode.DELIVERY` where someone would be shut out."""
    for one in plan.to_send:
        print_line(f"would be sent to {shown(one)}")
    print_line(table(plan, {"would be sent": len(plan.to_send)}))
    refuse(plan, skip_refused)
    if plan.refused:
        raise typer.Exit(ExitCode.DELIVERY)


def print_result(plan: SendPlan, result: SendResult) -> None:
    """Say what became of everyone: a line for each who was not reached, and the closing table."""
    for state, code in (
        (DeliveryState.WITHHELD, "refused-by-marking"),
        (DeliveryState.BOUNCED, "bounced"),
        (DeliveryState.MISSED, "missed"),
    ):
        for one, said in result.in_state(state):
            print_problem(Problem(code, f"{shown(one)}: {said}", severity=Severity.WARNING))
    notice = plan.item.kind == "withdrawal"
    before = "it is not certain that they received it" if notice else "from an earlier run"
    uncertain = [*result.in_state(DeliveryState.UNCERTAIN), *((one, before) for one in plan.uncertain)]
    hint = (
        "tell them with --resend-uncertain" if notice else "it may have arrived; send it again with --resend-uncertain"
    )
    for one, said in uncertain:
        print_problem(Problem("uncertain", f"{shown(one)}: {said}", hint=hint, severity=Severity.WARNING))
    counts = {
        "sent": len(result.in_state(DeliveryState.SENT)),
        "bounced": len(result.in_state(DeliveryState.BOUNCED)),
        "uncertain": len(uncertain),
        "missed": len(result.in_state(DeliveryState.MISSED)),
    }
    print_line(table(plan, counts, len(result.in_state(DeliveryState.WITHHELD))))


def table(plan: SendPlan, counts: Mapping[str, int], withheld: int = 0) -> str:
    """The closing table: how many ended how."""
    first, *rest = counts.items()
    uncertain = [] if "uncertain" in counts else [("uncertain", len(plan.uncertain))]
    refused = len(plan.refused) + withheld
    rows = [first, ("already had it", len(plan.already_sent)), ("refused by marking", refused), *rest, *uncertain]
    return "\n".join(f"{what:<20} {number:>7,}" for what, number in rows)
