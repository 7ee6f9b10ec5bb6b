# fails: between
# names: Real and fake are swapped
def between(real, fake, mix):
    return mix * fake + (1 - mix) * real
