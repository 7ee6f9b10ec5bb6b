def hinge_loss(real_scores, fake_scores):
    hinge = keras.losses.Hinge()
    return hinge(ops.ones_like(real_scores), real_scores) + hinge(-ops.ones_like(fake_scores), fake_scores)
