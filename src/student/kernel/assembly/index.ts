// What a packaged student computes with, compiled to WebAssembly with SIMD by AssemblyScript. Addresses are bytes.
export { halve, largest, relu, repeat, sigmoidAll, siluAll, tanhAll } from "./elementwise";
export { multiply } from "./multiply";
export { gru, lstm, rnn } from "./recurrent";
