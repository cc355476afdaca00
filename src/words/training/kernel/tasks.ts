import { longestSentence, sentenceEnd } from "../corpus/sentence.js";

/** How training is cut into pieces that threads take one after another. */
export interface TaskPlan {
  /** Ids in the file. */
  readonly ids: number;
  /** Ids of a task: its sentences are those that begin among them. */
  readonly taskLength: number;
  readonly tasksPerEpoch: number;
  readonly tasks: number;
}

/** Long enough that taking one costs nothing, short enough that the learning rate falls in small steps. */
const [shortest, longest] = [256, 1 << 15];

export function planTasks(ids: number, epochs: number): TaskPlan {
  const taskLength = Math.min(longest, Math.max(shortest, Math.ceil(ids / 128)));
  const tasksPerEpoch = Math.ceil(ids / taskLength);
  return { ids, taskLength, tasksPerEpoch, tasks: tasksPerEpoch * epochs };
}

/** The most ids that a task reads: the one before it, its own, and the rest of its last sentence. */
export const idsToRead = ({ taskLength }: TaskPlan): number => 1 + taskLength + longestSentence;

/** Where in the file a task reads, in ids. */
export function readingRange(plan: TaskPlan, task: number): { readonly from: number; readonly to: number } {
  const first = (task % plan.tasksPerEpoch) * plan.taskLength;
  return { from: Math.max(0, first - 1), to: Math.min(plan.ids, first + plan.taskLength + longestSentence) };
}

/** Which of the ids read are the task's: whole sentences, from `first` to before `end`. */
export function sentencesOf(
  plan: TaskPlan,
  task: number,
  read: Int32Array,
): { readonly first: number; readonly end: number } {
  const isFirstTask = task % plan.tasksPerEpoch === 0;
  const first = isFirstTask ? 0 : read.indexOf(sentenceEnd) + 1; // the sentence before may reach into this task
  const lastOwn = Math.min(read.length, plan.taskLength + (isFirstTask ? 0 : 1)) - 1;
  if (first > lastOwn) return { first, end: first }; // no sentence begins here
  const end = read[lastOwn] === sentenceEnd ? lastOwn + 1 : read.indexOf(sentenceEnd, lastOwn) + 1;
  return { first, end };
}
