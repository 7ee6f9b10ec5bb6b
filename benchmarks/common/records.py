"""What was measured: a JSON file for each measurement, and arrays beside it where there are any."""

import json
import os
from pathlib import Path


class Records:
    """The records in a folder: `PART/NETWORK-SEED.json`."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, part, network, seed):
        return self.folder / part / f"{network}-{seed}.json"

    def read(self, part, network, seed):
        """A record, or None."""
        path = self.path(part, network, seed)
        return json.loads(path.read_text("utf-8")) if path.exists() else None

    def write(self, part, network, seed, record, arrays=None):
        """Write a record, all of it at once: whoever is stopped in the middle leaves none."""
        import numpy as np

        path = self.path(part, network, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        if arrays:
            np.savez_compressed(path.with_suffix(".npz"), **arrays)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        os.replace(draft, path)

    def arrays(self, part, network, seed):
        """What was written beside a record."""
        import numpy as np

        return np.load(self.path(part, network, seed).with_suffix(".npz"))

    def of(self, part, network):
        """All records of a network in a part, by seed."""
        found = [json.loads(path.read_text("utf-8")) for path in (self.folder / part).glob(f"{network}-*.json")]
        return sorted(found, key=lambda record: record["seed"])

    def all(self):
        """All records, by name."""
        return [json.loads(path.read_text("utf-8")) for path in sorted(self.folder.glob("*/*.json"))]
