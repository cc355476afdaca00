import { expect, test } from "vitest";
import { checkScheme, drawScheme } from "../../src/distill/draw-scheme.js";
import { families, objectiveByName, objectives } from "../../src/distill/index.js";
import { builtInNames, drawnScheme, loadRecipe, type ResolvedRecipe } from "../../src/run/index.js";

const methodsOf = ({ method = [] }: ResolvedRecipe): string[] => method.map(({ name }) => name);

test("there is a built-in recipe of each family, and each is drawn", async () => {
  const recipes = await Promise.all((await builtInNames()).map((name) => loadRecipe(name)));
  const shown = recipes.flatMap(methodsOf).map((name) => objectiveByName(name).family);
  expect(families.filter((family) => !shown.includes(family))).toEqual([]);
  for (const recipe of recipes) expect(drawnScheme(recipe).stages.at(-1)!.main).toBe("student");
});

test("--set method=NAME puts a method with its scheme into a recipe", async () => {
  const recipe = await loadRecipe("mnist-resnet", { set: ["method=dml"] });
  expect(methodsOf(recipe)).toEqual(["dml"]);
  expect(Object.keys(drawnScheme(recipe).stages[0]!.learn)).toEqual(["student", "peer-2"]);
});

const names = objectives.map(({ name }) => name);
test.each(names)("%s combines with every other method", (name) => {
  for (const other of names.filter((one) => one !== name)) {
    const scheme = drawScheme({
      method: [{ name }, { name: other }],
      alpha: undefined,
      depths: ["stage1", "stage2", "stage3"],
    });
    expect(() => {
      checkScheme(scheme, ["teacher", "student", "baseline"]);
    }, `${name} with ${other}`).not.toThrow();
  }
});
