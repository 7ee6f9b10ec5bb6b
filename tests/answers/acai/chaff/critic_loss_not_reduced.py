# fails: critic_loss
def critic_loss(of_blend, alpha, of_real):
    return keras.losses.mean_squared_error(alpha, of_blend) + ops.square(of_real[:, 0])
