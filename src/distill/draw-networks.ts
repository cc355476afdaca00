import { input, stopGradient, type Input, type Parameter, type Tensor } from "../graph/index.js";
import { inferencePass, trainingPass, withOwnTaps, type RecordedPass } from "../nn/index.js";
import { OptionError, suggestion } from "../tensor/index.js";
import type { NetworkTensors } from "./define-objective.js";
import {
  generatorOf,
  type AttachedNetwork,
  type Drawing,
  type DrawnNetwork,
  type GeneratorNetwork,
} from "./drawing.js";

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
  /** `[batch, NOISE_WIDTH]`, of a generator. */
  readonly noise: Input;
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
export function drawNetworks(drawing: Drawing, classes: number, inputs: StepInputs): DrawnNetworks {
  const { networks } = drawing;
  const tensors = new Map<string, NetworkTensors>();
  const updates = new Map<Parameter, Tensor>();
  let drawn = 0;
  const nextPass = () => trainingPass({ ...inputs, firstNode: nodesOfNetwork * drawn++ });
  const recorded = <T>(pass: RecordedPass, result: T): T => {
    for (const [buffer, next] of pass.updates) updates.set(buffer, next);
    return result;
  };
  const generator = generatorOf(drawing);
  const generatorPass = nextPass();
  const made = generator && recorded(generatorPass, generator.module.forward(inputs.noise, generatorPass));
  const x = made ? stopGradient(made) : inputs.x;
  const show = (name: string, network: DrawnNetwork): NetworkTensors => {
    switch (network.kind) {
      case "learning":
      case "average": {
        const pass = nextPass();
        return recorded(pass, network.classifier.forward(x, pass));
      }
      case "paired": // the running statistics follow the batch itself alone
        if (generator)
          throw new OptionError(`scheme: ${name} is shown pairs of data, and a generator makes the samples.`);
        return learningNetwork(networks, network.of, name).classifier.forward(inputs.pairedX, nextPass());
      case "frozen": // through the judge the gradient flows back into the samples; who learns from it gets it detached
        return network.classifier.forward(name === generator?.judge ? made! : x, inferencePass());
      case "fed":
        return { logits: input(fedInput(name), ["batch", classes]), taps: {} };
      case "attached": {
        learningNetwork(networks, network.of, name);
        const pass = nextPass();
        const own = withOwnTaps(pass);
        const logits = network.module.forward(tapOf(tensors.get(network.of)!, network, name), own.pass);
        return recorded(pass, { logits, taps: Object.fromEntries(own.taps) });
      }
      case "generator":
        return judgeOf(tensors, network, name);
    }
  };
  // What is made of other networks' tensors comes after these.
  const isDerived = ({ kind }: DrawnNetwork): boolean => kind === "attached" || kind === "generator";
  const entries = Object.entries(networks);
  const ordered = [...entries.filter(([, one]) => !isDerived(one)), ...entries.filter(([, one]) => isDerived(one))];
  for (const [name, network] of ordered) tensors.set(name, show(name, network));
  return { tensors, updates, pass: nextPass() };
}

function judgeOf(
  tensors: ReadonlyMap<string, NetworkTensors>,
  { judge }: GeneratorNetwork,
  name: string,
): NetworkTensors {
  const judged = tensors.get(judge);
  if (judged) return judged;
  throw new OptionError(`scheme: ${name} learns from what ${judge} says, which is not part of its stage.`);
}

function tapOf({ taps }: NetworkTensors, { of, tap }: AttachedNetwork, name: string): Tensor {
  if (Object.hasOwn(taps, tap)) return taps[tap]!;
  throw new OptionError(
    `scheme: ${name} is attached to ${of} at "${tap}", which is no tap of it.${suggestion(tap, Object.keys(taps))}`,
  );
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
