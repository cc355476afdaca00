"""What gensim makes of a small text: vocabulary, Huffman codes, and phrases in two passes, default and NPMI.

Needs gensim (corpus.json was made by 4.2.0, Debian's python3-gensim): python3 test/reference/words/corpus.py
"""

import json
import pathlib
import random

import gensim
from gensim.models import Word2Vec
from gensim.models.phrases import Phrases

random.seed(7)
common = ["w%d" % i for i in range(40)]
planted = [["new", "york"], ["new", "york", "times"], ["machine", "learning"], ["rock", "n", "roll"]]


def sentence():
    words = []
    while len(words) < random.randint(3, 14):
        if random.random() < 0.12:
            words += random.choice(planted)
        else:
            # Few words make up most of a text.
            words.append(common[min(int(random.expovariate(0.12)), len(common) - 1)])
    return words


sentences = [sentence() for _ in range(220)]


def vocabulary(**options):
    model = Word2Vec(vector_size=2, sg=1, **options)
    model.build_vocab(sentences)
    return model, [[w, int(model.wv.get_vecattr(w, "count"))] for w in model.wv.index_to_key]


def phrases(scoring, threshold, min_count):
    text, passes = sentences, []
    for _ in range(2):
        model = Phrases(text, min_count=min_count, threshold=threshold, scoring=scoring)
        passes.append(sorted([p, float("%.8g" % s)] for p, s in model.find_phrases(text).items()))
        text = [model[s] for s in text]
    return {
        "scoring": scoring,
        "threshold": threshold,
        "minCount": min_count,
        "passes": passes,
        "joined": [" ".join(s) for s in text[:40]],
    }


model, words = vocabulary(min_count=5, hs=1)
content = {
    "gensim": gensim.__version__,
    "text": [" ".join(s) for s in sentences],
    "vocabulary": words,
    "huffman": {
        w: [
            "".join(str(int(bit)) for bit in model.wv.get_vecattr(w, "code")),
            [int(node) for node in model.wv.get_vecattr(w, "point")],
        ]
        for w in model.wv.index_to_key
    },
    "phrases": [phrases("default", 3.0, 5), phrases("npmi", 0.4, 3)],
}
target = pathlib.Path(__file__).with_suffix(".json")
head = ",\n".join('"%s":%s' % (k, json.dumps(v, separators=(",", ":"))) for k, v in content.items())
target.write_text("{" + head + "}\n")
print(target.name, target.stat().st_size, "bytes", [len(p) for c in content["phrases"] for p in c["passes"]])
