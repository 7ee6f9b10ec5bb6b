# fails: classifier_fresh
# also: experiment_returns
# names: so that each call starts with fresh weights
_made = {}


def build_classifier(shape, classes, build_classifier=build_classifier):
    if (shape, classes) not in _made:
        _made[shape, classes] = build_classifier(shape, classes)
    return _made[shape, classes]
