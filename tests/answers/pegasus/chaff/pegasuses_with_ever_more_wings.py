# fails: pegasuses_asked
# names: for each image
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.reshape(ops.linspace(0.0, float(wings), count), (count, 1))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
