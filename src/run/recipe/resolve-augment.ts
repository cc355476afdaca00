import { RecipeError, suggestion } from "../../tensor/index.js";
import { augmentations } from "../../vision/augmentations/index.js";
import type { Augmentation } from "./data-schema.js";

/**
 * Augmentations with every option filled in. Whether a value suits the images is told when the data is there.
 * @param where the path in the recipe, for messages
 * @throws RecipeError if an augmentation or an option is unknown
 */
export function resolveAugment(augment: readonly Augmentation[], where: string, source: string): Augmentation[] {
  return augment.map(({ name, ...given }, i) => {
    const known = augmentations.find((one) => one.name === name);
    if (!known) {
      const names = augmentations.map((one) => one.name);
      throw new RecipeError(
        `recipe ${source}: ${where}.${i}: there is no augmentation "${name}".${suggestion(name, names)}`,
      );
    }
    const options = Object.keys(known.options);
    const unknown = Object.keys(given).find((option) => !options.includes(option));
    if (unknown !== undefined) {
      throw new RecipeError(
        `recipe ${source}: ${where}.${i}.${unknown}: unknown option of ${name}.${suggestion(unknown, options)}`,
      );
    }
    const defaults = Object.entries(known.options).map(([option, rule]) => [option, rule.default] as const);
    return { name, ...Object.fromEntries(defaults), ...given };
  });
}
