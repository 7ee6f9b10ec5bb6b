"""Networks as plain JSON, for pages that work without Python: `static/forward.js` computes what Keras does.

A network is a list of steps, each of which makes one array of others; batches are left out, for one image is asked for
at a time. What `forward.js` does not know is refused by its name.
"""

import base64

import numpy as np

from workshop.play import page, steps
from workshop.play.session import NO_NUMBERS
from workshop.runs import RunError

MOST_BYTES = 2_000_000  # of a page
LARGE = 1024  # numbers: smaller weights are never rounded
PROBES = 100
PROVEN = 1e-3  # of the largest output: the page computes otherwise where it differs by more
FORMS = {"float32": "", "float16": "rounded to 16 bits", "int8": "rounded to 8 bits"}


def save(session, path):
    """Write a session's page, with its networks in it, to one file that needs nothing else.

    Where the page would be larger than `MOST_BYTES`, weights are rounded: to 16 bits, or to 8.

    Args:
        session: a `Session`; its networks' weights are rounded, where they have to be.
        path: of the file, a `Path`; what is there is overwritten.

    Returns:
        Lines that say what was written.

    Raises:
        RunError: a network has something that the page cannot compute, or is too large, or the file cannot be written.
    """
    # What only Python can tell is not on this page.
    session.page |= {"command": "", "nearest": "", "judge": False}
    probe = session.probe(PROBES)
    try:
        before = [ask(*given) for ask, given in probe]
    except FloatingPointError:
        raise RunError(NO_NUMBERS) from None
    for form in FORMS:  # the most exact one that fits
        for network in session.networks():
            _round(network, form)
        networks = [exported(*each, form=form) for each in session.exports()]
        for network, proof in zip(networks, session.probe(1), strict=True):
            network["proof"] = _proof(*proof, session)
        text = page.for_file(session, networks)
        if len(text.encode()) <= MOST_BYTES:
            break
    else:
        raise RunError(
            f"Even with weights of 8 bits the page would have {len(text.encode()):,} bytes.\n"
            f"{MOST_BYTES:,} are the most: a smaller network would do."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}.\nName another file with --save.") from error
    lines = [
        f"Written: {path}, {len(text.encode()) / 1e6:.2f} MB. It opens in any browser, without Python or a network."
    ]
    if FORMS[form]:
        after = [ask(*given) for ask, given in probe]
        most = max(np.abs(a[0] - b[0]).max() for a, b in zip(before, after, strict=True))
        lines.append(
            f"Its weights are {FORMS[form]}, so that it stays below 2 MB: outputs differ by at most {most:.2g}."
        )
    return lines


def exported(network, also=(), form="float32"):
    """A network as plain JSON.

    Args:
        network: a `keras.Model` whose inputs and outputs have no unknown size but the batch's.
        also: names of its layers whose output is wanted as well.
        form: of large weights, a key of `FORMS`; they must have been rounded to it.

    Returns:
        A dictionary: `inputs` and `outputs`, numbers of arrays; `steps`, `weights` and `blob`, see `forward.js`.

    Raises:
        RunError: it has a layer, or an operation, that `forward.js` does not know.
    """
    made = steps.Steps()
    inputs = [made.new() for _ in network.inputs]
    outputs = made.add_model(network, inputs)
    outputs += [made.of_layers[name] for name in also]
    records, blob = _packed(made.weights, form)
    return {
        "inputs": inputs,
        "outputs": outputs,
        "shapes": [list(each.shape[1:]) for each in network.inputs],
        "steps": made.steps,
        "weights": records,
        "blob": base64.b64encode(blob).decode("ascii"),
    }


def _proof(ask, given, session):
    """What the page tries before it answers: inputs for one image, what Keras makes of them, and how exact that is."""
    inputs = [np.round(np.asarray(each, "float64"), 3) for each in given]
    made, *_ = ask(*inputs)
    is_exact = all(layer.compute_dtype == "float32" for network in session.networks() for layer in network.layers)
    within = (PROVEN if is_exact else 100 * PROVEN) * (1 + float(np.abs(made).max()))
    return {
        "inputs": [each.ravel().tolist() for each in inputs],
        "output": made.ravel().round(5).tolist(),
        "within": within,
    }


def _packed(weights, form):
    """Arrays as one string of bytes, and what `forward.js` needs to find them in it."""
    records, blob = [], bytearray()
    for array in weights:
        record = {"shape": list(array.shape), "at": len(blob), "form": form if array.size >= LARGE else "float32"}
        if record["form"] == "int8":
            scale = _scale(array)
            whole = np.rint(array / scale).astype("int8")
            record["scale"] = scale.reshape(-1).tolist()
        else:
            whole = array.astype(record["form"])
        blob += whole.astype(whole.dtype.newbyteorder("<")).tobytes()
        blob += bytes(-len(blob) % 4)
        records.append(record)
    return records, bytes(blob)


def _round(network, form):
    for variable in network.variables:
        array = np.asarray(variable)
        if array.size < LARGE or form == "float32" or array.dtype != "float32":
            continue
        if form == "int8":
            scale = _scale(array)
            variable.assign(np.rint(array / scale).astype("float32") * scale)
        else:
            variable.assign(array.astype(form).astype("float32"))


def _scale(array):
    """What 1 of 127 stands for, for each place of the last axis."""
    return (np.maximum(np.abs(array).max(axis=tuple(range(array.ndim - 1)), keepdims=True), 1e-12) / 127).astype(
        "float32"
    )
