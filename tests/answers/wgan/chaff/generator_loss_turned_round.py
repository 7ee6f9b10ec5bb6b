# fails: generator_loss
# names: The sign is turned round
def generator_loss(fake_scores):
    return ops.mean(fake_scores)
