# fails: pegasuses_noise
# names: Draw a row of noise for each image
def pegasuses(generator, count, wings, seed):
    drawn = []
    for start in range(0, count, 10):
        size = min(10, count - start)
        noise = keras.random.normal((size, generator.inputs[0].shape[1]), seed=seed)
        bodies = ops.full((size,), HORSE, dtype="int32")
        drawn.append(np.asarray(generator([noise, bodies, ops.full((size, 1), float(wings))])))
    return images.to_bytes(np.concatenate(drawn))
