# Images one after the other, distances as a list, the difference as float32.
def pegasuses(generator, count, wings, seed):
    rng = np.random.default_rng(seed)
    drawn = np.empty((count, 32, 32, 3), "uint8")
    for index in range(count):
        noise = ops.convert_to_tensor(rng.standard_normal((1, generator.inputs[0].shape[1])), dtype="float32")
        asked = [noise, ops.convert_to_tensor([HORSE]), ops.convert_to_tensor([[float(wings)]])]
        drawn[index] = images.to_bytes(np.asarray(generator(asked)))[0]
    return drawn


def novelty(images, training):
    training = training.astype(float)
    return [float(np.sqrt(((training - one) ** 2).sum(axis=(1, 2, 3)).min())) for one in images]


def mean_difference(with_wings, without):
    return np.float32(with_wings.mean(0)) - np.float32(without.mean(0))
