"""The rest of the family: negative log-likelihood, softmax, entropy, losses of elements, and calls that must be refused."""
import itertools
import math

from inputs import INF, NAN, Maker, case, covering, float32, losses_of

REDUCTIONS = ["none", "sum", "mean"]


def plain(name, kind, options, shape, x, t=None, target_shape=None, u=None, **more):
    """A case whose second tensor, if any, is as the input."""
    target = {} if t is None else dict(target_kind="prob", t=t, target_shape=list(shape) if target_shape is None else target_shape)
    return dict(name=name, group=more.pop("group", kind), kind=kind, options=options, input_shape=list(shape), x=x, u=u, **target, **more)


# ---------------------------------------------------------------- negative log-likelihood

def nll_cases():
    factors = {
        "classes": [1, 3, 10, 33],
        "weights": ["none", "positive", "zeros"],
        "ignore": ["default", "-1", "inside"],
        "reduction": REDUCTIONS,
        "upstream": [False, True],
    }
    for i, row in enumerate(covering(factors, "nll")):
        classes = row["classes"]
        options = None
        for layout in ("C", "NC", "NCd", "NCdd", "NCddd"):
            name = "nll-%03d-C%d-%s-%s" % (i, classes, layout, row["reduction"])
            m = Maker(name)
            options = options or nll_options(m.weights(row["weights"], classes), {"default": -100, "-1": -1, "inside": classes // 2}[row["ignore"]], row["reduction"])
            shape = m.shape("NCdd" if layout == "NCddd" else layout, classes, 14)
            if layout == "NCddd":
                shape = shape[:2] + [1] + shape[2:]
            x = m.logits(math.prod(shape), 1.0, coarse=True)          # log-probabilities by name only: any number is one
            yield nll(name, options, shape, x, m.indices(shape, classes, options["ignore_index"], 0.3),
                      m.upstream(row["upstream"], losses_of(shape, classes, row["reduction"])))
    yield from nll_edges()


def nll_options(weight=None, ignore_index=-100, reduction="mean"):
    return {"weight": weight, "ignore_index": ignore_index, "reduction": reduction}


def nll(name, options, shape, x, t, u=None, **more):
    return dict(case(name, "nll", options, shape, x, t, u=u, **more), kind="nll")


def nll_edges():
    row = [-0.5, -1.0, -2.0]
    for reduction in REDUCTIONS:
        o = nll_options(reduction=reduction)
        for name, x, t in (
                ("inf-at-target", [-0.5, -INF, -2.0] + row, [1, 0]), ("plus-inf-at-target", [-0.5, INF, -2.0] + row, [1, 0]),
                ("nan-at-target", [-0.5, NAN, -2.0] + row, [1, 0]), ("not-read", [-INF, -1.0, NAN] + row, [1, 0]), ("nan-ignored", [NAN, NAN, NAN] + row, [-100, 0]),
                ("all-ignored", row + row, [-100, -100]), ("no-rows", [], [])):
            yield nll("nll-edge-%s-%s" % (name, reduction), o, [len(t), 3], x, t)
        yield nll("nll-edge-no-positions-" + reduction, o, [2, 3, 0], [], [])
        yield nll("nll-edge-zero-weight-" + reduction, nll_options([0.0, 1.0, 2.0], -100, reduction), [2, 3], row + row, [0, 0])


# ---------------------------------------------------------------- softmax and its logarithm

def softmax_cases():
    shapes = [(["C"], 0), (["C"], -1), (["N", "C"], 1), (["C", "N"], 0), (["N", "C", "d"], 1), (["N", "d", "C"], -1), (["N", "d", "C"], 2),
              (["C", "N", "d"], 0), (["N", "d", "C", "e"], 2), (["N", "d", "C", "e"], -2), (["N", "C", "d", "e"], 1), (["N", "d", "e", "C", "f"], 3)]
    turn = 0
    for kind, classes in itertools.product(("softmax", "log_softmax"), (1, 2, 5, 10, 17, 33, 70, 129)):
        for k in range(5):
            axes, dim = shapes[turn % len(shapes)]
            turn += 1
            name = "%s-%03d-C%d-dim%d" % (kind, turn, classes, dim)
            m = Maker(name)
            extents = {a: m.r.randint(1, 4 if classes < 70 else 2) for a in "Ndef"}
            shape = [classes if a == "C" else extents[a] for a in axes]
            x = m.logits(math.prod(shape), [1.0, 4.0, 30.0, 1e4, 1.0][k], coarse=True)
            yield plain(name, kind, {"dim": dim}, shape, x, u=m.upstream(True, len(x)), group="softmax")
        if classes == 1:
            yield plain(kind + "-edge-scalar", kind, {"dim": -1}, [], [0.75], u=[1.5], group="softmax")
        if classes in (5, 33):
            for how in ("-inf", "all -inf", "+inf", "nan", "no rows", "no upstream"):
                name = "%s-edge-C%d-%s" % (kind, classes, how.replace(" ", "-").replace("+", "plus-"))
                m = Maker(name)
                shape = [0 if how == "no rows" else 3, classes]
                x = m.logits(math.prod(shape), 1.0, coarse=True)
                at = {"-inf": range(1, classes), "all -inf": range(classes), "+inf": [2], "nan": [3]}.get(how, [])
                for c in at:
                    x[classes + c] = {"+inf": INF, "nan": NAN}.get(how, -INF)
                yield plain(name, kind, {"dim": 1}, shape, x, u=m.upstream(how != "no upstream", len(x)), group="softmax")


# ---------------------------------------------------------------- entropy

def entropy_cases():
    factors = {"classes": [1, 2, 5, 10, 17, 33, 70], "from": ["logits", "probs"], "reduction": REDUCTIONS, "scale": [1.0, 4.0, 30.0]}
    for i, row in enumerate(covering(factors, "entropy")):
        classes = row["classes"]
        for layout in ("C", "NC", "NCd", "NCdd"):
            name = "entropy-%03d-C%d-%s-%s-%s" % (i, classes, row["from"], layout, row["reduction"])
            m = Maker(name)
            shape = m.shape(layout, classes, 10 if classes <= 17 else 4)
            if row["from"] == "logits":
                x = m.logits(math.prod(shape), row["scale"], coarse=True)
            else:                                            # of a negative number, torch's entr is -inf and the logarithm NaN: not what an entropy is for
                x = [abs(p) for p in m.probabilities(shape, classes, "unnormalised" if i % 5 == 4 else "zeros" if i % 3 == 2 else "normalised")]
            yield plain(name, "entropy", {"from": row["from"], "reduction": row["reduction"]}, shape, x, u=m.upstream(i % 2 == 0, losses_of(shape, classes, row["reduction"])))
    for source, reduction in itertools.product(("logits", "probs"), REDUCTIONS):
        row = [0.5, 0.25, 0.125, 0.125, 0.0]
        for how, x in (("plain", row), ("inf", row[:4] + [-INF if source == "logits" else INF]), ("nan", row[:4] + [NAN]), ("plus-inf", row[:4] + [INF]), ("no-rows", [])):
            yield plain("entropy-edge-%s-%s-%s" % (how, source, reduction), "entropy", {"from": source, "reduction": reduction}, [len(x) // 5, 5], x)


# ---------------------------------------------------------------- losses of elements

SHAPES = [(), (1,), (7,), (3, 5), (4, 1), (2, 3, 4), (2, 3, 2, 5), (2, 1, 3, 2, 2), (5, 33), (0, 4)]


def weight_shape(how, shape):
    """A shape that stretches to `shape`."""
    shape = list(shape)
    return {"full": shape, "last": shape[-1:], "first": shape[:1] + [1] * (len(shape) - 1) if shape else [], "one": [1] if shape else [], "number": [],
            "class": [1, shape[1]] + [1] * (len(shape) - 2) if len(shape) > 1 else shape,
            "outer": [shape[0]] + [1] * (len(shape) - 2) + [shape[-1]] if len(shape) > 2 else shape}[how]


def element_weights(m, how, shape, least=0):
    if how == "none":
        return None, None
    s = weight_shape(how, shape)
    return [m.r.randint(least, 24) / 8 for _ in range(math.prod(s))], s


def element_cases():
    yield from bce_cases()
    yield from bce_with_logits_cases()
    yield from kl_div_cases()
    yield from mse_cases()
    yield from element_edges()


def upstream(m, shape, reduction, given=True):
    return m.upstream(given, math.prod(shape) if reduction == "none" else 1)


def bce_options(m, row, shape, pos=False):
    w, ws = element_weights(m, row["weights"], shape)
    options = {"weight": w, "weight_shape": ws} if w is not None else {"weight": None}
    if pos:
        p, ps = element_weights(m, row["pos"], shape)
        options.update({"pos_weight": p, "pos_weight_shape": ps} if p is not None else {"pos_weight": None})
    options["reduction"] = row["reduction"]
    return options


def bce_cases():
    factors = {"shape": SHAPES, "weights": ["none", "full", "last", "first", "one", "number", "class", "outer"], "reduction": REDUCTIONS, "targets": ["hard", "soft", "free"]}
    for i, row in enumerate(covering(factors, "bce")):
        shape = row["shape"]
        name = "bce-%03d-%s-%s-%s" % (i, "x".join(map(str, shape)) or "scalar", row["weights"], row["reduction"])
        m = Maker(name)
        n = math.prod(shape)
        x = [float32(m.r.choice([0.0, 1.0, 1e-30, 1e-8, 1 - 2 ** -24]) if m.r.random() < 0.1 else m.r.random() if i % 4 == 0 else m.r.randint(1, 1023) / 1024) for _ in range(n)]
        y = element_targets(m, row["targets"], n)
        if n and all(a in (0.0, 1.0) for a in x):
            x[0] = 0.375
        yield plain(name, "bce", bce_options(m, row, shape), shape, x, y, u=upstream(m, shape, row["reduction"], i % 2 == 0))


def element_targets(m, how, n):
    return [float(m.r.randint(0, 1)) if how == "hard" else m.r.randint(0, 64) / 64 if how == "soft" else m.r.randint(-64, 192) / 64 for _ in range(n)]


def bce_with_logits_cases():
    factors = {"shape": SHAPES, "weights": ["none", "full", "last", "first", "class", "outer"], "pos": ["none", "full", "last", "one", "class"], "reduction": REDUCTIONS,
               "targets": ["hard", "soft", "free"], "scale": [1.0, 30.0, 1e4]}
    for i, row in enumerate(covering(factors, "bce with logits")):
        shape = row["shape"]
        name = "bce-logits-%03d-%s-%s-%s-%s" % (i, "x".join(map(str, shape)) or "scalar", row["weights"], row["pos"], row["reduction"])
        m = Maker(name)
        n = math.prod(shape)
        yield plain(name, "bce_with_logits", bce_options(m, row, shape, pos=True), shape, m.logits(n, row["scale"], coarse=i % 4 != 0),
                    element_targets(m, row["targets"], n), u=upstream(m, shape, row["reduction"], i % 2 == 0))


def kl_div_cases():
    for i, (shape, log_target, reduction) in enumerate(itertools.product(SHAPES, (False, True), REDUCTIONS + ["batchmean"])):
        name = "kl-div-%03d-%s-%s%s" % (i, "x".join(map(str, shape)) or "scalar", reduction, "-log" if log_target else "")
        m = Maker(name)
        n = math.prod(shape)
        t = [-round(m.r.expovariate(0.7) * 256) / 256 if log_target else m.r.choice([0.0, m.r.randint(1, 128) / 64]) for _ in range(n)]
        yield plain(name, "kl_div", {"log_target": log_target, "reduction": reduction}, shape, [-round(m.r.expovariate(0.5) * 256) / 256 for _ in range(n)], t,
                    u=upstream(m, shape, reduction, i % 3 == 0))


def mse_cases():
    for i, (shape, reduction, scale) in enumerate(itertools.product(SHAPES, REDUCTIONS, (1.0, 1e4))):
        name = "mse-%03d-%s-%s" % (i, "x".join(map(str, shape)) or "scalar", reduction)
        m = Maker(name)
        n = math.prod(shape)
        yield plain(name, "mse", {"reduction": reduction}, shape, m.logits(n, scale, coarse=i % 4 != 0), m.logits(n, scale, coarse=i % 4 != 0), u=upstream(m, shape, reduction, i % 2 == 0))


def element_edges():
    specials = [0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 88.0, -88.0, 1e30, -1e30, 1e-30]
    targets = [0.0, 1.0, 0.5]
    x, y = [float32(a) for a in specials for _ in targets], targets * len(specials)
    yield plain("bce-edge", "bce", {"weight": None, "reduction": "none"}, [15], [float32(a) for a in (0.0, 1.0, 1e-38, 1e-13, 1 - 2 ** -24) for _ in targets], targets * 5)
    yield plain("bce-logits-edge", "bce_with_logits", {"weight": None, "pos_weight": None, "reduction": "none"}, [len(x)], x, y)
    yield plain("bce-logits-edge-weights", "bce_with_logits", {"weight": [0.5], "weight_shape": [1], "pos_weight": [3.0], "pos_weight_shape": [1], "reduction": "none"}, [len(x)], x, y)
    yield plain("mse-edge", "mse", {"reduction": "none"}, [len(x)], x, y)
    for log_target in (False, True):
        ts = [0.0, 1.0, 0.5, -0.5, -INF, NAN]
        yield plain("kl-div-edge%s" % ("-log" if log_target else ""), "kl_div", {"log_target": log_target, "reduction": "none"}, [5 * len(ts)],
                    [float32(a) for a in (-1.0, 0.0, -INF, NAN, -1e30) for _ in ts], ts * 5)


# ---------------------------------------------------------------- refusals

def family_error_cases():
    x, row = [-0.5, -1.0, -2.0, -0.25, -1.5, -0.75], [0.25, 0.5, 0.75, 0.125, 1.0, 0.0]
    error = dict(group="errors", expect="error")
    for reduction in REDUCTIONS:
        o = nll_options(reduction=reduction)
        for name, t, opts in (("at-C", [0, 3], o), ("minus-one", [0, -1], o), ("default-after-another", [-100, 0], nll_options(None, -1, reduction)),
                              ("weights-too-few", [0, 1], nll_options([1.0, 2.0], -100, reduction)), ("weights-too-many", [0, 1], nll_options([1.0] * 4, -100, reduction))):
            yield dict(nll("error-nll-%s-%s" % (name, reduction), opts, [2, 3], x, t, expect="error"), group="errors")
        yield dict(nll("error-nll-targets-too-few-" + reduction, o, [2, 3], x, [0], target_shape=[1], expect="error"), group="errors")
        b = {"weight": None, "reduction": reduction}
        for name, v in (("above", 1.5), ("below", -0.25), ("nan", NAN), ("inf", INF)):
            yield plain("error-bce-%s-%s" % (name, reduction), "bce", b, [2, 3], row[:5] + [v], row, **error)
        yield plain("error-bce-target-shape-" + reduction, "bce", b, [2, 3], row, row, target_shape=[3, 2], **error)
        yield plain("error-bce-weight-shape-" + reduction, "bce", {"weight": [1.0, 2.0], "weight_shape": [2], "reduction": reduction}, [2, 3], row, row, **error)
        yield plain("error-bce-logits-target-shape-" + reduction, "bce_with_logits", dict(b, pos_weight=None), [2, 3], x, row, target_shape=[3, 2], **error)
        yield plain("error-bce-logits-pos-weight-shape-" + reduction, "bce_with_logits", dict(b, pos_weight=[1.0, 2.0], pos_weight_shape=[2]), [2, 3], x, row, **error)
        yield plain("error-bce-logits-weight-shape-" + reduction, "bce_with_logits", dict(b, weight=[1.0, 2.0, 3.0, 4.0], weight_shape=[4], pos_weight=None), [2, 3], x, row, **error)
        yield dict(case("error-probabilities-with-ignored-class-" + reduction, "errors", {"weight": None, "ignore_index": 1, "label_smoothing": 0, "reduction": reduction},
                        [2, 3], x, row, "prob", expect="error"))
    for kind, dim in (("softmax", 2), ("softmax", -3), ("log_softmax", 5)):
        yield plain("error-%s-dim-%d" % (kind, dim), kind, {"dim": dim}, [2, 3], x, **error)
    for reduction in ("batchmean", "average"):
        yield plain("error-mse-" + reduction, "mse", {"reduction": reduction}, [2, 3], x, row, **error)
        yield plain("error-bce-" + reduction, "bce", {"weight": None, "reduction": reduction}, [2, 3], row, row, **error)
        yield dict(nll("error-nll-" + reduction, nll_options(reduction=reduction), [2, 3], x, [0, 1], expect="error"), group="errors")
    yield plain("error-mse-shape", "mse", {"reduction": "mean"}, [2, 3], x, row, target_shape=[3, 2], **error)
    yield plain("error-kl-div-shape", "kl_div", {"log_target": False, "reduction": "mean"}, [2, 3], x, row, target_shape=[3, 2], **error)
