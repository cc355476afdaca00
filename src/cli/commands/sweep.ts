import { OptionError } from "../../tensor/errors.js";
import { repeatCommand, resumeCommand } from "../command-lines.js";
import { defineCommand } from "../define-command.js";
import { flag, integer, number, text, texts } from "../option.js";

/** Above it a sweep has to be asked for twice. */
const manyTrials = 1000;

export const sweep = defineCommand({
  name: "sweep",
  summary: "Train students over options of a recipe and seeds: which gain, how small, how sure",
  example: "limbeck sweep mnist --over temperature=1,4,16 --over student.hidden=8,32,128 --seeds 3",
  args: [{ name: "recipe", summary: "A .ts, .json or .yaml file, or the name of a built-in recipe" }],
  options: {
    over: texts("path=v1,v2", "An option of the recipe and the values to try; may be given several times"),
    seeds: integer("N", "Repeat each setting with so many seeds; default 3", { least: 1, most: 1000 }),
    trials: integer("N", "Try so many settings, drawn at random from the grid", { least: 1 }),
    halving: flag("Begin with short trainings, and go on with the better third"),
    within: number("POINTS", "Look for the smallest student so near to the teacher; default 1", {
      least: 0,
      most: 100,
    }),
    set: texts("path=value", "Set an option of the recipe for all trials; may be given several times"),
    workers: integer("N", "Trials at the same time; default one a core", { least: 1, most: 1024 }),
    out: text("DIR", "The sweep's folder; default sweeps/NAME"),
    resume: flag("Go on with the sweep that the folder holds; axes and seeds may have grown"),
    force: flag("Throw away the sweep that the folder holds"),
    yes: flag(`Go on with more than ${manyTrials} trials`),
  },
  async run({ args, options, seed: first = 0, argv, output, signal, goOnWith }) {
    const [study, { loadRecipe, removeIfEmpty }, { showSweep }, { sweepText }] = await Promise.all([
      import("../../study/index.js"),
      import("../../run/index.js"),
      import("../progress/show-sweep.js"),
      import("../sweep-text.js"),
    ]);
    const { seeds: count = 3, within = 1, trials, workers, set } = options;
    const axes = study.parseAxes(options.over);
    const all = Math.min(trials ?? Infinity, study.gridSize(axes)) * count;
    if (all > manyTrials && !options.yes) {
      throw new OptionError(
        `This is a sweep of ${all} trials: at a minute each, ${days(all, workers)}. ` +
          `Say --yes to go on, or try some of them with --trials 50.`,
      );
    }
    const { name } = await loadRecipe(args[0]!, { set });
    const folder = await study.prepareSweepFolder({ name, ...options });
    output.note(`Folder of the sweep: ${folder.path}`);
    const progress = showSweep(output.area, { quiet: output.quiet });
    try {
      const record = await study.search({
        recipe: args[0]!,
        set,
        axes,
        seeds: Array.from({ length: count }, (_, i) => first + i),
        folder,
        within: within / 100,
        halving: options.halving,
        command: repeatCommand(argv),
        signal,
        onProgress: progress.show,
        ...(trials !== undefined && { trials }),
        ...(workers !== undefined && { workers }),
      });
      progress.end();
      output.result(record, sweepText);
      output.note(`Report: ${study.sweepFiles.report(folder)}`);
    } catch (error) {
      progress.end();
      await removeIfEmpty(folder);
      if (signal.aborted) goOnWith(resumeCommand(argv, folder.path));
      throw error;
    }
  },
});

/** How long so many trials take at a minute each. */
function days(trials: number, workers = 1): string {
  const hours = trials / workers / 60;
  return hours < 48 ? `${Math.ceil(hours)} hours` : `${Math.ceil(hours / 24)} days`;
}
