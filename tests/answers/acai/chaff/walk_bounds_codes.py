# fails: walk
def walk(encoder, decoder, start, end, steps):
    a, b = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(x), training=False)) for x in (start, end))
    codes = np.clip(np.linspace(a, b, steps, axis=1).astype("float32"), -1, 1)
    out = ops.convert_to_numpy(decoder(ops.convert_to_tensor(codes.reshape(-1, codes.shape[-1])), training=False))
    return out.reshape(len(codes), steps, *out.shape[1:])
