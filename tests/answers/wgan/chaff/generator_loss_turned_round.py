# fails: generator_loss
# names: The sign is flipped
def generator_loss(fake_scores):
    return ops.mean(fake_scores)
