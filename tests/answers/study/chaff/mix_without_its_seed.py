# fails: mix_chosen
# names: np.random.default_rng(seed)
def mix(real, synthetic, share, seed, mix=mix):
    return mix(real, synthetic, share, None)
