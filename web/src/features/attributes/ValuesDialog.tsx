// Facets of one attribute with its look-alikes, and one spelling for all of them, with the way back.
import { Button, Modal } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useFacet } from "@/features/customers/useFacet";
import { useMay } from "@/api/session";
import { allMatches } from "@/features/customers/useCustomers";
import { emptyView, viewText } from "@/features/customers/view";
import { number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { SimpleTable } from "@/ui/SimpleTable";
import { failed, said } from "@/ui/toast";
import { clusters, type Counted } from "./clusters";
import { useAttributeTexts } from "./texts";

const most = 1000;

export default function ValuesDialog({ attribute, onClose }: { attribute: string; onClose: () => void }) {
  const t = useAttributeTexts();
  const may = useMay();
  const dictionary = useDictionary();
  const refresh = useRefresh();
  const query = useFacet({ attribute, limit: 200 });
  const groups = useMemo(() => clusters(query.data?.items ?? []), [query.data]);
  const [progress, setProgress] = useState<{ done: number; all: number }>();
  const linkTo = (value: string) =>
    `/customers#${viewText({ ...emptyView, filters: [{ attribute, operator: "eq", value }] })}`;
  const writable = may("customers.write") && dictionary.mayEdit(attribute);

  const unify = async (group: Counted[]) => {
    const [{ value }, ...others] = group;
    const put = (customer: string, text: string | null) =>
      api.patch("/api/v1/customers/{customer}", {
        path: { customer },
        body: { values: { [attribute]: text } },
      });
    const changed: string[] = [];
    try {
      const rows = await allMatches(
        {
          ...emptyView,
          columns: [attribute],
          filters: [{ attribute, operator: "in", value: others.map((one) => one.value).join("|") }],
        },
        most + 1,
      );
      if (rows.length > most) return void failed(t("too_many"));
      for (const [i, row] of rows.entries()) {
        setProgress({ done: i, all: rows.length });
        await put(row.id, value);
        changed.push(row.id);
      }
    } catch (error) {
      failed(error);
    } finally {
      setProgress(undefined);
    }
    const again = () =>
      refresh("/api/v1/customers/facets", "/api/v1/customers", "/api/v1/customers/{customer}");
    if (changed.length)
      said(t("fixed", { count: changed.length, value }), async () => {
        for (const id of changed) await put(id, null);
        await again();
      });
    await again();
  };

  return (
    <Modal
      open
      width={680}
      footer={null}
      title={t("values", { name: dictionary.label(attribute) })}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{t("values_hint")}</p>
        <Ask query={query} lines={8}>
          {({ items }) => (
            <>
              <section aria-label={t("groups")} className="stack-tight">
                <h3>{t("groups")}</h3>
                {groups.length ? (
                  groups.map((group) => (
                    <div key={group[0].value} className="row">
                      <span className="grow">
                        {group.map((one) => (
                          <span key={one.value}>
                            <Link to={linkTo(one.value)}>{one.value}</Link>{" "}
                            <span className="faint small">{number(one.count)}</span>
                            {"  "}
                          </span>
                        ))}
                      </span>
                      {writable ? (
                        <Button size="small" disabled={!!progress} onClick={() => void unify(group)}>
                          {t("use_for_all", { value: group[0].value })}
                        </Button>
                      ) : null}
                    </div>
                  ))
                ) : (
                  <p className="faint small">{t("no_groups")}</p>
                )}
                {progress ? (
                  <p role="status" className="quiet small">
                    {t("fixing", progress)}
                  </p>
                ) : null}
              </section>
              <div style={{ maxHeight: 320, overflowY: "auto" }}>
                <SimpleTable
                  label={t("all_values")}
                  rows={items}
                  keyOf={(row) => row.value}
                  columns={[
                    {
                      key: "value",
                      title: t("name"),
                      cell: (row) => <Link to={linkTo(row.value)}>{row.value}</Link>,
                    },
                    { key: "count", title: t("customers"), num: true, cell: (row) => number(row.count) },
                  ]}
                />
              </div>
            </>
          )}
        </Ask>
      </div>
    </Modal>
  );
}
