"""The start of Keras and TensorFlow: announced at once, without the lines that TensorFlow writes about this machine.

Six to eight of them come with the import and with the first operation, one of which looks like an error. TensorFlow
writes them before it has a log level, and past Python, straight to file descriptor 2. `workshop` has the first import
of either package watched, so that whoever imports `workshop` before them need do nothing.

With TF_CPP_MIN_LOG_LEVEL=0 in the environment all lines are shown.
"""

import contextlib
import faulthandler
import importlib.util
import os
import sys
import tempfile

SECOND = "WORKSHOP_AHEAD"  # in the environment of a process that `workshop.ahead` starts: it announces nothing
SHOWN = 1 << 20  # bytes of what was held back, where the start fails
NO_LIBRARY = (
    "Windows finds no library that TensorFlow needs, most often the Microsoft Visual C++ Redistributable (x64).\n"
    "Next: install https://aka.ms/vs/17/release/vc_redist.x64.exe, then type the same command again.\n"
    "If it is there already: TensorFlow needs a processor with AVX, and a 64-bit Python 3.11 to 3.13."
)


def watch():
    """Announce the first import of Keras or TensorFlow, and silence it and the first operation."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path) and not _PACKAGES & sys.modules.keys():
        sys.meta_path.insert(0, _Finder())


def leave():
    """Undo `watch`, for a process that will be forked and so must not run an operation."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]


@contextlib.contextmanager
def quietly():
    """Hold back what is written to file descriptor 2 in this block; if the block raises, write it after all.

    What a crash of the interpreter loses with it is little: `faulthandler` writes the place past us.
    """
    held = None if os.environ.get("TF_CPP_MIN_LOG_LEVEL") == "0" else _Held.begin()
    try:
        yield
    except Exception:
        if held:
            held.end(show=True)
            held = None
        raise
    finally:
        if held:
            held.end(show=False)


class _Held:
    """File descriptor 2, sent to a temporary file for a while."""

    def __init__(self, file, screen):
        self._file, self._screen, self._ours = file, screen, not faulthandler.is_enabled()
        os.dup2(file.fileno(), 2)
        if self._ours:
            faulthandler.enable(screen)

    @classmethod
    def begin(cls):
        """Hold it back; returns None where that cannot be done, on a full disk or without a standard error."""
        try:
            _flush()
            screen = os.dup(2)
        except OSError:
            return None
        try:
            return cls(tempfile.TemporaryFile(), screen)
        except OSError:
            os.close(screen)
            return None

    def end(self, show):
        """Release it, and write what was held back, if `shown`."""
        _flush()
        if self._ours:
            faulthandler.disable()
        os.dup2(self._screen, 2)
        os.close(self._screen)
        with self._file as file, contextlib.suppress(OSError):
            if show:
                file.seek(0)
                os.write(2, file.read(SHOWN))


def _flush():
    with contextlib.suppress(AttributeError, ValueError):  # none, or one that is closed
        sys.stderr.flush()


_PACKAGES = {"keras", "tensorflow"}


class _Finder:
    """Finds the first of the packages as it is found without us, and has it loaded quietly."""

    def find_spec(self, name, path=None, target=None):
        if name not in _PACKAGES:
            return None
        leave()
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        loader, load = spec.loader, spec.loader.exec_module

        def load_quietly(module):
            del loader.exec_module  # this object's own: its class has the other
            _announce()
            with _causes_told(), quietly():
                load(module)
                if "tensorflow" in sys.modules:  # Keras may have another backend
                    sys.modules["tensorflow"].zeros(1)

        loader.exec_module = load_quietly
        return spec


def _announce():
    """Announce what takes seconds: in a notebook among the cell's prints, elsewhere apart from the results.

    But not in a process that a script starts beside itself (`workshop.ahead`): it was announced there.
    """
    if SECOND in os.environ:
        return
    stream = sys.stdout if "ipykernel" in sys.modules else sys.stderr
    with contextlib.suppress(ValueError, OSError):  # it was closed
        if stream is not None:
            print("importing Keras ...", file=stream, flush=True)


@contextlib.contextmanager
def _causes_told():
    """Explain an error of Windows's loader below its traceback."""
    try:
        yield
    except ImportError as error:
        if "DLL load failed" in str(error):
            error.add_note(f"\n{NO_LIBRARY}")
        raise
