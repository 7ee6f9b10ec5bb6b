"""The judge: whether a generator's pictures fool a reference discriminator, are varied and new, and made from noise."""
