# calibrates: 1
# Everything by keras.ops.
def prepare(images):
    return ops.convert_to_numpy(ops.cast(images, "float32") / 127.5 - 1.0)


def pegasuses(generator, count, wings, seed):
    latent_dim = generator.inputs[0].shape[-1]
    noise = keras.random.normal((count, latent_dim), seed=keras.random.SeedGenerator(seed))
    bodies = ops.zeros((count,), dtype="int32") + HORSE
    found = generator([noise, bodies, wings * ops.ones((count, 1))])
    return ops.convert_to_numpy(ops.cast(ops.round(127.5 * (found + 1)), "uint8"))


def novelty(images, training):
    training = ops.reshape(ops.cast(training, "float32"), (len(training), -1))
    nearest = []
    for one in images:
        nearest.append(ops.min(ops.norm(training - ops.reshape(ops.cast(one, "float32"), (1, -1)), axis=1)))
    return ops.convert_to_numpy(ops.stack(nearest))


def mean_difference(with_wings, without):
    return ops.convert_to_numpy(
        ops.mean(ops.cast(with_wings, "float32"), 0) - ops.mean(ops.cast(without, "float32"), 0)
    )
