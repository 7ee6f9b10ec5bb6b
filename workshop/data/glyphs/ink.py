"""Paper and ink: how a digit is bent, and how depth in the ink becomes an image, whatever the digit is made of."""

import numpy as np

SIZE = 28  # pixels, height and width of an image
BOX = 20  # pixels, height and width that the ink fits


def distortion(numbers, slant=0.15, strength=1.0):
    """A function (x, y) -> (x, y) that bends smoothly, then widens, slants and turns; x and y lie around 0, -1 to 1."""
    bend = numbers.steps(8) * (0.11 * strength)
    wide, slant = numbers.around(0.92, 0.19 * strength), numbers.around(slant, 0.25 * strength)
    # A rotation without sine and cosine, from the tangent of half its angle.
    half = numbers.around(0, 0.1 * strength)
    cosine, sine = (1 - half * half) / (1 + half * half), 2 * half / (1 + half * half)

    def distort(x, y):
        u, v = np.clip(x, -1.3, 1.3), np.clip(y, -1.3, 1.3)  # further out the bends would fold the paper
        uu, uv, vv = u * u, u * v, v * v
        x = x + bend[0] * vv + bend[1] * uv + bend[2] * uu + bend[3] * v * vv
        y = y + bend[4] * vv + bend[5] * uv + bend[6] * uu + bend[7] * v * (vv - 1)
        x = x * wide - y * slant
        return cosine * x - sine * y, sine * x + cosine * y

    return distort


def depth_in_stroke(x, y, reach_x, reach_y, radius):
    """How deep in the ink of a stroke each pixel's centre lies, in pixels.

    Args:
        x, y: float64 (samples, n), the path of the pen, in pixels.
        reach_x, reach_y: float64 (samples, n), how far ink reaches from there.
        radius: float64 (n,), their typical value.

    Returns:
        float32 (28, 28, n), below 0 outside. With the images along the last axis a processor has long runs.
    """
    x, y, radius = x.astype(np.float32), y.astype(np.float32), radius.astype(np.float32)
    per_x, per_y = (1 / reach_x).astype(np.float32), (1 / reach_y).astype(np.float32)
    line = np.arange(SIZE, dtype=np.float32)[:, None]
    nearest = np.full((SIZE, SIZE, x.shape[1]), 1e6, np.float32)
    distance = np.empty_like(nearest)
    for k in range(len(x)):
        across, down = (line - x[k]) * per_x[k], (line - y[k]) * per_y[k]
        np.add((down * down)[:, None], across * across, out=distance)
        np.minimum(nearest, distance, out=nearest)
    return (1 - np.sqrt(nearest, out=nearest)) * radius


def ink_of(depth, numbers, noise):
    """Turn depth in the ink, float32 (28, 28, n), into images with soft, rough edges: uint8 (n, 28, 28)."""
    softness, roughness = numbers.uniform(0.7, 1.4).astype(np.float32), numbers.uniform(0, 0.25).astype(np.float32)
    grey = depth / softness + np.float32(0.5)
    grey += (noise.transpose(1, 2, 0).astype(np.float32) - np.float32(127.5)) * (roughness / 128)
    grey = np.clip(grey, 0, 1) * 255 + np.float32(0.5)
    return _centre(grey.astype(np.uint8).transpose(2, 0, 1))


def _centre(images):
    """Move images by whole pixels to where their centre of mass is in pixel (14, 14), as in MNIST; no ink is lost."""
    index = np.arange(SIZE)
    sources = []
    for other in (2, 1):
        weight = images.sum(axis=other, dtype=np.int64)  # of each row, then of each column
        mass, moment = np.maximum(weight.sum(axis=1), 1), (weight * index).sum(axis=1)
        first, last = (weight > 0).argmax(axis=1), SIZE - 1 - (weight > 0)[:, ::-1].argmax(axis=1)
        shift = np.clip(SIZE // 2 - (2 * moment + mass) // (2 * mass), -first, SIZE - 1 - last)
        sources.append((index - shift[:, None]) % SIZE)
    rows, columns = sources
    return images[np.arange(len(images))[:, None, None], rows[:, :, None], columns[:, None, :]]
