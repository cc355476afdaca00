import { Random } from "../../../src/tensor/index.js";
import type { WordMap } from "../../../src/words/projection/word-map.js";

/** Two groups of words in the plane, of which some do their best to break a page. */
export function someWords(count = 60): WordMap {
  const random = new Random(2);
  const evil = ["</script><script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "naïve", "東京", "&amp;"];
  return {
    method: "pca",
    points: Array.from({ length: count }, (_, i) => ({
      word: evil[i] ?? `word${i}`,
      x: random.normal(),
      y: random.normal(),
      group: i % 2 === 0 ? "even" : "odd & <b>",
    })),
    lines: [["word8", "word9"]],
    explainedVariance: [0.3, 0.2],
  };
}
