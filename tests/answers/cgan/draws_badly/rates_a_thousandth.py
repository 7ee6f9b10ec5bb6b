# calibrates: 1
# Both networks learn a thousand times too slowly.
import keras


def make_cgan(seed):
    keras.utils.set_random_seed(seed)
    cgan = CGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    cgan.compile(d_optimizer=keras.optimizers.Adam(2e-6), g_optimizer=keras.optimizers.Adam(4e-6), jit_compile=True)
    return cgan
