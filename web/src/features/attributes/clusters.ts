// Values that are likely one value written in several ways: the same after case, width, order of words and signs are gone.
// The key is the “fingerprint” that OpenRefine's documentation describes under key collision.

export interface Counted {
  value: string;
  count: number;
}

/** Same key: likely the same value. */
export function fingerprint(value: string): string {
  const plain = value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return [...new Set(plain.split(/\s+/))].sort().join(" ");
}

/** Groups of at least two spellings, the most frequent spelling first, the largest group first. */
export function clusters(values: readonly Counted[]): Counted[][] {
  const groups = new Map<string, Counted[]>();
  for (const one of values) {
    const key = fingerprint(one.value).replaceAll(" ", "");
    if (!key) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const size = (group: Counted[]) => group.reduce((sum, one) => sum + one.count, 0);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)))
    .sort((a, b) => size(b) - size(a));
}
