"""Grades submissions within nbgrader: by the confined checker, in the place of a kernel that runs the notebook."""

import html
import os
import re
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution

from checker.files import read_source
from checker.grading import judging, regrade
from checker.grading.nbgrader.submitted import released_notebook
from checker.grading.records import Record, Records
from checker.outcomes import ERROR
from checker.text import readable

BROKEN = "checker_broke"
TAG, WITH_ATTRIBUTES = re.compile(r"<(?=[A-Za-z/!?])"), re.compile(r"<([A-Za-z][\w:-]*)[\s/][^<>]*=[^<>]*>")
IMAGE, BASE64 = re.compile(r"image/(png|jpeg|gif|webp)"), re.compile(r"[A-Za-z0-9+/=\s]*")


class Tidy(NbGraderPreprocessor):
    """Lets no cell say what it is worth, nor bring a page's own language into what a person looks at.

    What nbgrader knows of a cell comes from the released notebook. What a learner wrote is shown in the formgrader and
    in feedback, where a script would act for whoever looks: so HTML in text becomes text. Of what cells have put out,
    the images stay, for a report is written about them; nothing is graded by them.

    It takes the place of nbgrader's `ClearOutput`, which would take the images away as well, and of its
    `DeduplicateIds`, after which `OverwriteCells` fails when it has cells to add.
    """

    def preprocess(self, nb, resources):
        coursedir, name = self.parent.parent.coursedir, resources["nbgrader"]["assignment"]
        book = nbformat.read(released_notebook(coursedir, name), as_version=4)
        released = {cell.metadata.nbgrader["grade_id"]: cell for cell in book.cells if cell.metadata.get("nbgrader")}
        ours = {cell.source for cell in book.cells}
        nb.metadata = book.metadata
        for cell in nb.cells:
            claimed = cell.metadata.get("nbgrader")
            cell.metadata = nbformat.NotebookNode()
            _make_plain(cell, shown=cell.source in ours)
            key = claimed.get("grade_id") if isinstance(claimed, dict) else None
            original = released.get(key) if isinstance(key, str) else None
            if original is not None and original.cell_type == cell.cell_type:
                cell.metadata["nbgrader"] = original.metadata.nbgrader
                del released[key]  # a second cell of that name is the learner's own
        return nb, resources


def _make_plain(cell, shown):
    """Take out of a cell what a browser would carry out; text that is `shown` in the released notebook, too, stays."""
    if cell.cell_type == "raw":  # a page gets it as it is
        cell.source = html.escape(WITH_ATTRIBUTES.sub(r"<\1 ...>", cell.source))
    elif cell.cell_type == "code":
        cell.outputs, cell.execution_count = images(cell.get("outputs", [])), None
    elif cell.cell_type == "markdown" and not shown:
        cell.source = TAG.sub("&lt;", WITH_ATTRIBUTES.sub(r"&lt;\1 ...&gt;", cell.source))
    attached = cell.pop("attachments", {})
    for name, bundle in attached.items():
        attached[name] = {kind: data for kind, data in bundle.items() if _is_image(kind, data)}
    if attached:
        cell.attachments = attached


def images(outputs):
    """The images among what a cell has put out, and nothing that comes with them: a list of outputs."""
    found = []
    for output in outputs:
        shown = {kind: data for kind, data in output.get("data", {}).items() if _is_image(kind, data)}
        if shown:
            found.append(nbformat.v4.new_output("display_data", shown))
    return found


def _is_image(kind, data):
    return bool(IMAGE.fullmatch(kind) and isinstance(data, str) and BASE64.fullmatch(data))


class Checked(NbGraderPreprocessor):
    """Writes the verdict of each check into its graded cell, in the place of nbgrader's `Execute`."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        exercise, student = names["assignment"], names["student"]
        # As it was handed in: where nbgrader has copied it to, a link would have been followed.
        coursedir = self.parent.parent.coursedir
        path = Path(coursedir.format_path(coursedir.submitted_directory, student, exercise), f"{exercise}.py")
        record, waiting = recorded(coursedir.root, student, exercise, path)
        if waiting:
            self.log.warning(
                "The grade of another version of the checker counts, and a new one waits: %s. All of them side by side:"
                " python -m checker grade --course %s; the same with --accept lets the new ones count",
                readable(regrade.told(record, waiting)),
                coursedir.root,
            )
        verdict = record.verdict
        if verdict.broke:
            self.log.error("%s: %s", path, verdict.broke)
        tests = {test.check: test for test in verdict.tests}
        for cell in nb.cells:
            # Each one: a cell without output would get full marks.
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                test = tests.get(cell.metadata.nbgrader["grade_id"])
                cell.outputs = [_output(test, cell, verdict.broke)]
                if verdict.broke and (test is None or test.outcome == ERROR):
                    cell.metadata[BROKEN] = True
        nb.metadata["workshop"] = {"level": verdict.level} | record.identity
        self.log.info("%s of %s: seed %s, %s", exercise, student, verdict.seed, verdict.level)
        return nb, resources


def recorded(root, student, exercise, path):
    """The `Record` of a submission that counts, judged now unless it was before, and the one that waits beside it.

    Args:
        root: the course's folder.
        student, exercise: names.
        path: of the learner's file.

    Returns:
        `(record, waiting)`. A new verdict on a file that has its grade already waits, see `checker.grading.regrade`;
        None if nothing does.

    Raises:
        UsageError: it cannot be confined here, so nothing is graded.
    """
    kept = regrade.Regrade(Records(Path(root, "grades")))
    content, failure = read_source(path, follow=False)
    content = content.tobytes()
    record = kept.current(student, exercise, content, train=True)
    if record is None:
        seed = kept.seed(exercise, content)
        if failure:
            reason = failure.got if os.path.lexists(path) else "missing in what was handed in"
            verdict = judging.unreadable(exercise, reason, seed)
        else:
            verdict = judging.judge(exercise, content, seed, train=True, trusted=judging.trusted())
        record = Record.of(student, exercise, content, verdict)
        kept.write(record)
    counting = kept.counting(record)
    return counting, record if record != counting else None


def _output(test, cell, broke):
    points = float(cell.metadata.nbgrader["points"])
    if test is not None and test.passed:
        # A plain number: nbgrader reads it from its printed form, and takes much else for full marks.
        return nbformat.v4.new_output("execute_result", {"text/plain": str(points)}, execution_count=1)
    name = test.title if test else cell.metadata.nbgrader["grade_id"]
    text = test.output if test else f"The checker or this machine broke: {broke}" if broke else "It did not run."
    lines = [name, *text.splitlines()]
    return nbformat.v4.new_output("error", ename="NotPassed", evalue=name, traceback=["\n".join(lines)])


class SaveGrades(SaveAutoGrades):
    """As nbgrader's own; a check that broke is no zero, but wants a person."""

    def _add_score(self, cell, resources):
        super()._add_score(cell, resources)
        if cell.metadata.get(BROKEN):
            names = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata["nbgrader"]["grade_id"], *names)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()
