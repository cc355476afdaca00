"""What gensim's KeyedVectors answers; writes queries.json beside this file (gensim 4.2.0, see ../made.py).

Each case is a method, its arguments as Limbeck takes them, and gensim's answer. The word mover's distance, for which gensim
calls another package, is the optimum of its linear programme as SciPy finds it.
"""

import pathlib
import sys

import gensim
import numpy as np
from gensim.models import KeyedVectors
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import write

SIZE = 11  # not a multiple of four: kernels have a rest to deal with
rng = np.random.default_rng(7)
words = [f"w{i}" for i in range(38)] + ["king", "King", "queen", "man", "woman", "Zürich", "日本"]
groups = rng.normal(size=(6, SIZE))
vectors = np.round(groups[rng.integers(0, 6, len(words))] + 0.7 * rng.normal(size=(len(words), SIZE)), 2)
vectors[5] *= 30  # lengths differ widely
vectors[6] *= 0.02
vectors = np.round(vectors, 3)

kv = KeyedVectors(SIZE)
kv.add_vectors(words, vectors.astype(np.float32))
other = np.round(rng.normal(size=SIZE), 2).tolist()  # a vector that belongs to no word

cases = []


def case(method, arguments, answer):
    if isinstance(answer, list) and answer and isinstance(answer[0], tuple):
        answer = [{"word": word, "similarity": similarity} for word, similarity in answer]
    if isinstance(answer, np.ndarray) or isinstance(answer, np.generic):
        answer = answer.tolist()
    cases.append({"method": method, "arguments": arguments, "answer": answer})


def terms(given):
    """A term is a word, a vector, or one of them with a weight."""
    def single(term):
        return np.array(term, dtype=np.float32) if isinstance(term, list) else term

    def pair(term):
        return isinstance(term, list) and not isinstance(term[0], float)

    return [(single(t[0]), t[1]) if pair(t) else single(t) for t in given]


def most_similar(topn=10, restrict=None, **sides):
    options = {**sides, "topn": topn, **({"restrictVocab": restrict} if restrict else {})}
    given = {side: terms(value) for side, value in sides.items()}
    case("mostSimilar", [options], kv.most_similar(**given, topn=topn, restrict_vocab=restrict))


most_similar(positive=["king"])
most_similar(positive=["king", "woman"], negative=["man"], topn=5)
most_similar(negative=["king", "w3"], topn=4)
most_similar(positive=["w1", "w1", "w2"], topn=6)
most_similar(positive=[["w1", 0.3], ["w2", 2.5], "w3"], topn=6)
most_similar(positive=["king"], negative=[["w4", 0.5]], topn=6)
most_similar(positive=["king"], negative=[["w4", -0.5], ["queen", -2.0]], topn=6)
most_similar(positive=[other], topn=5)
most_similar(positive=[vectors[5].tolist()], topn=3)
most_similar(positive=["w5", other], negative=["w6"], topn=5)
most_similar(positive=["w7", [other, 0.25]], topn=5)
most_similar(positive=["king"], topn=10, restrict=12)
most_similar(positive=["w2"], topn=10, restrict=8)
most_similar(positive=["king"], topn=1)
most_similar(positive=["日本", "Zürich"], topn=44)
most_similar(positive=["king"], topn=0)

for sides, topn in [
    ({"positive": ["king"]}, 10),
    ({"positive": ["king", "woman"], "negative": ["man"]}, 5),
    ({"positive": ["w1", "w2"], "negative": ["w3", "w4"]}, 7),
    ({"positive": ["w5", (vectors[8] / np.linalg.norm(vectors[8])).round(6).tolist()], "negative": ["w6"]}, 5),
]:
    given = {side: terms(value) for side, value in sides.items()}
    case("mostSimilarCosmul", [{**sides, "topn": topn}], kv.most_similar_cosmul(**given, topn=topn))

