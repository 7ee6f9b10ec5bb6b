import keras


def convolve(images, kernels, bias, stride):
    images, kernels = keras.ops.convert_to_tensor(images), keras.ops.convert_to_tensor(kernels)
    kh, kw, c, f = kernels.shape
    oh, ow = (images.shape[1] - kh) // stride + 1, (images.shape[2] - kw) // stride + 1
    columns = [
        images[:, dy : dy + stride * oh : stride, dx : dx + stride * ow : stride][:, :oh, :ow]
        for dy in range(kh)
        for dx in range(kw)
    ]
    columns = keras.ops.concatenate(columns, axis=-1)
    return keras.ops.matmul(columns, keras.ops.reshape(kernels, (kh * kw * c, f))) + bias


def build_model():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, strides in ((8, 1), (16, 2), (32, 2), (48, 2)):
        model.add(keras.layers.Conv2D(filters, 3, strides=strides, padding="same", kernel_initializer="he_normal"))
        model.add(keras.layers.Activation("elu"))
        model.add(keras.layers.SpatialDropout2D(0.05))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(32, activation="tanh"))
    model.add(keras.layers.Dense(10))
    return model


def compile_model(model):
    model.compile(
        keras.optimizers.Nadam(1e-3),
        lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
        metrics=["accuracy"],
    )
