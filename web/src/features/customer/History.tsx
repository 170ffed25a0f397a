import { RollbackOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet, useRefresh } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { said } from "@/ui/toast";
import { type Customer } from "./Customer360";
import { useCustomerPageTexts } from "./texts";

const stale = [
  "/api/v1/customers/{customer}",
  "/api/v1/customers/{customer}/history",
  "/api/v1/customers",
] as const;

/** How the customer came to be, newest first; every value can be set back. */
export default function History({ customer }: { customer: Customer }) {
  const t = useCustomerPageTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const refresh = useRefresh();
  const shown = (attribute: string, value: string | null | undefined) =>
    value ? dictionary.show(attribute, value) : c("empty_value");
  const query = useGet("/api/v1/customers/{customer}/history", { path: { customer: customer.id } });
  const revert = useDeed({
    run: (what: Schemas["Revert"]) =>
      api.post("/api/v1/customers/{customer}/revert", { path: { customer: customer.id }, body: what }),
    stale: [...stale],
    done: (_, { attribute }) => {
      const before = customer.values.find((one) => one.attribute === attribute && one.ordinal === 0);
      said(t("reverted", { attribute: dictionary.label(attribute) }), async () => {
        const value = before?.pinned ? before.value : null;
        await api.patch("/api/v1/customers/{customer}", {
          path: { customer: customer.id },
          body: { values: { [attribute]: value } },
        });
        await refresh(...stale);
      });
    },
  });
  return (
    <div className="stack">
      <p className="quiet">{t("history_hint")}</p>
      <Ask query={query} lines={6}>
        {({ items }) => (
          <ol className="timeline">
            {[...items].reverse().map((step) => (
              <li key={step.change}>
                <time className="faint small">{dateTime(step.at)}</time>
                <div>
                  {step.joined.length ? <p>{t("joined", { count: step.joined.length })}</p> : null}
                  {step.left.length ? <p>{t("left", { count: step.left.length })}</p> : null}
                  {step.values.map((value) => (
                    <div key={value.attribute} className="row row-tight">
                      <span style={{ overflowWrap: "anywhere" }}>
                        {t("became", {
                          label: value.label,
                          before: shown(value.attribute, value.before),
                          after: shown(value.attribute, value.after),
                        })}
                      </span>
                      {may("customers.write") && dictionary.mayEdit(value.attribute) && value.after ? (
                        <Button
                          size="small"
                          type="text"
                          icon={<RollbackOutlined />}
                          title={t("revert_to", { attribute: value.label })}
                          aria-label={t("revert_to", { attribute: value.label })}
                          onClick={() => revert.mutate({ attribute: value.attribute, change: step.change })}
                        />
                      ) : null}
                    </div>
                  ))}
                </div>
              </li>
            ))}
          </ol>
        )}
      </Ask>
    </div>
  );
}
