"""What lessons say that their cells show: how it is compared, so that a wrong one is found."""

import nbformat
import pytest

from tests.support.expected import agrees, blocks, shown, wrong

LESSON = """\
# A lesson

```python
loss = 2.3
loss
```

<details>
<summary>Expected output</summary>

```text
~2.3
```

</details>

```python
print("more")
```

## Next
"""


def test_what_is_folded_behind_a_cell_is_its_expected_output():
    assert blocks(LESSON) == [("loss = 2.3\nloss", "~2.3\n"), ('print("more")', None)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("(60000, 28, 28, 1)", "(60000, 28, 28, 1)"),
        ("loss 2.30", "loss 2.3026"),
        ("loss   2.3", "loss 2.3"),
        ("0.0", "0.0"),
        ("-0.98", "-0.9823"),
        ("~0.1 ~2.3", "0.0990000001 2.3861"),
        ("~-4.0", "-3.1"),
        ("took …", "took 3 s"),
        ("dense_… (Dense)", "dense_14 (Dense)"),
        ("a\n…\nz", "a\nb\nc\nz"),
        ("a\n…\nz", "a\nz"),
        ("(an image: a seven)", "(an image)"),
        ("266,610", "266,610"),
    ],
)
def test_what_agrees(wanted, found):
    assert agrees(wanted, found.splitlines())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("(60000, 28, 28, 1)", "(60000, 28, 28)"),
        ("(60000, 28, 28, 1)", "(60001, 28, 28, 1)"),
        ("266,610", "266,611"),
        ("loss 2.30", "loss 2.36"),
        ("loss 2.30", "accuracy 2.30"),
        ("0.98", "-0.98"),
        ("0.0", "1.0"),
        ("~2.3", "4.7"),
        ("~2.3", "1.1"),
        ("~2.3", "-2.3"),
        ("~2.3", "nan"),
        ("took …", "it took 3 s"),
        ("a\n…\nz", "a\nb"),
        ("a", "a\nb"),
        ("a\nb", "a"),
        ("(an image: a seven)", "(an image: a seven)"),
        ("(an image: a seven)", ""),
        ("float32", "float64"),
    ],
)
def test_what_does_not_agree(wanted, found):
    assert not agrees(wanted, found.splitlines())


def output(kind, **content):
    return nbformat.v4.new_output(kind, **content)


def test_a_cell_shows_what_it_prints_its_result_and_its_images_without_colours_and_with_the_end_of_a_progress_bar():
    outputs = [
        output("stream", name="stdout", text="Epoch 1/2\n\r\x1b[1m1/9\x1b[0m loss: 2.3"),
        output("stream", name="stdout", text="\x08\x08\x08\r\x1b[1m9/9\x1b[0m loss: 0.3 \n\n"),
        output("stream", name="stderr", text="a warning\n"),
        output("display_data", data={"image/png": "", "text/plain": "<Image>"}),
        output("execute_result", data={"text/plain": "(1,\n 2)"}),
    ]
    assert shown(outputs) == ["Epoch 1/2", "9/9 loss: 0.3", "(an image)", "(1,", " 2)"]


def test_a_wrong_expected_output_is_found_and_so_is_a_missing_one():
    def book(result):
        cells = [nbformat.v4.new_code_cell(code) for code, _ in blocks(LESSON)]
        cells[0].outputs = [output("execute_result", data={"text/plain": result})]
        cells[1].outputs = [output("stream", name="stdout", text="more\n")]
        return nbformat.v4.new_notebook(cells=cells)

    (missing,) = wrong(LESSON, book("2.4"))
    assert missing == 'No expected output is folded behind\nprint("more")\nIt shows:\nmore'
    differs, _ = wrong(LESSON, book("23.0"))
    assert differs == "loss = 2.3\nloss\nshould show:\n~2.3\n\nIt shows:\n23.0"
