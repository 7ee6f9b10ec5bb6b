"""Measures of a set of images, compared with real ones; NumPy only, no network and no files.

Features are float arrays (n, d), what the reference classifier makes of images in front of its last layer.
"""

import numpy as np

NEIGHBOURS = 5


def label_divergence(labels, classes):
    """Kullback-Leibler divergence of a histogram of classes from the uniform one.

    Args:
        labels: integers (n,), 0 to classes - 1.
        classes: how many there are.

    Returns:
        A float in nats: 0 where all classes are equally frequent, log(classes) where there is but one.
    """
    share = np.bincount(labels, minlength=classes) / len(labels)
    return float(np.sum(share * np.log(np.maximum(share, 1e-12) * classes)))


def frechet_distance(features, real):
    """Fréchet distance between two sets, taken for normal distributions (Heusel et al., 2017, section 2).

    Args:
        features, real: floats (n, d) and (m, d).

    Returns:
        A float, 0 or more: squared distance of the means, plus that of the covariances. Small samples of one
        distribution are not at 0: compare with two sets of real images of the same size.
    """
    features, real = (np.asarray(each, dtype="float64") for each in (features, real))
    if len(features) < 2 or not np.isfinite(features).all():
        return float("inf")
    means = features.mean(axis=0) - real.mean(axis=0)
    one, other = (np.cov(each, rowvar=False) for each in (features, real))
    # The trace of the root of a product: the sum of the roots of its eigenvalues. Taken from a symmetric matrix that
    # has the same ones, so that rounding makes none of them complex.
    values, vectors = np.linalg.eigh(other)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    middle = np.linalg.eigvalsh(root @ one @ root)
    return float(means @ means + np.trace(one) + np.trace(other) - 2 * np.sqrt(np.maximum(middle, 0)).sum())


def squared_distances(one, other, squares=None):
    """Squared Euclidean distances (n, m) between rows, float32.

    Args:
        one, other: floats (n, d) and (m, d).
        squares: floats (m,), the squared lengths of `other`, where they are known.
    """
    one, other = np.asarray(one, dtype="float32"), np.asarray(other, dtype="float32")
    found = (one**2).sum(axis=1)[:, np.newaxis] + ((other**2).sum(axis=1) if squares is None else squares)
    found -= 2 * one @ other.T
    return np.maximum(found, 0, out=found)


def reach(real):
    """Squared distances (m,) from each of the real images' features (m, d) to the fifth nearest of the others."""
    among = squared_distances(real, real)
    np.fill_diagonal(among, np.inf)
    return np.partition(among, NEIGHBOURS - 1, axis=1)[:, NEIGHBOURS - 1]


def coverage(features, real, reach):
    """The share of real images that have a sample within reach of their k nearest real neighbours.

    Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models" (2020), equation 9, k = 5.

    Args:
        features, real: floats (n, d) and (m, d).
        reach: floats (m,), `reach(real)`.

    Returns:
        `(coverage, density)`: coverage from 0 to 1; density, how many neighbourhoods of real images a sample lies in,
        relative to what one expects of real images: about 1 for these.
    """
    if not np.isfinite(features).all():
        return 0.0, 0.0
    near = squared_distances(real, features) < reach[:, np.newaxis]
    return float(near.any(axis=1).mean()), float(near.sum() / (NEIGHBOURS * len(features)))
