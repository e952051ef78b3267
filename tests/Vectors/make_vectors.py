#!/usr/bin/python3
"""Makes the worked cases of this folder with PyTorch: inputs, and the loss and gradient that PyTorch computes in float64.

usage: make_vectors.py [--out DIR]          (default: the folder of this script)

Needs PyTorch (made with 1.13, Debian's python3-torch). README.md describes what it writes. The same PyTorch gives the same bytes.
"""
import argparse
import gzip
import io
import json
import os
import sys

import torch

sys.dont_write_bytecode = True          # nothing but the vectors is left in this folder
from cross_entropy import edge_cases, error_cases, index_cases, probability_cases
from family import element_cases, entropy_cases, family_error_cases, nll_cases, softmax_cases
from terms import term_cases
from truth import finish


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
    for name, cases in (
            ("index", index_cases()), ("probabilities", probability_cases()), ("edges", edge_cases()), ("errors", error_cases()),
            ("terms", term_cases()), ("nll", nll_cases()), ("softmax", softmax_cases()), ("entropy", entropy_cases()),
            ("elements", element_cases()), ("family-errors", family_error_cases())):
        write(folder, name, cases)


if __name__ == "__main__":
    main()
