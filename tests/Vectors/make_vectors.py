#!/usr/bin/python3
"""Makes the worked cases of this folder with PyTorch: inputs, and the loss and gradient that PyTorch computes in float64.

usage: make_vectors.py [--out DIR]          (default: the folder of this script)

Needs PyTorch (made with 1.13, Debian's python3-torch). README.md describes what it writes. The same PyTorch gives the same bytes.
"""
import argparse
import gzip
import io
import itertools
import json
import math
import os
import random

import torch
import torch.nn.functional as F

CLASS_COUNTS = [1, 2, 3, 4, 5, 7, 10, 16, 17, 21, 23, 32, 33, 64, 65, 100, 129, 257, 385, 1000, 1025]
SCALES = [1.0, 30.0, 1e4, 1e30]
INF, NAN = math.inf, math.nan


# ---------------------------------------------------------------- numbers

def float32(v):
    """The float32 value nearest to v, as a Python float."""
    return torch.tensor(v, dtype=torch.float32).item()


def written(v, digits=None):
    """A number as the files hold it: a string where it is not finite; with `digits`, rounded to so many significant digits and to 12 decimals."""
    if isinstance(v, int):
        return v
    if v != v:
        return "NaN"
    if math.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    if digits is not None:
        v = float("%.*g" % (digits, round(v, 12)))
    return int(v) if v == int(v) and abs(v) < 1e9 and not (v == 0 and math.copysign(1, v) < 0) else v


def array(tensor, digits=None):
    flat = [written(v, digits) for v in tensor.reshape(-1).tolist()]
    return flat[0] if tensor.dim() == 0 else flat


def numbers(tensor):
    return tensor.reshape(-1).tolist()


# ---------------------------------------------------------------- one case

def evaluate(case, dtype):
    """(loss, gradient) of a case, computed by PyTorch in the given element type."""
    options = case["options"]
    x = torch.tensor(case["x"], dtype=torch.float32).reshape(case["input_shape"]).to(dtype).requires_grad_(True)
    if case["target_kind"] == "index":
        t = torch.tensor(case["t"], dtype=torch.int64).reshape(case["target_shape"])
    else:
        t = torch.tensor(case["t"], dtype=torch.float32).reshape(case["target_shape"]).to(dtype)
    w = options["weight"]
    w = None if w is None else torch.tensor(w, dtype=torch.float32).to(dtype)
    loss = F.cross_entropy(x, t, weight=w, ignore_index=options["ignore_index"], label_smoothing=options["label_smoothing"],
                           reduction=options["reduction"])
    u = case["u"]
    upstream = torch.ones_like(loss) if u is None else torch.tensor(u, dtype=torch.float32).reshape(loss.shape).to(dtype)
    loss.backward(upstream)
    return loss.detach(), x.grad


def kind(v):
    return "nan" if v != v else v if math.isinf(v) else "finite"


def own_error(truth, answer):
    """float32's worst error in units of the tolerance, and whether it answers with another kind of number somewhere."""
    worst, differs = 0.0, False
    for e, a in zip(numbers(truth), numbers(answer)):
        if kind(e) != kind(a):
            differs = True
        elif kind(e) == "finite":
            worst = max(worst, abs(a - e) / (2e-6 + 2e-6 * abs(e)))
    return worst, differs


def finish(case):
    """Adds truth and float32's own error to a case; returns it in the order of the files' fields."""
    out = {k: case[k] for k in ("name", "group", "kind", "options", "input_shape")}
    out["options"] = dict(case["options"], weight=None if case["options"]["weight"] is None else [written(v) for v in case["options"]["weight"]])
    out["input"] = [written(v) for v in case["x"]]
    out["target_kind"], out["target_shape"] = case["target_kind"], case["target_shape"]
    out["target"] = [written(v) for v in case["t"]]
    out["upstream"] = None if case["u"] is None else [written(v) for v in case["u"]]
    for key in ("lenient", "may_refuse"):
        if case.get(key):
            out[key] = case[key]
    if case.get("expect") == "error":
        try:
            evaluate(case, torch.float64)
        except (RuntimeError, ValueError, IndexError) as refusal:
            out["expect"], out["torch_error"] = "error", str(refusal).split("\n")[0][:120]
            return out
        raise SystemExit("%s: PyTorch computed a value where a refusal is expected" % case["name"])
    loss, grad = evaluate(case, torch.float64)
    loss32, grad32 = evaluate(case, torch.float32)
    f32 = {}
    for what, truth, answer in (("loss", loss, loss32), ("grad", grad, grad32)):
        worst, differs = own_error(truth, answer)
        f32[what + "_ratio"] = float("%.3g" % worst)
        if differs:
            f32[what] = array(answer.to(torch.float64))
    out["loss_shape"], out["loss"], out["grad"], out["f32"] = list(loss.shape), array(loss, 14), array(grad, 13), f32
    return out


# ---------------------------------------------------------------- making inputs

