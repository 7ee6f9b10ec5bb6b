# fails: walk
# names: Images are mixed instead of codes
def walk(encoder, decoder, start, end, steps):
    first, last = (
        ops.convert_to_numpy(decoder(encoder(each, training=False), training=False)) for each in (start, end)
    )
    return np.linspace(first, last, steps, axis=1).astype("float32")
