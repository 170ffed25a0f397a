import { lazy, Suspense, useMemo } from "react";
import { useGet } from "@/api/query";
import { date, decimal, number } from "@/i18n/format";
import { Figures, Panel, Skeleton } from "@/ui/Page";
import { byMonth } from "./months";
import { useCustomerPageTexts } from "./texts";
import type { Customer } from "./Customer360";

const Chart = lazy(() => import("@/ui/Chart"));

/** What the customer is worth and does, in numbers and by month. */
export function Activity({ customer }: { customer: Customer }) {
  const t = useCustomerPageTexts();
  const orders = useGet(
    "/api/v1/customers/{customer}/orders",
    { path: { customer: customer.id } },
    { enabled: customer.counts?.orders !== 0 },
  );
  const items = orders.data?.items;
  const months = useMemo(() => byMonth(items ?? []), [items]);
  const spent = useMemo(() => {
    const sums = new Map<string, number>();
    for (const one of items ?? [])
      if (one.amount != null) sums.set(one.currency, (sums.get(one.currency) ?? 0) + one.amount);
    return [...sums];
  }, [items]);
  const last = items?.find((one) => one.placed_at)?.placed_at;
  return (
    <>
      <Figures
        figures={[
          {
            label: t("orders"),
            value: number(customer.counts?.orders ?? items?.length ?? 0),
            note: last ? t("last_order", { when: date(last) }) : undefined,
          },
          ...spent
            .slice(0, 2)
            .map(([currency, sum]) => ({ label: t("spent"), value: decimal(sum, 0), note: currency })),
          { label: t("events"), value: number(customer.counts?.events ?? 0) },
          { label: t("interactions"), value: number(customer.counts?.interactions ?? 0) },
        ]}
      />
      {months.length > 1 ? (
        <Panel title={t("orders_by_month")}>
          <Suspense fallback={<Skeleton lines={5} />}>
            <Chart
              label={t("orders_by_month")}
              height={180}
              table={{
                columns: [t("month"), t("amount"), t("order_count")],
                rows: months.map((one) => [one.month, Math.round(one.amount * 100) / 100, one.orders]),
              }}
              option={{
                xAxis: { type: "category", data: months.map((one) => one.month) },
                yAxis: { type: "value" },
                series: [
                  { type: "bar", name: t("amount"), barMaxWidth: 18, data: months.map((one) => one.amount) },
                ],
              }}
            />
          </Suspense>
        </Panel>
      ) : null}
    </>
  );
}
