import { build } from "esbuild";

/** The text of src/run/packaged/generated/runtime.ts: the student runtime as one script, for students as modules. */
export async function bundleStudent(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["src/student/index.ts"],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "runtime",
    platform: "neutral",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    write: false,
  });
  return (
    "/** ../../../student as one script, made by `npm run generate:kernels`. */\n" +
    `export const runtime = ${JSON.stringify(outputFiles[0]!.text.trim())};\n`
  );
}
