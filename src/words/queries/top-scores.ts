/** A word of an answer, and how similar it is to what was asked. */
export interface Similar {
  readonly word: string;
  readonly similarity: number;
}

/** Keeps the highest of many scores; of equal ones those with the lower index. */
export class TopScores {
  readonly #count: number;
  readonly #excluded: ReadonlySet<number>;
  /** A heap of the kept ones: the worst is at 0. */
  readonly #indices: number[] = [];
  readonly #scores: number[] = [];

  /**
   * @param count    how many to keep at most
   * @param excluded indices that are not kept
   */
  constructor(count: number, excluded: ReadonlySet<number>) {
    this.#count = count;
    this.#excluded = excluded;
  }

  /** What a score must reach to be kept. */
  get worst(): number {
    return this.#scores.length < this.#count ? -Infinity : (this.#scores[0] ?? Infinity);
  }

  /** Offers a score; indices come in ascending order. */
  offer(index: number, score: number): void {
    if (this.#scores.length < this.#count) {
      if (!this.#excluded.has(index)) this.#add(index, score);
    } else if (score > this.worst) {
      if (!this.#excluded.has(index)) this.#replaceWorst(index, score);
    }
  }

  /** The kept ones, the highest score first. */
  answer(wordAt: (index: number) => string): Similar[] {
    return this.#scores
      .map((score, i) => ({ index: this.#indices[i]!, score }))
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .map(({ index, score }) => ({ word: wordAt(index), similarity: score }));
  }

  #add(index: number, score: number): void {
    let at = this.#scores.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(index, score, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(index, score, at);
  }

  #replaceWorst(index: number, score: number): void {
    const length = this.#scores.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      const other = child + 1;
      if (other < length && this.#isWorse(this.#indices[other]!, this.#scores[other]!, child)) child = other;
      if (this.#isWorse(index, score, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(index, score, at);
  }

  /** Whether a score belongs above the one at a place of the heap. */
  #isWorse(index: number, score: number, at: number): boolean {
    const other = this.#scores[at]!;
    return score < other || (score === other && index > this.#indices[at]!);
  }

  #move(from: number, to: number): void {
    this.#put(this.#indices[from]!, this.#scores[from]!, to);
  }

  #put(index: number, score: number, at: number): void {
    this.#indices[at] = index;
    this.#scores[at] = score;
  }
}
