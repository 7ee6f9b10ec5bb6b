def walk(encoder, decoder, start, end, steps):
    first, last = encoder(start, training=False), encoder(end, training=False)
    images = [decoder(blend(last, first, i / (steps - 1)), training=False) for i in range(steps)]
    return ops.convert_to_numpy(ops.stack(images, axis=1))
