# Prepared by other arithmetic, pegasuses by predict, novelty by dot products, means in float64.
def prepare(images):
    return np.divide(np.subtract(images, 127.5), 127.5, dtype="float32", casting="unsafe")


def pegasuses(generator, count, wings, seed):
    drawn = np.random.default_rng(seed).normal(size=(count, generator.input_shape[0][1])).astype("float32")
    bodies = np.full(count, HORSE)
    found = generator.predict([drawn, bodies, np.full((count, 1), wings, "float32")], verbose=0)
    return ((found + 1) * 127.5).round().astype(np.uint8)


def novelty(images, training):
    a, b = (np.asarray(each, "float32").reshape(len(each), -1) for each in (images, training))
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(np.maximum(squares, 0).min(1))


def mean_difference(with_wings, without):
    return np.mean(with_wings, axis=0, dtype="float64") - np.mean(without, axis=0, dtype="float64")
