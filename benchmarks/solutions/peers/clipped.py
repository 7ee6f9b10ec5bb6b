"""The first Wasserstein GAN, which clips the critic's weights, with the networks of our plain GAN.

Arjovsky, Chintala and Bottou, "Wasserstein GAN" (2017), https://arxiv.org/abs/1701.07875, algorithm 1: batches of 64,
RMSprop at 5e-5 for both networks, five updates of the critic for each of the generator, after each of them all its
weights clipped to [-0.01, 0.01]. The paper draws other real images for each of the five; here they are those of one
batch, with new noise. It states no networks for so small images; its own, for larger ones, have batch normalization in
generator and critic, and so have those of our plain GAN. What clipping leaves of a signal is so little that small
numbers count, which are not in the paper: they are those of the authors' program and of PyTorch's defaults, a memory of
0.99 and 1e-8 in RMSprop, and 1e-5 under the root of batch normalization. With Keras's 1e-3 there, the critic's scores,
and with them its gradients, are lost.
"""

import keras
from keras import ops

from benchmarks.solutions import ours
from benchmarks.solutions.peers.gan import Gan, from_signed, to_signed

TITLE = "clipped weights, our plain GAN's networks"
AHEAD, COLOUR = 5, "#7a9e3f"
BATCH_SIZE, LATENT_DIM = 64, 16
CRITIC_STEPS, CLIP = 5, 0.01
NETWORKS_OF = "generator"  # the kind of our solution whose networks it has
prepare, to_bytes = to_signed, from_signed


class Clipped(Gan):
    def train_step(self, images):
        count = ops.shape(images)[0]
        for _ in range(CRITIC_STEPS):
            fakes = self.generator(self.noise(count), training=True)
            d_loss = self.update_discriminator(lambda fakes=fakes: self.critic_loss(images, fakes))
            for weight in self.discriminator.trainable_weights:
                weight.assign(ops.clip(weight, -CLIP, CLIP))
        noise = self.noise(count)
        g_loss = self.update_generator(
            lambda: -ops.mean(self.discriminator(self.generator(noise, training=True), training=True))
        )
        return {"d_loss": d_loss, "g_loss": g_loss}

    def critic_loss(self, images, fakes):
        return ops.mean(self.discriminator(fakes, training=True)) - ops.mean(self.discriminator(images, training=True))


def as_in_pytorch(layer):
    """The same layer, with PyTorch's number under the root of batch normalization."""
    return type(layer).from_config(layer.get_config() | ({"epsilon": 1e-5} if hasattr(layer, "epsilon") else {}))


def make_critic_gan(seed):
    keras.utils.set_random_seed(seed)
    module = ours.solution(ours.compared(NETWORKS_OF))
    generator, critic = (
        keras.models.clone_model(network, clone_function=as_in_pytorch)
        for network in (module.build_generator(LATENT_DIM), module.build_discriminator())
    )
    d_optimizer, g_optimizer = (keras.optimizers.RMSprop(5e-5, rho=0.99, epsilon=1e-8) for _ in range(2))
    return Clipped(generator, critic, d_optimizer, g_optimizer, seed)
