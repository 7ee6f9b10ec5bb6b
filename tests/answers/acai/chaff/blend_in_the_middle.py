# fails: blend
# names: This is the middle
def blend(a, b, alpha):
    return (a + b) / 2
