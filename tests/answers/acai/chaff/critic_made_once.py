# fails: fresh_models
_critic = build_critic()


def build_critic():
    return _critic
