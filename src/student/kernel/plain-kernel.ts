import type { Kernel } from "./kernel.js";

/**
 * The functions of assembly/ in plain JavaScript, several times slower: for places that refuse to compile WebAssembly, as
 * Cloudflare Workers refuse it for modules that come as bytes.
 */
export function plainKernel(memory: WebAssembly.Memory): Kernel {
  let all = new Float32Array(memory.buffer);
  let addresses = new Uint32Array(memory.buffer);

  const multiply: Kernel["multiply"] = (out, outStep, x, xStep, count, matrix, inputs, width) => {
    const columns = width >> 2;
    for (let place = 0; place < count; place++) {
      const to = (out + place * outStep) >> 2;
      const from = (x + place * xStep) >> 2;
      for (let k = 0, row = matrix >> 2; k < inputs; k++, row += columns) {
        const factor = all[from + k]!;
        for (let j = 0; j < columns; j++) all[to + j]! += factor * all[row + j]!;
      }
    }
  };

  const change = (x: number, bytes: number, f: (value: number) => number): void => {
    for (let i = x >> 2; i < (x + bytes) >> 2; i++) all[i] = f(all[i]!);
  };

  /** Reads a sequence step by step; `cellStep` makes the next state of what the input and the state give the gates. */
  const reads =
    (gateCount: number, cellStep: (x: number, gates: number, hidden: number, cell: number, columns: number) => void) =>
    (
      ...[rows, count, back, matrix, bias, units, width, hidden, cell, gates, states, statesStep]: Parameters<
        Kernel["gru"]
      >
    ): void => {
      for (let step = 0; step < count; step++) {
        const place = back ? count - 1 - step : step;
        all.copyWithin(gates >> 2, bias >> 2, (bias + gateCount * width) >> 2);
        multiply(gates, 0, hidden, 0, 1, matrix, units, gateCount * width);
        cellStep(addresses[(rows >> 2) + place]! >> 2, gates >> 2, hidden >> 2, cell >> 2, width >> 2);
        if (states !== 0) all.copyWithin((states + place * statesStep) >> 2, hidden >> 2, (hidden + width) >> 2);
      }
    };

  const functions: Kernel = {
    multiply,
    rnn: reads(1, (x, gates, h, _cell, n) => {
      for (let j = 0; j < n; j++) all[h + j] = Math.tanh(all[x + j]! + all[gates + j]!);
    }),
    gru: reads(3, (x, gates, h, _cell, n) => {
      for (let j = 0; j < n; j++) {
        const r = sigmoid(all[x + j]! + all[gates + j]!);
        const z = sigmoid(all[x + n + j]! + all[gates + n + j]!);
        const fresh = Math.tanh(all[x + 2 * n + j]! + r * all[gates + 2 * n + j]!);
        all[h + j] = fresh + z * (all[h + j]! - fresh);
      }
    }),
    lstm: reads(4, (x, gates, h, cell, n) => {
      const gate = (k: number, j: number): number => all[x + k * n + j]! + all[gates + k * n + j]!;
      for (let j = 0; j < n; j++) {
        const fresh = sigmoid(gate(0, j)) * Math.tanh(gate(2, j));
        all[cell + j] = sigmoid(gate(1, j)) * all[cell + j]! + fresh;
        all[h + j] = sigmoid(gate(3, j)) * Math.tanh(all[cell + j]!);
      }
    }),
    relu: (x, bytes) => change(x, bytes, (value) => Math.max(0, value)),
    tanhAll: (x, bytes) => change(x, bytes, Math.tanh),
    sigmoidAll: (x, bytes) => change(x, bytes, sigmoid),
    siluAll: (x, bytes) => change(x, bytes, (value) => value * sigmoid(value)),
    repeat(out, row, width, count) {
      for (let i = 0; i < count; i++) all.copyWithin((out + i * width) >> 2, row >> 2, (row + width) >> 2);
    },
    largest(out, rows, step, count, width) {
      for (let j = 0; j < width >> 2; j++) {
        let most = all[(rows >> 2) + j]!;
        for (let i = 1; i < count; i++) most = Math.max(most, all[((rows + i * step) >> 2) + j]!);
        all[(out >> 2) + j] = most;
      }
    },
    halve(out, outStep, x, step, height, width, pixel) {
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const from = (x + 2 * i * step + 2 * j * pixel) >> 2;
          const to = (out + i * outStep + j * pixel) >> 2;
          for (let at = 0; at < pixel >> 2; at++) {
            const above = Math.max(all[from + at]!, all[from + (pixel >> 2) + at]!);
            const line = from + (step >> 2);
            all[to + at] = Math.max(above, all[line + at]!, all[line + (pixel >> 2) + at]!);
          }
        }
      }
    },
  };
  /** The memory grows while a network is built: views of what it was are empty then. */
  const onFreshViews =
    <Arguments extends readonly unknown[]>(run: (...given: Arguments) => void) =>
    (...given: Arguments): void => {
      if (all.length === 0) {
        all = new Float32Array(memory.buffer);
        addresses = new Uint32Array(memory.buffer);
      }
      run(...given);
    };
  return {
    multiply: onFreshViews(functions.multiply),
    rnn: onFreshViews(functions.rnn),
    gru: onFreshViews(functions.gru),
    lstm: onFreshViews(functions.lstm),
    relu: onFreshViews(functions.relu),
    tanhAll: onFreshViews(functions.tanhAll),
    sigmoidAll: onFreshViews(functions.sigmoidAll),
    siluAll: onFreshViews(functions.siluAll),
    repeat: onFreshViews(functions.repeat),
    largest: onFreshViews(functions.largest),
    halve: onFreshViews(functions.halve),
  };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
