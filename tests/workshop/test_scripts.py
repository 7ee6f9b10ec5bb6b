"""What all exercises' scripts have from `workshop`: a command line, run folders, and friendly words."""

import argparse

import pytest

from tests.support.answers import doing, some_exercise


@pytest.mark.parametrize(
    ("arguments", "status", "piece"),
    [
        (["--help"], 0, "--dataset NAME"),
        (["--epochs", "0"], 2, "expected 1 or more"),
        (["--seed", "-1"], 2, "expected 0 to"),
    ],
)
def test_the_command_line_says_what_it_wants(arguments, status, piece, capsys):
    from workshop import cli

    with pytest.raises(SystemExit) as ended:
        cli.parse("What it is.", epochs=2, argv=arguments)
    told = capsys.readouterr()
    assert ended.value.code == status
    assert piece in told.out + told.err


@pytest.mark.slow
def test_what_cannot_be_loaded_or_written_ends_a_script_in_one_message(run_python, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    (tmp_path / "file").write_text("no folder")
    code = (
        "import sys\nfrom workshop import cli, data\nfrom workshop.runs import Run\n"
        "def main():\n"
        "    args = cli.parse('Toy.', epochs=1)\n"
        "    name = args.dataset if args.out else data.load(args.dataset).name\n"
        "    Run('toy', args, name)\n"
        "cli.run(main)\n"
    )
    for arguments, piece in (
        (["--dataset", "minst"], "There is no data set called 'minst'"),
        (["--dataset", "none.npz"], "There is no file none.npz"),
        (["--out", "file"], "Name another with --out"),
        (["--out", "full"], "is not empty, and a run overwrites nothing"),
    ):
        done = run_python("-c", code, *arguments)
        assert done.returncode == 1
        assert piece in done.stderr
        assert "Traceback" not in done.stderr


def test_a_run_folder_is_new_or_empty(tmp_path):
    from workshop.runs import Run, RunError

    args = argparse.Namespace(out=tmp_path / "run", epochs=1, seed=0)
    Run("toy", args, "few")
    with pytest.raises(RunError, match="is not empty, and a run overwrites nothing"):
        Run("toy", args, "few")


def test_a_real_mistake_keeps_its_traceback(run_python, tmp_path):
    path = tmp_path / "mistake.py"
    path.write_text(
        doing(some_exercise().name, "nothing + 1") + "\n\nif __name__ == '__main__':\n    cli.run(main)\n",
        encoding="utf-8",
    )
    done = run_python(path, "--dataset", "glyphs")
    assert done.returncode == 1
    assert "NameError: name 'nothing'" in done.stderr
    assert "Traceback" in done.stderr


def test_without_graphviz_one_line_tells_how_to_get_it(monkeypatch, capsys, tmp_path):
    from workshop import images

    monkeypatch.setenv("PATH", str(tmp_path))
    assert images.diagram(str(tmp_path / "model.png"), model=None) is False
    assert "apt install graphviz" in capsys.readouterr().out
