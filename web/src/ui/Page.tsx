// The parts every page is made of.
import type { ReactNode } from "react";
import { useEffect } from "react";
import { useCommon } from "@/i18n/common";

interface PageProps {
  /** Names the tab; never a person's name, since it stays in the browser's history. */
  title: string;
  /** What stands on the page where that differs. */
  heading?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** Takes the whole width and height, for a grid that scrolls inside. */
  full?: boolean;
  children: ReactNode;
}

export function Page({ title, heading, lead, actions, full, children }: PageProps) {
  useTitle(title);
  return (
    <div className={full ? "page page-full" : "page"}>
      <header className="page-head">
        <div className="page-head-words">
          <h1>{heading ?? title}</h1>
          {lead ? <div className="lead">{lead}</div> : null}
        </div>
        {actions ? <div className="row">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** Names the tab without any personal data: titles end up in the browser's history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Kith 知客`;
  }, [title]);
}

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}

export function Panel({ title, actions, flush, children }: PanelProps) {
  return (
    <section className="panel" aria-label={title}>
      {title || actions ? (
        <div className="panel-head">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      <div className={flush ? "panel-flush" : "panel-body"}>{children}</div>
    </section>
  );
}

/** What is missing here, why one would want it, and the way to it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action ? <div className="row">{action}</div> : null}
    </div>
  );
}

/** Grey lines where text will stand. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const t = useCommon();
  return (
    <div className="stack-tight" role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className="bone" style={{ width: `${92 - ((i * 37) % 50)}%` }} />
      ))}
    </div>
  );
}

export type Tone = "good" | "warn" | "bad" | "accent" | "plain";

export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tone === "plain" ? "tag" : `tag tag-${tone}`}>{children}</span>;
}

export interface Figure {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl className="figures">
      {figures.map((one) => (
        <div key={one.label} className="figure">
          <dt>{one.label}</dt>
          <dd>
            {one.value}
            {one.note ? <small>{one.note}</small> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
