# fails: blend
# names: a and b have changed places
def blend(a, b, alpha):
    return (1 - alpha) * a + alpha * b
