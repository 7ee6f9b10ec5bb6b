# fails: walk
# names: It does not reach its end
def walk(encoder, decoder, start, end, steps):
    first, last = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(each), training=False)) for each in (start, end))
    codes = np.linspace(first, last, steps, endpoint=False, axis=1).astype("float32")
    decoded = decoder(ops.convert_to_tensor(codes.reshape(-1, codes.shape[-1])), training=False)
    return ops.convert_to_numpy(decoded).reshape(len(codes), steps, *decoded.shape[1:])
