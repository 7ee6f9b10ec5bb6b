# fails: blend
# names: The two shares are to make 1 together
def blend(a, b, alpha):
    return alpha * a + b
