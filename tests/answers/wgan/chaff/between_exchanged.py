# fails: between
# names: Real and fake have changed places
def between(real, fake, mix):
    return mix * fake + (1 - mix) * real
