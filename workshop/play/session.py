"""What a page talks to: networks that answer its messages, whichever door these come through."""

import base64
import time
from pathlib import Path

import numpy as np

from workshop.runs import RunError

NO_NUMBERS = (
    "The network answers with NaN: its weights are no longer numbers. Lower the learning rate, and train once more."
)


class Session:
    """Networks of one run or two, and a page about them.

    Messages are dictionaries of plain JSON: each has an `id`, which its answer repeats, and says in `ask` what is
    wanted. Images travel as bytes in base64. There is no state: any number of pages may ask, in any order.

    Attributes:
        page: what the module is told before all else: `kind`, `title`, `command`, and what its kind needs.
        asks: `{what is asked: a function from the message to the answer's entries}`.
        folder: of the first run, a `Path`.
    """

    page: dict
    asks: dict
    folder: Path

    def networks(self):
        """The `keras.Model`s that answer, of each run one."""
        raise NotImplementedError

    def exports(self):
        """For a page without Python: `[(network, names of layers whose output is wanted, too), ...]`."""
        raise NotImplementedError

    def probe(self, count):
        """What shows how far a network is changed by rounding: `[(function of arrays, arrays of `count`), ...]`."""
        raise NotImplementedError

    def answer(self, content):
        """Answer a message; what goes wrong is told in the answer, as `error`.

        Args:
            content: what came, which anybody may have sent.

        Returns:
            A dictionary with `id`, and either `error` or what was asked for, and the `milliseconds` that it took.
        """
        began = time.perf_counter()
        number = content.get("id") if isinstance(content, dict) else None
        try:
            found = self.asks[content["ask"]](content)
        except (KeyError, TypeError, ValueError) as error:
            return {"id": number, "error": f"This was not understood: {type(error).__name__}: {error}"}
        except FloatingPointError:
            return {"id": number, "error": NO_NUMBERS}
        except Exception as error:  # of TensorFlow: out of memory, for instance
            return {"id": number, "error": f"The network did not answer: {type(error).__name__}: {str(error)[:300]}"}
        return {"id": number, **found, "milliseconds": round(1000 * (time.perf_counter() - began), 2)}


def compiled(network, inputs, outputs):
    """A network as a function of arrays, which TensorFlow traces once, for a batch of any size.

    Args:
        network: a `keras.Model`.
        inputs, outputs: of it, as `keras.Model` takes them.

    Returns:
        A function that takes as many arrays as there are inputs, and returns a list of NumPy arrays. It raises
        FloatingPointError where these are no numbers.

    Raises:
        RunError: TensorFlow cannot compute the network on this machine.
    """
    import keras
    import tensorflow as tf

    asked = keras.Model(inputs, outputs)
    signature = [tf.TensorSpec((None, *each.shape[1:]), each.dtype) for each in inputs]
    call = tf.function(lambda *given: asked(list(given), training=False), input_signature=signature)

    def answer(*arrays):
        given = [tf.constant(array, each.dtype) for array, each in zip(arrays, inputs, strict=True)]
        found = call(*given)
        return [each.numpy() for each in (found if isinstance(found, list | tuple) else [found])]

    def answer_with_numbers(*arrays):
        found = answer(*arrays)
        if not all(np.isfinite(each).all() for each in found):
            raise FloatingPointError
        return found

    try:
        answer(*(np.zeros((1, *each.shape[1:]), each.dtype) for each in inputs))  # traced now, not at the first stroke
    except Exception as error:
        why = " ".join(str(error).split())[:300]
        raise RunError(
            f"The network cannot be asked on this machine: {type(error).__name__}: {why}\n"
            "Build it of other layers, and train once more."
        ) from error
    return answer_with_numbers


def encoded(array):
    """Bytes as text: uint8 of any shape."""
    return base64.b64encode(np.ascontiguousarray(array, "uint8").tobytes()).decode("ascii")


def decoded(text, shape):
    """Text as uint8 of this shape; raises ValueError where it is another."""
    return np.frombuffer(base64.b64decode(text, validate=True), "uint8").reshape(shape)
