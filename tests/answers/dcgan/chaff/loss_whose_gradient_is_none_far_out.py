# fails: losses_far_out
# names: The loss is a number, its gradient is none
from keras import ops


def generator_loss(fake_logits):
    x = -fake_logits
    return ops.mean(ops.where(x > 20, x, ops.log(1 + ops.exp(x))))
