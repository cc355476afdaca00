"""Distillation losses held against PyTorch in float64; writes soft-targets.json, logit-mse.json, cross-entropy.json and
combined.json beside this file (PyTorch 1.13.1, see ../made.py).

Each case: student and teacher logits [batch, classes], labels [batch] where needed, the value and its gradient with
respect to the student's logits. Written from the formulas with PyTorch's own losses, so that the reductions are explicit:
  soft targets    T^2 * KL(softmax(teacher / T) || softmax(student / T)), sum over classes, mean over samples
  logit MSE       (student - teacher)^2, mean over batch and classes; "class-sum": sum over classes, mean over samples
  cross entropy   mean over samples; label smoothing e mixes e / classes into every class
  combined        alpha * CE(student, labels) + (1 - alpha) * soft targets
"""

import pathlib
import sys

import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import seeded, write

normal = seeded(6)
temperatures = [0.5, 1, 2, 4, 20]


def soft_targets(student, teacher, temperature):
    log_p = F.log_softmax(student / temperature, dim=1)
    log_q = F.log_softmax(teacher / temperature, dim=1)
    return temperature**2 * F.kl_div(log_p, log_q, reduction="batchmean", log_target=True)


def measured(loss, student):
    """The value and its gradient at these student logits."""
    s = student.clone().requires_grad_()
    value = loss(s)
    value.backward()
    return {"value": value, "gradient": s.grad}


def alike(rows, classes):
    """A teacher, and a student near it as after training."""
    teacher = normal(rows, classes, scale=3)
    return (teacher + normal(rows, classes, scale=0.5)).mul(100).round().div(100), teacher


def extreme(rows, classes):
    """Logits of -50 and 50: one class certain, or two tied; the student certain of another."""
    teacher = torch.full((rows, classes), -50.0)
    teacher[torch.arange(rows), torch.arange(rows) % classes] = 50.0
    teacher[0, 1] = 50.0
    student = torch.full((rows, classes), -50.0)
    student[torch.arange(rows), (torch.arange(rows) + 1) % classes] = 50.0
    return student, teacher


pairs = {
    "one sample, two classes": (normal(1, 2), normal(1, 2)),
    "four samples, ten classes": (normal(4, 10, scale=2), normal(4, 10, scale=3)),
    "three samples, five classes, student near the teacher": alike(3, 5),
    "student equals teacher but for a constant a sample": (lambda t: (t + torch.tensor([[1.0], [-7.0]]), t))(
        normal(2, 4)
    ),
    "logits of -50 and 50": extreme(3, 4),
    "large teacher, small student": (normal(2, 6, scale=0.1), normal(2, 6, scale=20)),
}


def labels_of(student):
    return (torch.arange(len(student)) * 7 + 3) % student.shape[1]


soft, mse, hard, combined = [], [], [], []
for name, (student, teacher) in pairs.items():
    labels = labels_of(student)
    logits = {"student": student, "teacher": teacher}
    for T in temperatures:
        soft.append(
            {
                "name": f"{name}, T = {T}",
                **logits,
                "temperature": T,
                **measured(lambda s: soft_targets(s, teacher, T), student),
            }
        )
    mse.append({"name": name, "reduction": "mean", **logits, **measured(lambda s: F.mse_loss(s, teacher), student)})
    mse.append(
        {
            "name": f"{name}, class-sum",
            "reduction": "class-sum",
            **logits,
            **measured(lambda s: F.mse_loss(s, teacher, reduction="sum") / len(s), student),
        }
    )
    for smoothing in (0, 0.1):
        hard.append(
            {
                "name": f"{name}, smoothing {smoothing}",
                "student": student,
                "labels": labels,
                "labelSmoothing": smoothing,
                **measured(lambda s: F.cross_entropy(s, labels, label_smoothing=smoothing), student),
            }
        )
    for alpha, T, smoothing in ((0.1, 4, 0), (0.5, 2, 0), (0.3, 20, 0.1)):
        combined.append(
            {
                "name": f"{name}, alpha {alpha}, T = {T}",
                **logits,
                "labels": labels,
                "alpha": alpha,
                "temperature": T,
                "labelSmoothing": smoothing,
                **measured(
                    lambda s: alpha * F.cross_entropy(s, labels, label_smoothing=smoothing)
                    + (1 - alpha) * soft_targets(s, teacher, T),
                    student,
                ),
            }
        )

write(__file__, digits=10, name="soft-targets", cases=soft)
write(__file__, digits=10, name="logit-mse", cases=mse)
write(__file__, digits=10, name="cross-entropy", cases=hard)
write(__file__, digits=10, name="combined", cases=combined)
