def blend(a, b, alpha):
    return tf.add(tf.multiply(alpha, a), tf.multiply(1.0 - alpha, b))


def critic_loss(of_blend, alpha, of_real):
    return tf.reduce_mean((of_blend - alpha) ** 2) + tf.reduce_mean(of_real**2)


def autoencoder_loss(images, reconstructions, of_blend, strength):
    error = tf.reduce_mean(tf.math.squared_difference(images, reconstructions))
    return error + tf.reduce_mean(tf.square(of_blend)) * strength
