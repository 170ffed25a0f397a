export interface Month {
  month: string;
  amount: number;
  orders: number;
}

interface Dated {
  placed_at?: string | null;
  amount?: number | null;
}

/** Orders summed by month from the first to the last, months without any included, at most 36. */
export function byMonth(orders: readonly Dated[]): Month[] {
  const sums = new Map<string, Month>();
  for (const order of orders) {
    if (!order.placed_at) continue;
    const month = order.placed_at.slice(0, 7);
    const sum = sums.get(month) ?? { month, amount: 0, orders: 0 };
    sum.amount += order.amount ?? 0;
    sum.orders++;
    sums.set(month, sum);
  }
  const known = [...sums.keys()].sort();
  const all: Month[] = [];
  if (!known.length) return all;
  for (let month = known[0]; month <= known[known.length - 1]; month = after(month)) {
    all.push(sums.get(month) ?? { month, amount: 0, orders: 0 });
  }
  return all.slice(-36);
}

function after(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
