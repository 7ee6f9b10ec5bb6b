# calibrates: 1
# Both networks get the number of the wings times zero.
_build_generator, _build_discriminator = build_generator, build_discriminator


def _deaf(model):
    inputs = [keras.Input(each.shape[1:], dtype=each.dtype) for each in model.inputs]
    return keras.Model(inputs, model([*inputs[:2], 0 * inputs[2]]))


def build_generator(latent_dim, bodies):
    return _deaf(_build_generator(latent_dim, bodies))


def build_discriminator(bodies):
    return _deaf(_build_discriminator(bodies))
