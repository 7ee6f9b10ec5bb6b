"""Files are written whole or not at all."""

import os

import pytest

from checker.files import write_whole


@pytest.mark.parametrize("error", [OSError("no space"), KeyboardInterrupt()])
def test_what_cannot_be_written_leaves_the_old_file_and_nothing_beside_it(error, tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    write_whole(path, "old")

    def fail(*_):
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(error)):
        write_whole(path, "new")
    assert path.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["report.json"]
