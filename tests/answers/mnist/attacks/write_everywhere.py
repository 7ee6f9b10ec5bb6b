# tries: to change the checker's and Python's own files for those who come next
# tells: wrote nothing
import os
import sys

import keras
import numpy

wrote = []
for module in (sys.modules["__main__"], keras, numpy, os):
    path = getattr(module, "__file__", "/x")
    for target in (
        path,
        os.path.dirname(path) + "/planted.py",
        "/etc/planted",
        "/usr/planted",
        "/dev/planted",
        "/planted",
    ):
        try:
            with open(target, "ab") as file:
                file.write(b"\n")
            wrote.append(target)
        except OSError:
            pass
raise ValueError(f"wrote {wrote}" if wrote else "wrote nothing")
