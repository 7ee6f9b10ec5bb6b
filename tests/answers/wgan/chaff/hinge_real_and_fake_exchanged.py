# fails: hinge_loss
# names: Real and fake are swapped
def hinge_loss(real_scores, fake_scores):
    return ops.mean(ops.relu(1 + real_scores)) + ops.mean(ops.relu(1 - fake_scores))
