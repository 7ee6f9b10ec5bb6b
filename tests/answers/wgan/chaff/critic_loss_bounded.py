# fails: losses_far_out
# also: step_critic
# names: Scores may be any numbers
def critic_loss(real_scores, fake_scores):
    return ops.clip(ops.mean(fake_scores) - ops.mean(real_scores), -20.0, 20.0)
