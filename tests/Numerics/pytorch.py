"""PyTorch's answers to the inputs of Gen.CrossEntropy.Numerics. A line on stdin names a folder; the answer on stdout is "done", or "-" and why PyTorch has none."""
import json
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

DTYPES = {"Float32": torch.float32, "Float64": torch.float64, "Float16": torch.float16, "BFloat16": torch.bfloat16}


def entropy(lp):
    return -(lp.exp() * lp).sum(1)


def cross_entropy(x, a, o):
    cap, w = o["softcap"], a.get("w")
    z = cap * torch.tanh(x / cap) if cap else x
    target = a["q"] if "q" in a else a["t"]
    loss = F.cross_entropy(z, target, weight=w, label_smoothing=o["smoothing"], reduction="none")
    if o["gamma"]:
        loss = (1 - torch.exp(-loss)) ** o["gamma"] * loss
    if o["poly"]:
        loss = loss + o["poly"] * (1 - torch.exp(-loss))
    if o["z_loss"]:
        loss = loss + o["z_loss"] * torch.logsumexp(z, 1) ** 2
    return loss


LOSSES = {
    "CrossEntropy": cross_entropy,
    "NLL": lambda x, a, o: F.nll_loss(x, a["t"], weight=a["w"], reduction="none"),
    "Entropy": lambda x, a, o: -(x * x.log()).sum(1) if o["probabilities"] else entropy(F.log_softmax(x, 1)),
    "BCE": lambda x, a, o: F.binary_cross_entropy(x, a["q"], reduction="none"),
    "BCEWithLogits": lambda x, a, o: F.binary_cross_entropy_with_logits(x, a["q"], weight=a.get("w"), pos_weight=a.get("r"), reduction="none"),
    "KLDiv": lambda x, a, o: F.kl_div(x, a["q"], log_target=o["log_target"], reduction="none"),
    "MSE": lambda x, a, o: F.mse_loss(x, a["q"], reduction="none"),
}
FUNCTIONS = {"exp": torch.exp, "log": torch.log, "log1p": torch.log1p, "tanh": torch.tanh}


def answer(folder):
    o = json.loads((folder / "case.json").read_text())
    dtype, shape = DTYPES[o["dtype"]], o["shape"]

    def read(name):
        kind = numpy.int64 if name == "t" else numpy.float64
        values = torch.from_numpy(numpy.fromfile(folder / (name + ".bin"), dtype=kind))
        values = values if name == "t" else values.to(dtype)
        return values.reshape(shape) if values.numel() == numpy.prod(shape) and name in ("x", "q", "y", "u") else values

    def positions(values):
        """[R, C] as the batch [1, C, R], or back."""
        return values.t().contiguous()[None] if values.dim() == 2 else values[0].t()

    a = {name: read(name) for name in o["arrays"]}
    if o["positions"]:
        a = {name: positions(values) if values.dim() == 2 else values[None] if name == "t" else values for name, values in a.items()}
    x, kind = a["x"], o["kind"]
    if kind in FUNCTIONS:
        loss, gradient = FUNCTIONS[kind](x), None
    elif kind == "sum":
        each = F.cross_entropy(x, a["t"], reduction="sum") if "t" in a else F.mse_loss(x, a["q"], reduction="sum")
        loss, gradient = each.reshape(1), None
    elif kind in ("Softmax", "LogSoftmax"):
        logs = kind == "LogSoftmax"
        loss = (F.log_softmax if logs else F.softmax)(x, 1)
        gradient = (torch._log_softmax_backward_data if logs else torch._softmax_backward_data)(a["u"], a["y"], 1, dtype)
    else:
        x.requires_grad_()
        loss = LOSSES[kind](x, a, o)
        loss.backward(a["u"].to(loss.dtype).reshape(loss.shape))
        gradient = x.grad
    if o["positions"]:
        loss, gradient = positions(loss) if loss.dim() == 3 else loss, positions(gradient)
    loss.detach().double().contiguous().numpy().tofile(folder / "loss.bin")
    if gradient is not None:
        gradient.detach().double().contiguous().numpy().tofile(folder / "gradient.bin")


print(f"PyTorch {torch.__version__}", flush=True)
for line in sys.stdin:
    try:
        answer(pathlib.Path(line.strip()))
        print("done", flush=True)
    except (RuntimeError, NotImplementedError) as why:
        print("- " + str(why).splitlines()[0], flush=True)
