"""The language between the checker and its workers: plain data, each message bounded, no pickle.

A message is `MAGIC`, the lengths of its two parts, a JSON header, then the raw bytes of the arrays that the header
lists. Both sides use this module; only the checker's side has to distrust what it reads, so `unpack` and `Reader`
refuse everything that `pack` would not have written.
"""

import json
import math
import struct
from dataclasses import dataclass

import numpy as np

MAGIC = b"WRK1"
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER = 16 * 2**20  # bytes of JSON
MAX_ARRAYS = 512 * 2**20  # bytes of all arrays in a message
MAX_DEPTH = 12  # of nested lists and dicts
MAX_DIMENSIONS = 32
MAX_PARTS = 200_000  # values of a message, those in lists and dicts counted; an array is one
MAX_REFS = 64  # objects that stay in the worker, each of which may be a model that is read
MAX_INTEGER = 2**64  # no number beyond it, for neither arrays nor `float` take them all
MAX_TEXT = 2000  # characters of a key, or of what tells an object
LARGE = 2**20  # bytes, from which on an array stays in the memory in which it was received
DTYPES = (
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
)


class WireError(Exception):
    """What came does not follow this module's rules."""


@dataclass(frozen=True)
class Ref:
    """An object that stays in the worker's process; the checker holds only its number.

    `kind` is `"model"` for a Keras model and `"object"` for anything else that is not plain data.
    """

    id: int
    kind: str
    type: str
    text: str = ""

    def __str__(self):
        return f"{self.text or 'an object'} ({self.type})"


def pack(message):
    """Turn a message into the byte strings to send.

    Args:
        message: a dict of plain data: None, bool, int, float, str, NumPy arrays of a dtype in `DTYPES`, `Ref`, and
            lists, tuples and dicts (with text for keys) of these.

    Raises:
        WireError: something in it is not plain data, or too much.
    """
    arrays = []
    header = {"message": _Encoder(arrays).encode(message)}
    header["arrays"] = [[array.dtype.name, list(array.shape)] for array in arrays]
    size = sum(array.nbytes for array in arrays)
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    if size > MAX_ARRAYS or len(text) > MAX_HEADER:
        raise WireError(f"{(size + len(text)) / 2**20:,.0f} MB is more than the checker takes ({MAX_ARRAYS >> 20} MB)")
    return [PREFIX.pack(MAGIC, len(text), size) + text, *(array.reshape(-1).view(np.uint8).data for array in arrays)]


class Reader:
    """Collects received bytes until a message is complete; sizes are checked before memory is taken for them."""

    def __init__(self):
        # The prefix, the header and the arrays: each in memory of its own, so that arrays can stay where they are.
        self._parts, self._sizes = [bytearray()], [PREFIX.size]

    @property
    def missing(self):
        """How many bytes to ask for next."""
        return self._sizes[len(self._parts) - 1] - len(self._parts[-1])

    def feed(self, data):
        """Take at most `missing` bytes; returns the message's header text and array bytes once it is complete."""
        self._parts[-1] += data
        while not self.missing:
            if len(self._parts) == 1:
                magic, header, arrays = PREFIX.unpack(self._parts[0])
                if magic != MAGIC:
                    raise WireError("the bytes received are no message")
                if header > MAX_HEADER or arrays > MAX_ARRAYS:
                    raise WireError(f"a message of {(header + arrays) / 2**20:,.0f} MB was announced")
                self._sizes += [header, arrays]
            if len(self._parts) == len(self._sizes):
                return self._parts[1], self._parts[2]
            self._parts.append(bytearray())
        return None


