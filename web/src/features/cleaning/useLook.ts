// Looking into the values of an attribute. What is asked travels in the body, for addresses stand in logs.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "@/api/client";

export function useValueFacets(attribute: string, body: Schemas["ValueSearch"]) {
  const path = "/api/v1/values/{attribute}/facets";
  return useQuery({
    queryKey: [path, attribute, body],
    queryFn: ({ signal }) => api.post(path, { path: { attribute }, body, reads: true, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useValueClusters(attribute: string, body: Schemas["ClusterSearch"]) {
  const path = "/api/v1/values/{attribute}/clusters";
  return useQuery({
    queryKey: [path, attribute, body],
    queryFn: ({ signal }) => api.post(path, { path: { attribute }, body, reads: true, signal }),
    placeholderData: keepPreviousData,
  });
}
