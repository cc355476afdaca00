"""Files of word vectors as gensim writes them, in files/ beside this script, and what gensim reads from them, in
formats.json (gensim 4.2.0, see ../made.py).
"""

import gzip
import pathlib
import pickle
import shutil
import sys

import gensim
import numpy as np
from gensim.models import FastText, KeyedVectors, Word2Vec
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from made import write

folder = pathlib.Path(__file__).with_name("files")
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()

sentences = [["king", "man", "Zürich", "man"], ["queen", "woman", "日本", "𝔘nicode"]] * 10
model = Word2Vec(sentences, vector_size=5, min_count=1, workers=1, seed=1)
subwords = FastText(sentences, vector_size=3, min_count=1, bucket=40, min_n=2, max_n=4, workers=1, seed=1)
unseen = ["kingdom", "日", "a", "", "Zürich-日本"]
cases = []


def case(name, wv, counts=True, others=()):
    cases.append({
        "file": name,
        "words": list(wv.index_to_key),
        "vectors": [wv[word].tolist() for word in wv.index_to_key],
        "counts": [int(wv.get_vecattr(word, "count")) for word in wv.index_to_key] if counts else None,
        "unseen": [{"word": word, "vector": wv[word].tolist()} for word in others],
    })


def path(name):
    return str(folder / name)


model.wv.save(path("word2vec.kv"))
case("word2vec.kv", model.wv)
model.wv.save(path("apart.kv"), sep_limit=1)
case("apart.kv", model.wv)
model.save(path("word2vec.model"))
case("word2vec.model", model.wv)
model.save(path("apart.model"), sep_limit=1)
case("apart.model", model.wv)
for protocol in (2, 3, 5):
    model.wv.save(path(f"protocol{protocol}.kv"), pickle_protocol=protocol)
    case(f"protocol{protocol}.kv", model.wv)
with gzip.open(path("packed.kv.gz"), "wb") as file:
    pickle.dump(model.wv, file, protocol=4)
case("packed.kv.gz", model.wv)

for dtype in (np.float64, np.float16):
    name = f"{np.dtype(dtype).name}.kv"
    other = KeyedVectors(5, dtype=dtype)
    other.add_vectors(model.wv.index_to_key, model.wv.vectors.astype(dtype))
    other.save(path(name))
    case(name, other, counts=False)

subwords.wv.save(path("fasttext.kv"))
case("fasttext.kv", subwords.wv, others=unseen)
subwords.save(path("fasttext.model"), sep_limit=1)
case("fasttext.model", subwords.wv, others=unseen)
save_facebook_model(subwords, path("fasttext.bin"))
case("fasttext.bin", load_facebook_vectors(path("fasttext.bin")), others=unseen)


def as_gensim3():
    """Attributes as gensim 3 named them: index2word, syn0, and an object for each word in vocab."""
    from gensim.models.keyedvectors import Vocab

    old = KeyedVectors(5)
    old.__dict__.clear()
    words = model.wv.index_to_key
    vocab = {w: Vocab(count=int(model.wv.get_vecattr(w, "count")), index=i) for i, w in enumerate(words)}
    old.__dict__.update(vocab=vocab, index2word=list(words), syn0=model.wv.vectors, vector_size=5)
    return old


with open(path("gensim3.kv"), "wb") as file:
    pickle.dump(as_gensim3(), file, protocol=2)
case("gensim3.kv", KeyedVectors.load(path("gensim3.kv")))

for name, binary in [("word2vec.bin", True), ("word2vec.txt", False), ("word2vec.bin.gz", True), ("word2vec.txt.gz", False)]:
    model.wv.save_word2vec_format(path(name), binary=binary)
    case(name, model.wv, counts=False)
model.wv.save_word2vec_format(path("glove.txt"), write_header=False)
case("glove.txt", model.wv, counts=False)

write(__file__, gensim=gensim.__version__, cases=cases)
