import type { AttachedNetwork } from "../distill/drawing.js";
import { ExitHead } from "../distill/exit-head.js";
import { modelInput, type Classifier, type ModelContext } from "../models/index.js";
import { inferencePass } from "../nn/index.js";
import { OptionError, suggestion } from "../tensor/index.js";

/** An exit or a branch, as a scheme names it. */
type Attachment = { readonly exit: string; readonly tap: string } | { readonly branch: string; readonly tap: string };

/**
 * Builds the layers of an exit or a branch.
 * @throws OptionError if its network has no such tap, or no parts that are known
 */
export function attachedNetwork(
  attachment: Attachment,
  name: string,
  { forward, parts }: Classifier,
  context: ModelContext,
): AttachedNetwork {
  const { tap } = attachment;
  const of = "exit" in attachment ? attachment.exit : attachment.branch;
  const { taps } = forward(modelInput(context), inferencePass());
  if (!Object.hasOwn(taps, tap)) {
    throw new OptionError(`scheme: ${name}: ${of} has no tap "${tap}".${suggestion(tap, Object.keys(taps))}`);
  }
  if (!parts) {
    throw new OptionError(
      `scheme: ${name} is attached to ${of}, a function of the recipe, whose parts are not known. ` +
        `Let ${of} be an mlp, a cnn or a resnet.`,
    );
  }
  if ("exit" in attachment) {
    const last = taps[parts.depths.at(-1)!]!;
    const head = new ExitHead(taps[tap]!.shape, last.shape, context.classes, context.random);
    return { kind: "attached", of, tap, module: head };
  }
  if (!parts.depths.includes(tap)) {
    throw new OptionError(`scheme: ${name} branches off ${of} at ${tap}, but it can at ${parts.depths.join(", ")}.`);
  }
  return { kind: "attached", of, tap, module: parts.rest(tap, context.random) };
}
