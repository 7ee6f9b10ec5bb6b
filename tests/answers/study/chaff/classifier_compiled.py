# fails: classifier_fresh
# names: Compiling is
def build_classifier(shape, classes, build_classifier=build_classifier):
    model = build_classifier(shape, classes)
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model
