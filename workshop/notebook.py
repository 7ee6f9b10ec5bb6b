"""What `%reload_ext workshop.notebook` does: it reloads an edited exercise, and says in a line what it lacks."""

import os

import numpy as np

from workshop import cli, runs
from workshop.edits import Edits, not_loaded


def load_ipython_extension(shell):
    """Set up a notebook for an exercise that lies beside it; IPython calls this.

    Modules are loaded again when their file was saved; where that fails, cells that use them are not run. Where a cell
    meets a part that is not written yet, a file with a syntax error, data that cannot be had, a run folder that cannot
    be used, or a name that an earlier cell was to define, it shows a friendly line and no traceback. Results are shown
    as what they hold.
    """
    os.environ.setdefault("TTY_INTERACTIVE", "0")  # for what `!` starts: a cell has no cursor that a spinner could move
    if hasattr(shell, "workshop_edits"):  # a cell that sets up is run again
        return
    edits = Edits(shell)
    shell.workshop_edits = edits
    shell.events.register("pre_run_cell", edits.before_cell)
    shell.events.register("post_run_cell", edits.after_cell)
    shell.ast_transformers.append(edits)
    _show_contents(shell.display_formatter.formatters["text/plain"])

    def show(shell, kind, error, trace, tb_offset=None):
        text = _missing_name(shell, error) or _unreadable(error) or cli.friendly(error)
        if text:
            print(text)
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((NotImplementedError, NameError, SyntaxError, *cli.EXPECTED), show)
    shell.events.register("post_run_cell", lambda result: result.error_in_exec and runs.end(result.error_in_exec))


def _missing_name(shell, error):
    """The message for a name that is missing in the cell itself, not in the exercise; None for anything else."""
    if type(error) is not NameError:
        return None
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    if trace.tb_frame.f_globals is not shell.user_ns:
        return None
    return f"There is no `{error.name}` yet: a cell above makes it, once it runs to its end. Run that one first."


def _unreadable(error):
    """The message for a file that cannot be imported because of its syntax; None for anything else."""
    if not isinstance(error, SyntaxError) or not os.path.isfile(error.filename or ""):
        return None
    return f"{not_loaded(error, error.filename)}\nMend that line, save the file, and run this cell again."


def _show_contents(formatter):
    """Show the contents of a network, a tensor or the like when a cell ends with one."""
    for kind in {*np.sctypeDict.values()}:
        formatter.for_type(kind, lambda value, printer, cycle: printer.text(str(value)))
    for module, name, told in (
        ("numpy", "dtype", str),
        ("tensorflow.python.framework.ops", "EagerTensor", _array),
        ("tensorflow.python.framework.ops", "_EagerTensorBase", _array),
        ("keras.src.backend.common.variables", "Variable", _array),
        ("keras.src.models.model", "Model", _network),
        ("keras.src.callbacks.history", "History", _history),
        ("workshop.runs", "Run", lambda run: f"Results and images: {run.folder}"),
    ):
        formatter.for_type_by_name(module, name, lambda value, printer, cycle, told=told: printer.text(told(value)))


def _array(value):
    dtype = getattr(value.dtype, "name", value.dtype)
    return f"{dtype} {tuple(value.shape)}\n{value.numpy()}"


def _network(model):
    if not model.built:
        return f"the network {model.name}, which does not know its shapes yet"
    return f"the network {model.name}: {model.count_params():,} parameters; .summary() prints its layers"


def _history(history):
    last = ", ".join(f"{name} {values[-1]:.4g}" for name, values in history.history.items())
    return f"epoch {len(history.epoch)}: {last}"
