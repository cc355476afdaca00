/**
 * Word2Vec in Limbeck: our own subject of `words`, run as `words-train.js '{"corpus":"corpus.txt", ...}'` like
 * peers/gensim_train.py. Prints {"seconds":12.3}.
 */
import { Word2Vec } from "../../src/words/training/word2vec.js";
import type { commonSettings, TrainingJob } from "../words/trainers.js";

const { corpus, output, ...options } = JSON.parse(process.argv.at(-1)!) as TrainingJob & typeof commonSettings;
const { vectors, facts } = await Word2Vec.train(corpus, options);
await vectors.save(output, { format: "word2vec-binary" });
console.log(JSON.stringify({ seconds: facts.seconds }));
