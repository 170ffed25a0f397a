// Two customers side by side: which attributes there are, and whether they agree.

export type Agreement = "equal" | "differs" | "one_side";

export interface Line {
  attribute: string;
  left: string;
  right: string;
  agreement: Agreement;
}

const order: Record<Agreement, number> = { differs: 0, equal: 1, one_side: 2 };

/** Attributes of either side: what differs first, what only one has last; within, in the order of the dictionary. */
export function compare(
  left: Record<string, string>,
  right: Record<string, string>,
  dictionary: readonly string[],
): Line[] {
  const known = new Map(dictionary.map((name, i) => [name, i]));
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => left[name] || right[name],
  );
  return names
    .map((attribute) => {
      const [a, b] = [left[attribute] ?? "", right[attribute] ?? ""];
      const agreement: Agreement = !a || !b ? "one_side" : a === b ? "equal" : "differs";
      return { attribute, left: a, right: b, agreement };
    })
    .sort(
      (one, other) =>
        order[one.agreement] - order[other.agreement] ||
        (known.get(one.attribute) ?? 999) - (known.get(other.attribute) ?? 999),
    );
}

export interface Piece {
  text: string;
  same: boolean;
}

/** The text cut into what the other has too and what it has not, by the longest common subsequence of characters. */
export function marked(text: string, other: string): Piece[] {
  const a = [...text].slice(0, 200);
  const b = [...other].slice(0, 200);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i][j] =
        a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const pieces: Piece[] = [];
  const put = (character: string, same: boolean) => {
    const last = pieces[pieces.length - 1];
    if (last?.same === same) last.text += character;
    else pieces.push({ text: character, same });
  };
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && lengths[i][j + 1] > lengths[i + 1][j]) j++;
    if (j < b.length && a[i] === b[j]) {
      put(a[i], true);
      j++;
    } else {
      put(a[i], false);
    }
  }
  const rest = [...text].slice(200).join("");
  if (rest) put(rest, false);
  return pieces;
}
