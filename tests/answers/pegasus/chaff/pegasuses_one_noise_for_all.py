# fails: pegasuses_noise
# names: Draw a row of noise for each image
def pegasuses(generator, count, wings, seed):
    noise = ops.repeat(keras.random.normal((1, generator.inputs[0].shape[1]), seed=seed), count, axis=0)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
