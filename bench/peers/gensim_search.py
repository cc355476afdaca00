"""The nearest words in gensim: a peer of `npm run bench -- words`.

  python gensim_search.py '{"vectors":"v.bin"}'

Reads the vectors, says {"words":341479,"size":100}, then for each line "run N" on stdin answers with the milliseconds of
most_similar for the next N words, {"ms":[...]}; ends with stdin. `--version` prints {"subject":"gensim 4.2.0"} or
{"skip":"why"} and ends.
"""

import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # one thread, as Limbeck has

try:
    import gensim
    from gensim.models import KeyedVectors
except ImportError as problem:
    print(json.dumps({"skip": str(problem)}))
    sys.exit()

if "--version" in sys.argv:
    print(json.dumps({"subject": f"gensim {gensim.__version__}"}))
    sys.exit()

vectors = KeyedVectors.load_word2vec_format(json.loads(sys.argv[-1])["vectors"], binary=True)
print(json.dumps({"words": len(vectors), "size": vectors.vector_size}), flush=True)

asked = 0
for line in sys.stdin:
    times = []
    for _ in range(int(line.split()[1])):
        word = vectors.index_to_key[asked]
        asked += 1
        started = time.perf_counter()
        vectors.most_similar(word)
        times.append(1000 * (time.perf_counter() - started))
    print(json.dumps({"ms": times}), flush=True)
