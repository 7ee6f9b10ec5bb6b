def walk(encoder, decoder, start, end, steps):
    first, last = encoder.predict(start, verbose=0), encoder.predict(end, verbose=0)
    codes = np.linspace(first, last, steps, axis=1)
    return np.stack([decoder.predict(each, verbose=0) for each in codes])
