# fails: mix
# names: share of synthetic
def mix(real, synthetic, share, seed, mix=mix):
    return mix(real, synthetic, 1 - share, seed)
