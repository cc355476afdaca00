import { withArrow, withNetwork, type DrawMethod } from "../scheme.js";

/** Further teachers like the recipe's, each with first weights of its own, as the option `teachers` says. */
export const withTeachers: DrawMethod = (draft, { arrow, options }) => {
  const further = Array.from({ length: Number(options["teachers"]) - 1 }, (_, i) => `teacher-${i + 2}`);
  const taught = further.reduce((grown, name) => withNetwork(grown, name, { like: draft.source }), draft);
  return withArrow(taught, { ...arrow, from: [draft.source, ...further] });
};
