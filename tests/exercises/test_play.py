"""What a run of an exercise leaves can be played with, and sent to a friend."""

import json

import keras
import pytest

from workshop.pages.commands import PLAYED
from workshop.play import exported, sessions
from workshop.runs import RunError


@pytest.mark.leaves_a_run
@pytest.mark.slow
def test_the_networks_of_a_run_answer_on_a_page_and_fit_into_a_file(exercise, trained, tmp_path):
    left = exercise.facts["LEAVES"]
    for what, kinds in PLAYED.items():
        if any(set(files) <= set(left) for files in kinds):
            network = keras.saving.load_model(next(trained(exercise).glob("*.keras")))
            if what == "draw" and len(network.inputs) + len(network.outputs) > 2:  # which an exercise may well have
                with pytest.raises(RunError, match="Expected one"):
                    sessions.of(what, [trained(exercise)])
                continue
            session = sessions.of(what, [trained(exercise)])
            json.dumps(session.page)
            exported.save(session, tmp_path / "page.html")
            assert (tmp_path / "page.html").stat().st_size <= exported.MOST_BYTES
