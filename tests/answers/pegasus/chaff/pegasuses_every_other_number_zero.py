# fails: pegasuses_noise
# names: numbers anew
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed) * ops.cast(
        ops.arange(generator.inputs[0].shape[1]) % 2, "float32"
    )
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