def unpack(header, blob):
    """Rebuild a message from its JSON text and its arrays' bytes; the arrays are writable, and of exact type.

    Large ones are not copied: whoever hands over the bytes leaves them alone from then on.

    Raises:
        WireError: anything is not as `pack` writes it.
    """
    try:
        content = json.loads(bytes(header))
        described, message = content["arrays"], content["message"]
        arrays, offset, blob = [], 0, memoryview(blob)
        if len(described) > MAX_PARTS:
            raise WireError("too many arrays were announced")
        for name, shape in described:
            if name not in DTYPES or len(shape) > MAX_DIMENSIONS or any(type(n) is not int or n < 0 for n in shape):
                raise WireError("an array of an unknown kind was announced")
            size = np.dtype(name).itemsize * math.prod(shape)
            if size > len(blob) - offset:
                raise WireError("an array is longer than what was sent")
            array = np.frombuffer(blob[offset : offset + size], dtype=name).reshape(shape)
            stays = size >= LARGE and array.flags.writeable and array.flags.aligned
            arrays.append(array if stays else array.copy())
            offset += size
        if offset != len(blob):
            raise WireError("more bytes were sent than announced")
        return _Decoder(arrays).decode(message)
    except WireError:
        raise
    except Exception as error:  # JSON of any other make: too deep, not a dict, numbers of a million digits
        raise WireError(f"the message is malformed ({type(error).__name__})") from None


class _Bounded:
    """Counts the values of a message, and refuses what is too much, on its way out and in."""

    def __init__(self, arrays):
        self.arrays, self.parts, self.refs = arrays, 0, 0

    def count(self, depth):
        self.parts += 1
        if depth > MAX_DEPTH:
            raise WireError("the value is nested too deeply")
        if self.parts > MAX_PARTS:
            raise WireError(f"more than {MAX_PARTS:,} values in one are more than the checker takes")

    def number(self, value):
        if type(value) is int and abs(value) > MAX_INTEGER:
            raise WireError("a whole number beyond 64 bits is more than the checker takes")
        return value

    def ref(self, ref):
        self.refs += 1
        if self.refs > MAX_REFS:
            raise WireError(f"more than {MAX_REFS} objects in one value are more than the checker takes")
        return ref


class _Encoder(_Bounded):
    def encode(self, value, depth=0):
        self.count(depth)
        if value is None or type(value) in (bool, int, float):
            return self.number(value)
        if type(value) is str:
            return value
        if type(value) is np.ndarray and value.dtype.name in DTYPES:
            if value.ndim > MAX_DIMENSIONS:
                raise WireError(f"an array of {value.ndim} dimensions is more than the checker takes")
            array = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"), copy=False))
            self.arrays.append(array.reshape(value.shape))
            return {"array": len(self.arrays) - 1}
        if type(value) is list:
            return [self.encode(item, depth + 1) for item in value]
        if type(value) is tuple:
            return {"tuple": [self.encode(item, depth + 1) for item in value]}
        if type(value) is dict and all(type(key) is str and len(key) <= MAX_TEXT for key in value):
            return {"dict": [[key, self.encode(item, depth + 1)] for key, item in value.items()]}
        if type(value) is Ref:
            value = self.ref(value)
            return {"ref": [value.id, value.kind, value.type, value.text]}
        raise WireError(f"a {type(value).__name__[:MAX_TEXT]} is not plain data")


class _Decoder(_Bounded):
    def decode(self, value, depth=0):
        self.count(depth)
        if value is None or type(value) in (bool, int, float, str):
            return self.number(value)
        if type(value) is list:
            return [self.decode(item, depth + 1) for item in value]
        if type(value) is dict and len(value) == 1:
            ((tag, content),) = value.items()
            if tag == "array" and type(content) is int and 0 <= content < len(self.arrays):
                return self.arrays[content]
            if tag == "tuple" and type(content) is list:
                return tuple(self.decode(item, depth + 1) for item in content)
            if tag == "dict" and type(content) is list:
                return {_text(key): self.decode(item, depth + 1) for key, item in content}
            if tag == "ref" and type(content) is list and len(content) == 4:
                number, kind, name, text = content
                if type(number) is int and 0 <= number <= MAX_INTEGER and kind in ("model", "object"):
                    return self.ref(Ref(number, kind, _text(name), _text(text)))
        raise WireError("the message has a part of an unknown kind")


def _text(value):
    if type(value) is not str or len(value) > MAX_TEXT:
        raise WireError("a short text was expected")
    return value
