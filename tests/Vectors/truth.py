"""What PyTorch computes for a case, in a given element type; and a case with its truth, as the files hold it."""
import torch
import torch.nn.functional as F

from inputs import array, numbers, written

OUTPUTS = ("losses", "lse", "hits", "entropy")
TERMS = {"z_loss": 0, "logit_scale": 1, "softcap": 0, "focal_gamma": 0, "poly_epsilon": 0, "outputs": None}


# ---------------------------------------------------------------- one loss each: (loss, {output: tensor})

def tensor(values, shape, dtype):
    return None if values is None else torch.tensor(values, dtype=torch.float32).reshape(shape).to(dtype)


def targets(case, dtype):
    if case["target_kind"] == "index":
        return torch.tensor(case["t"], dtype=torch.int64).reshape(case["target_shape"])
    return tensor(case["t"], case["target_shape"], dtype)


def class_weights(case, dtype):
    w = case["options"]["weight"]
    return tensor(w, -1, dtype)


def reduced(losses, divisor, reduction):
    return losses if reduction == "none" else losses.sum() if reduction == "sum" else losses.sum() / divisor


def cross_entropy(x, case, dtype):
    options = case["options"]
    if any(options.get(k, absent) != absent for k, absent in TERMS.items()):
        return cross_entropy_with_terms(x, case, dtype)
    return F.cross_entropy(x, targets(case, dtype), weight=class_weights(case, dtype), ignore_index=options["ignore_index"],
                           label_smoothing=options["label_smoothing"], reduction=options["reduction"]), {}


def cross_entropy_with_terms(x, case, dtype):
    """Written from the definition of each term; PyTorch differentiates it."""
    o = dict(TERMS, **case["options"])
    shape = case["input_shape"]
    classes, axis = (shape[0], 0) if len(shape) == 1 else (shape[1], 1)
    z = x * o["logit_scale"]
    if o["softcap"]:
        z = o["softcap"] * torch.tanh(z / o["softcap"])
    z = z.movedim(axis, -1).reshape(-1, classes)
    lp = F.log_softmax(z, 1)
    p = lp.exp()
    w = class_weights(case, dtype)
    w = torch.ones(classes, dtype=dtype) if w is None else w
    eps, t = o["label_smoothing"], targets(case, dtype)
    if case["target_kind"] == "index":
        t = t.reshape(-1)
        kept = t != o["ignore_index"]
        y = torch.where(kept, t, torch.zeros_like(t))
        other = p.masked_fill(F.one_hot(y, classes).bool(), 0).sum(1)       # 1 - p[t] without cancelling
        lpt = torch.where(other < 0.5, torch.log1p(-other.clamp(max=0.5)), lp.gather(1, y[:, None])[:, 0])
        l = -(1 - eps) * w[y] * lpt
        if o["focal_gamma"]:
            l = l * other ** o["focal_gamma"]
        if eps:
            l = l - eps / classes * (w * lp).sum(1)
        l = l + o["poly_epsilon"] * w[y] * other
        divisor = w[y][kept].sum()
    else:
        q = t.movedim(axis, -1).reshape(-1, classes)
        kept = torch.ones(len(z), dtype=torch.bool)
        l = -(w * ((1 - eps) * q + eps / classes) * lp).sum(1)
        divisor = len(z)
    lse = torch.logsumexp(z, 1)
    l = torch.where(kept, l + o["z_loss"] * lse ** 2, torch.zeros_like(l))
    extra = {"losses": l, "lse": lse, "entropy": entropy_of(lp, 1)}
    if case["target_kind"] == "index":
        first = [row.index(max(row)) for row in z.tolist()]
        extra["hits"] = torch.tensor([float(a == b) for a, b in zip(first, t.tolist())], dtype=dtype)
    extra = {k: torch.where(kept, v, torch.zeros_like(v)).detach() for k, v in extra.items() if k in (o["outputs"] or [])}
    loss = reduced(l, divisor, o["reduction"])
    return loss.reshape(shape[:1] * (len(shape) > 1) + shape[2:]) if o["reduction"] == "none" else loss, extra


