# fails: hinge_loss
# names: The margin is missing
def hinge_loss(real_scores, fake_scores):
    return ops.mean(ops.relu(-real_scores)) + ops.mean(ops.relu(fake_scores))
