# fails: generator_loss
# names: This is a hinge
def generator_loss(fake_scores):
    return ops.mean(ops.relu(1 - fake_scores))
