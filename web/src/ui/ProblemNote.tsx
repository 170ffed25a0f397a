// A problem where it happened: what, which field and value, what to do.
import { WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { asProblem, type Problem } from "@/api/problem";
import { useCommon } from "@/i18n/common";
import { useHints, withoutCommands } from "./hints";

export interface ProblemWords {
  title: string;
  detail: string;
  hint: string;
  faults: string[];
}

const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** The server's words, completed by ours where it has none (nobody answered, this page failed). */
export function problemWords(problem: Problem): ProblemWords {
  const say = useCommon.say;
  const told = withoutCommands(problem.detail, useHints.say);
  // What the heading says already is not said again.
  const fresh = (words: string | undefined) =>
    words && words !== problem.title && words !== told ? words : "";
  const faults = problem.faults.map((fault) =>
    [
      [fault.field.replace(/^values\./, ""), fresh(fault.message)].filter(Boolean).join(": "),
      fault.value == null || fault.value === "" ? "" : say("wrong_value", { value: shown(fault.value) }),
      fresh(fault.fix && withoutCommands(fault.fix, useHints.say)),
    ]
      .filter(Boolean)
      .join(" · "),
  );
  if (problem.offline)
    return { title: say("offline_title"), detail: say("offline_detail"), hint: "", faults };
  if (problem.overtaken)
    return { title: say("overtaken_title"), detail: told, hint: say("overtaken_hint"), faults };
  const title =
    problem.title ||
    (problem.status === 403
      ? say("forbidden_title")
      : problem.status === 404
        ? say("not_found_title")
        : say("fault_title"));
  const detail = told === title ? "" : told;
  const hint = detail
    ? ""
    : problem.status === 404
      ? say("not_found_hint")
      : problem.status < 0
        ? say("fault_hint")
        : "";
  return { title, detail, hint, faults };
}

export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useCommon();
  const words = problemWords(asProblem(error));
  return (
    <div className="problem" role="alert">
      <WarningOutlined aria-hidden />
      <div>
        <strong>{words.title}</strong>
        {words.detail ? <p>{words.detail}</p> : null}
        {words.faults.length ? (
          <ul>
            {words.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        ) : null}
        {words.hint ? <p className="quiet">{words.hint}</p> : null}
        {retry ? (
          <Button size="small" onClick={retry}>
            {t("retry")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
