# fails: critic_loss
# names: The sign is flipped
# The distance, in the place of what is made small.
def critic_loss(real_scores, fake_scores):
    return ops.mean(real_scores) - ops.mean(fake_scores)
