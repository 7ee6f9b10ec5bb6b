def critic_loss(real_scores, fake_scores):
    return -(ops.mean(real_scores) - ops.mean(fake_scores))


def hinge_loss(real_scores, fake_scores):
    return ops.mean(ops.maximum(0.0, 1 - real_scores) + ops.maximum(0.0, 1 + fake_scores))


def generator_loss(fake_scores):
    return ops.mean(-fake_scores)
