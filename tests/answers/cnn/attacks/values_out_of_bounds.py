# tries: to have the checker blame itself: numbers that no float can hold, arrays without numbers, of too many axes
# tells: convolve() returned
_CALLS = []


def convolve(images, kernels, bias, stride):
    _CALLS.append(0)
    return [10**400, np.zeros(0), np.zeros((1,) * 40), np.array(True), -(10**30)][len(_CALLS) % 5]
