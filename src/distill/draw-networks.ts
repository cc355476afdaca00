import { input, stopGradient, type Input, type Parameter, type Tensor } from "../graph/index.js";
import { inferencePass, trainingPass, type RecordedPass } from "../nn/index.js";
import { OptionError } from "../tensor/index.js";
import type { NetworkTensors } from "./define-objective.js";
import type { Drawing, DrawnNetwork } from "./drawing.js";

/** The networks of a drawing as one graph. */
export interface DrawnNetworks {
  readonly tensors: ReadonlyMap<string, NetworkTensors>;
  /** New values of running statistics. */
  readonly updates: ReadonlyMap<Parameter, Tensor>;
  /** For the forward of parts that belong to no network. */
  readonly pass: RecordedPass;
}

/** The inputs of a step's graph. */
export interface StepInputs {
  /** `[batch, ...shape]` */
  readonly x: Input;
  /** `[batch, ...shape]`: another sample of the same class for each. */
  readonly pairedX: Input;
  /** `[batch]`, int32 */
  readonly labels: Input;
  /** Whole epochs done, a scalar. */
  readonly epoch: Input;
  /** uint32 scalars */
  readonly seed: Input;
  readonly step: Input;
}

/** Each network draws its masks from a range of its own. */
const nodesOfNetwork = 4096;

/** Shows the batch to every network of a drawing. */
export function drawNetworks({ networks }: Drawing, classes: number, inputs: StepInputs): DrawnNetworks {
  const tensors = new Map<string, NetworkTensors>();
  const updates = new Map<Parameter, Tensor>();
  let drawn = 0;
  const nextPass = () => trainingPass({ ...inputs, firstNode: nodesOfNetwork * drawn++ });
  const show = (name: string, network: DrawnNetwork): NetworkTensors => {
    switch (network.kind) {
      case "learning":
      case "average": {
        const pass = nextPass();
        const output = network.classifier.forward(inputs.x, pass);
        for (const [buffer, next] of pass.updates) updates.set(buffer, next);
        return output;
      }
      case "paired": // the running statistics follow the batch itself alone
        return learningNetwork(networks, network.of, name).classifier.forward(inputs.pairedX, nextPass());
      case "frozen":
        return network.classifier.forward(inputs.x, inferencePass());
      case "fed":
        return { logits: input(fedInput(name), ["batch", classes]), taps: {} };
    }
  };
  for (const [name, network] of Object.entries(networks)) tensors.set(name, show(name, network));
  return { tensors, updates, pass: nextPass() };
}

/** What a network's outputs are fed by. */
export const fedInput = (network: string): string => `${network}.logits`;

/**
 * A network that learns in the same stage.
 * @throws OptionError if there is none of that name, or it does not learn
 */
export function learningNetwork(networks: Drawing["networks"], name: string, asker: string) {
  const network = networks[name];
  if (network?.kind === "learning") return network;
  throw new OptionError(`scheme: ${asker} follows ${name}, which does not learn in the same stage.`);
}

/** Tensors through which no gradient flows; a tensor of two names stays one. */
export function detached({ logits, taps }: NetworkTensors): NetworkTensors {
  const stopped = new Map<Tensor, Tensor>();
  for (const tensor of [logits, ...Object.values(taps)]) {
    if (!stopped.has(tensor)) stopped.set(tensor, stopGradient(tensor));
  }
  const names = Object.entries(taps).map(([name, tap]) => [name, stopped.get(tap)!] as const);
  return { logits: stopped.get(logits)!, taps: Object.fromEntries(names) };
}
