# fails: blend
# names: All pairs are mixed by the first pair's share
def blend(a, b, alpha):
    return alpha[0] * a + (1 - alpha[0]) * b
