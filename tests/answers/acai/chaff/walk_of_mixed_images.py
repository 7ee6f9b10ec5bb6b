# fails: walk
# names: Images are mixed instead of codes
def walk(encoder, decoder, start, end, steps):
    mixed = np.linspace(start, end, steps, axis=1).astype("float32")
    codes = encoder(mixed.reshape(-1, *start.shape[1:]), training=False)
    decoded = decoder(codes, training=False)
    return ops.convert_to_numpy(decoded).reshape(mixed.shape)
