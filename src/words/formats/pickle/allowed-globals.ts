const keyedVectors = ["KeyedVectors", "Word2VecKeyedVectors", "WordEmbeddingsKeyedVectors", "EuclideanKeyedVectors"];
const multiarray = ["_reconstruct", "scalar"];
const numpyRandom = ["__randomstate_ctor", "__bit_generator_ctor", "__generator_ctor"];

const builtins = ["hash", "int", "float", "str", "set", "frozenset", "object"];

/** Classes and functions that gensim's files of word vectors name. They stand for data: none is ever called. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "gensim.models.keyedvectors": [...keyedVectors, "FastTextKeyedVectors", "Vocab", "CompatVocab"],
  "gensim.models.word2vec": ["Word2Vec", "Word2VecKeyedVectors", "Word2VecVocab", "Word2VecTrainables", "Vocab"],
  "gensim.models.fasttext": ["FastText", "FastTextKeyedVectors", "FastTextVocab", "FastTextTrainables"],
  "gensim.utils": ["call_on_class_only"],
  numpy: ["ndarray", "dtype"],
  "numpy.core.multiarray": multiarray,
  "numpy._core.multiarray": multiarray,
  "numpy.core.numeric": ["_frombuffer"],
  "numpy._core.numeric": ["_frombuffer"],
  "numpy.random": numpyRandom,
  "numpy.random._pickle": numpyRandom,
  "numpy.random._mt19937": ["MT19937"],
  collections: ["OrderedDict", "defaultdict"],
  builtins,
  __builtin__: builtins,
  copyreg: ["_reconstructor"],
  copy_reg: ["_reconstructor"],
  _codecs: ["encode"],
};

/** Whether a pickle may name this. */
export const isAllowed = (module: string, name: string): boolean =>
  Object.hasOwn(allowed, module) && allowed[module]!.includes(name);
