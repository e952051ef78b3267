"""Cross-entropy without terms: class indices, class probabilities, edges, and calls that must be refused."""
import itertools
import math

from inputs import CLASS_COUNTS, INF, NAN, SCALES, Maker, case, covering, losses_of, options, random_rows, samples


def index_cases():
    factors = {
        "classes": CLASS_COUNTS,
        "weights": ["none", "positive", "zeros"],
        "smoothing": [0, 0.1, 0.5, 1],
        "ignore": ["absent", "default", "-1", "-5", "above", "inside"],
        "reduction": ["none", "sum", "mean"],
        "layout": ["C", "NC", "NCd", "NCdd"],
        "scale": SCALES,
        "upstream": [False, True],
    }
    rows = covering(factors, "index") + random_rows(factors, "more", [c for c in CLASS_COUNTS if c <= 33], 4)
    plain = {"weights": "none", "smoothing": 0, "ignore": "default", "reduction": "mean", "scale": 1.0, "upstream": False}
    rows += [dict(plain, classes=c, layout="NCd", samples=s) for c, s in ((65, 33),)]
    rows += [dict(plain, classes=c, layout="NC", samples=n) for c, n in ((10, 130), (2, 260), (3, 257), (1, 140), (16, 65), (7, 65))]
    for i, row in enumerate(rows):
        classes = row["classes"]
        name = "index-%03d-C%d-%s-%s%s" % (i, classes, row["layout"], row["reduction"], "-w" if row["weights"] != "none" else "")
        m = Maker(name)
        if "samples" in row:
            shape = [1, classes, row["samples"]] if row["layout"] == "NCd" else [row["samples"], classes]
        else:
            shape = m.shape(row["layout"], classes, samples(classes))
        ignore = {"absent": -100, "default": -100, "-1": -1, "-5": -5, "above": classes + 5, "inside": m.r.randrange(classes)}[row["ignore"]]
        share = 0 if row["ignore"] == "absent" else 0.3
        opts = options(m.weights(row["weights"], classes), ignore, row["smoothing"], row["reduction"])
        x = m.logits(math.prod(shape), row["scale"], coarse=classes > 33 or row["scale"] > 30 or i % 6 != 0)
        yield case(name, "index", opts, shape, x, m.indices(shape, classes, ignore, share),
                   u=m.upstream(row["upstream"], losses_of(shape, classes, row["reduction"])))


def probability_cases():
    factors = {
        "classes": CLASS_COUNTS,
        "weights": ["none", "positive", "zeros"],
        "smoothing": [0, 0.1, 1],
        "targets": ["normalised", "unnormalised", "zeros", "onehot"],
        "reduction": ["none", "sum", "mean"],
        "layout": ["C", "NC", "NCd", "NCdd"],
        "scale": SCALES,
        "upstream": [False, True],
    }
    rows = covering(factors, "probabilities") + random_rows(factors, "more probabilities", [c for c in CLASS_COUNTS if c <= 10], 1)
    for i, row in enumerate(rows):
        classes = row["classes"]
        name = "prob-%03d-C%d-%s-%s%s" % (i, classes, row["layout"], row["reduction"], "-w" if row["weights"] != "none" else "")
        m = Maker(name)
        shape = m.shape(row["layout"], classes, min(24, samples(classes)))
        opts = options(m.weights(row["weights"], classes), -100, row["smoothing"], row["reduction"])
        x = m.logits(math.prod(shape), row["scale"], coarse=True)
        yield case(name, "probabilities", opts, shape, x, m.probabilities(shape, classes, row["targets"]), "prob",
                   m.upstream(row["upstream"], losses_of(shape, classes, row["reduction"])))