class Maker:
    """Draws the parts of a case from one seeded stream per case, so that a case does not depend on those before it."""

    def __init__(self, name):
        self.name = name
        self.r = random.Random(name)

    def logits(self, count, scale, coarse):
        step = 8.0 if scale < 1e4 else 2.0               # few distinct values: the files pack well
        draw = lambda: self.r.gauss(0, 1.5)
        return [float32(scale * (round(draw() * step) / step if coarse else draw())) for _ in range(count)]

    def weights(self, how, classes):
        if how == "none":
            return None
        w = [self.r.randint(1, 24) / 8 for _ in range(classes)]
        if how == "zeros":
            for c in self.r.sample(range(classes), max(1, classes // 4)):
                w[c] = 0.0
        return w

    def shape(self, layout, classes, budget):
        """The shape of the logits: about `budget` samples at most."""
        positions = 1 if layout in ("C", "NC") else self.r.randint(1, 40)
        if positions > budget:
            positions = self.r.randint(1, max(1, budget))
        rows = 1 if layout == "C" else self.r.randint(1, max(1, min(9 if positions > 1 else 37, budget // positions)))
        if layout == "C":
            return [classes]
        if layout == "NC":
            return [rows, classes]
        if layout == "NCd":
            return [rows, classes, positions]
        first = self.r.choice([d for d in range(1, positions + 1) if positions % d == 0])
        return [rows, classes, first, positions // first]

    def indices(self, shape, classes, ignore, share):
        count = math.prod(shape) // classes
        t = [self.r.randrange(classes) for _ in range(count)]
        if ignore is not None:
            for i in range(count):
                if self.r.random() < share:
                    t[i] = ignore
        return t

    def probabilities(self, shape, classes, how):
        """Target probabilities, quantised to short numbers: normalised (up to rounding), a free scale, with zeros, one-hot."""
        n, s = (1, 1) if len(shape) == 1 else (shape[0], math.prod(shape[2:]))
        q, steps = [0.0] * math.prod(shape), 256 if classes <= 33 else 2048
        for i, j in itertools.product(range(n), range(s)):
            if how == "onehot":
                row = [0.0] * classes
                row[self.r.randrange(classes)] = 1.0
            else:
                row = [self.r.expovariate(1) for _ in range(classes)]
                if how == "zeros":
                    row = [0.0 if self.r.random() < 0.5 else v for v in row]
                total = sum(row) or 1.0
                row = [v / total for v in row]
                if how == "unnormalised":
                    factor = self.r.uniform(0.2, 4) * self.r.choice([1, 1, -1])
                    row = [v * factor for v in row]
            for c in range(classes):
                q[(i * classes + c) * s + j] = round(row[c] * steps) / steps
        return q

    def upstream(self, given, count):
        return [float32(round(self.r.uniform(-2, 2) * 256) / 256) for _ in range(count)] if given else None


def samples(classes):
    """How many samples a case of this many classes may have, so that the files stay small."""
    return 40 if classes <= 5 else 20 if classes <= 16 else 8 if classes <= 33 else 4 if classes <= 129 else 2 if classes <= 257 else 1


def options(weight=None, ignore_index=-100, label_smoothing=0, reduction="mean"):
    return {"weight": weight, "ignore_index": ignore_index, "label_smoothing": label_smoothing, "reduction": reduction}


def case(name, group, opts, shape, x, t, target_kind="index", u=None, **more):
    target_shape = more.pop("target_shape", None)
    if target_shape is None:
        target_shape = list(shape) if target_kind == "prob" else shape[:1] * (len(shape) > 1) + shape[2:]
    return dict(name=name, group=group, kind="cross_entropy", options=opts, input_shape=shape, x=x, t=t, target_kind=target_kind,
                target_shape=target_shape, u=u, **more)


def losses_of(shape, classes, reduction):
    return math.prod(shape) // classes if reduction == "none" else 1


# ---------------------------------------------------------------- a covering design

def covering(factors, seed, extra=()):
    """Rows of factor values in which every pair of values of two factors occurs; `extra` rows come first."""
    r = random.Random(seed)
    names = list(factors)
    missing = {(a, va, b, vb) for a, b in itertools.combinations(names, 2) for va in factors[a] for vb in factors[b]}
    rows = []

    def take(row):
        rows.append(row)
        missing.difference_update({(a, row[a], b, row[b]) for a, b in itertools.combinations(names, 2)})

    for row in extra:
        take(row)
    while missing:
        best, gain = None, -1
        first = min(missing, key=str)
        for _ in range(60):
            row = {n: r.choice(factors[n]) for n in names}
            row[first[0]], row[first[2]] = first[1], first[3]
            g = sum((a, row[a], b, row[b]) in missing for a, b in itertools.combinations(names, 2))
            if g > gain:
                best, gain = row, g
        take(best)
    return rows


def random_rows(factors, seed, class_counts, each):
    r = random.Random(seed)
    return [dict({n: r.choice(v) for n, v in factors.items()}, classes=c) for c in class_counts for _ in range(each)]


# ---------------------------------------------------------------- groups

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


# ---------------------------------------------------------------- files

def write(folder, name, cases):
    lines = [json.dumps(finish(c), separators=(",", ":")) for c in cases]
    meta = json.dumps({"truth": "torch %s float64" % torch.__version__, "made_by": "make_vectors.py"})
    text = '{"format":1,"meta":%s,"cases":[\n%s\n]}\n' % (meta, ",\n".join(lines))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as f:
        f.write(text.encode("ascii"))
    path = os.path.join(folder, name + ".json.gz")
    with open(path, "wb") as f:
        f.write(packed.getvalue())
    print("%-28s %4d cases %7d bytes" % (os.path.basename(path), len(lines), os.path.getsize(path)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)), metavar="DIR")
    folder = parser.parse_args().out
    torch.set_num_threads(1)
    os.makedirs(folder, exist_ok=True)
    for name, cases in (("index", index_cases()), ("probabilities", probability_cases()), ("edges", edge_cases()), ("errors", error_cases())):
        write(folder, name, cases)


if __name__ == "__main__":
    main()
