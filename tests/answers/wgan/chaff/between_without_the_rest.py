# fails: between
# names: The two shares must add up to 1
def between(real, fake, mix):
    return real + mix * fake
