"""PyTorch on the same card, called as users call it. A line of JSON on stdin is a request; a line of JSON on stdout is the answer, or {"error": why}."""
import json
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as why:
    print(json.dumps({"error": f"no PyTorch: {why}"}), flush=True)
    sys.exit()
if not torch.cuda.is_available():
    print(json.dumps({"error": f"PyTorch {torch.__version__} sees no CUDA device"}), flush=True)
    sys.exit()

DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}


def mean_loss(x, t):
    return F.cross_entropy(x, t)


class Loaded:
    """Logits, targets, and the two ways to call the loss."""

    def __init__(self, ask):
        rows, classes = ask["rows"], ask["classes"]
        self.x = torch.empty(rows, classes, dtype=DTYPES[ask["dtype"]], device="cuda").normal_(std=2).requires_grad_()
        self.t = torch.randint(classes, (rows,), device="cuda")
        self.losses = {"eager": mean_loss}
        if hasattr(torch, "compiler"):
            # A shape is compiled for itself, not as one more of the last.
            torch.compiler.reset()
            self.losses["compile"] = torch.compile(mean_loss, dynamic=False)

    def time(self, ask):
        """Nanoseconds of so many calls, from the first until the card has done the last."""
        if ask["way"] not in self.losses:
            raise NotImplementedError(f"PyTorch {torch.__version__} has no torch.{ask['way']}")
        loss_of, x, t, calls = self.losses[ask["way"]], self.x, self.t, range(ask["calls"])
        torch.cuda.synchronize()
        if ask["pass"] == "forward":
            with torch.no_grad():
                start = time.perf_counter_ns()
                for _ in calls:
                    loss_of(x, t)
                torch.cuda.synchronize()
                return {"ns": time.perf_counter_ns() - start}
        start = time.perf_counter_ns()
        for _ in calls:
            x.grad = None
            loss_of(x, t).backward()
        torch.cuda.synchronize()
        return {"ns": time.perf_counter_ns() - start}


loaded = None
# Inductor and its helpers print to stdout now and then; answers must not be among that.
answers, sys.stdout = sys.stdout, sys.stderr
print(json.dumps({"version": torch.__version__, "device": torch.cuda.get_device_name()}), file=answers, flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["do"] == "load":
            loaded = None
            loaded, answer = Loaded(request), {}
        elif request["do"] == "drop":
            loaded, answer = None, {}
            torch.cuda.empty_cache()
        else:
            answer = loaded.time(request)
    except Exception as why:  # Whatever it is, the next request may go well.
        answer = {"error": (str(why).splitlines() or [type(why).__name__])[0]}
    print(json.dumps(answer), file=answers, flush=True)
