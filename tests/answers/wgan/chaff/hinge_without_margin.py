# fails: hinge_loss
def hinge_loss(real_scores, fake_scores):
    return ops.mean(ops.relu(-real_scores)) + ops.mean(ops.relu(fake_scores))
