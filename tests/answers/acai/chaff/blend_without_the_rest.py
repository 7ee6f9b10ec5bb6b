# fails: blend
# names: The two shares must add up to 1
def blend(a, b, alpha):
    return alpha * a + b
