"""Markdown on the pages that nbgrader makes, feedback and the formgrader: rendered, and then cleaned of what acts.

Learners and instructors read each other's cells and comments there. nbconvert lets through what Markdown can say
without HTML: a link that is a script. And a picture that is not attached ends the whole page with an exception.
"""

import html
import re

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
    }
    | {
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strong",
    }
    | {"sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
EVERYWHERE = {"class", "id", "title", "align"}
OF_TAGS = {"a": {"href", "name"}, "img": {"src", "alt", "width", "height"}, "td": {"style"}, "th": {"style"}}
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
ALIGNED = re.compile(r"text-align:\s*(left|right|center);?")


@pass_context
def markdown(context, source):
    """The HTML of a cell's Markdown, or of a comment's, with nothing in it that a browser would carry out.

    Args:
        context: the template's.
        source: the text.
    """
    attached = (context.get("cell") or {}).get("attachments") or {}
    try:
        rendered = MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=attached)).render(source)
    except Exception:  # a picture that is not attached, or whatever else a learner may write
        return f"<pre>{html.escape(source)}</pre>"
    return bleach.clean(rendered, tags=TAGS, attributes=_may, protocols={"http", "https", "mailto", "data"})


def _may(tag, name, value):
    """Whether a tag may have an attribute of that value."""
    if name == "style":
        return tag in ("td", "th") and bool(ALIGNED.fullmatch(value.strip()))
    if name in ("href", "src") and value.strip().lower().startswith("data:"):
        return name == "src" and bool(PICTURE.fullmatch(value))
    return name in EVERYWHERE or name in OF_TAGS.get(tag, ())
