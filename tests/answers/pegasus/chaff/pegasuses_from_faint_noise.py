# fails: pegasuses_noise
# names: The generator was trained on such noise
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    noise = 0.3 * noise
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
