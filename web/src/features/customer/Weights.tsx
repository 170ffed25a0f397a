import { Select } from "antd";
import { useState } from "react";
import { useGet } from "@/api/query";
import { Ask } from "@/ui/Ask";
import { Waterfall } from "@/features/duplicates/Waterfall";
import type { Customer } from "./Customer360";
import { goldenOf } from "./Customer360";
import { useCustomerPageTexts } from "./texts";

/** Why two of its records are one customer. */
export default function Weights({ customer }: { customer: Customer }) {
  const t = useCustomerPageTexts();
  const [a, setA] = useState(customer.members[0].id);
  const [b, setB] = useState(customer.members[1].id);
  const query = useGet("/api/v1/why", { query: { a, b } }, { enabled: a !== b, keep: true });
  const options = customer.members.map((member) => ({
    value: member.id,
    label: `${member.source} · ${member.file}:${member.row}`,
  }));
  return (
    <div className="stack">
      <p className="quiet">{t("why_hint")}</p>
      <div className="row">
        <Select
          size="small"
          aria-label={t("compare_first")}
          value={a}
          onChange={setA}
          options={options}
          popupMatchSelectWidth={false}
        />
        <Select
          size="small"
          aria-label={t("compare_second")}
          value={b}
          onChange={setB}
          options={options}
          popupMatchSelectWidth={false}
        />
      </div>
      <Ask query={query} lines={5}>
        {(why) => <Waterfall why={why} label={goldenOf(customer, "name") ?? t("why")} />}
      </Ask>
    </div>
  );
}