def nll(x, case, dtype):
    o = case["options"]
    return F.nll_loss(x, targets(case, dtype), weight=class_weights(case, dtype), ignore_index=o["ignore_index"], reduction=o["reduction"]), {}


def softmax(x, case, dtype):
    return (F.softmax if case["kind"] == "softmax" else F.log_softmax)(x, case["options"]["dim"]), {}


def entropy_of(lp, axis):
    p = lp.exp()
    return -(p * lp.masked_fill(p == 0, 0)).sum(axis)


def entropy(x, case, dtype):
    o, axis = case["options"], 0 if x.dim() == 1 else 1
    h = entropy_of(F.log_softmax(x, axis), axis) if o["from"] == "logits" else torch.special.entr(x).sum(axis)
    return reduced(h, h.numel(), o["reduction"]), {}


def bce(x, case, dtype):
    o = case["options"]
    return F.binary_cross_entropy(x, targets(case, dtype), weight=tensor(o["weight"], o.get("weight_shape"), dtype), reduction=o["reduction"]), {}


def bce_with_logits(x, case, dtype):
    o = case["options"]
    return F.binary_cross_entropy_with_logits(
        x, targets(case, dtype), weight=tensor(o["weight"], o.get("weight_shape"), dtype),
        pos_weight=tensor(o["pos_weight"], o.get("pos_weight_shape"), dtype), reduction=o["reduction"]), {}


def kl_div(x, case, dtype):
    o = case["options"]
    return F.kl_div(x, targets(case, dtype), log_target=o["log_target"], reduction=o["reduction"]), {}


def mse(x, case, dtype):
    return F.mse_loss(x, targets(case, dtype), reduction=case["options"]["reduction"]), {}


LOSSES = {"cross_entropy": cross_entropy, "nll": nll, "softmax": softmax, "log_softmax": softmax, "entropy": entropy,
          "bce": bce, "bce_with_logits": bce_with_logits, "kl_div": kl_div, "mse": mse}


# ---------------------------------------------------------------- one case

def evaluate(case, dtype):
    """{"loss": …, "grad": …, and the outputs} of a case, computed by PyTorch in the given element type."""
    x = torch.tensor(case["x"], dtype=torch.float32).reshape(case["input_shape"]).to(dtype).requires_grad_(True)
    loss, extra = LOSSES[case["kind"]](x, case, dtype)
    u = case["u"]
    upstream = torch.ones_like(loss) if u is None else torch.tensor(u, dtype=torch.float32).reshape(loss.shape).to(dtype)
    loss.backward(upstream)
    return dict(loss=loss.detach(), grad=x.grad, **extra)


def kind(v):
    return "nan" if v != v else v if abs(v) == float("inf") else "finite"


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
    out["options"] = {k: [written(n) for n in v] if isinstance(v, list) and k in ("weight", "pos_weight") else v for k, v in case["options"].items()}
    out["input"] = [written(v) for v in case["x"]]
    if case.get("target_kind"):
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
    truth, single = evaluate(case, torch.float64), evaluate(case, torch.float32)
    if "hits" in truth and not torch.equal(truth["hits"], single["hits"].double()):
        raise SystemExit("%s: float32 hits another class" % case["name"])
    f32 = {}
    for what in truth:
        worst, differs = own_error(truth[what], single[what])
        f32[what + "_ratio"] = float("%.3g" % worst)
        if differs:
            f32[what] = array(single[what].to(torch.float64))
    out["loss_shape"], out["loss"], out["grad"] = list(truth["loss"].shape), array(truth["loss"], 14), array(truth["grad"], 13)
    for what in OUTPUTS:
        if what in truth:
            out[what] = array(truth[what], 14)
    out["f32"] = f32
    return out
