def walk(encoder, decoder, start, end, steps):
    codes = ops.convert_to_numpy(encoder(np.concatenate([start, end]), training=False))
    first, last = np.split(codes[:, np.newaxis], 2)
    codes = first + (last - first) * np.linspace(0, 1, steps, dtype="float32")[:, np.newaxis]
    decoded = decoder(codes.reshape(len(start) * steps, -1), training=False).numpy()
    return decoded.reshape((len(start), steps) + start.shape[1:])
