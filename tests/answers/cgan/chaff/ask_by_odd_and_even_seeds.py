# fails: ask_noise
# names: Use the seed as it is
_ask = ask


def ask(generator, digits, latent_dim, seed):
    return _ask(generator, digits, latent_dim, seed % 2 + 2)
