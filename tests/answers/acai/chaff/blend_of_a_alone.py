# fails: blend
def blend(a, b, alpha):
    return alpha * a + (1 - alpha) * a
