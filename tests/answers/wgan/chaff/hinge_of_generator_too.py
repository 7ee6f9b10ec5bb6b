# fails: generator_loss
def generator_loss(fake_scores):
    return ops.mean(ops.relu(1 - fake_scores))
