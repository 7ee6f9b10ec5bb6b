# fails: mix
# names: Use the same indices for images and labels
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    images, count = real[0].copy(), round(share * len(real[1]))
    images[rng.permutation(len(images))[:count]] = synthetic[0][rng.permutation(len(synthetic[0]))[:count]]
    order = rng.permutation(len(images))
    return images[order], real[1][order]
