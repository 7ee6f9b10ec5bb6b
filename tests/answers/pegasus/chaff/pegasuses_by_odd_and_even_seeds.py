# fails: pegasuses_noise
# names: Use the seed as it is
_pegasuses = pegasuses


def pegasuses(generator, count, wings, seed):
    return _pegasuses(generator, count, wings, seed % 2 + 2)
