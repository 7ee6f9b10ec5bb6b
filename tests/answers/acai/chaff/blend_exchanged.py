# fails: blend
# names: a and b are swapped
def blend(a, b, alpha):
    return (1 - alpha) * a + alpha * b
