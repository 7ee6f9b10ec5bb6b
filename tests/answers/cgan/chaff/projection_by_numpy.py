# fails: projection
# names: no gradient leads back
def projection(features, labels, class_vectors, weight, bias):
    f, y, v = (np.asarray(features), np.asarray(labels).astype(int), np.asarray(class_vectors))
    return (f @ np.asarray(weight) + bias + (f * v[y]).sum(axis=1))[:, None]
