"""What all makers of worked cases share: numbers as the files hold them, seeded inputs, covering designs."""
import itertools
import math
import random

import torch

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