def edge_cases():
    """Infinities, NaN, ignored rows that hold them, batches without a valid row or without a row."""
    what = ["-inf at target", "-inf elsewhere", "all -inf", "+inf", "nan", "-inf first", "nan ignored", "inf ignored"]
    for classes, how in itertools.product((1, 2, 5, 10, 17, 32, 65), what):
        for layout in ("NC", "NCd") if classes < 65 else ("NC",):
            name = "edge-%s-C%d-%s" % (how.replace(" ", "-").replace("+", "plus-"), classes, layout)
            m = Maker(name)
            reduction = m.r.choice(["none", "none", "mean", "sum"])
            smoothing = m.r.choice([0, 0, 0.1])
            shape = [m.r.randint(2, 6 if classes < 65 else 3), classes] if layout == "NC" else [2, classes, m.r.choice([3, 5, 17] if classes < 17 else [3, 5])]
            n, s = shape[0], math.prod(shape[2:])
            at = lambda i, c, j: (i * classes + c) * s + j
            x = m.logits(math.prod(shape), 1.0, coarse=True)
            t = m.indices(shape, classes, None, 0)
            i, j = m.r.randrange(n), m.r.randrange(s)
            k, lenient = i * s + j, []
            other = [c for c in range(classes) if c != t[k]]
            if how == "-inf at target":
                x[at(i, t[k], j)] = -INF
            elif how == "-inf elsewhere":
                for c in m.r.sample(other, (len(other) + 1) // 2):
                    x[at(i, c, j)] = -INF
            elif how == "-inf first":                # whole leading vectors, at every sample
                for a, b in itertools.product(range(n), range(s)):
                    for c in range(classes * 3 // 4):
                        x[at(a, c, b)] = -INF
                    t[a * s + b] = classes - 1
            elif how == "all -inf":
                for c in range(classes):
                    x[at(i, c, j)] = -INF
            elif how == "+inf":
                x[at(i, m.r.randrange(classes), j)] = INF
            elif how == "nan":
                x[at(i, m.r.randrange(classes), j)] = NAN
            elif how == "nan ignored":
                t[k], lenient = -100, ["grad"]
                x[at(i, m.r.randrange(classes), j)] = NAN
            else:
                t[k], lenient = -100, ["grad"]
                x[at(i, m.r.randrange(classes), j)] = m.r.choice([INF, -INF])
            weight = m.weights(m.r.choice(["none", "positive"]), classes)
            u = m.upstream(reduction == "none", n * s)
            yield case(name, "edges", options(weight, -100, smoothing, reduction), shape, x, t, u=u, lenient=lenient)
    for classes, how, layout in itertools.product((2, 5, 17, 33), ("-inf with q 0", "-inf with q", "nan", "+inf"), ("NC", "NCd")):
        name = "edge-prob-%s-C%d-%s" % (how.replace(" ", "-").replace("+", "plus-"), classes, layout)
        m = Maker(name)
        shape = [3, classes] if layout == "NC" else [2, classes, 3]
        s = math.prod(shape[2:])
        x, q = m.logits(math.prod(shape), 1.0, coarse=True), m.probabilities(shape, classes, "normalised")
        at = classes * s + m.r.randrange(classes) * s      # a class of sample 1, position 0
        x[at] = {"n": NAN, "+": INF, "-": -INF}[how[0]]
        q[at] = 0.0 if how == "-inf with q 0" else q[at] or 0.25
        yield case(name, "edges", options(None, -100, m.r.choice([0, 0.1]), m.r.choice(["none", "mean"])), shape, x, q, "prob")
    for classes, reduction, smoothing in itertools.product((1, 5, 17), ("none", "sum", "mean"), (0, 0.1)):
        for how in ("all ignored", "no rows", "zero weights", "all equal"):
            name = "edge-%s-C%d-%s-%s" % (how.replace(" ", "-"), classes, reduction, smoothing)
            m = Maker(name)
            shape = [0 if how == "no rows" else 4, classes]
            x = [-50.0] * (4 * classes) if how == "all equal" else m.logits(math.prod(shape), 1.0, coarse=True)
            t = [-100] * 4 if how == "all ignored" else m.indices(shape, classes, None, 0)
            weight = None
            if how == "zero weights":
                weight = m.weights("positive", classes)
                for y in t:
                    weight[y] = 0.0
            yield case(name, "edges", options(weight, -100, smoothing, reduction), shape, x, t)
    for classes, reduction in itertools.product((2, 7, 100), ("mean", "none")):       # x - lse would lose log C here
        x = [1e30] * (2 * classes)
        yield case("edge-equal-1e30-C%d-%s" % (classes, reduction), "edges", options(reduction=reduction), [2, classes], x, [0, classes - 1])
    for smoothing in (0.1, 1):
        x = [0.5, -1.0, -INF, 2.0, 0.25]
        yield case("edge-minus-inf-at-target-smoothing-%s" % smoothing, "edges", options(label_smoothing=smoothing, reduction="none"), [1, 5], x, [2],
                   lenient=["loss"] if smoothing == 1 else [])
    for reduction in ("sum", "mean"):
        yield case("edge-negative-weight-%s" % reduction, "edges", options([1.0, -0.5, 2.0], reduction=reduction), [3, 3],
                   [0.5, -1.0, 2.0, 0.25, 0.0, 1.0, -2.0, 1.5, 0.75], [0, 1, 2], may_refuse=True)


def error_cases():
    x = [0.5, -1.0, 2.0, 0.25, 1.5, -0.75, 0.0, 1.0, -2.0, 3.0, 0.125, -0.5, 1.25, 0.75, -1.5]
    for reduction in ("none", "sum", "mean"):
        for name, ignore, t, smoothing in (
                ("at-C", -100, [0, 5, 1], 0), ("minus-one", -100, [0, 1, -1], 0), ("below-default", -100, [-101, 1, 2], 0.1),
                ("default-after-another", -1, [0, -100, 2], 0), ("above-with-ignored-class", 2, [2, 1, 7], 0), ("far", -100, [0, 1, 1 << 31], 0.5),
                ("wraps-to-a-class", -100, [0, (1 << 32) + 1, 2], 0)):
            yield case("error-target-%s-%s" % (name, reduction), "errors", options(None, ignore, smoothing, reduction), [3, 5], x, t, expect="error")
        yield case("error-targets-too-many-" + reduction, "errors", options(reduction=reduction), [3, 5], x, [0, 1, 2, 3], target_shape=[4], expect="error")
        yield case("error-targets-too-few-" + reduction, "errors", options(reduction=reduction), [3, 5], x, [0, 1], target_shape=[2], expect="error")
        yield case("error-weights-too-few-" + reduction, "errors", options([1.0, 2.0, 3.0, 4.0], reduction=reduction), [3, 5], x, [0, 1, 2], expect="error")
        yield case("error-weights-too-many-" + reduction, "errors", options([1.0] * 6, reduction=reduction), [3, 5], x, [0, 1, 2], expect="error")
        yield case("error-smoothing-1.5-" + reduction, "errors", options(label_smoothing=1.5, reduction=reduction), [3, 5], x, [0, 1, 2], expect="error")
        yield case("error-probabilities-too-few-" + reduction, "errors", options(reduction=reduction), [3, 5], x, [0.2] * 10, "prob",
                   target_shape=[2, 5], expect="error")
    yield case("error-target-strided", "errors", options(), [1, 3, 5], x, [0, 1, 2, 3, 0], expect="error")
    yield case("error-target-vector", "errors", options(), [5], x[:5], [5], target_shape=[], expect="error")
