# fails: mix
# names: don't blend them
def mix(real, synthetic, share, seed):
    drawn = np.random.default_rng(seed).permutation(len(synthetic[1]))[: len(real[1])]
    return (1 - share) * real[0] + share * synthetic[0][drawn], real[1]
