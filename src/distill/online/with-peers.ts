import { lastStage, withArrow, withLoss, withNetwork, type SchemeContext, type SchemeDraft } from "../scheme.js";

/** Names of the learner and of the peers that the option `peers` puts beside it. */
export const peerNames = ({ learner }: SchemeDraft, { options }: SchemeContext): readonly string[] => [
  learner,
  ...Array.from({ length: Number(options["peers"]) - 1 }, (_, i) => `peer-${i + 2}`),
];

/** The draft in which the named networks, like the student, learn in one stage, each from all others. */
export function withPeers(draft: SchemeDraft, { arrow, alpha }: SchemeContext, names: readonly string[]): SchemeDraft {
  const others = (name: string) => names.filter((other) => other !== name);
  return names.reduce((grown, name) => {
    const known = name === grown.learner ? grown : withNetwork(grown, name, { like: "student" });
    const loss = lastStage(known).learn[name] ?? { alpha, arrows: [] };
    return withArrow(withLoss(known, name, loss), { ...arrow, from: others(name) }, name);
  }, draft);
}
