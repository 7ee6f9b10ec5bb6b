# fails: between
# names: The two shares are to make 1 together
def between(real, fake, mix):
    return real + mix * fake
