/**
 * The same items, until the signal aborts: then it throws the signal's reason at once, also while an item is waited for.
 */
export async function* abortable<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  if (!signal || !(Symbol.asyncIterator in items)) {
    for await (const item of items) {
      signal?.throwIfAborted();
      yield item;
    }
    return;
  }
  const iterator = items[Symbol.asyncIterator]();
  let stopWaiting: (() => void) | undefined;
  const onAbort = (): void => stopWaiting?.();
  signal.addEventListener("abort", onAbort);
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await new Promise<IteratorResult<Item>>((resolve, reject) => {
        stopWaiting = () => reject(signal.reason as Error);
        iterator.next().then(resolve, reject);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    void iterator.return?.().catch(() => undefined); // not waited for: an item may never come
  }
}
