import { expect, test } from "vitest";
import { blocksOf, commandsOf, printsNumbers, promisedNumbers } from "../docs/blocks.js";

const page = `# Title

<!-- run: limbeck distill mnist --set training.epochs=1 -->

\`\`\`bash
npm ci && npm run limbeck -- distill mnist   # five minutes
\`\`\`

<!-- not run: needs a GPU -->
\`\`\`bash
limbeck doctor
\`\`\`

\`\`\`yaml
not: a file
\`\`\`

\`\`\`yaml
# file: recipe.yaml
name: digits
\`\`\`

\`\`\`ts
console.log(1 + 1, Math.PI); // 2, then 3.14…
console.log("x"); // a remark
\`\`\`
`;

test("blocks of a page are found with their lines, notes and files", () => {
  const found = blocksOf("page.md", page).map(({ line, language, file, note }) => [line, language, file, note?.kind]);
  expect(found).toEqual([
    [6, "bash", undefined, "run"],
    [11, "bash", undefined, "not run"],
    [19, "yaml", "recipe.yaml", undefined],
    [24, "ts", undefined, undefined],
  ]);
});

test("a shorter command takes the place of a long one, and remarks are no commands", () => {
  const [long, doctor] = blocksOf("page.md", page);
  expect(commandsOf(long!)).toBe("limbeck distill mnist --set training.epochs=1");
  expect(commandsOf({ ...long!, note: undefined })).toBe("npm ci && npm run limbeck -- distill mnist");
  expect(commandsOf(doctor!)).toBe("limbeck doctor");
});

test("what a program promises to print is held, to the decimals that it gives", () => {
  const promised = promisedNumbers(blocksOf("page.md", page).at(-1)!.code);
  expect(promised).toEqual(["2", "3.14"]);
  expect(printsNumbers("2 3.141592653589793", promised)).toBe(true);
  expect(printsNumbers("2 3.146", promised)).toBe(false);
  expect(printsNumbers("3.14 2", promised)).toBe(false);
  expect(printsNumbers("3.14", promised)).toBe(false);
});
