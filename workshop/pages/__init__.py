"""Pages of HTML that stand alone: no network, no framework, one template and one style for all of them."""

import functools
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


def render(template, templates=TEMPLATES, **values):
    """Fill a page; what is filled in is escaped, unless it is markup already.

    Args:
        template: the file's name.
        templates: the folder where it lies; what it extends, includes or imports may also be one of `TEMPLATES`.
        **values: what it shows.

    Returns:
        The page's text.
    """
    return _templates(templates).get_template(template).render(values)


@functools.cache
def _templates(folder):
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(list(dict.fromkeys((folder, TEMPLATES))))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
