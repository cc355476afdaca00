import type { AugmentSpec } from "../data/index.js";
import { formatShape, OptionError, suggestion } from "../tensor/index.js";
import type { Augmentation, ImageShape, Pixels, Settings } from "./augmentation.js";
import { augmentations } from "./augmentations/index.js";
import type { SampleRandom } from "./sample-random.js";

/** An augmentation with its options and the images' shape settled. */
export interface BoundAugmentation {
  /** With every option filled in: what goes into the resolved recipe. */
  readonly spec: { readonly name: string; readonly [option: string]: string | number };
  readonly apply: (image: Pixels, out: Pixels, random: SampleRandom) => void;
}

/**
 * The augmentations that a recipe names, with defaults filled in.
 * @param specs `data.augment`
 * @param shape of one sample: `[channels, height, width]`
 * @throws OptionError if a name or option is unknown, a value is out of range, or the samples are no images
 */
export function bindAugmentations(specs: readonly AugmentSpec[], shape: readonly number[]): BoundAugmentation[] {
  const [channels = 0, height = 0, width = 0] = shape;
  if (specs.length > 0 && shape.length !== 3) {
    throw new OptionError(
      `data.augment: augmentations are for images, but samples have the shape ${formatShape(shape)}. Remove data.augment.`,
    );
  }
  return specs.map((spec, i) => bind(spec, { channels, height, width }, `data.augment[${i}]`));
}

function bind(given: AugmentSpec, shape: ImageShape, where: string): BoundAugmentation {
  const { name, ...options }: Exclude<AugmentSpec, string> = typeof given === "string" ? { name: given } : given;
  const augmentation = augmentations.find((one) => one.name === name);
  if (!augmentation) {
    const names = augmentations.map((one) => one.name);
    throw new OptionError(`${where}: there is no augmentation "${name}".${suggestion(name, names)}`);
  }
  const settings = settle(augmentation, options, shape, where);
  return {
    spec: { name, ...settings },
    apply: (image, out, random) => {
      augmentation.apply(image, out, shape, settings, random);
    },
  };
}

type Given = Readonly<Record<string, number | string | boolean>>;

/** Every option: as given, else its default. */
function settle({ name, options }: Augmentation, given: Given, shape: ImageShape, where: string): Settings {
  const names = Object.keys(options);
  for (const option of Object.keys(given)) {
    if (!names.includes(option)) {
      throw new OptionError(`${where}: ${name} has no option "${option}".${suggestion(option, names)}`);
    }
  }
  return Object.fromEntries(
    Object.entries(options).map(([option, rule]) => {
      const value = given[option] ?? rule.default;
      const isOfType = typeof value !== "boolean" && typeof value === typeof rule.default;
      if (isOfType && rule.accepts(value, shape)) return [option, value];
      throw new OptionError(`${where}: ${name}.${option} is ${JSON.stringify(value)}, expected ${rule.expected}.`);
    }),
  );
}
