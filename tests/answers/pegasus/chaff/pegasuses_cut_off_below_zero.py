# fails: pegasuses_images
# names: or wrapped around
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return np.clip(ops.convert_to_numpy(drawn) * 255, 0, 255).astype("uint8")
