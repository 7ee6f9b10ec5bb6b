# fails: pegasuses_asked
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), round(float(wings) * 4) / 4)], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
