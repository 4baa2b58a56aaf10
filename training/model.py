"""The network, as jax computes it: the encoder's first layers, and a head of four classes over a pair of texts.

A pair is `<s> keypoint </s> window </s>`; the window has the encoder's second type. The head sees what the first place
has come to and the mean over all places.
"""

import jax
import jax.numpy as jnp
import numpy as np

CLASSES = ("full", "half", "opposite", "other")
HEADS = 12
PLACES = 128
# Mean over places of what padding has.
FAR = -1e9
MATRICES = "q k v ao fi fo".split()


def start(source, layers, pieces, seed):
    """Weights to start from: `frozen` ones stay as they are."""
    hidden = source.hidden
    word = source.tensor("emb.word", hidden)
    numbers = [source.first, source.last, source.unknown, *pieces]
    frozen = {"word": word[numbers]}
    chance = np.random.default_rng(seed)
    moved = {
        "place": source.tensor("emb.pos").reshape(-1, hidden)[:PLACES],
        "type": source.tensor("emb.type").reshape(-1, hidden),
        "norm": (source.tensor("emb.ln.w"), source.tensor("emb.ln.b")),
        "layers": [layer(source, number) for number in range(layers)],
        "head": (chance.normal(0, 0.02, (2 * hidden, len(CLASSES))).astype(np.float32), np.zeros(len(CLASSES), np.float32)),
    }
    return jax.tree.map(jnp.asarray, frozen), jax.tree.map(jnp.asarray, moved)


def layer(source, number):
    widths = dict.fromkeys(MATRICES, source.hidden) | {"fo": source.wide}
    tensors = {
        name: (source.tensor(f"l{number}.{name}.w", width).T.copy(), source.tensor(f"l{number}.{name}.b"))
        for name, width in widths.items()
    }
    for name in ("aln", "oln"):
        tensors[name] = (source.tensor(f"l{number}.{name}.w"), source.tensor(f"l{number}.{name}.b"))
    return tensors


def normalise(x, weights):
    mean = x.mean(-1, keepdims=True)
    x = x - mean
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-12) * weights[0] + weights[1]


def gelu(x):
    """The form with tanh; the reader computes the same."""
    return x * jax.nn.sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x))


def encode(frozen, moved, numbers, types, lengths, linear):
    """What each place comes to; `linear` multiplies by a matrix."""
    batch, size = numbers.shape
    x = frozen["word"][numbers] + moved["place"][:size] + moved["type"][types]
    x = normalise(x, moved["norm"])
    shown = jnp.arange(size)[None, :] < lengths[:, None]
    mask = jnp.where(shown, 0.0, FAR)[:, None, None, :]

    def heads(y):
        return y.reshape(batch, size, HEADS, -1).transpose(0, 2, 1, 3)

    for one in moved["layers"]:
        q, k, v = (heads(linear(x, one[name])) for name in "qkv")
        weights = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) * (q.shape[-1] ** -0.5) + mask)
        seen = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, size, -1)
        x = normalise(x + linear(seen, one["ao"]), one["aln"])
        x = normalise(x + linear(gelu(linear(x, one["fi"])), one["fo"]), one["oln"])
    return x, shown


def exact(x, weights):
    return x @ weights[0] + weights[1]


def as_bytes(x, weights):
    """As the reader multiplies: both sides in bytes, a scale for each row and each column."""
    columns = jnp.abs(weights[0]).max(0) / 127
    matrix = jnp.round(weights[0] / columns)
    rows = jnp.maximum(jnp.abs(x).max(-1, keepdims=True), 1e-30)
    return (jnp.round(x * (127 / rows)) @ matrix) * (columns * (rows / 127)) + weights[1]


def words_as_bytes(word):
    """The vectors of pieces as the reader has them."""
    worth = np.maximum(np.abs(word).max(1, keepdims=True), 1e-12) / 127
    return np.rint(word / worth) * worth


def scores(frozen, moved, numbers, types, lengths, linear=exact):
    """The four classes' scores before they are made to sum to one."""
    x, shown = encode(frozen, moved, numbers, types, lengths, linear)
    mean = (x * shown[:, :, None]).sum(1) / lengths[:, None]
    return jnp.concatenate([x[:, 0], mean], axis=1) @ moved["head"][0] + moved["head"][1]
