"""How good is the checker? Right answers, wrong answers and mutants, judged many times; writes the table of it.

What was judged is kept in build/evidence/, by the text of the answer and the version of the checker: edit either, and
it is judged again; else it goes on where it was interrupted. The table is docs/evidence/how-good-is-the-checker.md. A
sample of all this runs in the tests.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
import zlib
from pathlib import Path

from benchmarks.common import pages
from benchmarks.common.resumed import Resumed
from benchmarks.judge.model_card import interval
from checker.exercises import by_name, exercises, rubric
from checker.outcomes import plain_text
from checker.sandbox.launchers import THREADS
from tests.support.answers import SEED, check, collected, compose, firsts, header, header_line

TAKES = "three hours"
PAGE = "how-good-is-the-checker.md"
SEEDS, SEEDS_IN_TRAINING = 2, 20  # of each right answer; the latter where a check that needs no --train trains it
WRONG_SEEDS = (1000,)  # of each wrong answer: none that they were written with, which is that of the tests
MUTANTS = 100  # of each exercise that has more of them
RERUNS = 5
JOBS = 2


def judge(task):
    """Check one answer; returns a record, kept in a file so that it is not done twice.

    Args:
        task: `(exercise, text, seed, train, again)`; `again` numbers reruns of the same.
    """
    return Resumed("checker_evidence").get(task, lambda: _judged(*task[:4]))


def _judged(exercise, text, seed, train):
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, f"{exercise}.py")
        answer.write_text(text, encoding="utf-8")
        outcome = check(exercise, answer, train=train, seed=seed)
        learner = outcome.results.learners.get(exercise)
        return {
            "outcomes": {result.check: result.outcome for result in outcome.results},
            "firsts": firsts(outcome),
            "messages": {
                result.check: plain_text(result, learner).replace(str(answer), f"{exercise}.py")
                for result in outcome.results
                if result.failure or result.message
            },
            "seconds": round(time.perf_counter() - started, 2),
        }


def prepare_process():
    """Once in a process: no trials by the judge, whose evidence is its own card; what trains then takes seconds.

    Its workers compute with one thread, for as many processes are at work as there are cores.
    """
    from checker.judge.trial import Trial
    from tests.support.answers import pass_at_once

    Trial.hold = pass_at_once
    os.environ |= dict.fromkeys(THREADS, "1")


def judge_all(tasks, title, jobs=JOBS):
    """Judge many answers in `jobs` processes; returns their records in order."""
    records, started = [], time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(jobs, prepare_process) as pool:
        for record in pool.imap(judge, tasks):
            records.append(record)
            print(f"\r{title}: {len(records)} of {len(tasks)}", end="", flush=True)
    print(f", {time.perf_counter() - started:.0f} s")
    return records


def right_tasks():
    """Each right answer, the solutions among them, with several seeds; first seeds first."""
    answers = [(exercise.name, compose(exercise.name, "")) for exercise in exercises()]
    answers += [(exercise, compose(exercise, path.read_text("utf-8"))) for exercise, path in collected("wheat")]
    seeds = {exercise.name: SEEDS_IN_TRAINING if _learns(exercise) else SEEDS for exercise in exercises()}
    return [
        (exercise, text, 1000 + seed, False, 0)
        for seed in range(max(seeds.values()))
        for exercise, text in answers
        if seed < seeds[exercise]
    ]


def _learns(exercise):
    """Whether one of the checks that need no --train trains what is handed in."""
    return any(check.name == "learns" and not check.trained for check in rubric(exercise))


def wrong_tasks():
    """Each wrong answer with several seeds, first seeds first; with training where its mistake shows only there."""
    tasks = []
    for exercise, path in collected("chaff"):
        (expected,) = header(path, "fails")
        text = compose(exercise, path.read_text("utf-8"))
        trained = {check.name for check in rubric(by_name(exercise)) if check.trained}
        tasks.append((exercise, text, expected in trained))
    return [(exercise, text, seed, train, 0) for seed in WRONG_SEEDS for exercise, text, train in tasks]


def passes(record):
    return set(record["outcomes"].values()) == {"pass"}


def named(path, record):
    """Whether the message of the expected check has the words that name the misconception: `# names:` in the file.

    None where the file states no such words.
    """
    words = header_line(path, "names")
    (expected,) = header(path, "fails")
    return words in " ".join(record["messages"].get(expected, "").split()) if words else None


def measure():
    """Judge all there is; returns everything that the table needs."""
    from tests.support import mutants

    right, wrong, chaff = right_tasks(), wrong_tasks(), collected("chaff")
    right_records = judge_all(right, "right answers")
    wrong_records = judge_all(wrong, "wrong answers")
    found = [mutant for exercise in exercises() for mutant in _some(mutants.mutants(exercise.name))]
    static = judge_all([(each.exercise, each.text, SEED, False, 0) for each in found], "mutants")
    alive = [mutant for mutant, record in zip(found, static, strict=True) if passes(record)]
    trained = judge_all([(each.exercise, each.text, SEED, True, 0) for each in alive], "mutants, trained")
    survivors = [mutant for mutant, record in zip(alive, trained, strict=True) if passes(record)]
    few = wrong[: len(chaff) : len(chaff) // 6]
    sample = [task for task in right[: 2 * len(exercises())] + few if not task[3]]
    runs = [(*task[:4], again) for again in range(RERUNS) for task in sample]
    again = judge_all(runs, "reruns, two processes")
    alone = judge_all([(*task[:4], RERUNS) for task in sample], "reruns, one process", jobs=1)
    stable = all(
        again[index + len(sample) * number]["messages"] == alone[index]["messages"]
        and again[index + len(sample) * number]["outcomes"] == alone[index]["outcomes"]
        for index in range(len(sample))
        for number in range(RERUNS)
    )
    return {
        "right": list(zip(right, right_records, strict=True)),
        "wrong": list(zip(chaff * len(WRONG_SEEDS), wrong_records, strict=True)),
        "mutants": found,
        "survivors": survivors,
        "stable": (stable, len(sample)),
    }


def _some(mutants):
    """At most `MUTANTS` of them, the same ones each time."""
    return sorted(mutants, key=lambda mutant: zlib.crc32(mutant.text.encode()))[:MUTANTS]


def write(measured):
    """Write the table."""
    names = [exercise.name for exercise in exercises()]
    rows = []
    for name in names:
        right = [record for task, record in measured["right"] if task[0] == name]
        wrong = [(path, record) for (exercise, path), record in measured["wrong"] if exercise == name]
        told = [answer for answer in (named(path, record) for path, record in wrong) if answer is not None]
        found = [each for each in measured["mutants"] if each.exercise == name]
        alive = [each for each in measured["survivors"] if each.exercise == name]
        real = [each for each in alive if not each.equivalent]
        equivalent = len(alive) - len(real)
        killed = len(found) - len(alive)
        rows.append(
            [
                name,
                f"{sum(not passes(record) for record in right)} of {len(right)}",
                f"{sum(passes(record) for _, record in wrong)} of {len(wrong)}",
                _share(sum(record["firsts"][:1] == header(path, "fails") for path, record in wrong), len(wrong)),
                _share(sum(told), len(told)),
                f"{_share(killed, len(found) - equivalent)} ({equivalent} more are right answers)",
            ]
        )
    runs = [record for _, record in measured["right"]]
    rejected = sum(not passes(record) for record in runs)
    accepted = sum(passes(record) for _, record in measured["wrong"])
    stable, sample = measured["stable"]
    text = f"""\
{pages.head("How good is the checker?", "checker_evidence")}\
Static checks, and those that train for seconds; what the judge does with trained generators is told by
[its card](judge.md).

