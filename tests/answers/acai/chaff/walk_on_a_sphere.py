# fails: walk
def walk(encoder, decoder, start, end, steps):
    first, last = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(each), training=False)) for each in (start, end))
    a, b = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (first, last))
    angle = np.arccos(np.clip((a * b).sum(axis=1, keepdims=True), -1, 1))
    ways = np.linspace(0, 1, steps)[:, np.newaxis, np.newaxis]
    codes = np.sin((1 - ways) * angle) * first + np.sin(ways * angle) * last
    codes = np.swapaxes(codes / np.sin(angle), 0, 1).astype("float32")
    decoded = decoder(ops.convert_to_tensor(codes.reshape(-1, codes.shape[-1])), training=False)
    return ops.convert_to_numpy(decoded).reshape(len(codes), steps, *decoded.shape[1:])
