# fails: critic_loss
# names: This is half of it
# As in old Keras examples: labels of 1 and -1, and one mean over both halves, so that it is half of the difference.
def critic_loss(real_scores, fake_scores):
    scores = ops.concatenate([real_scores, fake_scores])
    labels = ops.concatenate([-ops.ones_like(real_scores), ops.ones_like(fake_scores)])
    return ops.mean(labels * scores)
