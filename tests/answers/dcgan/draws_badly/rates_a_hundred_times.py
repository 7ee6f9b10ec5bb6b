# calibrates: 1
# Both networks learn a hundred times too fast.
import keras


def make_dcgan(seed):
    keras.utils.set_random_seed(seed)
    dcgan = DCGAN(build_generator(LATENT_DIM), build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(d_optimizer=keras.optimizers.Adam(0.2), g_optimizer=keras.optimizers.Adam(0.4), jit_compile=True)
    return dcgan
