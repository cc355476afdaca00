import { expect, test } from "vitest";
import { parseAxes, parseAxis } from "../../src/study/index.js";

test.each([
  ["temperature=1,2,4", "temperature", ["1", "2", "4"]],
  ["student.hidden=4,8,[30,30]", "student.hidden", ["4", "8", "[30,30]"]],
  ["method=soft-targets, dkd", "method", ["soft-targets", "dkd"]],
  ['method=[{"name":"dkd","beta":8}],"a,b"', "method", ['[{"name":"dkd","beta":8}]', '"a,b"']],
  ['name="a\\",b",c', "name", ['"a\\",b"', "c"]],
  ["alpha=0.5", "alpha", ["0.5"]],
])("%s", (text, path, values) => {
  expect(parseAxis(text)).toEqual({ path, values });
});

test.each([
  [["temperature"], "--over temperature: expected path=value,value,…"],
  [["=1"], "expected path=value"],
  [["alpha=0.1,,0.5"], "a value is empty"],
  [["alpha="], "a value is empty"],
  [["alpha=1,0.5,1"], "the value 1 stands there twice"],
  [["student.hidden=[30,30"], "] is missing at the end of a value"],
  [['method="dkd'], '" is missing at the end of a value'],
  [["alpha=1", "alpha=0.5"], "--over alpha is given twice"],
  [["seed=1,2"], "Use --seeds N"],
])("%j is refused", (texts, message) => {
  expect(() => parseAxes(texts)).toThrow(message);
});
