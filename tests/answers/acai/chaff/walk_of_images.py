# fails: walk
# names: Images are mixed instead of codes
def walk(encoder, decoder, start, end, steps):
    return np.linspace(start, end, steps, axis=1).astype("float32")