| exercise | right answers rejected | wrong ones accepted | right check first | mistake named | mutants killed |
|---|---|---|---|---|---|
{_lines(rows)}

- **Right answers** are the solutions and wheat, each with several seeds. Rejected: {rejected} of {len(runs)}
  runs, {interval(rejected, len(runs))}.
- **Wrong answers** are chaff, one mistake each, with a seed that they were not written with. Accepted:
  {accepted} of {len(measured["wrong"])} runs. *Right check first*: the first failure is the check that the
  mistake is about. *Mistake named*: the message has the words that name it, which stand in the file as `# names:`;
  {sum(not header_line(path, "names") for (_, path), _ in measured["wrong"])} files state none, and do not count there.
- **Mutants** are the solutions with one small change made by a machine (`tests/support/mutants.py`): all of them, or
  {MUTANTS} of an exercise that has more.
- The same marks and messages came from {RERUNS} reruns of {sample} answers in two processes, and from one in one:
  {"yes, all of them" if stable else "NO"}.

## Mutants that are no mistakes

| exercise | change | how many | why |
|---|---|---|---|
{_lines(_equivalent(measured["survivors"]))}

## Mutants that survive

{_survivors(measured["survivors"])}

## Wrong answers whose message does not name the mistake

{_unnamed(measured["wrong"])}
"""
    pages.write(PAGE, text)


def _share(count, total):
    return f"{count} of {total}, {count / total:.0%}" if total else "none"


def _lines(rows):
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def _equivalent(survivors):
    groups = {}
    for mutant in survivors:
        if mutant.equivalent:
            groups.setdefault((mutant.exercise, mutant.operator, mutant.equivalent), []).append(mutant)
    return [[exercise, operator, len(group), why] for (exercise, operator, why), group in groups.items()]


def _survivors(survivors):
    real = [mutant for mutant in survivors if not mutant.equivalent]
    if not real:
        return "None."
    rows = [[mutant.exercise, mutant.line, mutant.operator, f"`{mutant.changed}`"] for mutant in real]
    return "| exercise | line | change | now |\n|---|---|---|---|\n" + _lines(rows).replace("||", "\\|\\|")


def _unnamed(wrong):
    missing = sorted({f"{exercise}/{path.stem}" for (exercise, path), record in wrong if named(path, record) is False})
    return "None." if not missing else "\n".join(f"- {name.replace('_', ' ')}" for name in missing)


def main(arguments=None):
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    write(measure())
