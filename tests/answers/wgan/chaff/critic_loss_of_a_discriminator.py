# fails: critic_loss
# names: This is the cross-entropy
def critic_loss(real_scores, fake_scores):
    return ops.mean(ops.softplus(-real_scores)) + ops.mean(ops.softplus(fake_scores))