case("similarByWord", ["queen", {"topn": 3}], kv.similar_by_word("queen", topn=3))
case("similarByVector", [other, {"topn": 4}], kv.similar_by_vector(np.array(other, dtype=np.float32), topn=4))
case("mostSimilarToGiven", ["king", ["w1", "queen", "w9"]], kv.most_similar_to_given("king", ["w1", "queen", "w9"]))
for a, b in [("king", "queen"), ("w5", "w6"), ("w1", "w1"), ("日本", "Zürich")]:
    case("similarity", [a, b], kv.similarity(a, b))
    case("distance", [a, b], kv.distance(a, b))
    case("rank", [a, b], kv.rank(a, b))
    case("closerThan", [a, b], kv.closer_than(a, b))
    case("relativeCosineSimilarity", [a, b], kv.relative_cosine_similarity(a, b))
case("relativeCosineSimilarity", ["king", "man", {"topn": 3}], kv.relative_cosine_similarity("king", "man", topn=3))
case("distances", ["king"], kv.distances("king"))
case("distances", [other], kv.distances(np.array(other, dtype=np.float32)))
case("distances", ["king", ["w5", "queen"]], kv.distances("king", ["w5", "queen"]))
for first, second in [(["king", "w5"], ["queen", "w6", "w7"]), (["king", "unknown"], ["queen"]), (["w1", "w1", "w2"], ["w1"])]:
    case("nSimilarity", [first, second], kv.n_similarity(first, second))
for group in [["king", "queen", "man", "w5"], ["w1", "w2", "unknown", "w3", "w4"], ["woman"], [f"w{i}" for i in range(12)]]:
    case("doesntMatch", [group], kv.doesnt_match(group))
    case("rankByCentrality", [group], [(word, float(s)) for s, word in kv.rank_by_centrality(group)])
case(
    "rankByCentrality",
    [["w5", "w6", "w7"], {"normalize": False}],
    [(word, float(s)) for s, word in kv.rank_by_centrality(["w5", "w6", "w7"], use_norm=False)],
)
case("getVector", ["w5"], kv.get_vector("w5"))
case("getVector", ["w5", {"normalize": True}], kv.get_vector("w5", norm=True))
case("getMeanVector", [["king", "w5"]], kv.get_mean_vector(["king", "w5"]))
case("getMeanVector", [["king", "unknown", "w5"]], kv.get_mean_vector(["king", "unknown", "w5"]))
case(
    "getMeanVector",
    [["king", "w5"], {"weights": [0.5, -2], "preNormalize": False}],
    kv.get_mean_vector(["king", "w5"], weights=[0.5, -2], pre_normalize=False),
)
case(
    "getMeanVector",
    [["king", other], {"postNormalize": True}],
    kv.get_mean_vector(["king", np.array(other, dtype=np.float32)], post_normalize=True),
)


def word_movers_distance(first, second, normalize):
    """The least cost of a transport plan, as a linear programme."""
    known = [[w for w in text if w in kv] for text in (first, second)]
    a, b = [sorted(set(text)) for text in known]
    va, vb = [np.array([kv.get_vector(w, norm=normalize) for w in side]) for side in (a, b)]
    cost = cdist(va, vb)
    n, m = cost.shape
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    amounts = [text.count(w) / len(text) for text, side in zip(known, (a, b)) for w in side]
    plan = linprog(cost.ravel(), A_eq=np.vstack([rows, columns]), b_eq=amounts, method="highs")
    assert plan.success
    return plan.fun


texts = [
    ["king", "w1", "w2"],
    ["queen", "w3", "w4", "w4", "unknown"],
    ["w1", "w2", "king"],
    [f"w{i}" for i in rng.integers(0, 38, 60)],
    [f"w{i}" for i in rng.integers(0, 38, 47)],
    ["woman"],
]
for i, first in enumerate(texts):
    for second in texts[i:]:
        for normalize in (True, False):
            distance = word_movers_distance(first, second, normalize)
            case("wmdistance", [first, second, {"normalize": normalize}], distance)

write(__file__, gensim=gensim.__version__, words=words, vectors=vectors.tolist(), cases=cases)
