/**
 * The order of the folders of src/, which is the way data flows: a folder imports only from folders earlier in this
 * list. An import that points backwards means that the code sits in the wrong folder, or that an argument is missing.
 */
const order = [
  "tensor",
  "student",
  "graph",
  "onnx",
  "engine",
  "nn",
  "optim",
  "data",
  "vision",
  "words",
  "text",
  "models",
  "distill",
  "report",
  "run",
  "study",
  "cli",
  "studio",
];

/** These run unchanged in a browser, but for the files that a bundler replaces there or that only the command loads. */
const browser = "^src/(tensor|student|graph|onnx|engine|nn|optim|models)/";
const nodeOnly = "^src/engine/(load-runtime|doctor|probe-provider)\\.ts$";

const folderOrder = order.slice(0, -1).map((folder, i) => ({
  name: `order-of-folders-${folder}`,
  comment: `${folder}/ imports only from folders before it: ${order.slice(0, i).join(", ") || "none"}`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${order.slice(i + 1).join("|")})/|^src/[^/]+$` },
}));

module.exports = {
  forbidden: [
    ...folderOrder,
    {
      name: "known-folders",
      comment: "A new folder of src/ takes its place in the list of .dependency-cruiser.cjs.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${order.join("|")})/` },
      to: {},
    },
    {
      name: "runs-in-a-browser",
      comment: "These folders run in a browser unchanged: no module of Node.",
      severity: "error",
      from: { path: browser, pathNot: nodeOnly },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "student-alone",
      comment: "student/ ships to production by itself: no package, no other folder.",
      severity: "error",
      from: { path: "^src/student/" },
      to: { pathNot: "^src/student/" },
    },
    {
      name: "no-cycles",
      comment:
        "Files that need each other are one concept, or need a third. Operators may: each is the other's gradient.",
      severity: "error",
      from: { pathNot: "^src/graph/operators/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "declared-packages",
      comment: "A package that src/ imports stands in dependencies or optionalDependencies.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    {
      name: "resolves",
      comment: "The imported file does not exist.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/assembly/" }, // AssemblyScript has a compiler of its own
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["limbeck-source", "import", "node", "default", "types"],
    },
  },
};
