// What holds the customer together, and who stands around it.
import { lazy, Suspense, useMemo } from "react";
import { Link, useNavigate } from "react-router-dom";
import { useGet } from "@/api/query";
import { useCommon } from "@/i18n/common";
import { decimal } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Panel, Skeleton, Tag } from "@/ui/Page";
import type { Customer } from "./Customer360";
import { type Graph, peopleGraph, recordGraph, type Surroundings, worthDrawing } from "./graphs";
import { useCustomerPageTexts } from "./texts";

const Chart = lazy(() => import("@/ui/Chart"));

export default function Connections({ customer, name }: { customer: Customer; name: string }) {
  const query = useGet("/api/v1/customers/{customer}/surroundings", { path: { customer: customer.id } });
  return (
    <Ask query={query} lines={8}>
      {(around) => (
        <div className="columns">
          <Records customer={customer} around={around} />
          <People customer={customer} name={name} around={around} />
        </div>
      )}
    </Ask>
  );
}

function drawn(graph: Graph, categories: string[], repulsion: number) {
  return {
    tooltip: { trigger: "item" },
    legend: { data: categories, bottom: 0, type: "scroll" },
    series: [
      {
        type: "graph",
        layout: "force",
        roam: true,
        draggable: true,
        force: {
          initLayout: "circular",
          repulsion,
          edgeLength: [50, 110],
          gravity: 0.15,
          layoutAnimation: false,
        },
        categories: categories.map((one) => ({ name: one })),
        label: { show: true, position: "bottom", fontSize: 11, width: 130, overflow: "truncate" },
        top: 10,
        bottom: 50,
        data: graph.nodes,
        links: graph.edges,
      },
    ],
  };
}

function Records({ customer, around }: { customer: Customer; around: Surroundings }) {
  const t = useCustomerPageTexts();
  const c = useCommon();
  const members = useMemo(() => new Map(customer.members.map((one) => [one.id, one])), [customer]);
  const sources = useMemo(() => [...new Set(customer.members.map((one) => one.source))], [customer]);
  const option = useMemo(() => {
    const graph = recordGraph(
      [...members.keys()],
      around.links,
      (id) => `${members.get(id)?.source} ${members.get(id)?.row}`,
      (id) => sources.indexOf(members.get(id)?.source ?? ""),
    );
    return drawn(graph, sources, 220);
  }, [members, sources, around]);
  const wordOf = (id: string) => {
    const record = members.get(id);
    return record ? `${record.file}:${record.row}` : id;
  };
  if (customer.members.length < 2)
    return (
      <Panel title={t("held_together")}>
        <p className="quiet">{t("why_none")}</p>
      </Panel>
    );
  return (
    <Panel title={t("held_together")}>
      <p className="quiet small">{t("held_together_hint")}</p>
      {around.links.length ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <Chart
            label={t("held_together")}
            height={380}
            option={option}
            table={{
              columns: [t("compare_first"), t("compare_second"), t("weight")],
              rows: worthDrawing(around.links).map((link) => [
                wordOf(link.a),
                wordOf(link.b),
                decimal(link.weight, 1),
              ]),
            }}
          />
        </Suspense>
      ) : (
        <p className="quiet">{t("not_resolved")}</p>
      )}
      <span className="seen-by-ear">{c("records", { count: customer.members.length })}</span>
    </Panel>
  );
}

function People({ customer, name, around }: { customer: Customer; name: string; around: Surroundings }) {
  const t = useCustomerPageTexts();
  const navigate = useNavigate();
  const graph = useMemo(
    () => peopleGraph(customer.id, name, around.relations, t("nameless")),
    [customer.id, name, around, t],
  );
  const option = useMemo(
    () => drawn(graph, [t("this_customer"), t("household"), t("company"), t("other_customer")], 320),
    [graph, t],
  );
  if (!around.relations.length)
    return (
      <Panel title={t("people_around")}>
        <Empty title={t("nobody_around")}>{t("nobody_around_hint")}</Empty>
      </Panel>
    );
  const choose = (at: number) => {
    const id = graph.nodes[at]?.id ?? "";
    if (id.startsWith("cus_") && id !== customer.id) navigate(`/customers/${id}?tab=connections`);
  };
  return (
    <Panel title={t("people_around")}>
      <Suspense fallback={<Skeleton lines={8} />}>
        <Chart
          label={t("people_around")}
          height={380}
          option={option}
          onChoose={choose}
          table={{
            columns: [t("relation"), t("shared"), t("other_customer")],
            rows: around.relations.flatMap((relation) =>
              relation.others.map((other) => [
                t(relation.kind),
                relation.value,
                other.name || other.customer,
              ]),
            ),
          }}
        />
      </Suspense>
      <ul className="stack-tight">
        {around.relations.map((relation) => (
          <li key={`${relation.attribute} ${relation.value}`}>
            <Tag tone={relation.kind === "household" ? "warn" : "accent"}>{t(relation.kind)}</Tag>{" "}
            <span className="quiet small">{`${relation.label}: ${relation.value}`}</span>
            <div className="row row-tight">
              {relation.others.map((other) => (
                <Link key={other.customer} to={`/customers/${other.customer}`}>
                  {other.name || t("nameless")}
                </Link>
              ))}
              {relation.more ? <span className="faint small">{t("and_others")}</span> : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
