# calibrates: 1
# The discriminator learns a thousand times more slowly than it should.
import keras


def make_dcgan(seed):
    keras.utils.set_random_seed(seed)
    dcgan = DCGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(d_optimizer=keras.optimizers.Adam(2e-6), g_optimizer=keras.optimizers.Adam(4e-3), jit_compile=True)
    return dcgan
