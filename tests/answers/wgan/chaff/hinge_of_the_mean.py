# fails: hinge_loss
# names: then the mean
def hinge_loss(real_scores, fake_scores):
    return ops.relu(1 - ops.mean(real_scores)) + ops.relu(1 + ops.mean(fake_scores))
