# fails: step
# also: learns
# names: Softplus(-logit) where the label fits, softplus(logit) where it does not
class Matcher(Matcher):
    def train_step(self, pair):
        images, labels = pair
        with tf.GradientTape() as tape:
            loss = ops.mean(ops.softplus(-self.network([images, labels], training=True)))
        gradients = tape.gradient(loss, self.network.trainable_weights)
        self.optimizer.apply(gradients, self.network.trainable_weights)
        return {"loss": loss}
