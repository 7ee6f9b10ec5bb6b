# fails: blend
def blend(a, b, alpha):
    share = alpha[:, 0]
    return share * a + (1 - share) * b
