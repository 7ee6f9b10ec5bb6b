# fails: pegasuses_asked
# names: All images must show a horse
def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.arange(count, dtype="int32") % BODIES
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
