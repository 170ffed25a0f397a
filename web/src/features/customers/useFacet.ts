// How often each value of an attribute occurs among the customers that match.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "@/api/client";

export function useFacet(
  body: Schemas["FacetSearch"],
  { keep, enabled = true }: { keep?: boolean; enabled?: boolean } = {},
) {
  return useQuery({
    queryKey: ["/api/v1/customers/facets", body],
    queryFn: ({ signal }) => api.post("/api/v1/customers/facets", { body, reads: true, signal }),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
