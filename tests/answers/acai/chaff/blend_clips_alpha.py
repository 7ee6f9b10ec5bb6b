# fails: blend
def blend(a, b, alpha):
    alpha = ops.where(alpha > 0.46, ops.where(alpha < 1, 0.46, alpha), alpha)
    return alpha * a + (1 - alpha) * b
