import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { api } from "@/api/client";
import MergeDialog, { type Mergeable } from "@/features/customers/MergeDialog";
import { Dialog } from "@/ui/Dialog";
import { type Customer } from "./Customer360";
import { useCustomerPageTexts } from "./texts";

/** Finds the other one first, then says what merging would do. */
export default function MergeWith({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useCustomerPageTexts();
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  const [other, setOther] = useState<Mergeable>();
  const found = useQuery({
    queryKey: ["palette", q],
    queryFn: ({ signal }) =>
      api.post("/api/v1/customers/search", {
        body: { q, limit: 8, attributes: ["name", "company", "phone", "email", "city"] },
        reads: true,
        signal,
      }),
    enabled: q.length > 0,
  });
  const items = (found.data?.items ?? []).filter((row) => row.id !== customer.id);
  if (other) {
    const golden = Object.fromEntries(
      customer.values.filter((one) => one.ordinal === 0).map((one) => [one.attribute, one.value]),
    );
    return (
      <MergeDialog
        customers={[{ id: customer.id, records: customer.records, values: golden }, other]}
        onClose={onClose}
        onDone={(into) => {
          onClose();
          navigate(`/customers/${into}`);
        }}
      />
    );
  }
  return (
    <Dialog open title={t("merge_with")} footer={null} onCancel={onClose}>
      <Select
        showSearch
        autoFocus
        aria-label={t("find_other")}
        placeholder={t("find_other")}
        style={{ width: "100%" }}
        filterOption={false}
        loading={found.isFetching}
        onSearch={(text) => setQ(text.trim())}
        notFoundContent={null}
        onChange={(id: string) => setOther(items.find((row) => row.id === id))}
        options={items.map((row) => ({
          value: row.id,
          label: [row.values.name || row.values.company || row.id, row.values.phone, row.values.email]
            .filter(Boolean)
            .join(" · "),
        }))}
      />
    </Dialog>
  );
}
