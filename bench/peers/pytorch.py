"""Whole training steps in PyTorch on the CPU: the peer of `npm run bench -- train-step`.

  python pytorch.py '{"model":"mlp","optimizer":"sgd","batch":128,"threads":2,"steps":50,"warmup":10}'
  python pytorch.py --serve '{...}'     reads lines "run N" from stdin and answers each with {"ms":[...]}; ends with stdin

model "mlp" is 784-1200-1200-10 with ReLU on [batch, 784]; "resnet8" is the CIFAR-style ResNet of depth 6n+2 with n = 1,
widths 16-32-64, batch norm, 1x1 convolution shortcuts where the shape changes, on [batch, 1, 28, 28]. A step is forward,
cross entropy, backward and the update, on fixed random data in float32. Both modes begin with a line
{"subject":"PyTorch 1.13.1","blas":"...","loss":[before,after]}, or {"skip":"why"}, and print only JSON lines on stdout.
`--version` instead of settings prints that line (without a loss) and ends. A PyTorch that multiplies matrices with the
reference BLAS says so in its name: it is some 20 times slower than one with OpenBLAS, whose OpenMP build
(Debian: libopenblas0-openmp) goes best with it.
"""

import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import time


def answer(value):
    print(json.dumps(value), flush=True)


settings = {} if "--version" in sys.argv else json.loads(sys.argv[-1])
threads = settings.get("threads", 1)
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(threads)  # before the libraries start their pools

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as problem:
    answer({"skip": str(problem)})
    sys.exit()


class Block(nn.Module):
    """conv-norm-ReLU-conv-norm plus the shortcut, then ReLU."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        same = stride == 1 and inputs == outputs
        self.shortcut = (
            nn.Identity()
            if same
            else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
        )

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class Mean(nn.Module):
    """Global average pooling."""

    def forward(self, x):
        return x.mean(dim=(2, 3))


def mlp():
    return nn.Sequential(nn.Linear(784, 1200), nn.ReLU(), nn.Linear(1200, 1200), nn.ReLU(), nn.Linear(1200, 10))


def resnet8():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, 1, 1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        Block(16, 16, 1),
        Block(16, 32, 2),
        Block(32, 64, 2),
        Mean(),
        nn.Linear(64, 10),
    )


def version():
    """The release; Debian's package calls itself 1.13.0a0, whatever it holds, so there dpkg is asked."""
    own = importlib.metadata.version("torch").split("+")[0]
    if not own.endswith("a0"):
        return own
    try:
        asked = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "python3-torch"], capture_output=True, text=True)
        return asked.stdout.split("+")[0].split("-")[0] or own
    except OSError:
        return own


def blas():
    """Which matrix products this process really loaded: a PyTorch on the reference BLAS is many times slower."""
    if torch.backends.mkl.is_available():
        return "MKL"
    maps = pathlib.Path("/proc/self/maps")
    loaded = maps.read_text() if maps.exists() else ""
    for name in ("openblas", "blis", "atlas"):
        if name in loaded:
            return name
    return "reference BLAS" if "libblas.so" in loaded else "unknown"


def subject():
    return f"PyTorch {version()}" + (" (reference BLAS)" if blas() == "reference BLAS" else "")


if "--version" in sys.argv:
    answer({"subject": subject(), "blas": blas()})
    sys.exit()

torch.manual_seed(1)
torch.set_num_threads(threads)
batch = settings["batch"]
model = {"mlp": mlp, "resnet8": resnet8}[settings["model"]]()
x = torch.randn(batch, 784) if settings["model"] == "mlp" else torch.randn(batch, 1, 28, 28)
labels = torch.randint(0, 10, (batch,))
if settings["optimizer"] == "adam":
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
else:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=settings.get("momentum", 0))


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(x), labels)
    loss.backward()
    optimizer.step()
    return loss


def run(count):
    """Milliseconds of each of `count` steps."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        step()
        times.append(round((time.perf_counter() - start) * 1e3, 4))
    return times


first = step().item()
run(settings.get("warmup", 10))
answer({"subject": subject(), "blas": blas(), "loss": [first, step().item()]})
if "--serve" in sys.argv:
    for line in sys.stdin:
        answer({"ms": run(int(line.split()[1]))})
else:
    answer({"ms": run(settings.get("steps", 50))})
