"""Links that leave docs/: to the page that a file is on, else to where the repository shows it.

Where `[project.urls]` of pyproject.toml names no repository, a file that is on no page is named, and not linked.
Nothing else of the checkout is copied into the site, least of all a solution.
"""

import os
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

PAGES = {"README.md": "index", "CONTRIBUTING.md": "contributing/index"}
SHOWN = {".png", ".gif", ".svg", ".jpg"}  # of docs/, what a link may lead to beside pages


class Leaving(SphinxTransform):
    """Have links that Sphinx takes for downloads, or does not know, lead to where the file can be read."""

    default_priority = 5

    def apply(self, **kwargs):
        kinds = (addnodes.download_reference, addnodes.pending_xref)
        for node in list(self.document.findall(lambda node: isinstance(node, kinds))):
            if node.get("reftype") == "myst" and node.get("refdomain") in (None, "doc"):
                self.resolve(node)

    def resolve(self, node):
        target, _, part = node["reftarget"].partition("#")
        # What Sphinx takes for a page is named without its ending; if it lies outside of docs/, by its whole path.
        if node.get("refdomain") == "doc":
            target, part = f"{target}.md", node.get("reftargetid") or ""
            if not os.path.isabs(target):
                return
        docs, own = Path(self.env.srcdir), Path(self.env.doc2path(self.env.docname))
        path = Path(os.path.normpath(Path(node.source or own).parent / target))  # a page may be made of another's text
        if not target or not path.is_relative_to(docs.parent) or not path.exists():
            return  # Sphinx says that there is no such thing
        name = path.relative_to(docs.parent).as_posix()
        page = PAGES.get(name) or self.env.path2doc(path)
        if page in self.env.found_docs:
            link = addnodes.pending_xref("", *node.children, refdomain="doc", reftype="myst", refexplicit=True)
            link["reftarget"], link["reftargetid"], link["refdoc"] = page, part or None, self.env.docname
            link.source, link.line = node.source, node.line
            node.replace_self(link)
        elif path.is_relative_to(docs) and path.suffix in SHOWN:
            return
        elif self.config.repository:
            kind = "tree" if path.is_dir() else "blob"
            address = f"{self.config.repository.rstrip('/')}/{kind}/HEAD/{name}" + (f"#{part}" if part else "")
            node.replace_self(nodes.reference("", "", *node.children, refuri=address, internal=False))
        else:
            named = nodes.inline("", "", *node.children, classes=["of-the-checkout"])
            node.replace_self([named, nodes.Text(" ("), nodes.literal(name, name), nodes.Text(")")])


def setup(app):
    app.add_config_value("repository", "", "html", str)
    app.add_transform(Leaving)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
