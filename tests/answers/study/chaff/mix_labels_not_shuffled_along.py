# fails: mix
# names: Use the same indices for images and labels
def mix(real, synthetic, share, seed, mix=mix):
    images, labels = mix(real, synthetic, share, seed)
    return np.random.default_rng(seed).permutation(images), labels
