# fails: mix
# names: each synthetic image replaces a real one
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(synthetic[1]), round(share * len(real[1])), replace=False)
    order = rng.permutation(len(real[1]) + len(chosen))
    return tuple(np.concatenate([real[each], synthetic[each][chosen]])[order] for each in (0, 1))
