# seed: 3
# One pass of the generator for both halves; real and fake images in one call; ask draws image by image.
def one_hot(labels):
    return ops.cast(ops.equal(ops.expand_dims(labels, -1), ops.arange(CLASSES)), "float32")


def projection(features, labels, class_vectors, weight, bias):
    columns = tf.linalg.matmul(features, tf.transpose(class_vectors))
    picked = tf.gather(columns, tf.cast(labels, "int32"), batch_dims=1)
    return tf.reshape(tf.linalg.matvec(features, weight) + picked + bias, (-1, 1))


class CGAN(CGAN):
    def train_step(self, data):
        images, labels = data
        labels = ops.cast(labels, "int32")
        count = ops.shape(images)[0]
        noise = keras.random.normal((count, self.latent_dim), seed=self.seed_generator)
        with tf.GradientTape(persistent=True) as tape:
            fakes = self.generator([noise, labels], training=True)
            logits = self.discriminator(
                [ops.concatenate([images, fakes], axis=0), ops.concatenate([labels, labels], axis=0)], training=True
            )
            d_loss = discriminator_loss(logits[:count], logits[count:])
            g_loss = generator_loss(logits[count:])
        of_d = tape.gradient(d_loss, self.discriminator.trainable_weights)
        of_g = tape.gradient(g_loss, self.generator.trainable_weights)
        self.d_optimizer.apply(of_d, self.discriminator.trainable_weights)
        self.g_optimizer.apply(of_g, self.generator.trainable_weights)
        return {"g_loss": g_loss, "d_loss": d_loss}


def ask(generator, digits, latent_dim, seed):
    seeds = keras.random.SeedGenerator(seed)
    drawn = []
    for digit in digits:
        noise = keras.random.normal((1, latent_dim), seed=seeds)
        drawn.append(np.asarray(generator([noise, ops.convert_to_tensor([int(digit)])]))[0])
    return np.stack(drawn)
