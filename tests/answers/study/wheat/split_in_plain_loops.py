import random


def split(labels, per_class, seed):
    rng, of_class = random.Random(seed), {}
    for index, label in enumerate(labels.tolist()):
        of_class.setdefault(label, []).append(index)
    left = min(map(len, of_class.values())) - per_class
    if left <= 0:
        raise ValueError(f"{per_class} images of each class are too many")
    training, held_out = [], []
    for indices in of_class.values():
        drawn = rng.sample(indices, per_class + left)
        training += drawn[left:]
        held_out += drawn[:left]
    return np.array(training), np.array(held_out)
