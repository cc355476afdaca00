import type { Tensor } from "../tensor.js";
import { mul } from "./arithmetic.js";
import { sigmoid } from "./unary.js";

/** x · sigmoid(x), also called swish. Source: Elfwing, Uchibe, Doya 2017, arXiv:1702.03118, equation 3. */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x));
