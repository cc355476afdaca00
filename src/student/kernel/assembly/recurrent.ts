import { multiply } from "./multiply";
import { sigmoid, tanh } from "./sigmoid";

// Each function reads a sequence: `rows` lists, for each step, the address of what the input adds to the gates (W x + b),
// gate after gate, `width` bytes each. A step goes from one entry of the list to the next, backwards if `back` is true.
// `hidden` holds the state before the first step, and after the last. Where `states` is not 0, the state after each step
// is written to it, at the step's own place, `statesStep` bytes apart.

/**
 * One step's gates so far: the bias and what the state adds, to `gates`.
 * @param matrix [units, gates * width / 4], the transpose of R
 */
// @ts-ignore: decorator
@inline
function addState(gates: usize, bias: usize, bytes: usize, hidden: usize, units: i32, matrix: usize): void {
  memory.copy(gates, bias, bytes);
  multiply(gates, 0, hidden, 0, 1, matrix, units, bytes);
}

// @ts-ignore: decorator
@inline
function rowAt(rows: usize, step: i32, count: i32, back: bool): usize {
  return load<u32>(rows + ((<usize>(back ? count - 1 - step : step)) << 2));
}

// @ts-ignore: decorator
@inline
function stateAt(states: usize, statesStep: usize, step: i32, count: i32, back: bool): usize {
  return states + statesStep * <usize>(back ? count - 1 - step : step);
}

/** h = tanh(W x + b + R h + c) */
export function rnn(
  rows: usize, count: i32, back: bool, matrix: usize, bias: usize, units: i32, width: usize,
  hidden: usize, cell: usize, gates: usize, states: usize, statesStep: usize,
): void {
  for (let step = 0; step < count; step++) {
    const x = rowAt(rows, step, count, back);
    addState(gates, bias, width, hidden, units, matrix);
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(hidden + j, tanh(f32x4.add(v128.load(x + j), v128.load(gates + j))));
    }
    if (states != 0) memory.copy(stateAt(states, statesStep, step, count, back), hidden, width);
  }
}

/** x = sigmoid(x + y) over `bytes`. Gates are computed one kind after another: each would wait for the one before. */
// @ts-ignore: decorator
@inline
function openGates(x: usize, y: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) v128.store(x + j, sigmoid(f32x4.add(v128.load(x + j), v128.load(y + j))));
}

/** Gates r, z, n in PyTorch's order: n = tanh(Wn x + bn + r (Rn h + cn)), h = (1 - z) n + z h. */
export function gru(
  rows: usize, count: i32, back: bool, matrix: usize, bias: usize, units: i32, width: usize,
  hidden: usize, cell: usize, gates: usize, states: usize, statesStep: usize,
): void {
  const z = gates + width, n = z + width;
  for (let step = 0; step < count; step++) {
    const x = rowAt(rows, step, count, back);
    const xn = x + 2 * width;
    addState(gates, bias, 3 * width, hidden, units, matrix);
    openGates(gates, x, 2 * width);
    for (let j: usize = 0; j < width; j += 16) {
      const fresh = tanh(f32x4.add(v128.load(xn + j), f32x4.mul(v128.load(gates + j), v128.load(n + j))));
      const kept = f32x4.mul(v128.load(z + j), f32x4.sub(v128.load(hidden + j), fresh));
      v128.store(hidden + j, f32x4.add(fresh, kept));
    }
    if (states != 0) memory.copy(stateAt(states, statesStep, step, count, back), hidden, width);
  }
}

/** Gates i, f, g, o in PyTorch's order: c = f c + i g, h = o tanh(c). */
export function lstm(
  rows: usize, count: i32, back: bool, matrix: usize, bias: usize, units: i32, width: usize,
  hidden: usize, cell: usize, gates: usize, states: usize, statesStep: usize,
): void {
  const f = gates + width, g = f + width, o = g + width;
  for (let step = 0; step < count; step++) {
    const x = rowAt(rows, step, count, back);
    const xg = x + 2 * width;
    addState(gates, bias, 4 * width, hidden, units, matrix);
    openGates(gates, x, 2 * width);
    openGates(o, xg + width, width);
    for (let j: usize = 0; j < width; j += 16) {
      const fresh = tanh(f32x4.add(v128.load(xg + j), v128.load(g + j)));
      const taken = f32x4.mul(v128.load(gates + j), fresh);
      v128.store(cell + j, f32x4.add(f32x4.mul(v128.load(f + j), v128.load(cell + j)), taken));
    }
    for (let j: usize = 0; j < width; j += 16) {
      v128.store(hidden + j, f32x4.mul(v128.load(o + j), tanh(v128.load(cell + j))));
    }
    if (states != 0) memory.copy(stateAt(states, statesStep, step, count, back), hidden, width);
  }
}
