"""Word2Vec in gensim: the peer of `npm run bench -- words`.

  python gensim_train.py '{"corpus":"corpus.txt","algorithm":"skip-gram","threads":2,"seed":1,"epochs":5,"output":"v.bin", ...}'

Trains from the file itself (corpus_file), writes the vectors in word2vec's binary format, and prints a line
{"seconds":12.3}: of training, without the reading of the vocabulary. `--version` prints {"subject":"gensim 4.2.0"} or
{"skip":"why"} and ends.
"""

import json
import os
import sys
import time

settings = {} if "--version" in sys.argv else json.loads(sys.argv[-1])
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # threads are gensim's own

try:
    import gensim
    from gensim.models.word2vec import FAST_VERSION, Word2Vec
except ImportError as problem:
    print(json.dumps({"skip": str(problem)}))
    sys.exit()

if not settings:
    print(json.dumps({"skip": "gensim has no compiled loops"} if FAST_VERSION < 0 else {"subject": f"gensim {gensim.__version__}"}))
    sys.exit()

model = Word2Vec(
    vector_size=settings["size"],
    window=settings["window"],
    negative=settings["negative"],
    min_count=settings["minCount"],
    sample=settings["sample"],
    alpha=settings["alpha"],
    epochs=settings["epochs"],
    seed=settings["seed"],
    workers=settings["threads"],
    sg=int(settings["algorithm"] == "skip-gram"),
)
model.build_vocab(corpus_file=settings["corpus"])
started = time.perf_counter()
model.train(
    corpus_file=settings["corpus"],
    total_examples=model.corpus_count,
    total_words=model.corpus_total_words,
    epochs=settings["epochs"],
)
seconds = time.perf_counter() - started
model.wv.save_word2vec_format(settings["output"], binary=True)
print(json.dumps({"seconds": seconds}))
