# calibrates: 1
# Both networks learn a thousand times too slowly.
import keras


def make_dcgan(seed):
    keras.utils.set_random_seed(seed)
    dcgan = DCGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(d_optimizer=keras.optimizers.Adam(2e-6), g_optimizer=keras.optimizers.Adam(4e-6), jit_compile=True)
    return dcgan
