def between(real, fake, mix):
    return fake + mix * (real - fake)
