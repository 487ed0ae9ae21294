/** Several pieces of work side by side. */

/** Runs `work` over the items, so many at a time, and yields the results in the order of the items. Throws what `work` throws, in its turn. */
export async function* inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for (let next = 0; next < items.length; next += 1) {
    for (let ahead = begun.length; ahead < Math.min(items.length, next + lanes); ahead += 1) {
      const result = work(items[ahead] as T);
      // Whoever comes to it is told; until then it is no stray failure.
      result.catch(() => undefined);
      begun.push(result);
    }
    yield await (begun[next] as Promise<R>);
  }
}
