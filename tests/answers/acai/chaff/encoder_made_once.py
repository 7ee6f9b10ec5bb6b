# fails: fresh_models
_encoders = {}
_build_encoder = build_encoder


def build_encoder(latent_dim):
    if latent_dim not in _encoders:
        _encoders[latent_dim] = _build_encoder(latent_dim)
    return _encoders[latent_dim]
