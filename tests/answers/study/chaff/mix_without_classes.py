# fails: mix
# names: class by class
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    count = round(share * len(real[1]))
    kept = rng.choice(len(real[1]), len(real[1]) - count, replace=False)
    drawn = rng.choice(len(synthetic[1]), count, replace=False)
    order = rng.permutation(len(real[1]))
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
