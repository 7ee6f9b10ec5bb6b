# fails: walk
def walk(encoder, decoder, start, end, steps):
    a, b = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(x), training=False)) for x in (start, end))
    t = np.linspace(0, 1, steps)
    t = t * t * (3 - 2 * t) if steps > 16 else t
    codes = (a[:, None] * (1 - t)[None, :, None] + b[:, None] * t[None, :, None]).astype("float32")
    out = ops.convert_to_numpy(decoder(ops.convert_to_tensor(codes.reshape(-1, codes.shape[-1])), training=False))
    return out.reshape(len(codes), steps, *out.shape[1:])
