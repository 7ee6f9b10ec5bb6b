"""What a run found, in a terminal."""

from checker.outcomes import ERROR, FAIL, MARKS, PASS, TODO, WAIT, fields
from checker.report.results import summary_lines
from checker.text import shown_path

COLOURS = {PASS: "green", FAIL: "red", TODO: "yellow", WAIT: "bright_black", ERROR: "magenta"}


def print_report(console, results):
    """Write the report to a `rich.console.Console`."""
    from rich.table import Table
    from rich.text import Text

    width = max(len(result.check) for result in results)
    for name in dict.fromkeys(result.exercise for result in results):
        console.print(Text(f"\n{name}", style="bold"), Text(shown_path(results.paths[name]), style="bright_black"))
        for result in results:
            if result.exercise != name:
                continue
            colour = COLOURS[result.outcome]
            row = Table.grid(padding=(0, 1), expand=True)
            row.add_column(width=7)
            row.add_column(width=width)
            row.add_column(ratio=1)
            row.add_column(justify="right", width=6)
            row.add_row(
                Text(f"{MARKS[result.outcome]} {result.outcome}", style=colour),
                Text(result.check, style="bright_black"),
                Text(result.title),
                Text(f"{result.score}/{result.points}", style=colour),
            )
            console.print(row)
            details = Table.grid(padding=(0, 1))
            details.add_column(width=9, justify="right")
            details.add_column(ratio=1)
            if result.outcome != WAIT:
                for label, text in fields(result, results.learners.get(name)):
                    details.add_row(
                        Text(label, style="bright_black"), Text(text, style="bold" if label == "hint" else "")
                    )
            if details.row_count:
                from rich.padding import Padding

                console.print(Padding(details, (0, 0, 1, 8)))
    console.print()
    for line in summary_lines(results):
        console.print(Text(line, style="bold"))
