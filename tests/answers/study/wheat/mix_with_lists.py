import random


def mix(real, synthetic, share, seed):
    rng = random.Random(seed)
    wanted, chosen, seen = round(share * len(real[1])), [], 0
    for label in sorted(set(real[1].tolist())):
        mine = [i for i, each in enumerate(real[1]) if each == label]
        its = [i for i, each in enumerate(synthetic[1]) if each == label]
        before, seen = round(share * seen), seen + len(mine)
        count = (wanted if seen == len(real[1]) else round(share * seen)) - before
        if count > len(its):
            raise ValueError("not enough synthetic images")
        chosen += [(real[0][i], label) for i in rng.sample(mine, len(mine) - count)]
        chosen += [(synthetic[0][i], label) for i in rng.sample(its, count)]
    rng.shuffle(chosen)
    return np.stack([image for image, _ in chosen]), np.array([label for _, label in chosen], dtype="int32")
