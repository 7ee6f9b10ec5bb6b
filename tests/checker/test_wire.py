"""The language between the checker and its workers: what was packed is read again, and a large array is not copied."""

import numpy as np
import pytest

from checker.worker import wire


def sent(message, piece=1000):
    """A message, packed, received in pieces of so many bytes, and unpacked."""
    data, reader = b"".join(bytes(each) for each in wire.pack(message)), wire.Reader()
    while True:
        size = min(reader.missing, piece)
        parts, data = reader.feed(data[:size]), data[size:]
        if parts:
            assert not data
            return parts, wire.unpack(*parts)


@pytest.mark.parametrize("piece", [1, 1000, 2**20])
def test_a_message_is_read_as_it_was_packed(piece):
    message = {"id": 7, "pair": (np.arange(3, dtype="uint8"), [None, "é", 1.5]), "none": np.zeros((0, 2), "float32")}
    _, found = sent(message, piece)
    assert found["id"] == 7
    assert found["pair"][1] == [None, "é", 1.5]
    assert (found["pair"][0] == [0, 1, 2]).all()
    assert found["none"].shape == (0, 2)


def test_a_large_array_lies_in_what_was_received_and_a_small_one_does_not_hold_it():
    large, small = np.arange(wire.LARGE // 4, dtype="float32"), np.arange(4, dtype="float32")
    (_, blob), found = sent({"large": large, "small": small}, 2**20)
    assert np.array_equal(found["large"], large)
    assert np.shares_memory(found["large"], np.frombuffer(blob, "uint8"))
    assert not np.shares_memory(found["small"], np.frombuffer(blob, "uint8"))
    found["large"][0] = 5.0  # an array like any other


def test_a_large_array_that_lies_askew_is_copied():
    large = np.arange(wire.LARGE // 4, dtype="float32")
    (_, blob), found = sent({"byte": np.zeros(1, "uint8"), "large": large}, 2**20)
    assert np.array_equal(found["large"], large)
    assert found["large"].flags.aligned
    assert not np.shares_memory(found["large"], np.frombuffer(blob, "uint8"))
