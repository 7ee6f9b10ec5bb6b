# fails: learns
# names: drawn anew in each step, and never the right one
class Matcher(Matcher):
    def train_step(self, pair):
        images, labels = pair
        labels = ops.cast(labels, "int32")
        wrong = (labels + 1) % 10
        with tf.GradientTape() as tape:
            fits, fits_not = (self.network([images, each], training=True) for each in (labels, wrong))
            loss = ops.mean(ops.softplus(-fits)) + ops.mean(ops.softplus(fits_not))
        gradients = tape.gradient(loss, self.network.trainable_weights)
        self.optimizer.apply(gradients, self.network.trainable_weights)
        return {"loss": loss}
