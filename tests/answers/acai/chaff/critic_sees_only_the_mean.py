# fails: middles
# names: Can the critic tell a blend from a line at all
# slow: yes
def build_critic():
    return keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            keras.layers.AveragePooling2D(SIDE),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
