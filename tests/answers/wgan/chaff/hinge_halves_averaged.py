# fails: hinge_loss
# names: This is half of it
def hinge_loss(real_scores, fake_scores):
    return (ops.mean(ops.relu(1 - real_scores)) + ops.mean(ops.relu(1 + fake_scores))) / 2
