"""What Word2Vec learns from a few sentences: gradients of the papers' losses by PyTorch's autograd, in float64; and what
gensim makes of counts: Huffman codes and the probability to keep a word.

Skip-gram: each context word's vector v predicts the centre. Negative sampling (Mikolov et al. 2013, arXiv:1310.4546,
equation 4): -log s(u_centre . v) - sum over negatives of log s(-u . v). Hierarchical softmax (the same, equation 3):
-sum over the path of log s((1 - 2 code) u_node . v). CBOW: v is the mean of the context words' vectors, and each of them
gets the whole gradient of that mean (word2vec.c, and gensim with cbow_mean=1).

Which words are kept, the reach of each window and the negatives are random: they come from the generator that the kernel
documents, Knuth's MMIX, in the order: keep each word (only with subsampling); then for each centre its reach, one number
that is not used here, and two numbers for each negative that is tried.

Rewrites word2vec.json beside it; needs PyTorch and gensim (the file at hand: 1.13.1 and 4.2.0):
  python3 test/reference/words/word2vec.py
"""
import json
import pathlib

import numpy as np
import torch
from gensim.models import Word2Vec

torch.set_default_dtype(torch.float64)


class Mmix:
    def __init__(self, state):
        self.state = state

    def bits(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 32

    def below(self, bound):
        return self.bits() * bound >> 32


def huffman(counts):
    """The codes and inner nodes of each word, from the root, by repeatedly joining the two least counts."""
    heap = [(count, -i, ("leaf", i)) for i, count in enumerate(counts)]  # of equal counts, the later leaf first
    made = 0
    while len(heap) > 1:
        heap.sort(key=lambda entry: (entry[0], entry[2][0] == "leaf", entry[1] if entry[2][0] == "leaf" else entry[2][1]))
        left, right = heap.pop(0), heap.pop(0)
        heap.append((left[0] + right[0], 0, ("node", made, left[2], right[2])))
        made += 1
    paths = {}

    def walk(tree, nodes, codes):
        if tree[0] == "leaf":
            paths[tree[1]] = (nodes, codes)
        else:
            walk(tree[2], nodes + [tree[1]], codes + [0])
            walk(tree[3], nodes + [tree[1]], codes + [1])

    walk(heap[0][2], [], [])
    return [paths[i] for i in range(len(counts))]


def gradients(sentences, counts, size, algorithm, window, negative, hierarchical, sample, state):
    random = Mmix(state)
    words = len(counts)
    numbers = np.random.default_rng(7)
    rows = {name: torch.tensor(numbers.normal(scale=0.4, size=(n, size)).round(2)) for name, n in
            (("input", words), ("output", words), ("nodes", words - 1))}
    t = sample * sum(counts)
    keep = [int(((c / t) ** 0.5 + 1) * t / c * 2**32) if sample else None for c in counts]
    paths = huffman(counts)
    change = {name: torch.zeros_like(value) for name, value in rows.items()}

    def alias_draw():
        word, level = random.below(words), random.bits()
        return word if level <= alias[word][0] else alias[word][1]

    for sentence in sentences:
        kept = [w for w in sentence if not sample or random.bits() < keep[w]]
        for i, centre in enumerate(kept):
            reach = window - random.below(window)
            context = [kept[j] for j in range(max(0, i - reach), min(len(kept), i + reach + 1)) if j != i]
            if not context:
                continue
            random.bits()
            targets = []
            place = [centre]  # of a step, which takes six: a negative differs from the others of its step and from the centre
            for _ in range(negative):
                tries = (alias_draw() for _ in range(8))
                word = next((w for w in tries if w != centre and w not in place), None)
                if word is None:  # after eight tries there is one negative less
                    continue
                targets.append(word)
                place.append(word)
                if len(place) == 6:
                    place = []
            leaves = {name: value.clone().requires_grad_() for name, value in rows.items()}
            loss = torch.zeros(())
            inputs = leaves["input"][context]
            predictors = inputs if algorithm == "skip-gram" else inputs.mean(0, keepdim=True)
            for v in predictors:
                if negative:
                    loss = loss - torch.nn.functional.logsigmoid(leaves["output"][centre] @ v)
                    for word in targets:
                        loss = loss - torch.nn.functional.logsigmoid(-leaves["output"][word] @ v)
                if hierarchical:
                    for node, code in zip(*paths[centre]):
                        loss = loss - torch.nn.functional.logsigmoid((1 - 2 * code) * leaves["nodes"][node] @ v)
            loss.backward()
            for name, leaf in leaves.items():
                if leaf.grad is not None:
                    # the mean's gradient reaches each context word divided by their number: undone
                    factor = len(context) if name == "input" and algorithm == "cbow" else 1
                    change[name] -= factor * leaf.grad
    return rows, change


counts = [9, 7, 7, 5, 4, 3, 3, 2, 1]
# Walker's table of count^0.75, as thresholds of 32 bits: an input of the case, which the test hands to the kernel.
shares = np.array(counts) ** 0.75
shares = shares / shares.sum() * len(counts)
alias = [[2**32 - 1, i] for i in range(len(counts))]
few = [i for i in range(len(counts)) if shares[i] < 1]
many = [i for i in range(len(counts)) if shares[i] >= 1]
while few and many:
    poor, rich = few.pop(), many.pop()
    alias[poor] = [min(2**32 - 1, int(shares[poor] * 2**32)), rich]
    shares[rich] -= 1 - shares[poor]
    (few if shares[rich] < 1 else many).append(rich)

sentences = [[0, 1, 2, 3, 0, 4, 1], [5, 0, 6, 2], [7], [8, 3, 1, 1, 0]]
cases = []
for algorithm in ("skip-gram", "cbow"):
    for name, negative, hierarchical, sample in (
        ("negative sampling", 5, False, 0),
        ("fewer negatives than a step takes", 2, False, 0),
        ("more negatives than a step takes", 7, False, 0),
        ("hierarchical softmax", 0, True, 0),
        ("both, with subsampling", 5, True, 0.05),
    ):
        options = {"algorithm": algorithm, "window": 3, "negative": negative, "hierarchical": hierarchical, "sample": sample}
        state = 1234567890123456789 + len(cases)
        rows, change = gradients(sentences, counts, 6, state=state, **options)
        cases.append({
            "name": f"{algorithm}, {name}", **options, "state": str(state),
            "rows": {k: v.tolist() for k, v in rows.items()},
            "change": {k: [[round(x, 8) for x in row] for row in v.tolist()] for k, v in change.items()},
        })

model = Word2Vec(hs=1, negative=0, min_count=1, sample=0.01)
vocabulary = {f"w{i}": count for i, count in enumerate([300, 250, 100, 90, 80, 40, 40, 40, 20, 11, 5, 5, 3, 2, 1, 1, 1])}
model.build_vocab_from_freq(vocabulary)
ordered = model.wv.index_to_key
gensim = {
    "counts": [vocabulary[word] for word in ordered],
    "codeLengths": [len(model.wv.get_vecattr(word, "code")) for word in ordered],
    "sample": 0.01,
    "keep": [int(model.wv.get_vecattr(word, "sample_int")) for word in ordered],
}
target = pathlib.Path(__file__).with_suffix(".json")
head = json.dumps({"counts": counts, "sentences": sentences, "aliases": alias, "gensim": gensim}, separators=(",", ":"))[:-1]
target.write_text(head + ',"cases":[\n' + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]}\n")
print(target.name, target.stat().st_size)
