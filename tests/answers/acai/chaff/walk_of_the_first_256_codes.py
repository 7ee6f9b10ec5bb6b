# fails: walk
# names: in the last part as well
def walk(encoder, decoder, start, end, steps):
    first, last = (ops.convert_to_numpy(encoder(ops.convert_to_tensor(each), training=False)) for each in (start, end))
    codes = np.linspace(first, last, steps, axis=1).astype("float32").reshape(-1, first.shape[-1])
    images = np.zeros((len(codes), *start.shape[1:]), "float32")
    images[:256] = decoder(ops.convert_to_tensor(codes[:256]), training=False)
    return images.reshape(len(start), steps, *start.shape[1:])
