"""Cross-entropy with terms and with outputs. Few distinct declarations, each with batches of several layouts: a declaration is compiled, a batch only runs."""
import math
import random

from inputs import INF, Maker, case, covering, losses_of

OUTPUTS = ["losses", "lse", "hits", "entropy"]
LAYOUTS = ["C", "NC", "NCd", "NCdd"]


def term_options(m, row, classes):
    options = {"weight": m.weights(row["weights"], classes), "ignore_index": {"default": -100, "-1": -1, "inside": classes // 2}[row["ignore"]],
               "label_smoothing": row["smoothing"], "reduction": row["reduction"]}
    for key, absent in (("z_loss", 0), ("logit_scale", 1), ("softcap", 0), ("focal_gamma", 0), ("poly_epsilon", 0)):
        if row[key] != absent:
            options[key] = row[key]
    outputs = {"none": [], "all": OUTPUTS, "lse": ["lse"], "hits and entropy": ["hits", "entropy"]}[row["outputs"]]
    outputs = [o for o in outputs if not (o == "losses" and row["reduction"] == "none") and not (o == "hits" and row["target"] == "prob")]
    if outputs:
        options["outputs"] = outputs
    return options


def term_cases():
    factors = {
        "classes": [1, 2, 5, 10, 17, 33, 70],
        "target": ["index", "index", "prob"],
        "weights": ["none", "positive"],
        "smoothing": [0, 0.1],
        "ignore": ["default", "-1", "inside"],
        "reduction": ["none", "sum", "mean"],
        "z_loss": [0, 0.001, 0.25],
        "logit_scale": [1, 0.25, 4],
        "softcap": [0, 5, 30],
        "focal_gamma": [0, 0.5, 1, 2],
        "poly_epsilon": [0, 1, -0.5],
        "outputs": ["none", "all", "lse", "hits and entropy"],
    }
    for i, row in enumerate(covering(factors, "terms")):
        classes, r = row["classes"], random.Random("terms %d" % i)
        if row["target"] == "prob":
            row = dict(row, focal_gamma=0, poly_epsilon=0, ignore="default")
        if classes == 1 and row["focal_gamma"] < 1:
            row = dict(row, focal_gamma=0)                # PyTorch's derivative of 0^γ is infinite; ours is 0, which other tests show
        shared = None
        for layout in LAYOUTS:
            name = "terms-%03d-C%d-%s-%s-%s" % (i, classes, row["target"], layout, row["reduction"])
            m = Maker(name)
            shared = shared or term_options(m, row, classes)
            shape = m.shape(layout, classes, 12 if classes <= 10 else 5)
            # Near the bound, tanh rounds neighbours to one value, and another class is then the first of the largest.
            scale = r.choice([1.0, 4.0]) / row["logit_scale"]
            if row["softcap"]:
                scale = min(scale, row["softcap"] / row["logit_scale"] / 2)
            x = m.logits(math.prod(shape), scale, coarse=True)
            if row["target"] == "prob":
                t = m.probabilities(shape, classes, r.choice(["normalised", "unnormalised", "zeros"]))
            else:
                t = m.indices(shape, classes, shared["ignore_index"], 0.3)
            yield case(name, "terms", shared, shape, x, t, row["target"], m.upstream(r.random() < 0.5, losses_of(shape, classes, row["reduction"])))
    yield from term_edges()


def term_edges():
    """One declaration with everything, and what is rare."""
    everything = {"weight": None, "ignore_index": -100, "label_smoothing": 0, "reduction": "none", "z_loss": 0.125, "focal_gamma": 2, "poly_epsilon": 0.5,
                  "outputs": ["lse", "hits", "entropy"]}
    mean = dict(everything, reduction="mean", outputs=OUTPUTS)
    row = [0.5, -1.0, 2.0, 0.25, 1.5]
    for name, opts, x, t in (
            ("excluded-class", everything, [0.5, -INF, 2.0, 0.25, 1.5], [2]),
            ("many-excluded", everything, [-INF, -INF, -INF, -INF, 1.5], [4]),
            ("tie-first", everything, [1.0, 2.0, 2.0, 0.0, 2.0], [1]),
            ("tie-second", everything, [1.0, 2.0, 2.0, 0.0, 2.0], [2]),
            ("all-equal", everything, [3.0] * 5, [0]),
            ("ignored", everything, row + row, [-100, 3]),
            ("all-ignored-none", everything, row + row, [-100, -100]),
            ("all-ignored-mean", mean, row + row, [-100, -100]),
            ("no-rows-none", everything, [], []),
            ("no-rows-mean", mean, [], [])):
        yield case("terms-edge-" + name, "terms", opts, [len(t), 5], x, t)
