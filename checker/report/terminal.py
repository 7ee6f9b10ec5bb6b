"""What a run found, in a terminal."""

from checker.outcomes import ERROR, FAIL, MARKS, PASS, TODO, WAIT
from checker.text import shown_path

COLOURS = {PASS: "green", FAIL: "red", TODO: "yellow", WAIT: "bright_black", ERROR: "magenta"}


def print_report(console, report, paths):
    """Write a report.

    Args:
        console: a `rich.console.Console`.
        report: a `checker.report.record.Report`, fresh from a run.
        paths: `{exercise: path}` of the learner's files.
    """
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    width = max(len(test.check) for test in report.tests)
    for name in dict.fromkeys(test.exercise for test in report.tests):
        console.print(Text(f"\n{name}", style="bold"), Text(shown_path(paths[name]), style="bright_black"))
        for test in report.tests:
            if test.exercise != name:
                continue
            colour = COLOURS[test.outcome]
            row = Table.grid(padding=(0, 1), expand=True)
            row.add_column(width=7)
            row.add_column(width=width, overflow="fold")
            row.add_column(ratio=1, overflow="fold")
            row.add_column(justify="right", width=6)
            row.add_row(
                Text(f"{MARKS[test.outcome]} {test.outcome}", style=colour),
                Text(test.check, style="bright_black"),
                Text(test.title),
                Text(f"{test.score}/{test.points}", style=colour),
            )
            console.print(row)
            details = Table.grid(padding=(0, 1))
            details.add_column(width=9, justify="right")
            details.add_column(ratio=1, overflow="fold")  # a line of code or an address is read whole
            if test.outcome != WAIT:
                for label, text in test.fields:
                    details.add_row(
                        Text(label, style="bright_black"), Text(text, style="bold" if label == "hint" else "")
                    )
            if details.row_count:
                console.print(Padding(details, (0, 0, 1, 8)))
    console.print()
    for line in report.output.splitlines():
        console.print(Text(line, style="bold"))
