/**
 * The least cost of moving goods from sources to sinks: min sum_ij flow[i, j] * cost[i, j], where flow has the row sums
 * `supply` and the column sums `demand`. Exact: shortest augmenting paths with potentials, which end since amounts are
 * whole numbers.
 * Source: Edmonds and Karp 1972, "Theoretical Improvements in Algorithmic Efficiency for Network Flow Problems", section 2.
 * @param supply whole numbers, `[sources]`
 * @param demand whole numbers of the same sum, `[sinks]`
 * @param cost   at least 0, `[sources, sinks]`, row-major
 */
export function transportCost(supply: readonly number[], demand: readonly number[], cost: Float64Array): number {
  const state = new Transport(supply, demand, cost);
  while (state.augment());
  return state.flow.reduce((sum, flow, arc) => sum + flow * cost[arc]!, 0);
}

/** Nodes are sources 0 to n - 1, then sinks n to n + m - 1. */
class Transport {
  readonly flow: Float64Array;
  readonly #cost: Float64Array;
  readonly #supply: number[];
  readonly #demand: number[];
  readonly #sources: number;
  readonly #sinks: number;
  /** Of each node; they keep the reduced cost of every arc that can carry more at 0 or above. */
  readonly #potential: Float64Array;

  constructor(supply: readonly number[], demand: readonly number[], cost: Float64Array) {
    this.#supply = [...supply];
    this.#demand = [...demand];
    this.#cost = cost;
    this.#sources = supply.length;
    this.#sinks = demand.length;
    this.flow = new Float64Array(cost.length);
    this.#potential = new Float64Array(this.#sources + this.#sinks);
  }

  /**
   * Sends as much as possible along the cheapest path from a source with goods to a sink that wants some.
   * @returns false if all is delivered
   */
  augment(): boolean {
    const { distance, before, target } = this.#cheapestPath();
    if (target === -1) return false;
    for (let node = 0; node < distance.length; node++)
      this.#potential[node]! += Math.min(distance[node]!, distance[target]!);
    this.#send(before, target);
    return true;
  }

  /** Dijkstra's search on a dense graph, up to the first sink that wants goods. */
  #cheapestPath(): { distance: Float64Array; before: Int32Array; target: number } {
    const nodes = this.#sources + this.#sinks;
    const distance = new Float64Array(nodes).fill(Infinity);
    const before = new Int32Array(nodes).fill(-1);
    const isDone = new Uint8Array(nodes);
    this.#supply.forEach((left, i) => left > 0 && (distance[i] = 0));
    for (;;) {
      let node = -1;
      for (let i = 0; i < nodes; i++) if (!isDone[i] && distance[i]! < (distance[node] ?? Infinity)) node = i;
      if (node === -1 || this.#demand[node - this.#sources]! > 0) return { distance, before, target: node };
      isDone[node] = 1;
      this.#relax(node, distance, before);
    }
  }

  /** A source reaches every sink, a sink the sources that send to it. */
  #relax(node: number, distance: Float64Array, before: Int32Array): void {
    const isSource = node < this.#sources;
    const [first, end] = isSource ? [this.#sources, this.#sources + this.#sinks] : [0, this.#sources];
    for (let next = first; next < end; next++) {
      const arc = isSource ? this.#arc(node, next) : this.#arc(next, node);
      if (!isSource && this.flow[arc] === 0) continue;
      const step = (isSource ? this.#cost[arc]! : -this.#cost[arc]!) + this.#potential[node]! - this.#potential[next]!;
      // Rounding may leave a reduced cost a hair below 0.
      const reached = distance[node]! + Math.max(0, step);
      if (reached < distance[next]!) [distance[next], before[next]] = [reached, node];
    }
  }

  #send(before: Int32Array, target: number): void {
    const path: number[] = [target];
    while (before[path[0]!] !== -1) path.unshift(before[path[0]!]!);
    const start = path[0]!;
    let amount = Math.min(this.#supply[start]!, this.#demand[target - this.#sources]!);
    for (let k = 2; k < path.length; k += 2) amount = Math.min(amount, this.flow[this.#arc(path[k]!, path[k - 1]!)]!);
    for (let k = 1; k < path.length; k++) {
      const isForward = k % 2 === 1;
      const arc = isForward ? this.#arc(path[k - 1]!, path[k]!) : this.#arc(path[k]!, path[k - 1]!);
      this.flow[arc]! += isForward ? amount : -amount;
    }
    this.#supply[start]! -= amount;
    this.#demand[target - this.#sources]! -= amount;
  }

  #arc(source: number, sink: number): number {
    return source * this.#sinks + sink - this.#sources;
  }
}
