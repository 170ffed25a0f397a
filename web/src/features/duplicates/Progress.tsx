// How far the review is, how people agree, and how the model does against their words.
import { useGet } from "@/api/query";
import { useWho } from "@/api/who";
import { decimal, number, share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Figures, Panel } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { useDuplicateTexts } from "./texts";

export default function Progress() {
  const t = useDuplicateTexts();
  const who = useWho();
  const query = useGet("/api/v1/reviews");
  return (
    <Ask query={query} lines={6}>
      {(progress) => {
        const given = progress.same + progress.different + progress.unsure;
        return (
          <div className="stack">
            <Figures
              figures={[
                { label: t("still_waiting"), value: number(progress.waiting) },
                {
                  label: t("words_given"),
                  value: number(given),
                  note: t("words_split", {
                    same: progress.same,
                    different: progress.different,
                    unsure: progress.unsure,
                  }),
                },
                {
                  label: t("model_precision"),
                  value: share(progress.precision),
                  note: t("against_words"),
                },
                { label: t("model_recall"), value: share(progress.recall), note: t("against_words") },
              ]}
            />
            {given === 0 ? (
              <Empty title={t("no_reviews")}>{t("no_reviews_hint")}</Empty>
            ) : (
              <div className="columns">
                <Panel title={t("reviewers")} flush>
                  <SimpleTable
                    label={t("reviewers")}
                    rows={progress.reviewers}
                    keyOf={(row) => row.reviewer}
                    columns={[
                      { key: "who", title: t("reviewer"), cell: (row) => who(row.reviewer) },
                      { key: "pairs", title: t("pairs_seen"), num: true, cell: (row) => number(row.pairs) },
                      { key: "blind", title: t("pairs_blind"), num: true, cell: (row) => number(row.blind) },
                    ]}
                  />
                </Panel>
                {progress.agreement.length ? (
                  <Panel title={t("agreement")} flush>
                    <p className="quiet small panel-body">{t("agreement_hint")}</p>
                    <SimpleTable
                      label={t("agreement")}
                      rows={progress.agreement}
                      keyOf={(row) => row.reviewers.join()}
                      columns={[
                        {
                          key: "who",
                          title: t("reviewers"),
                          cell: (row) => row.reviewers.map(who).join(" · "),
                        },
                        { key: "pairs", title: t("pairs_seen"), num: true, cell: (row) => number(row.pairs) },
                        { key: "agreed", title: t("agreed"), num: true, cell: (row) => number(row.agreed) },
                        { key: "kappa", title: t("kappa"), num: true, cell: (row) => decimal(row.kappa, 2) },
                      ]}
                    />
                  </Panel>
                ) : null}
              </div>
            )}
          </div>
        );
      }}
    </Ask>
  );
}
