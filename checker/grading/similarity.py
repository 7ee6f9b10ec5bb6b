"""How alike two answers are, from fingerprints of their text.

By winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003). Text
goes in as Python's tokens, with names and comments as they are: short exercises have few right answers, and what two
learners write by themselves differs in just these. So what is found is a copy, with a few changes at most.
"""

import difflib
import io
import tokenize
import zlib
from collections import Counter, defaultdict
from itertools import combinations, zip_longest

MOST_READ = 100_000  # bytes; what follows in a longer file is not looked at
RUN = 12  # tokens that make up a fingerprint: shorter runs are alike by chance
WINDOW = 6  # of so many runs that follow each other the lowest is kept, so that a copy of 17 tokens is always found
MOST = 1500  # fingerprints that are kept of a file
LEAST = 12  # fingerprints beyond those of the skeleton, for two files to be compared at all
ALIKE = 0.8  # share of the smaller file's that the other has, too
MOST_LINES = 500  # of a text that is shown beside another
MOST_OWNERS = 50  # files that share a fingerprint: what more have says nothing


def fingerprints(content):
    """The fingerprints of a file: a sorted list of 32-bit numbers, empty where it cannot be read as Python.

    Args:
        content: its bytes.
    """
    words = []
    try:
        for token in tokenize.tokenize(io.BytesIO(bytes(content[:MOST_READ])).readline):
            if token.type not in (tokenize.ENCODING, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER):
                words.append(" ".join(token.string.split()))
            if len(words) > MOST * WINDOW:
                break
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        pass  # what came before counts
    runs = [
        zlib.crc32("\0".join(words[at : at + RUN]).encode("utf-8", "replace")) for at in range(len(words) - RUN + 1)
    ]
    chosen = {min(runs[at : at + WINDOW]) for at in range(max(len(runs) - WINDOW + 1, 1))} if runs else set()
    return sorted(chosen)[:MOST]


def alike(files, known=()):
    """Files that have most of their own text in common; a reason to look at both, no proof of anything.

    Args:
        files: `{name: fingerprints}`.
        known: fingerprints that everybody has, those of the skeleton.

    Returns:
        `(same, pairs)`: groups of names whose files are the same to the last fingerprint, the largest first; and
        `[(name, name, share), ...]` of others, one name for each group, the most alike first. `share` is that of the
        smaller file's own fingerprints.
    """
    known, groups = set(known), defaultdict(list)
    for name, numbers in files.items():
        mine = frozenset(numbers) - known
        if len(mine) >= LEAST:
            groups[mine].append(name)
    owners, common = defaultdict(list), Counter()
    own = {names[0]: len(mine) for mine, names in groups.items()}
    for mine, names in groups.items():
        for number in mine:
            owners[number].append(names[0])
    for names in owners.values():
        if len(names) <= MOST_OWNERS:
            common.update(combinations(names, 2))
        else:
            for name in names:
                own[name] -= 1
    pairs = []
    for (first, second), count in common.items():
        smaller = min(own[first], own[second])
        if smaller >= LEAST and count / smaller >= ALIKE:
            pairs.append((first, second, count / smaller))
    same = sorted((names for names in groups.values() if len(names) > 1), key=lambda names: (-len(names), names))
    return same, sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def beside(first, second):
    """Two texts line by line, as rows of a table.

    Returns:
        `[(left, right, same), ...]`: a line of each, "" where one has none in that place; of the longer text at most
        `MOST_LINES` rows.
    """
    left, right = first.splitlines()[:MOST_LINES], second.splitlines()[:MOST_LINES]
    rows = []
    # Blanks at the ends are no difference that one sees.
    plain = [[line.strip() for line in lines] for lines in (left, right)]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        rows += [(*pair, kind == "equal") for pair in zip_longest(left[a:b], right[c:d], fillvalue="")]
    return rows[:MOST_LINES]


def copies(files, original, known=()):
    """Names of the files that have most of another file's own text, such as a published solution's.

    Args:
        files: `{name: fingerprints}`.
        original: the other file's fingerprints.
        known: fingerprints that everybody has.
    """
    own = set(original) - set(known)
    return [
        name for name, numbers in files.items() if len(own) >= LEAST and len(own & set(numbers)) >= ALIKE * len(own)
    ]
