import { expect, test } from "vitest";
import {
  abbreviate,
  bytes,
  compact,
  count,
  isFigure,
  milliseconds,
  percent,
  seconds,
  share,
  signed,
} from "../../src/report/format.js";
import { escapeHtml, html } from "../../src/report/html.js";
import { logTicks } from "../../src/report/log-ticks.js";

test.each([
  [count(1234567), "1,234,567"],
  [percent(0.98614), "98.61%"],
  [share(0.0996), "9.96%"],
  [share(0.996), "99.6%"],
  [bytes(999), "999 B"],
  [bytes(953_821), "954 kB"],
  [bytes(9_582_304), "9.58 MB"],
  [milliseconds(0.0421), "42.1 µs"],
  [milliseconds(3.2), "3.20 ms"],
  [seconds(42.13), "42.1 s"],
  [seconds(192), "3 min 12 s"],
  [seconds(3599.7), "1 h 0 min"],
  [compact(238_510), "239 k"],
  [compact(2_395_210), "2.40 M"],
  [signed(-0.5, 2), "−0.50"],
  [signed(1234, 0), "+1,234"],
  [signed(-0.00001, 4), "±0.0000"],
  [abbreviate("species number 8", 10), "spec…ber 8"],
  [abbreviate("short", 10), "short"],
])("%s", (shown, expected) => {
  expect(shown).toBe(expected);
});

test.each([NaN, Infinity, null, undefined])("%s is no figure and becomes a dash", (value) => {
  expect(isFigure(value)).toBe(false);
  expect([count, percent, bytes, milliseconds, seconds].map((format) => format(value))).toEqual(Array(5).fill("–"));
});

test("markup in values is escaped, pieces and lists are not escaped twice", () => {
  expect(escapeHtml(`<a href="x">'&`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  const items = ["<1>", "&2"].map((item) => html`<i>${item}</i>`);
  expect(html`${items}${false}${undefined}${null}${0}`.text).toBe("<i>&lt;1&gt;</i><i>&amp;2</i>0");
});

test("logarithmic ticks are round and as many as needed", () => {
  expect(logTicks(0.001, 100)).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  expect(logTicks(0.01, 3)).toEqual([0.01, 0.03, 0.1, 0.3, 1, 3]);
  expect(logTicks(0.011, 0.09)).toEqual([0.015, 0.02, 0.03, 0.05, 0.07]);
});
