/** Few enough not to be refused for it. */
const AT_ONCE = 8;

/**
 * Does the work for each item, some of them at the same time; the results are in the order of the items. When one goes wrong no
 * more are begun, and those under way are waited for: what they make must be known to whoever clears up.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = AT_ONCE,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const failures: unknown[] = [];
  const worker = async () => {
    // One iterator for all workers: each takes the next item that nobody has.
    for (const [index, item] of entries) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0] instanceof Error ? failures[0] : new Error(String(failures[0]));
  return results;
}
