# fails: mix_chosen
# names: Shuffle at the end
def mix(real, synthetic, share, seed, mix=mix):
    images, labels = mix(real, synthetic, share, seed)
    order = np.argsort(labels, kind="stable")
    return images[order], labels[order]
