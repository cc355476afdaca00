import { rm } from "node:fs/promises";
import { OptionError, TrainingFailure } from "../../../tensor/errors.js";
import { resumeTrainingCommand } from "../../command-lines.js";
import { defineCommand } from "../../define-command.js";
import { flag, number, text } from "../../option.js";
import { paintFor } from "../../output.js";
import type { TextRead } from "../../training-notes.js";
import { chosenOptions, word2VecOptions } from "../../word2vec-options.js";
import { saveOptions } from "./save-options.js";

export const train = defineCommand({
  name: "train",
  summary: "Train word vectors from text (Word2Vec)",
  example: "limbeck words train corpus.txt --output vectors.bin --size 100 --epochs 5",
  args: [
    {
      name: "text",
      summary: "Files, plain or gzip, or folders of them, a sentence a line; - for standard input",
      repeats: true,
    },
  ],
  options: {
    output: text("FILE", "Where to write the vectors"),
    ...saveOptions,
    model: text("FILE", "Also write all that --from needs to go on (safetensors)"),
    from: text("FILE", "Go on from such a model, or from any vectors, with the words of both"),
    ...word2VecOptions,
    checkpointMinutes: number("N", "Minutes between checkpoints; default 5", { least: 0.01, most: 1e6 }),
    resume: flag("Go on with the training that was broken off"),
    force: flag("Throw away the training that was broken off"),
  },
  async run({ args, options, seed, argv, output, signal, goOnWith }) {
    const { output: file, format, dtype, model: modelFile, from, checkpointMinutes = 5 } = options;
    if (file === undefined) throw new OptionError("--output: say where to write the vectors, as --output vectors.bin");
    const [{ Word2Vec }, { formatToWrite }, places, notes, { showWord2Vec }, { trainedFacts, trainedText }] =
      await Promise.all([
        import("../../../words/index.js"),
        import("../../../words/formats/index.js"),
        import("../../training-place.js"),
        import("../../training-notes.js"),
        import("../../progress/word2vec-progress.js"),
        import("../../trained-text.js"),
      ]);
    const save = { format: formatToWrite(file, { format, dtype }), dtype };
    const chosen = chosenOptions(options, seed);
    const note = (line: string): void => output.note(line);
    const folder = places.trainingPlace(file);
    const resumes = await places.checkTrainingPlace(file, options);
    const progress = showWord2Vec(output.area, { quiet: output.quiet, paint: paintFor(process.stderr) });
    const run = {
      checkpointSeconds: 60 * checkpointMinutes,
      signal,
      onRead: (read: TextRead) => notes.readNotes(read, chosen).forEach(note),
      onProgress: progress.show,
    };
    try {
      const start = from === undefined || resumes ? undefined : await notes.openStart(from, note);
      const model = resumes
        ? await Word2Vec.resume(folder, { ...chosen, ...run })
        : await Word2Vec.train({ paths: args as string[] }, { ...chosen, ...run, folder, from: start });
      progress.end();
      await model.vectors.save(file, save);
      if (modelFile !== undefined) await model.save(modelFile);
      await rm(folder, { recursive: true });
      output.result(trainedFacts(model, file, modelFile), trainedText);
    } catch (error) {
      progress.end();
      const checkpoint = await places.leaveTrainingPlace(file);
      if (checkpoint !== undefined && signal.aborted) {
        await (await Word2Vec.load(checkpoint)).vectors.save(file, save);
        note(`The vectors as they are: ${file}`);
      }
      if (checkpoint !== undefined && !(error instanceof OptionError || error instanceof TrainingFailure))
        goOnWith(resumeTrainingCommand(argv));
      throw error;
    }
  },
});
