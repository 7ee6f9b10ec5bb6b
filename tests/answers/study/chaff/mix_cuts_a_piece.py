# fails: mix_chosen
# names: Images that stand side by side
def mix(real, synthetic, share, seed):
    rng = np.random.default_rng(seed)
    classes, counts = np.unique(real[1], return_counts=True)
    replaced = np.diff(np.rint(share * np.cumsum(counts)).astype(int), prepend=0)
    taken = ([], [])
    for each, count, new in zip(classes, counts, replaced, strict=True):
        for place, (source, wanted) in enumerate([(real, count - new), (synthetic, new)]):
            indices = np.flatnonzero(source[1] == each)
            if len(indices) < wanted:
                raise ValueError("few")
            taken[place].append(
                rng.choice(indices, wanted, replace=False)
                if place
                else np.roll(indices, rng.integers(len(indices)))[:wanted]
            )
    kept, drawn = map(np.concatenate, taken)
    order = rng.permutation(len(kept) + len(drawn))
    return tuple(np.concatenate([real[each][kept], synthetic[each][drawn]])[order] for each in (0, 1))
