import { RunFolderError, TrainingFailure } from "../../tensor/errors.js";
import { defineCommand } from "../define-command.js";
import { flag, text, texts } from "../option.js";
import { paintFor } from "../output.js";
import { repeatCommand, resumeCommand } from "../command-lines.js";

export const distill = defineCommand({
  name: "distill",
  summary: "Train a teacher, a baseline and a distilled student, and report what distilling gained",
  example: "limbeck distill mnist --set training.epochs=2",
  args: [{ name: "recipe", summary: "A .ts, .json or .yaml file, or the name of a built-in recipe" }],
  options: {
    out: text("DIR", "The run folder; default runs/NAME, then runs/NAME-2, …"),
    set: texts("path=value", "Set an option of the recipe; may be given several times"),
    resume: flag("Go on with the run that the folder holds"),
    force: flag("Throw away the run that the folder holds"),
  },
  async run({ args, options, seed, argv, output, signal, goOnWith }) {
    const [{ distill }, run, { showProgress }, { metricsTable }] = await Promise.all([
      import("../../run/distill.js"),
      import("../../run/index.js"),
      import("../progress/show-progress.js"),
      import("../metrics-table.js"),
    ]);
    const set = seed === undefined ? options.set : [...options.set, `seed=${seed}`];
    const recipe = await run.loadRecipe(args[0]!, { set });
    const folder = await run.prepareRunFolder({ ...options, name: recipe.name });
    output.note(`Run folder: ${folder.path}`);
    const progress = showProgress(output.area, { quiet: output.quiet, paint: paintFor(process.stderr) });
    try {
      const command = repeatCommand(argv);
      const metrics = await distill(recipe, {
        folder,
        resume: options.resume,
        signal,
        onEvent: progress.show,
        command,
      });
      progress.end();
      output.result(metrics, metricsTable);
      output.note(`Report: ${run.runFiles.report(folder)}`);
    } catch (error) {
      progress.end();
      const holdsRun = await run.isRunFolder(folder.path);
      if (!holdsRun) await run.removeIfEmpty(folder);
      else if (!(error instanceof RunFolderError || error instanceof TrainingFailure))
        goOnWith(resumeCommand(argv, folder.path));
      throw error;
    }
  },
});
