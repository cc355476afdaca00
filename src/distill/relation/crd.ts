import {
  add,
  cast,
  div,
  equal,
  exp,
  greater,
  log,
  matmul,
  mean,
  mul,
  neg,
  normalize,
  slice,
  squeeze,
  stack,
  stopGradient,
  sub,
  sum,
  transpose,
  unsqueeze,
  where,
  type Tensor,
} from "../../graph/index.js";
import { Linear } from "../../nn/index.js";
import { defineObjective } from "../define-objective.js";
import { count, fraction, positive } from "../objective-options.js";

/**
 * Contrastive representation distillation: student and teacher say the same of one sample, and different things of samples
 * of other classes. Embeddings of all samples are remembered, one bank for each side.
 *   L = L_s + L_t,  L_s = -mean_i [ log P(i,i) / (P(i,i) + K/N + e) + Σ_k log (K/N) / (P(i,k) + K/N + e) ]
 *   P(i,k) = exp(u_i · v_k / τ) / Z      u: of length 1, from a learned linear layer; v_k: the other side's bank
 * Z: N times the mean of exp in the first batch, then fixed. Banks: v ← normalise(m · v + (1 - m) · u) after each step.
 * K negatives are drawn from all N samples once a step, for the whole batch; those of a sample's own class do not count,
 * and the mean of the others stands K times.
 * Source: Tian, Krishnan, Isola 2019, arXiv:1910.10699, equations 11 to 18; e = 1e-7.
 */
export const crd = defineObjective({
  name: "crd",
  family: "relation",
  paper: "arXiv:1910.10699",
  formula:
    "L_s + L_t, L_s = -mean_i [ log P+ / (P+ + K/N + e) + Σ_k log (K/N) / (P- + K/N + e) ], P = exp(u · v / τ) / Z",
  notes:
    "The published code draws other negatives for each sample of a batch, which takes batch x K x width numbers; here a " +
    "batch shares them.",
  needs: {
    student: ["taps"],
    teacher: ["taps"],
    taps: { kinds: ["vector"], which: "last" },
    labels: true,
    helpers: ["student", "teacher"],
    memory: ["student", "teacher", "label", "constants"],
  },
  zeroAtTeacher: false,
  options: {
    negatives: count({ default: 16_384 }),
    width: count({ default: 128 }),
    temperature: positive({ default: 0.07 }),
    momentum: fraction({ default: 0.5 }),
  },
  weight: 0.8,
  alpha: 1,
  helpers: ({ pairs, random }, { width }) => ({
    student: new Linear(pairs[0]!.student.at(-1) as number, width, { random }),
    teacher: new Linear(pairs[0]!.teacher.at(-1) as number, width, { random }),
  }),
  memory(_, { width }) {
    const unit = ({ random }: { random: { normal(): number } }): number[] => {
      const drawn = Array.from({ length: width }, () => random.normal());
      const length = Math.hypot(...drawn);
      return drawn.map((x) => x / length);
    };
    const bank = { per: "sample", width, seen: "next step", initial: unit } as const;
    return {
      student: bank,
      teacher: bank,
      label: { per: "sample", width: 1, seen: "next step", initial: ({ label }) => [label] },
      constants: { per: "run", width: 2, seen: "next step" },
    };
  },
  draws: ({ negatives }) => negatives,
  loss({ pairs, labels, helpers, memory, drawn, samples }, { negatives: K, temperature: τ, momentum }) {
    const { student, teacher } = pairs[0]!;
    const u = normalize(helpers.student.forward(student)); // [batch, width]
    const v = normalize(helpers.teacher.forward(teacher)); // [batch, width]
    const own = cast(unsqueeze(labels, 1), "float32"); // [batch, 1]
    const isOther = sub(1, cast(equal(own, transpose(drawn["label"]!)), "float32")); // [batch, K]
    const side = (anchor: Tensor, other: "student" | "teacher", place: number) =>
      contrast({
        positive: exp(div(sum(mul(anchor, memory[other]!), { axis: 1 }), τ)), // [batch]
        negative: exp(div(matmul(anchor, transpose(drawn[other]!)), τ)), // [batch, K]
        isOther,
        Z: squeeze(slice(memory["constants"]!, { axis: 0, begin: place, end: place + 1 }), 0),
        K,
        N: samples,
      });
    const [ofStudent, ofTeacher] = [side(u, "teacher", 0), side(v, "student", 1)];
    const moved = (row: Tensor, now: Tensor) =>
      normalize(add(mul(row, momentum), mul(stopGradient(now), sub(1, momentum))));
    return {
      loss: add(ofStudent.loss, ofTeacher.loss),
      memory: {
        student: moved(memory["student"]!, u),
        teacher: moved(memory["teacher"]!, v),
        label: memory["label"]!,
        constants: stack([ofStudent.Z, ofTeacher.Z]),
      },
    };
  },
});

const e = 1e-7;

interface Contrast {
  /** exp of the scores, before they are divided by Z. */
  readonly positive: Tensor;
  readonly negative: Tensor;
  /** 1 where a drawn sample is of another class than the anchor, `[batch, K]`. */
  readonly isOther: Tensor;
  /** 0 in the first step. */
  readonly Z: Tensor;
  readonly K: number;
  readonly N: number;
}

/** One side's loss, and its constant Z. */
function contrast({ positive, negative, isOther, Z: known, K, N }: Contrast): { loss: Tensor; Z: Tensor } {
  const others = sum(isOther, { axis: 1 }); // [batch]
  const meanOfOthers = (x: Tensor) => div(sum(mul(x, isOther), { axis: 1 }), where(greater(others, 0), others, 1));
  const first = mul(mean(div(add(positive, mul(K, meanOfOthers(negative))), 1 + K)), N);
  const Z = where(greater(known, 0), known, stopGradient(first));
  const share = K / N;
  const hit = log(div(div(positive, Z), add(div(positive, Z), share + e)));
  const miss = neg(log(div(add(div(negative, Z), share + e), share)));
  return { loss: neg(mean(add(hit, mul(K, meanOfOthers(miss))))), Z };
}
