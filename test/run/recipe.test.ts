import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { architectures } from "../../src/models/index.js";
import { loadRecipe, resolveRecipe, type Recipe } from "../../src/run/index.js";
import { RecipeError } from "../../src/tensor/index.js";

const origin = { source: "digits.json", folder: "/recipes" };
const small: Recipe = { data: { train: "train.csv" }, teacher: { model: "mlp" }, student: { model: "mlp" } };

/** The message that a wrong recipe gets, without the recipe's name. */
function complaint(recipe: unknown): string {
  try {
    resolveRecipe(recipe, origin);
  } catch (error) {
    expect(error).toBeInstanceOf(RecipeError);
    return (error as Error).message.replace("recipe digits.json: ", "");
  }
  throw new Error("the recipe was accepted");
}

describe("defaults", () => {
  test("every one is filled in", () => {
    const { name, alpha, temperature, method, seed, threads, provider, training, teacher } = resolveRecipe(
      small,
      origin,
    );
    expect({ name, alpha, temperature, method, seed, threads, provider }).toEqual({
      name: "digits",
      alpha: 0.1,
      temperature: 4,
      method: [{ name: "soft-targets", weight: 0.9, temperature: 4, reduction: "batch-mean", standardize: "no" }],
      seed: 0,
      threads: "auto",
      provider: "cpu",
    });
    expect(training).toEqual({
      epochs: 10,
      batchSize: 128,
      optimizer: { name: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
      schedule: { name: "cosine", warmup: 0, floor: 0 },
      clipNorm: null,
      maxNorm: null,
      labelSmoothing: 0,
      earlyStopping: null,
      keep: "best",
    });
    expect(teacher).toEqual({
      model: "mlp",
      hidden: [128],
      dropout: 0,
      inputDropout: 0,
      activation: "relu",
      augment: [],
      training,
    });
  });

  test("a resolved recipe resolves to itself", () => {
    const { folder: _folder, ...resolved } = resolveRecipe({ ...small, training: { epochs: 3 } }, origin);
    expect(resolveRecipe(resolved, origin)).toEqual({ ...resolved, folder: "/recipes" });
  });

  test("without validation data the last epoch is kept", () => {
    const recipe = resolveRecipe({ ...small, data: { train: "train.csv", validation: 0 } }, origin);
    expect(recipe.student.training.keep).toBe("last");
  });
});

describe("networks", () => {
  test("a network's training lies over the recipe's, option by option", () => {
    const recipe = resolveRecipe(
      {
        ...small,
        training: { epochs: 5, optimizer: { name: "sgd", learningRate: 0.2 } },
        student: { model: "mlp", training: { batchSize: 32, optimizer: { momentum: 0.5 } } },
      },
      origin,
    );
    expect(recipe.student.training).toMatchObject({
      epochs: 5,
      batchSize: 32,
      optimizer: { name: "sgd", learningRate: 0.2, momentum: 0.5 },
    });
    expect(recipe.training.batchSize).toBe(128);
  });

  test("an optimiser of another name takes nothing from the recipe's", () => {
    const student: Recipe["student"] = { model: "mlp", training: { optimizer: { name: "sgd" } } };
    const recipe = resolveRecipe(
      { ...small, training: { optimizer: { name: "adam", learningRate: 7 } }, student },
      origin,
    );
    expect(recipe.student.training.optimizer).toMatchObject({ name: "sgd", learningRate: 0.05 });
  });

  test("hidden and layers become a list of widths", () => {
    const recipe = resolveRecipe({ ...small, student: { model: "mlp", hidden: 30, layers: 2 } }, origin);
    expect(recipe.student).toMatchObject({ hidden: [30, 30] });
    expect(recipe.student).not.toHaveProperty("layers");
  });

  test("a network's own augmentation replaces the data's", () => {
    const recipe = resolveRecipe(
      {
        data: { train: "train.csv", augment: ["flip"] },
        teacher: { model: "mlp", augment: [{ name: "jitter", pixels: 2 }] },
        student: { model: "mlp" },
      },
      origin,
    );
    expect(recipe.teacher).toMatchObject({ augment: [{ name: "jitter", pixels: 2 }] });
    expect(recipe.student.augment).toMatchObject([{ name: "flip" }]);
  });

  test("the teacher of an earlier run is found from the recipe's folder", () => {
    expect(resolveRecipe({ ...small, teacher: { run: "runs/x" } }, origin).teacher).toEqual({ run: "/recipes/runs/x" });
  });

  test.each(Object.values(architectures))(
    "$name has the architecture's own options and defaults",
    ({ name, defaults }) => {
      const { student } = resolveRecipe({ ...small, student: { model: name } as Recipe["student"] }, origin);
      const { model: _model, augment: _augment, training: _training, ...options } = student;
      const { layers: _layers, ...expected } = { layers: 1, ...defaults };
      expect(options).toEqual("hidden" in expected ? { ...expected, hidden: [expected.hidden].flat() } : expected);
    },
  );

  test("a function is a model", () => {
    const model = (): undefined => undefined;
    expect(resolveRecipe({ ...small, student: { model } }, origin).student).toMatchObject({ model, augment: [] });
  });
});

describe("method", () => {
  const method = (changes: object) => {
    const { method, alpha } = resolveRecipe({ ...small, ...changes }, origin);
    return { method, alpha };
  };

  test("soft targets weigh what alpha leaves, and take the recipe's temperature", () => {
    expect(method({ alpha: 0.9, temperature: 20 })).toEqual({
      method: [{ name: "soft-targets", weight: 0.1, temperature: 20, reduction: "batch-mean", standardize: "no" }],
      alpha: 0.9,
    });
  });

  test("an objective's own weight and options come first", () => {
    const list = [{ name: "soft-targets", temperature: 2, weight: 3 }, "logit-mse"];
    expect(method({ temperature: 20, alpha: 0.5, method: list }).method).toEqual([
      { name: "soft-targets", weight: 3, temperature: 2, reduction: "batch-mean", standardize: "no" },
      { name: "logit-mse", weight: 0.5, reduction: "element-mean" },
    ]);
  });
});

describe("errors name the full path, what was given and what was expected", () => {
  const cases: [what: string, changes: object, message: string][] = [
    ["an unknown section", { trainin: {} }, 'trainin: unknown option. Did you mean "training"?'],
    ["an unknown option", { training: { epoch: 2 } }, 'training.epoch: unknown option. Did you mean "epochs"?'],
    [
      "an unknown option of a network's training",
      { student: { model: "mlp", training: { epoch: 2 } } },
      'student.training.epoch: unknown option. Did you mean "epochs"?',
    ],
    [
      "a number that is too small",
      { training: { epochs: 0 } },
      "training.epochs: got 0, expected a number of at least 1.",
    ],
    ["a number that is too big", { alpha: 2 }, "alpha: got 2, expected a number of at most 1."],
    ["another type", { training: { epochs: "x" } }, 'training.epochs: got "x", expected a number.'],
    [
      "an unknown optimiser",
      { training: { optimizer: { name: "adm" } } },
      'training.optimizer.name: got "adm", expected one of sgd, adam, adamw. Did you mean "adam"?',
    ],
    [
      "another optimiser's option",
      { training: { optimizer: { name: "adam", momentum: 0.9 } } },
      "training.optimizer.momentum: unknown option. Known: name, learningRate, beta1, beta2, epsilon, weightDecay.",
    ],
    [
      "another optimiser's option in an override",
      { student: { model: "mlp", training: { optimizer: { momentum: 0.9 } } } },
      "student.training.optimizer.momentum: unknown option. " +
        "Known: name, learningRate, beta1, beta2, epsilon, weightDecay.",
    ],
    [
      "an unknown model",
      { teacher: { model: "mpl" } },
      'teacher.model: got "mpl", expected one of mlp, cnn, resnet, rnn, gru, lstm, bigru, bilstm, textcnn, bag, transformer. Did you mean "mlp"?',
    ],
    [
      "a misspelt required option",
      { teacher: { modle: "mlp" } },
      'teacher.model: missing, expected one of mlp, cnn, resnet, rnn, gru, lstm, bigru, bilstm, textcnn, bag, transformer. Did you mean "model" by "modle"?',
    ],
    [
      "another model's option",
      { student: { model: "resnet", hidden: 3 } },
      "student.hidden: unknown option. Known: model, depth, width, shortcut, augment, training.",
    ],
    [
      "a depth that no ResNet has",
      { student: { model: "resnet", depth: 10 } },
      "student.depth: got 10, expected 6n + 2: 8, 14, 20, 26, 32, ….",
    ],
    ["an earlier run that is no path", { teacher: { run: 3 } }, "teacher.run: got 3, expected text."],
    [
      "an earlier run with options",
      { teacher: { run: "x", hidden: 3 } },
      "teacher.hidden: unknown option. Known: run.",
    ],
    [
      "a source of data",
      { data: { train: { image: "x" } } },
      'data.train: got {"image":"x"}, expected a path, a list of paths, or { images, labels }.',
    ],
    [
      "a schedule without what it needs",
      { training: { schedule: { name: "step" } } },
      "training.schedule.milestones: missing, expected a list.",
    ],
    [
      "widths and layers that differ",
      { student: { model: "mlp", hidden: [3, 4], layers: 3 } },
      "student: hidden lists 2 widths, but layers is 3. Leave layers out.",
    ],
    [
      "early stopping without validation data",
      { data: { train: "x", validation: 0 }, training: { earlyStopping: { patience: 2 } } },
      "training: earlyStopping needs validation data, but data.validation is 0. Set it to a fraction such as 0.1.",
    ],
    [
      "a name that is a path",
      { name: "a/b" },
      'name: got "a/b", expected letters, digits, dots, dashes and underscores: runs/ gets such a folder.',
    ],
  ];
  test.each(cases)("%s", (_what, changes, message) => expect(complaint({ ...small, ...changes })).toBe(message));

  test("several at once, one a line", () => {
    expect(complaint({ ...small, seed: -1, tmperature: 3 })).toBe(
      "2 options are wrong.\n  seed: got -1, expected a number of at least 0.\n" +
        '  tmperature: unknown option. Did you mean "temperature"?',
    );
  });

  test("no object at all", () => expect(complaint(3)).toBe("got 3, expected an object."));
});

describe("files", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "limbeck-recipe-"))));
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  test("TypeScript, JSON and YAML say the same", async () => {
    const json = await file("a.json", JSON.stringify({ ...small, name: "x" }));
    const yaml = await file(
      "a.yaml",
      "name: x\ndata: { train: train.csv }\nteacher: { model: mlp }\nstudent: { model: mlp }\n",
    );
    const typescript = await file(
      "a.ts",
      `import { defineRecipe, type Recipe } from "limbeck";
       const mlp = { model: "mlp" } as const satisfies Recipe["student"];
       export default defineRecipe({ name: "x", data: { train: "train.csv" }, teacher: mlp, student: mlp });`,
    );
    const [first, second, third] = await Promise.all([json, yaml, typescript].map((path) => loadRecipe(path)));
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(first).toMatchObject({ name: "x", folder });
  });

  test("options are set before the recipe is validated", async () => {
    const path = await file("b.json", JSON.stringify({ ...small, training: { epochs: 0 } }));
    const set = ["training.epochs=2", "student.hidden=[30,30]", "data.label=digit", "data.train=a=b.csv"];
    expect(await loadRecipe(path, { set })).toMatchObject({
      training: { epochs: 2 },
      student: { hidden: [30, 30] },
      data: { label: "digit", train: "a=b.csv" },
    });
  });

  test("a teacher of an earlier run takes the place of the recipe's own", async () => {
    const path = await file("run.json", JSON.stringify(small));
    expect((await loadRecipe(path, { set: ["teacher.run=x"] })).teacher).toEqual({ run: join(folder, "x") });
  });

  test.each([
    ["training.epoch=2", /training\.epoch: unknown option\. Did you mean "epochs"\?/],
    ["trainin.epochs=2", /trainin: unknown option\. Did you mean "training"\?/],
    ["epochs", /--set epochs: expected path=value/],
    ["training..epochs=2", /expected path=value/],
    ["data.train.x=2", /--set data\.train\.x: data\.train is "train\.csv", which has no option "x"/],
    ["data.augment.2=flip", /data\.augment is a list of 1, "2" is no place in it/],
    ["__proto__.polluted=1", /__proto__: unknown option/],
  ])("--set %s is refused", async (set, message) => {
    const path = await file("c.json", JSON.stringify({ ...small, data: { train: "train.csv", augment: ["flip"] } }));
    await expect(loadRecipe(path, { set: [set] })).rejects.toThrow(message);
    expect({}).not.toHaveProperty("polluted");
  });

  test.each([
    ["bad.json", '{\n  "data": ]\n}', /bad\.json:2:11: /],
    ["bad.yaml", "data:\n  train: [a, b\nteacher: x\n", /bad\.yaml:\d:\d+: /],
    ["bad.ts", "export default {", /bad\.ts: the recipe does not load: /],
    ["throws.ts", 'throw new Error("no luck");', /throws\.ts: the recipe does not load: no luck/],
    [
      "nothing.ts",
      "export const recipe = 1;",
      /nothing\.ts: has no default export\. Write: export default defineRecipe/,
    ],
    ["recipe.toml", "", /recipe\.toml is no recipe: expected a file that ends in \.ts/],
  ])("%s gets a message with its place", async (name, text, message) => {
    const error = await loadRecipe(await file(name, text)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RecipeError);
    expect((error as Error).message).toMatch(message);
  });

  test("an unknown name suggests the nearest built-in, a far one lists them", async () => {
    await expect(loadRecipe("mnits")).rejects.toThrow(
      'There is no built-in recipe "mnits", nor a file of that name. Did you mean "mnist"?',
    );
    await expect(loadRecipe("wines")).rejects.toThrow(/Known: mnist/);
    await expect(loadRecipe("./wines.ts")).rejects.toThrow(
      /There is no recipe file .*wines\.ts\. Built-in recipes: mnist/,
    );
  });
});
