// What is asked of the server, in its three states: on the way, failed, there.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemNote } from "./ProblemNote";
import { Skeleton } from "./Page";

interface AskProps<T> {
  query: UseQueryResult<T>;
  lines?: number;
  children: (answer: T) => ReactNode;
}

export function Ask<T>({ query, lines, children }: AskProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return <Skeleton lines={lines} />;
}
