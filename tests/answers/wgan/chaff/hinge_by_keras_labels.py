# fails: hinge_loss
# names: Real and fake are swapped
# Keras turns labels of 0 and 1 into -1 and 1: the fake ones are to be -1.
def hinge_loss(real_scores, fake_scores):
    hinge = keras.losses.Hinge()
    return hinge(ops.zeros_like(real_scores), real_scores) + hinge(ops.ones_like(fake_scores), fake_scores)
