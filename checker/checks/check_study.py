"""Is made-up data any good? (a study)"""

import pytest

from checker.rubric import data
from checker.rubric.adversarial.judging import expect_images_used
from checker.rubric.classifiers import outputs
from checker.rubric.classifiers.task import Task
from checker.rubric.models import expect_fresh, expect_parameters
from checker.rubric.studies import arms, experiments, intervals, sets, synthesis
from checker.rubric.studies import augmentation as augmenting

ORDER = 7
TRAINING_SECONDS = 20  # of the reference solution, on two cores
DATASET = "mnist"  # what it trains on
FIGURES = {"accuracy": "{:.2%}", "classifier_parameters": "{:,}"}  # of the scoreboard; the first ranks
BEST = "high"  # of the first figure: "high" or "low"
# In a run folder, beside a Run's own files.
LEAVES = [
    "accuracies.csv", "accuracy.png", "augmented.png", "classifier.png", "generators", "synthetic.png", "table.md",
]  # fmt: skip
TRIED_OPTIONS = ["--sizes", "10", "--splits", "2", "--steps", "20", "--gan-steps", "10"]  # where tests run the script
MOST_PARAMETERS = 500_000
LEAST_ACCURACY = 0.6  # after 150 steps with 200 images; see docs/evidence/results.md
TASKS = Task((28, 28, 1), 10), Task((64, 64, 3), 4)
WIDE = Task((28, 44, 1), 3)  # height and width are not told apart where they are alike
SMALL = Task((28, 28, 1), 3)


@pytest.fixture(scope="module")
def augmentation(learner):
    return augmenting.Augmentation(learner, "build_augmentation")


@pytest.fixture(scope="module")
def classifier(learner):
    return learner.build_classifier(TASKS[0].image, TASKS[0].classes)


@pytest.fixture(scope="module", autouse=True)
def beside(learner, rng_for):
    return learner.beside(lambda beside: arms.Experiment(beside, "experiment", SMALL, rng_for("beside")))


@pytest.fixture(scope="module")
def experiment(beside):
    return beside()


@pytest.mark.points(9)
def check_split(learner, rng):
    """split() holds out the same number of images of each class, none of them for training"""
    sets.expect_split(learner, "split", rng)


@pytest.mark.points(4, needs=["split"])
def check_split_chosen(learner, rng):
    """split() chooses by its seed, and can choose any image"""
    sets.expect_split_chosen(learner, "split", rng)


@pytest.mark.points(3, needs=["split"])
def check_split_refused(learner, rng):
    """split() raises ValueError if a class has too few images"""
    sets.expect_split_refused(learner, "split", rng)


@pytest.mark.points(5)
def check_augmentation_images(augmentation, rng):
    """build_augmentation() builds a model that keeps the shape and the range of images"""
    augmenting.expect_images(augmentation, rng)


@pytest.mark.points(5, needs=["augmentation_images"])
def check_augmentation_random(augmentation, rng):
    """build_augmentation() builds a model that changes each image in a different way, in training only"""
    augmenting.expect_random(augmentation, rng)


@pytest.mark.points(7, needs=["augmentation_random"])
def check_augmentation_meaning(augmentation, rng):
    """build_augmentation() builds a model that keeps what an image shows: none is mirrored, or turned by much"""
    augmenting.expect_meaning(augmentation, rng)


@pytest.mark.points(8)
def check_synthesize(learner, rng):
    """synthesize() asks the generator for the same number of images of each class, from 0 to 1"""
    synthesis.expect_synthesize(learner, "synthesize", rng)


@pytest.mark.points(3, needs=["synthesize"])
def check_synthesize_seeded(learner, rng):
    """synthesize() draws by its seed"""
    synthesis.expect_synthesize_seeded(learner, "synthesize", rng)


@pytest.mark.points(8)
def check_mix(learner, rng):
    """mix() replaces the given share of real images by synthetic ones, class by class"""
    sets.expect_mix(learner, "mix", rng)


@pytest.mark.points(4, needs=["mix"])
def check_mix_chosen(learner, rng):
    """mix() chooses by its seed, and shuffles"""
    sets.expect_mix_chosen(learner, "mix", rng)


@pytest.mark.points(5)
def check_classifier(learner, classifier, rng):
    """build_classifier() turns images of a size into logits, one for each class"""
    for task in TASKS:
        model = classifier if task is TASKS[0] else learner.build_classifier(task.image, task.classes)
        outputs.expect_outputs(model, task, rng)
        outputs.expect_logits(model, task, rng)
        hint = "Go on with strides until few pixels are left: a dense layer behind a large image has most parameters."
        expect_parameters(model, MOST_PARAMETERS, hint)
        expect_images_used(model, rng, task.image, "classifier", sparse=True, followed=False)
    outputs.expect_outputs(learner.build_classifier(WIDE.image, WIDE.classes), WIDE, rng)


@pytest.mark.points(2, needs=["classifier"])
def check_classifier_fresh(learner, classifier):
    """build_classifier() builds a new, uncompiled model each time"""
    expect_fresh(learner, classifier, TASKS[0].image, TASKS[0].classes, compiling="Compiling is experiment's part.")


@pytest.mark.points(7)
def check_mean_and_interval(learner, rng):
    """mean_and_interval() returns the mean and its 95 % interval, by Student's t"""
    intervals.expect_interval(learner, "mean_and_interval", rng)


@pytest.mark.points(5, needs=["mean_and_interval"])
def check_paired(learner, rng):
    """paired() returns the mean of the differences and its 95 % interval, pair by pair"""
    intervals.expect_paired(learner, "paired", rng)


@pytest.mark.points(4, needs=["classifier"])
def check_experiment_returns(experiment):
    """experiment() returns an accuracy and a new classifier for each split and arm"""
    experiments.expect_returned(experiment)


@pytest.mark.points(3, needs=["experiment_returns"])
def check_experiment_arms(experiment):
    """experiment() asks each arm for its images once for each split"""
    experiments.expect_asked(experiment)


@pytest.mark.points(4, needs=["experiment_returns"])
def check_experiment_steps(experiment):
    """experiment() trains the classifiers of a split alike: steps, optimizers and first weights are the same"""
    experiments.expect_steps(experiment)
    experiments.expect_beginnings(experiment)


@pytest.mark.points(5, needs=["experiment_returns"])
def check_experiment_tested(experiment):
    """experiment() returns the accuracies of its classifiers on the images held out of their split"""
    experiments.expect_tested(experiment)


@pytest.mark.points(4, needs=["experiment_arms", "experiment_tested"])
def check_experiment_unseen(experiment):
    """experiment() learns nothing from held-out images"""
    experiments.expect_unseen(experiment)


@pytest.mark.trained
@pytest.mark.points(2, needs=["experiment_tested"])
def check_experiment_again(learner, rng):
    """experiment() gives the same result with the same seed"""
    experiments.expect_again(learner, "experiment", SMALL, rng)


@pytest.mark.trained
@pytest.mark.points(3, needs=["experiment_tested"])
def check_experiment_learns(learner, rng):
    """experiment() learns from all images of an arm, and reads most digits correctly"""
    experiments.expect_all_used(learner, "experiment", SMALL, rng)
    some = data.load_some(DATASET, 200, 1000, rng)
    experiments.expect_learned(learner, "experiment", some, LEAST_ACCURACY)
