"""How gensim scores vectors on analogies and on judged pairs of words; writes evaluation.json beside this file (gensim
4.2.0, SciPy 1.10.1, see ../made.py).
"""

import pathlib
import sys
import tempfile

import gensim
import numpy as np
from gensim.models import KeyedVectors
from scipy import stats

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import write

SIZE = 9
rng = np.random.default_rng(11)
pairs = [("man", "woman"), ("king", "queen"), ("uncle", "aunt"), ("he", "she"), ("son", "daughter"), ("actor", "actress")]
step = rng.normal(size=SIZE)
words, vectors = [], []
for male, female in pairs:
    base = rng.normal(size=SIZE)
    for word, vector in ((male, base), (female, base + step)):
        words.append(word)
        vectors.append(vector + 0.45 * rng.normal(size=SIZE))
for i in range(30):
    words.append(f"w{i}")
    vectors.append(rng.normal(size=SIZE))
# Other letter cases: the first of several counts where case does not matter.
for word in ("King", "QUEEN", "W3", "Straße"):
    words.append(word)
    near = words.index(word.lower()) if word.lower() in words else 0
    vectors.append(vectors[near] + 0.2 * rng.normal(size=SIZE))
order = rng.permutation(len(words))
words = [words[i] for i in order]
vectors = np.round(np.array([vectors[i] for i in order]), 3)

kv = KeyedVectors(SIZE)
kv.add_vectors(words, vectors.astype(np.float32))

lines = [": family"]
for a, b in pairs:
    lines += [f"{a} {b} {c} {d}" for c, d in pairs if c != a]
lines += [": none known", "Athens Greece Berlin Germany", ": mixed", "MAN WOMAN KING QUEEN", "man woman king aunt",
          "man woman strasse w1", "too few words", "", "one word more than four", "he she Uncle AUNT", ": empty"]
analogies = "\n".join(lines) + "\n"

judged = ["# a comment", "man\twoman\t8.3", "king\tQueen\t8.58", "w0\tw1\t3.5", "w2\tw3\t3.5", "w4\tw5\t1", "uncle\taunt\t9",
          "he\tunknown\t5", "nothing\tnobody\t2", "w6\tw7\t0.25", "not a pair", "w8\tw9\tmuch", "w1\tw1\t10", "", "w10\tw11\t3.5",
          "actor\tactress\t7.25", "w12\tking\t2", "Straße\tman\t4"]
word_pairs = "\n".join(judged) + "\n"


def in_file(text, ask):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as file:
        file.write(text)
        file.flush()
        return ask(file.name)


def score(section):
    correct, asked = len(section["correct"]), len(section["correct"]) + len(section["incorrect"])
    return {"section": section["section"], "correct": correct, "asked": asked}


cases = []
for options in ({}, {"restrict_vocab": 30}, {"case_insensitive": False}, {"dummy4unknown": True}):
    ours = {"restrict_vocab": "restrictVocab", "case_insensitive": "caseInsensitive", "dummy4unknown": "dummy4unknown"}
    given = {ours[name]: value for name, value in options.items()}
    accuracy, sections = in_file(analogies, lambda path: kv.evaluate_word_analogies(path, **options))
    cases.append({
        "method": "evaluateWordAnalogies",
        "options": given,
        "accuracy": accuracy,
        "sections": [score(section) for section in sections[:-1]],
    })
    pearson, spearman, oov = in_file(word_pairs, lambda path: kv.evaluate_word_pairs(path, **options))
    cases.append({
        "method": "evaluateWordPairs",
        "options": given,
        "pearson": {"correlation": pearson[0], "pValue": pearson[1]},
        "spearman": {"correlation": spearman[0], "pValue": spearman[1]},
        "oovRatio": oov,
    })

# Correlations of many and of few numbers, with ties.
for n in (3, 4, 10, 100, 353):
    x = np.round(rng.normal(size=n), 1)
    for noise in (0.3, 3):
        y = np.round(x + noise * rng.normal(size=n), 2)
        correlations = {
            kind: dict(zip(("correlation", "pValue"), map(float, test(x, y))))
            for kind, test in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr))
        }
        cases.append({"method": "correlation", "x": x.tolist(), "y": y.tolist(), **correlations})

write(
    __file__, gensim=gensim.__version__, words=words, vectors=vectors.tolist(), analogies=analogies, wordPairs=word_pairs,
    cases=cases,
)
