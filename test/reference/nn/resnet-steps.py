"""Five training steps of a tiny CIFAR-style residual net; writes resnet-steps.json (PyTorch 1.13.1, see ../made.py).

Input [5, 1, 6, 6]; stem 3x3 convolution 1 -> 2, batch norm, ReLU; one block, conv 3x3 2 -> 4 stride 2, batch norm, ReLU,
conv 3x3 4 -> 4, batch norm, plus the shortcut (1x1 convolution stride 2, batch norm), ReLU; global average pool; linear
4 -> 3. No convolution has a bias. Cross entropy; SGD with momentum 0.9 and weight decay 5e-4 on every parameter,
learning rate 0.1; batch norm in training mode, momentum 0.1, epsilon 1e-5 (running variance unbiased, as PyTorch's).
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(5)


class TinyResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 2, 3, padding=1, bias=False)
        self.stemNorm = nn.BatchNorm2d(2)
        self.conv1 = nn.Conv2d(2, 4, 3, stride=2, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(4)
        self.shortcut = nn.Conv2d(2, 4, 1, stride=2, bias=False)
        self.shortcutNorm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = F.relu(self.stemNorm(self.stem(x)))
        y = F.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        x = F.relu(y + self.shortcutNorm(self.shortcut(x)))
        return self.head(x.mean(dim=(2, 3)))


model = TinyResNet()
for name, parameter in model.named_parameters():
    parameter.data = (
        normal(*parameter.shape, scale=0.2) + 1
        if name.lower().endswith("norm.weight") or name in ("norm1.weight", "norm2.weight")
        else normal(*parameter.shape, scale=0.4)
    )


def weights():
    return {key: p.detach().clone() for key, p in model.named_parameters()}


def statistics():
    return {key: b.clone() for key, b in model.named_buffers() if "running" in key}


batches = [{"x": normal(5, 1, 6, 6), "labels": (normal(5).abs() * 100).long() % 3} for _ in range(5)]
options = {"learningRate": 0.1, "momentum": 0.9, "nesterov": False, "weightDecay": 5e-4}
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
initial, steps, gradients = weights(), [], None
for batch in batches:
    logits = model(batch["x"])
    loss = F.cross_entropy(logits, batch["labels"])
    optimizer.zero_grad()
    loss.backward()
    gradients = gradients or {key: p.grad.clone() for key, p in model.named_parameters()}
    optimizer.step()
    steps.append({**batch, "logits": logits, "loss": loss})
final, after = weights(), statistics()
model.eval()
evaluated = model(batches[0]["x"])

write(
    __file__,
    optimizer="sgd",
    options=options,
    initial=initial,
    gradients=gradients,
    final=final,
    statistics=after,
    evaluation={"x": batches[0]["x"], "logits": evaluated},
    cases=steps,
)
