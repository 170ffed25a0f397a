// What went wrong, as the server says it (RFC 9457) or as the browser saw it.
import type { components } from "./contract";

type Schemas = components["schemas"];

export interface FieldFault {
  field: string;
  message: string;
  /** As received; text, number, whatever was sent. */
  value?: unknown;
  fix?: string;
}

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  /** What to do. */
  detail?: string;
  code?: string;
  errors?: FieldFault[];
  duplicates?: Schemas["CustomerRow"][];
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly faults: FieldFault[];
  /** Customers that stand there already, where something new was refused for them. */
  readonly duplicates: Schemas["CustomerRow"][];

  constructor(status: number, body: ProblemBody) {
    super(body.title || body.detail || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? lastPart(body.type) ?? codeOf(status);
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.faults = body.errors ?? [];
    this.duplicates = body.duplicates ?? [];
  }

  /** Nobody answered: the line is down or the server is gone. */
  get offline(): boolean {
    return this.status === 0;
  }
  /** Somebody else changed it first. */
  get overtaken(): boolean {
    return this.status === 412 || this.status === 428;
  }
  get signedOut(): boolean {
    return this.status === 401;
  }
  /** Asking again may help. */
  get passing(): boolean {
    return this.offline || this.status === 429 || this.status >= 502;
  }
}

export const offline = () => new Problem(0, { code: "offline" });

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(-1, { code: "fault", detail: error instanceof Error ? error.message : String(error) });
}

function lastPart(type: string | undefined): string | undefined {
  if (!type || type === "about:blank") return undefined;
  return type.split(/[/:#]/).pop() || undefined;
}

function codeOf(status: number): string {
  return status === 404 ? "not_found" : status === 403 ? "forbidden" : status >= 500 ? "fault" : "refused";
}
