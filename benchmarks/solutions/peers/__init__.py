"""Well-known networks, rebuilt from what their authors state of them: layers, settings, steps. One file each.

A file of a generative network has, as `ours.py` has for the workshop's own:

- `TITLE`, and a docstring that names the source and says what it leaves open.
- `BATCH_SIZE`, `LATENT_DIM`, `PASSES` (see `operations.step`).
- `prepare(images)`: uint8 (n, 28, 28) -> what it trains on; `to_bytes(pictures)` back.
- `make_gan(seed)` -> a compiled `keras.Model` with `generator` and `discriminator`, ready for `fit`.
  A network that is told classes has `make_conditional_gan(seed)` instead, see `conditional.py`; one with a critic,
  `make_critic_gan(seed)`, where `discriminator` is the critic.
- `NETWORKS_OF`, where it has the networks of one of our solutions: the kind of it.
- `AHEAD`: in how small a part of its time ours is to be as good, 5 for a fifth; and `COLOUR`, of its curve.

A file of a classifier has `TITLE`, `BATCH_SIZE`, `EPOCHS`, `HELD_BACK` (the share of the training pictures that it does
not train on), `prepare(images, labels)` and `make_classifier(seed)` -> a compiled model;
`AHEAD` where ours is to be ahead of it.
"""
