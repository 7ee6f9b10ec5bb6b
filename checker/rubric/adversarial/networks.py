"""Looks at the two networks of a GAN: how the generator grows and ends, and that what judges returns logits."""

import numpy as np

from checker.rubric.expect import expect
from checker.rubric.layers import lifted, louder
from checker.text import number

UPSAMPLING = ("UpSampling2D", "Resizing", "Repeat")  # the last is keras.ops.repeat


def expect_tanh(generator, *inputs):
    """Fail unless a generator ends in tanh: its images lie in [-1, 1], and reach both ends, if its weights are large.

    Args:
        generator: a `checker.learner.models.Model`.
        *inputs: an array (n, ...) for each of its inputs.
    """
    hint = "The last layer's activation is tanh."
    what = "the generator's pictures, with weights that make them as dark and as bright as can be"
    pictures = louder(generator, 1000)(*inputs, training=True)
    low, high = float(pictures.min()), float(pictures.max())
    got = f"from {number(low)} to {number(high)}"
    expect(low >= -1.001 and high <= 1.001, what, "from -1 to 1", got, f"Nothing bounds them. {hint}")
    expect(low < -0.1, what, "from -1 to 1", got, f"Nothing below zero: that is a sigmoid's or a ReLU's range. {hint}")
    expect(high > 0.1, what, "from -1 to 1", got, hint)
    # A clipped line has the range of tanh, but no slope beyond it, so that training would stop there. A tanh that has
    # come to 0.9985 has not reached 1; a line that has come as far beyond the middle has long been cut off.
    factor, most = 1.0, 1.0
    while most > 0.95 and factor > 1e-9:
        most = float(np.abs(louder(generator, factor)(*inputs, training=True)).max())
        factor /= 8
    if 0 < most <= 0.95:
        bright = np.abs(louder(generator, 8 * factor * 3.6 / np.arctanh(most))(*inputs, training=True)).max()
        expect(bright < 1, "the brightest pixel, where a tanh has come to 0.9985", "below 1", "1: it is cut off", hint)


def expect_growth(generator, start):
    """Fail unless a generator grows from images of a size, by transposed convolution, or upsampling and convolution.

    Args:
        generator: a `checker.learner.models.Model`.
        start: height and width of the first images.
    """
    maps = [layer for layer in generator.layers if len(layer["output_shape"] or ()) == 4]
    sizes = [tuple(layer["output_shape"][1:3]) for layer in maps]
    expect(
        start in sizes,
        "the sizes of the pictures from layer to layer",
        f"{start[0]}x{start[1]} among them",
        ", ".join(dict.fromkeys(f"{h}x{w}" for h, w in sizes)) or "none",
        f"A dense layer makes {start[0]} * {start[1]} * channels numbers of the noise, and a Reshape makes a small"
        " picture of them.",
    )
    hint = "Let Conv2DTranspose with a stride, or UpSampling2D and Conv2D, double height and width."
    for layer, size in zip(maps, sizes, strict=True):
        before = tuple((layer["input_shape"] or ())[1:3]) if len(layer["input_shape"] or ()) == 4 else start
        grows = any(None not in (new, old) and new > old for new, old in zip(size, before, strict=True))
        allowed = layer["type"] in ("Conv2DTranspose", *UPSAMPLING, "ZeroPadding2D")
        expect(
            not grows or allowed,
            f"how the picture grows to {size[0]}x{size[1]}",
            "by transposed convolution, or upsampling and convolution",
            f"by {layer['type']}",
            hint,
        )
    kinds = [layer["type"] for layer in maps]
    last_up = max((index for index, kind in enumerate(kinds) if kind in UPSAMPLING), default=-1)
    expect(
        any("Conv" in kind for kind in kinds[last_up + 1 :]),
        "the layers after the last that grows the picture",
        "a convolution",
        "none",
        "UpSampling2D only copies pixels: a convolution has to follow, or the picture is made of blocks.",
    )


def expect_noise_used(generator, *inputs):
    """Fail unless a generator draws other images from other noise, and the same from the same.

    Args:
        generator: a `checker.learner.models.Model`.
        *inputs: an array (n, ...) for each of its inputs, noise first; all else is the same in each row.
    """
    pictures = generator(*inputs)
    expect(
        pictures.std(axis=0).max() > 1e-5 * max(float(np.abs(pictures).max()), 1e-12),
        f"the generator's pictures for {len(pictures)} different noise vectors",
        "different ones",
        f"the same picture {len(pictures)} times",
        "Follow the noise from the input to the output: is it used, or multiplied by zero on its way?",
    )
    expect(
        np.allclose(generator(*inputs), generator(*inputs), atol=1e-6),
        "the generator's pictures for the same noise, out of training",
        "the same",
        "other ones",
        "All chance comes from the noise that goes in.",
    )


def expect_logits(judge, *inputs):
    """Fail unless what a network says of images is any real number: logits, not probabilities.

    Args:
        judge: a `checker.learner.models.Model`, (n, ...) -> (n, 1).
        *inputs: an array (n, ...) for each of its inputs.
    """
    hint = "The losses apply sigmoid themselves: give the last layer no activation."
    high, low = (lifted(judge, sign) for sign in (1, -1))
    if high is None:
        return
    found = np.concatenate([high(*inputs), low(*inputs)])
    low, high = float(found.min()), float(found.max())
    uneven = abs(high + low) > 0.1 * (high - low)
    what = "the range of the logits, with weights that make them large"
    got = f"from {number(low)} to {number(high)}"
    expect(
        low < -0.001, what, "any number", f"{got}: nothing below zero", f"That is a sigmoid's or ReLU's range. {hint}"
    )
    expect(low < -1.5 and high > 1.5, what, "any number", f"{got}: a bounded range", f"It looks like a tanh's. {hint}")
    hint = f"Something bends what is below zero, as LeakyReLU does. {hint}"
    expect(not uneven, what, "as far below zero as above", got, hint)
