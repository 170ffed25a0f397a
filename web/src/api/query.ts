// Reading through the cache: one key per address, so that whoever asks the same shares the answer.
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from "@tanstack/react-query";
import { failed } from "@/ui/toast";
import { api, type AnswerOf, type Ask, type PathWith } from "./client";
import type { paths } from "./contract";
import { asProblem } from "./problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 120_000,
      retry: (count, error) => asProblem(error).passing && count < 3,
      retryDelay: (count) => Math.min(1000 * 2 ** count, 8000),
    },
    mutations: { retry: false },
  },
});

type GetAsk<P extends PathWith<"get">> = Ask<paths[P] extends { get: infer O } ? O : never>;
type GetOptions<T> = Omit<UseQueryOptions<T>, "queryKey" | "queryFn"> & { keep?: boolean };

export const keyOf = (path: string, ask?: { path?: unknown; query?: unknown }) => [
  path,
  ask?.path ?? {},
  ask?.query ?? {},
];

export function useGet<P extends PathWith<"get">>(
  path: P,
  ask?: GetAsk<P>,
  options: GetOptions<AnswerOf<P, "get">> = {},
) {
  const { keep, ...rest } = options;
  return useQuery<AnswerOf<P, "get">>({
    queryKey: keyOf(path, ask),
    queryFn: ({ signal }) => api.get(path, { ...(ask as GetAsk<P>), signal }),
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
    ...rest,
  });
}

/** Marks what was read under these addresses as old; what is on the page is read again. */
export function useRefresh(): (...paths: (keyof paths)[]) => Promise<void> {
  const client = useQueryClient();
  return async (...stale) => {
    await Promise.all(stale.map((path) => client.invalidateQueries({ queryKey: [path] })));
  };
}

interface Deed<A, R> {
  run: (what: A) => Promise<R>;
  /** What reads differently afterwards. */
  stale?: (keyof paths)[];
  done?: (result: R, what: A) => void;
  /** Where given, the caller shows the problem; else a toast does. */
  failed?: (error: unknown, what: A) => void;
}

/** Something that changes the base; a failure is told, never swallowed. */
export function useDeed<A = void, R = unknown>(deed: Deed<A, R>) {
  const refresh = useRefresh();
  return useMutation<R, unknown, A>({
    mutationFn: deed.run,
    onSuccess: async (result, what) => {
      deed.done?.(result, what);
      if (deed.stale?.length) await refresh(...deed.stale);
    },
    onError: (error, what) => {
      if (deed.failed) deed.failed(error, what);
      else failed(error);
      if (asProblem(error).overtaken && deed.stale?.length) void refresh(...deed.stale);
    },
  });
}
