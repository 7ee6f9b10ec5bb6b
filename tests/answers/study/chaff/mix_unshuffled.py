# fails: mix_chosen
# names: Shuffle at the end
def mix(real, synthetic, share, seed, mix=mix):
    images, labels = mix(real, synthetic, share, seed)
    order = np.argsort(images.mean(axis=(1, 2, 3)) > 0.45, kind="stable")
    return images[order], labels[order]
