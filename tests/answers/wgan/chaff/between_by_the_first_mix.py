# fails: between
# names: All pairs are blended by the share of the first
def between(real, fake, mix):
    return mix[0, 0, 0, 0] * real + (1 - mix[0, 0, 0, 0]) * fake
