"""What a run found, as a file: JSON, and a page of HTML.

A report is a `checker.report.record.Report`.
"""

import json
from pathlib import Path

from checker.files import write_whole
from checker.outcomes import ERROR, FAIL, MARKS, PASS, TODO, WAIT
from workshop import pages

TEMPLATES = Path(__file__).parent / "templates"
ORDER = (ERROR, FAIL, TODO, WAIT, PASS)  # what there is to do comes first


def write_json(report, path):
    """Write a report, all of it or nothing."""
    write_whole(path, json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n")


def write_html(report, path):
    """Render a report as one self-contained page."""
    write_whole(path, report_page(report))


def report_page(report, graded=None):
    """A report as one self-contained page.

    Args:
        report: the report.
        graded: what an instructor's run adds, see `templates/graded.html`; None where a learner runs the checks.
    """
    tests = sorted(report.tests, key=lambda test: ORDER.index(test.outcome))
    return render("report.html", report=report, tests=tests, marks=MARKS, order=ORDER, graded=graded)


def render(template, **values):
    """Fill a page of `templates/`; what is filled in is escaped. Its frame and style are those of `workshop.pages`."""
    return pages.render(template, TEMPLATES, **values)
