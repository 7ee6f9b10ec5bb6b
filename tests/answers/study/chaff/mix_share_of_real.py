# fails: mix
# names: not of the real ones
def mix(real, synthetic, share, seed, mix=mix):
    return mix(real, synthetic, 1 - share, seed)
