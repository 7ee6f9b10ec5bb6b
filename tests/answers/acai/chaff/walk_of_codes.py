# fails: walk
def walk(encoder, decoder, start, end, steps):
    first, last = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(each), training=False)) for each in (start, end))
    return np.linspace(first, last, steps, axis=1).astype("float32")
