"""What generated files carry, so that one which somebody edited is told from one that is merely old."""

import hashlib


def checksum(text):
    """Sixteen hexadecimal digits of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
