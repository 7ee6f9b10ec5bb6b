"""Objects of the checker's own in the learner's worker, to hand to the learner's functions."""

from checker.learner.models import Remote


class OwnObjects:
    """The part of a `Learner` that makes them."""

    def sequential(self, layers, weights=None):
        """Build a model of the checker's own in the learner's worker, to hand to the learner's functions.

        Args:
            layers: `[(class name in keras.layers, its settings), ...]`; `"Input"` first.
            weights: arrays as for `set_weights`.
        """
        return self._ask("", "", "sequential", None, layers=[list(layer) for layer in layers], weights=weights)

    def functional(self, branches, trunk):
        """Build a model of the checker's own that has several inputs, in the learner's worker; see `sequential`.

        Args:
            branches: layers for each input, as for `sequential`, `"Input"` first.
            trunk: layers behind them; the first gets what all branches end in. There are some of the checker's own, see
                `checker.worker.own.own_layers`.
        """
        return self._ask("", "", "functional", None, branches=branches, trunk=trunk)

    def weights(self, models, given=None):
        """The weights that some models have now, in one request, once each has those that are given: lists of arrays.

        Args:
            models: `Remote`s.
            given: arrays for each of them, as for `set_weights`; None where they keep their own.
        """
        return self._ask("model.get_weights()", "", "weights", None, targets=models, given=given)

    def keras(self, name, *args, **kwargs):
        """Make an object of Keras's own in the learner's worker, such as `keras("optimizers.SGD", 0.1)`."""
        return self._of_kind(self._ask("", "", "keras", None, name=name, args=args, kwargs=kwargs), Remote)

    def answers(self, values):
        """Make a function that answers with one of these values after the other, the last for ever.

        It notes what it was called with: `.get("calls")` is a list of the arguments of each call.
        """
        return self._of_kind(self._ask("", "", "answers", None, values=values), Remote)
