"""What a lesson says that its cells put out, and whether they do.

Behind each Python block of a lesson, and behind nothing else, stands folded what the cell shows:

    <details>
    <summary>Expected output</summary>

    ```text
    {'accuracy': ~0.1, 'loss': ~2.3}
    ```

    </details>

How it is compared, line by line; empty lines, colours, and how wide a space is do not matter:

- Text and whole numbers are as they stand there.
- A number with a point agrees in its first two digits.
- A number behind `~` depends on training or the machine: half to twice of it is right.
- `…` stands for anything in a line. A line of nothing but `…` stands for any number of lines.
- An image is a line that says in words what it shows: `(an image: fifty grey squares)`. Any image is right, and any
  page to play with.

    python -m tests.support.expected NAME

prints what each cell of the exercise's notebook shows beside the solution, with all of the data: to be copied from.
"""

import re
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n"
    r"(?:\n<details>\n<summary>Expected output</summary>\n\n```text\n(?P<wanted>.*?)^```\n\n</details>$)?",
    re.MULTILINE | re.DOTALL,
)
NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?"
TOKEN = re.compile(rf"(?P<about>~)?(?P<number>(?<![\w.]){NUMBER})|(?P<any>…)|(?P<space>\s+)|(?P<other>.)")
IMAGE = re.compile(r"\(an image: .+\)$")
ANY_IMAGE = "(an image)"
IMAGES = {"image/png", "image/gif", "application/vnd.jupyter.widget-view+json"}


def blocks(text):
    """The Python blocks of a lesson: `[(code, what it is said to show or None), ...]`."""
    return [(match["code"].strip("\n"), match["wanted"]) for match in BLOCK.finditer(text)]


def shown(outputs):
    """What a cell shows, as lines of text: what it printed, its result, and a line for each image."""
    text = ""
    for output in outputs:
        data = output.get("data", {})
        if output.output_type == "stream":
            text += output.text if output.name == "stdout" else ""
        elif data.keys() & IMAGES:
            text += f"\n{ANY_IMAGE}\n"
        else:
            text += f"\n{data.get('text/plain', '')}\n"
    text = re.sub(r"\x1b\[[\d;]*m|\x08", "", text.replace("\r\n", "\n"))
    lines = [line.rpartition("\r")[2].rstrip() for line in text.split("\n")]  # a progress bar: only how it ended
    return [line for line in lines if line]


def agrees(wanted, found):
    """Whether what a cell shows is what the lesson says, by the rules above.

    Args:
        wanted: the text in the lesson.
        found: lines, as `shown` returns them.
    """
    return _agree([line for line in wanted.splitlines() if line.strip()], found)


def _agree(wanted, found):
    if not wanted:
        return not found
    first, *rest = wanted
    if first.strip() == "…":
        return any(_agree(rest, found[skipped:]) for skipped in range(len(found) + 1))
    return bool(found) and _line_agrees(first, found[0]) and _agree(rest, found[1:])


def _line_agrees(wanted, found):
    if IMAGE.match(wanted.strip()):
        return found == ANY_IMAGE
    pattern, numbers = "", []
    for token in TOKEN.finditer(wanted.strip()):
        if token["number"]:
            pattern += f"({NUMBER})"
            numbers.append((token["about"], token["number"]))
        elif token["any"]:
            pattern += ".*?"
        else:
            pattern += r"\s+" if token["space"] else re.escape(token["other"])
    match = re.fullmatch(pattern, found.strip())
    return bool(match) and all(
        _number_agrees(about, number, other) for (about, number), other in zip(numbers, match.groups(), strict=True)
    )


def _number_agrees(about, wanted, found):
    if not about and re.fullmatch(r"[-+]?[\d,]+", wanted):
        return wanted == found
    wanted, found = (float(number.replace(",", "")) for number in (wanted, found))
    if about:
        return min(wanted / 2, wanted * 2) <= found <= max(wanted / 2, wanted * 2)
    return abs(wanted - found) < 0.0005 or f"{wanted:.1e}" == f"{found:.1e}" or abs(wanted - found) < abs(wanted) / 200


def wrong(text, book):
    """Where the cells of a notebook that was run show something else than its lesson says.

    Args:
        text: the lesson.
        book: an `nbformat` notebook with its outputs.

    Returns:
        A text for each cell that does, with what it shows.
    """
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    told = []
    for code, wanted in blocks(text):
        cell = next((cell for cell in cells if cell.source == code), None)
        if cell is None:
            told.append(f"No cell of the notebook is\n{code}\nTo make it: python -m checker sync")
            continue
        found = shown(cell.outputs)
        if wanted is None:
            told.append(f"No expected output is folded behind\n{code}\nIt shows:\n" + "\n".join(found))
        elif not agrees(wanted, found):
            told.append(f"{code}\nshould show:\n{wanted}\nIt shows:\n" + "\n".join(found))
    return told


def main(name):
    """Run the notebook of an exercise beside its solution, and print what each cell shows."""
    import shutil

    import nbclient
    import nbformat

    from checker.exercises import by_name

    exercise = by_name(name)
    book = nbformat.read(exercise.notebook, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(exercise.solution, Path(folder, f"{name}.py"))
        settings = {"timeout": 600, "kernel_name": "python3", "resources": {"metadata": {"path": folder}}}
        nbclient.NotebookClient(book, **settings).execute()
    for code, _ in blocks(exercise.lesson.read_text("utf-8")):
        cell = next(cell for cell in book.cells if cell.source == code)
        print(code, *shown(cell.outputs), "", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
