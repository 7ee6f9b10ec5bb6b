# fails: pegasuses_chosen
# also: pegasuses_noise
# names: return none twice
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    drawn = images.to_bytes(ops.convert_to_numpy(drawn))
    return np.repeat(drawn[drawn.std(axis=(1, 2, 3)).argmax()][np.newaxis], count, axis=0)
