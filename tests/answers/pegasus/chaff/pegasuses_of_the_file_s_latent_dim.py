# fails: pegasuses_images
# names: Is the noise of shape
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, LATENT_DIM), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
