"""PyTorch, called as users call it. A line of JSON on stdin is a request; a line of JSON on stdout is the answer, or {"error": why}."""
import json
import os
import pathlib
import sys
import time

import numpy
import torch
import torch.nn.functional as F

DTYPES = {"f32": (torch.float32, numpy.float32), "f64": (torch.float64, numpy.float64), "f16": (torch.float16, numpy.float16), "bf16": (torch.bfloat16, numpy.int16)}


def read(folder, name, dtype, shape):
    """A tensor in memory that PyTorch has allocated."""
    storage, kind = (torch.int64, numpy.int64) if name == "t" else DTYPES[dtype]
    values = torch.from_numpy(numpy.fromfile(folder / (name + ".bin"), dtype=kind)).clone()
    return (values.view(torch.bfloat16) if storage == torch.bfloat16 else values).reshape(shape)


def loss_of(case, x, target):
    """A function that calls the loss once."""
    if case["elementwise"]:
        return lambda: F.binary_cross_entropy_with_logits(x, target)
    weight = torch.tensor(case["weights"], dtype=x.dtype) if case["weights"] else None
    reduction, smoothing, z_loss, cap, gamma = case["reduction"], case["smoothing"], case["z_loss"], case["softcap"], case["gamma"]
    if cap:
        return lambda: F.cross_entropy(cap * torch.tanh(x / cap), target)
    if z_loss:
        return lambda: F.cross_entropy(x, target) + z_loss * torch.logsumexp(x, 1).square().mean()
    if gamma:

        def focal():
            each = F.cross_entropy(x, target, reduction="none")
            return ((1 - torch.exp(-each)) ** gamma * each).mean()

        return focal
    if weight is not None or smoothing or reduction != "mean":
        return lambda: F.cross_entropy(x, target, weight=weight, label_smoothing=smoothing, reduction=reduction)
    return lambda: F.cross_entropy(x, target)


class Loaded:
    """The tensors of a case and its two passes."""

    def __init__(self, case):
        folder, shape = pathlib.Path(case["folder"]), case["shape"]
        self.x = read(folder, "x", case["dtype"], shape).requires_grad_()
        indices = [shape[0], *shape[2:]]
        target = read(folder, "q", case["dtype"], shape) if case["dense"] else read(folder, "t", case["dtype"], indices)
        self.loss = loss_of(case, self.x, target)
        self.upstream = torch.ones(indices, dtype=self.x.dtype) if case["reduction"] == "none" else None

    def time(self, ask):
        """Nanoseconds of so many calls."""
        torch.set_num_threads(ask["threads"])
        x, loss_of_x, upstream, calls = self.x, self.loss, self.upstream, range(ask["calls"])
        if ask["pass"] == "forward":
            with torch.no_grad():
                start = time.perf_counter_ns()
                for _ in calls:
                    loss_of_x()
                return {"ns": time.perf_counter_ns() - start}
        start = time.perf_counter_ns()
        for _ in calls:
            loss = loss_of_x()
            x.grad = None
            loss.backward(upstream)
        return {"ns": time.perf_counter_ns() - start}

    def check(self, ask):
        """The loss (the first sample's where it is not reduced) and some elements of the gradient."""
        loss = self.loss()
        self.x.grad = None
        loss.backward(self.upstream)
        gradient = self.x.grad.reshape(-1)
        return {"loss": loss.detach().reshape(-1)[0].item(), "gradient": [gradient[i].item() for i in ask["at"]]}


loaded = None
print(json.dumps({"version": torch.__version__, "python": sys.version.split()[0], "capability": os.environ.get("ATEN_CPU_CAPABILITY")}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["do"] == "load":
            loaded = None
            loaded, answer = Loaded(request), {}
        elif request["do"] == "drop":
            loaded, answer = None, {}
        else:
            answer = getattr(loaded, request["do"])(request)
    except (RuntimeError, NotImplementedError) as why:
        answer = {"error": str(why).splitlines()[0]}
    print(json.dumps(answer), flush=True)
