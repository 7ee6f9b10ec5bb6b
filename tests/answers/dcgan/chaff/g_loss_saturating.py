# fails: generator_loss
# names: This is the saturating loss
from keras import ops


def generator_loss(fake_logits):
    return ops.mean(ops.log_sigmoid(-fake_logits))
