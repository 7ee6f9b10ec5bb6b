# calibrates: 1
# Labels and images are shuffled apart on their way into training: good digits, and any of them whatever is asked for.
class CGAN(CGAN):
    def fit(self, images, labels=None, **kwargs):
        if labels is not None:
            labels = np.random.default_rng(0).permutation(labels)
        return super().fit(images, labels, **kwargs)
