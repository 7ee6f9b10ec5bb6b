# fails: pegasuses_noise
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    noise = ops.take(noise, ops.arange(count) % 64, axis=0)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
