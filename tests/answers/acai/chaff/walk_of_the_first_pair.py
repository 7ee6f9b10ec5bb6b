# fails: walk
def walk(encoder, decoder, start, end, steps):
    first, last = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(each), training=False)) for each in (start, end))
    codes = np.linspace(first[0], last[0], steps).astype("float32")
    decoded = ops.convert_to_numpy(decoder(ops.convert_to_tensor(codes), training=False))
    return np.stack([decoded] * len(start))
