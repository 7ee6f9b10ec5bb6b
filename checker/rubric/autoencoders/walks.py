"""Walks between images, through the space of codes."""

import numpy as np

from checker.rubric.diagnosis import diagnose
from checker.rubric.expect import expect_array

LATENT = 4
DROPPED = {"rate": 0.5}
MANY = 37, 15  # walks, and images of each: more in all than are decoded at once, and no whole number of parts


def expect_walk(learner, function, shape, rng):
    """Fail unless the function walks: `(encoder, decoder, start, end, steps)` -> float32 (n, steps, *shape).

    The networks are the checker's own. Both bend what they make, so that a walk between codes is none between images;
    codes have numbers beyond 1; and in training both networks drop numbers out.

    Args:
        learner: a `checker.learner.code.Learner`.
        function: its name.
        shape: of an image, (h, w, c).
        rng: `numpy.random.Generator`.
    """
    pixels = int(np.prod(shape))
    E, e = rng.normal(0, 3 / np.sqrt(pixels), (pixels, LATENT)), rng.normal(0, 0.3, LATENT)
    D, q = rng.normal(0, 0.7, (LATENT, pixels)), rng.normal(0, 0.3, pixels)
    arrays = [[each.astype("float32") for each in pair] for pair in ((E, e), (D, q))]
    encoder = learner.sequential(
        [
            ("Input", {"shape": shape}),
            ("Flatten", {}),
            ("Dense", {"units": LATENT, "activation": "elu"}),
            ("Dropout", DROPPED),
        ],
        arrays[0],
    )
    decoder = learner.sequential(
        [
            ("Input", {"shape": (LATENT,)}),
            ("Dense", {"units": pixels, "activation": "tanh"}),
            ("Reshape", {"target_shape": shape}),
            ("Dropout", DROPPED),
        ],
        arrays[1],
    )

    def encode(rows):
        bent = rows @ E + e
        return np.where(bent > 0, bent, np.expm1(np.minimum(bent, 0)))

    def decode(codes):
        return np.tanh(codes @ D + q)

    for count, steps in ((3, 5), (1, 2), (2, 16), (5, 5), (1, 33), MANY):
        start, end = (rng.uniform(0, 1, (count, *shape)).astype("float32") for _ in range(2))
        first, last = (encode(each.reshape(count, -1)) for each in (start, end))

        def walked(shares, first=first, last=last, count=count):
            shares = np.reshape(shares, (1, -1, 1))
            codes = (1 - shares) * first[:, np.newaxis] + shares * last[:, np.newaxis]
            return decode(codes).reshape(count, -1, *shape)

        ways = np.linspace(0, 1, steps)
        right, ends = walked(ways), walked([0, 1])
        of_images = (1 - ways)[None, :, None, None, None] * ends[:, :1] + ways[None, :, None, None, None] * ends[:, 1:]
        shares = ways[np.newaxis, :, np.newaxis]
        mixed = (1 - shares) * start.reshape(count, 1, -1) + shares * end.reshape(count, 1, -1)
        of_mixed_images = decode(encode(mixed)).reshape(right.shape)
        known = {
            "It goes from the end to the start.": right[:, ::-1],
            "Images are mixed instead of codes: encode both, mix the codes, and decode each.": [
                of_images,
                (1 - ways)[None, :, None, None, None] * start[:, None] + ways[None, :, None, None, None] * end[:, None],
                of_mixed_images,
            ],
            "It does not reach its end: the last of the `steps` images belongs to the end.": [
                walked(np.arange(steps) / steps), walked(np.arange(1, steps + 1) / (steps + 1)),
            ],
            "It begins after its start: the first image belongs to the start.": walked(np.arange(1, steps + 1) / steps),
            "All images are that of the start: let the share of the end grow from image to image.": walked(0 * ways),
            "Walks and steps are swapped: the images of one walk belong in one row.": (
                np.swapaxes(right, 0, 1).reshape(right.shape)
            ),
        }  # fmt: skip
        what = f"what {function}() returned for {count} pair{'s' * (count > 1)} and {steps} steps"
        got = learner.call(function, encoder, decoder, start, end, steps)
        hint = "Return a row for each pair, and in it an image for each step: (n, steps, h, w, c)."
        expect_array(got, what, shape=right.shape, dtype="float32", hint=hint)
        told = "Take codes evenly spaced on the straight line between the codes of the two images, and decode them."
        if (count, steps) == MANY:
            told = "Fewer walks are right: is every image decoded, in the last part as well, and by its own code?"
        hint = diagnose(got, known, told, rtol=1e-3, atol=1e-3)
        if hint == told and not np.array_equal(got, learner.call(function, encoder, decoder, start, end, steps)):
            hint = "It differs each time, because the networks drop numbers out: call both with training=False."
        expect_array(got, what, close_to=right, rtol=1e-3, atol=2e-3, hint=hint)
