# fails: critic_loss
# names: Take the mean over the batch
def critic_loss(real_scores, fake_scores):
    return fake_scores - real_scores
