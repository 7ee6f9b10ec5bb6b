# Novelty in chunks of training images, pegasuses in batches of 16, the last of which is cut.
def pegasuses(generator, count, wings, seed):
    seeds = keras.random.SeedGenerator(seed)
    drawn = []
    for _ in range(0, count, 16):
        noise = keras.random.normal((16, generator.inputs[0].shape[1]), seed=seeds)
        asked = [noise, ops.full((16,), HORSE, dtype="int32"), ops.full((16, 1), float(wings))]
        drawn.append(ops.convert_to_numpy(generator(asked, training=False)))
    return images.to_bytes(np.concatenate(drawn)[:count])


def novelty(images, training):
    flat = images.reshape(len(images), -1).astype("int32")
    nearest = np.full(len(images), np.inf)
    for start in range(0, len(training), 100):
        part = training[start : start + 100].reshape(-1, flat.shape[1]).astype("int32")
        squares = ((flat[:, None] - part) ** 2).sum(axis=2)
        nearest = np.minimum(nearest, np.sqrt(squares.min(axis=1)))
    return nearest


def mean_difference(with_wings, without):
    return (with_wings.astype("float32").sum(axis=0) / len(with_wings)) - np.average(without, axis=0)
