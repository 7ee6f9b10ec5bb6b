"""The door for notebooks: the same module as an anywidget, in JupyterLab, Colab or VS Code."""

import anywidget
import traitlets

from workshop.play import page


class Widget(anywidget.AnyWidget):
    """Shows a session's page in a cell's output; what the page asks comes to this kernel.

    Attributes:
        session: a `workshop.play.session.Session`.
    """

    _esm = page.module()
    _css = page.style()
    page = traitlets.Dict().tag(sync=True)

    def __init__(self, session):
        super().__init__(page=session.page | {"command": "", "notebook": True})
        self.session = session
        self.on_msg(lambda widget, content, buffers: widget.send(session.answer(content)))


def of(session):
    """A widget for a session."""
    return Widget(session)
