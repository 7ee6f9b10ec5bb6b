def power_iteration(kernel, u):
    matrix = tf.reshape(tf.convert_to_tensor(kernel), (-1, kernel.shape[-1]))
    column = tf.math.l2_normalize(matrix @ tf.reshape(u, (-1, 1)))
    row = tf.math.l2_normalize(tf.transpose(column) @ matrix)
    column, row = tf.stop_gradient(column), tf.stop_gradient(row)
    return tf.squeeze(tf.transpose(column) @ matrix @ tf.transpose(row)), tf.reshape(row, (-1,))
