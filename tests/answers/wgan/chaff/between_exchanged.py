# fails: between
def between(real, fake, mix):
    return mix * fake + (1 - mix) * real
