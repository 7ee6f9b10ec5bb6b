# fails: mix
# names: each synthetic image replaces a real one
def mix(real, synthetic, share, seed):
    order = np.random.default_rng(seed).permutation(len(real[1]) + len(synthetic[1]))
    return tuple(np.concatenate([real[each], synthetic[each]])[order] for each in (0, 1))
