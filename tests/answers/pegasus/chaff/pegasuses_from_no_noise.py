# fails: pegasuses_noise
def pegasuses(generator, count, wings, seed):
    noise = ops.zeros((count, generator.inputs[0].shape[1]))
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return images.to_bytes(ops.convert_to_numpy(drawn))
