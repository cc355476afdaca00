import { z } from "zod";
import type { ModelFunction } from "../../models/index.js";
import { activations, type ActivationName } from "../../nn/index.js";
import { augmentSchema } from "./data-schema.js";
import { trainingOverrideSchema } from "./training-schema.js";
import { typescriptOnly } from "./typescript-only.js";

const widths = (what: string) =>
  z
    .union([z.int().min(1), z.array(z.int().min(1)).min(1)], {
      error: "expected a whole number of at least 1, or a list of such numbers",
    })
    .describe(what);
const layers = z.int().min(1).describe("How many layers of that width, where hidden is one number");
const dropout = z.number().min(0).lt(1);

const common = {
  augment: augmentSchema.optional().describe("In place of data.augment, for this network"),
  training: trainingOverrideSchema.default({}).describe("What this network changes in the recipe's training"),
};

const mlp = z.strictObject({
  model: z.literal("mlp").describe("Fully connected layers"),
  hidden: widths("Units of each hidden layer").default(128),
  layers: layers.optional(),
  dropout: dropout.default(0).describe("The share of hidden units that is dropped in training"),
  inputDropout: dropout.default(0).describe("The share of inputs that is dropped in training"),
  activation: z.enum(Object.keys(activations) as [ActivationName, ...ActivationName[]]).default("relu"),
  ...common,
});
const cnn = z.strictObject({
  model: z.literal("cnn").describe("3x3 convolutions, each with pooling, then one linear layer"),
  hidden: widths("Channels of each convolution").default([16, 32]),
  layers: layers.optional(),
  dropout: dropout.default(0).describe("The share of features before the last layer that is dropped in training"),
  ...common,
});
const resnet = z.strictObject({
  model: z.literal("resnet").describe("CIFAR-style residual network (He et al. 2015, section 4.2)"),
  depth: z
    .int()
    .min(8)
    .refine((depth) => depth % 6 === 2, "expected 6n + 2: 8, 14, 20, 26, 32, …")
    .default(8)
    .describe("Layers with weights: 6n + 2"),
  width: z.number().positive().default(1).describe("Multiplies the channels 16, 32, 64 of the three stages"),
  shortcut: z
    .enum(["projection", "padding"])
    .default("projection")
    .describe("Past a block that changes the shape: a 1x1 convolution, or every second pixel with channels of zeros"),
  ...common,
});

/** Of models of texts. */
const ofTexts = {
  embedding: z
    .strictObject({
      size: z.int().min(1).optional().describe("Numbers a word; left out: 100, or those of the given vectors"),
      vectors: z
        .union([z.boolean(), z.string().min(1)], {
          error: "expected true, false, or the path of a file of word vectors",
        })
        .default(false)
        .describe("What words start from: true for data.vectors, or a file of vectors; false: random"),
      words: z.int().min(1).optional().describe("Know so many words alone, the most frequent; left out: all"),
      tune: z
        .union([z.boolean(), z.int().min(0)], { error: "expected true, false, or a whole number of epochs" })
        .default(true)
        .describe("Whether the words' vectors are learned; a number: after so many epochs"),
      dropout: dropout.default(0).describe("The share of the numbers of each word that is dropped in training"),
    })
    .prefault({}),
  dense: z
    .union([z.int().min(1), z.array(z.int().min(1))], {
      error: "expected a whole number of at least 1, or a list of such numbers",
    })
    .default([])
    .describe("Units of fully connected layers between the text's vector and the last layer"),
};
const pooling = ["mean", "max", "attention"] as const;
const textDropout = dropout.default(0).describe("The share of the text's vector that is dropped in training");
const recurrent = (model: "rnn" | "gru" | "lstm" | "bigru" | "bilstm", what: string) =>
  z.strictObject({
    model: z.literal(model).describe(what),
    hidden: widths("Units of each recurrent layer and direction").default(128),
    layers: layers.optional(),
    bidirectional: z
      .boolean()
      .default(model.startsWith("bi"))
      .describe("Whether each layer reads from the end as well"),
    pooling: z
      .enum(["last", ...pooling])
      .default("last")
      .describe("What becomes of all states"),
    dropout: textDropout,
    ...ofTexts,
    ...common,
  });
const textcnn = z.strictObject({
  model: z.literal("textcnn").describe("Convolutions over words (Kim 2014)"),
  hidden: widths("Channels of each width of window").default(100),
  kernels: z.array(z.int().min(1)).min(1).default([3, 4, 5]).describe("Widths of the windows, in words"),
  dropout: textDropout,
  ...ofTexts,
  ...common,
});
const bag = z.strictObject({
  model: z.literal("bag").describe("Bag of words: the mean of their vectors"),
  pooling: z.enum(pooling).default("mean").describe("What becomes of the words' vectors"),
  dropout: textDropout,
  ...ofTexts,
  ...common,
});
const transformer = z.strictObject({
  model: z.literal("transformer").describe("Small transformer encoder"),
  hidden: widths("Features of each place, the same in all layers").default([128, 128]),
  layers: layers.optional(),
  heads: z.int().min(1).default(4).describe("Attentions side by side in each layer"),
  feedForward: z.int().min(1).optional().describe("Units of each layer's hidden layer; left out: 4 · hidden"),
  pooling: z.enum(pooling).default("mean").describe("What becomes of the states"),
  dropout: dropout.default(0.1).describe("The share that is dropped in training, inside of the layers too"),
  ...ofTexts,
  ...common,
});

const own = z
  .strictObject({
    model: z.custom<ModelFunction>((value) => typeof value === "function", "expected a function"),
    ...common,
  })
  .meta(typescriptOnly);

const namedModel = z.discriminatedUnion("model", [
  mlp,
  cnn,
  resnet,
  recurrent("rnn", "Plain recurrent network"),
  recurrent("gru", "Gated recurrent units"),
  recurrent("lstm", "Long short-term memory"),
  recurrent("bigru", "Gated recurrent units in both directions"),
  recurrent("bilstm", "Long short-term memory in both directions"),
  textcnn,
  bag,
  transformer,
]);

/** A network that is trained: a model by name with its options, or in TypeScript the user's own function. */
export const networkSchema = z.union([namedModel, own]);

/** The teacher of an earlier run. */
const earlierTeacher = z.strictObject({
  run: z.string().min(1).describe("The run folder whose teacher is taken; starts at the recipe's folder"),
});

/** A teacher is trained, or taken from an earlier run. */
export const teacherSchema = z.union([networkSchema, earlierTeacher]);

export type NetworkOptions = z.output<typeof networkSchema>;
