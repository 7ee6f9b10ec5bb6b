"""What `%load_ext workshop.notebook` does: an edited exercise is loaded anew, and what it lacks is said in a line."""

from workshop import cli, runs


def load_ipython_extension(shell):
    """Set up a notebook for an exercise that lies beside it; IPython calls this.

    Modules are loaded again when their file was saved. Where a cell meets a part that is not written yet, data that
    cannot be had, a run folder that cannot be used, or a name that an earlier cell was to define, it shows a friendly
    line and no traceback.
    """
    shell.run_line_magic("load_ext", "autoreload")
    shell.run_line_magic("autoreload", "2")

    def show(shell, kind, error, trace, tb_offset=None):
        text = _missing_name(shell, error) or cli.friendly(error)
        if text:
            print(text)
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((NotImplementedError, NameError, *cli.EXPECTED), show)
    shell.events.register("post_run_cell", lambda result: result.error_in_exec and runs.end(result.error_in_exec))


def _missing_name(shell, error):
    """What to say of a name that the cell itself, not the exercise, did not find; None of all else."""
    if type(error) is not NameError:
        return None
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    if trace.tb_frame.f_globals is not shell.user_ns:
        return None
    return f"There is no `{error.name}` yet: a cell above makes it, once it runs to its end. Run that one first."
