"""The judge: whether a generator's images fool a reference discriminator, are varied and new, and made from noise."""
