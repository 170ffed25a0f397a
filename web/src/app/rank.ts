// Which entries fit what was typed: all words must occur, earlier and at word starts counts more.

/** Entries that contain every word of `text`, the best first; all, in their order, for an empty text. */
export function rank<T>(entries: readonly T[], text: string, wordsOf: (entry: T) => string): T[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [...entries];
  return entries
    .map((entry, order) => ({ entry, order, score: score(wordsOf(entry).toLowerCase(), wanted) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map((one) => one.entry);
}

function score(words: string, wanted: readonly string[]): number {
  let sum = 0;
  for (const word of wanted) {
    const at = words.indexOf(word);
    if (at < 0) return 0;
    const starts = at === 0 || /[\s/·:-]/.test(words[at - 1]);
    sum += (starts ? 2 : 1) + 1 / (1 + at);
  }
  return sum;
}
