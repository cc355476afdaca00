/**
 * Lets signals and timers have their turn: ONNX Runtime blocks the event loop for the length of a call, so loops of calls
 * wait for this in between.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve);
  });
