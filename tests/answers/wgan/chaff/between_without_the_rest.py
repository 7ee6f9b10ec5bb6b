# fails: between
def between(real, fake, mix):
    return real + mix * fake
