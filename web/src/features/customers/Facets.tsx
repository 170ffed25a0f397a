// How the values of an attribute are spread among the customers in view; a click narrows to one.
import { Select } from "antd";
import { useDictionary } from "@/api/attributes";
import { useFacet } from "./useFacet";
import { number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { useCustomerTexts } from "./texts";
import { listQuery } from "./useCustomers";
import { chosenValues, filterText, toggled, type View } from "./view";

export function Facets({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  return (
    <aside className="facets stack" aria-label={t("facets")}>
      <Select
        mode="multiple"
        aria-label={t("facets")}
        placeholder={t("facets_hint")}
        maxTagCount={3}
        value={view.facets}
        onChange={(facets: string[]) => onChange({ ...view, facets })}
        options={dictionary.seen.map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
      />
      {view.facets.map((attribute) => (
        <Facet key={attribute} attribute={attribute} view={view} onChange={onChange} />
      ))}
    </aside>
  );
}

function Facet({
  attribute,
  view,
  onChange,
}: {
  attribute: string;
  view: View;
  onChange: (view: View) => void;
}) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const chosen = chosenValues(view, attribute);
  // A facet counts as if it were not narrowed itself, so that other values can still be chosen.
  const others = view.filters.filter((one) => one.attribute !== attribute).map(filterText);
  const query = useFacet({ attribute, q: listQuery(view).q, filters: others, limit: 12 }, { keep: true });
  return (
    <section aria-label={dictionary.label(attribute)}>
      <h3>{dictionary.label(attribute)}</h3>
      <Ask query={query} lines={5}>
        {(facet) => {
          const most = Math.max(1, ...facet.items.map((item) => item.count));
          return (
            <>
              {facet.items.map((item) => (
                <button
                  key={item.value}
                  type="button"
                  className="plain bar-row"
                  aria-pressed={chosen.includes(item.value)}
                  onClick={() => onChange(toggled(view, attribute, item.value))}
                >
                  <span className="cut">{dictionary.show(attribute, item.value)}</span>
                  <span className="faint num">{number(item.count)}</span>
                  <i style={{ width: `${(100 * item.count) / most}%` }} />
                </button>
              ))}
              {facet.others ? (
                <div className="bar-row faint">
                  <span>{t("facet_others")}</span>
                  <span className="num">{number(facet.others)}</span>
                </div>
              ) : null}
              {facet.empty ? (
                <button
                  type="button"
                  className="plain bar-row"
                  aria-pressed={view.filters.some(
                    (one) => one.attribute === attribute && one.operator === "empty",
                  )}
                  onClick={() => {
                    const rest = view.filters.filter(
                      (one) => !(one.attribute === attribute && one.operator === "empty"),
                    );
                    const on = rest.length === view.filters.length;
                    onChange({
                      ...view,
                      filters: on ? [...rest, { attribute, operator: "empty", value: "" }] : rest,
                    });
                  }}
                >
                  <span className="faint">{t("facet_empty")}</span>
                  <span className="faint num">{number(facet.empty)}</span>
                </button>
              ) : null}
            </>
          );
        }}
      </Ask>
    </section>
  );
}
