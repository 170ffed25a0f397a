// The names of those who did something; ids are for machines.
import { useMemo } from "react";
import { useAppTexts } from "@/app/texts";
import { useGet } from "./query";
import { useMay, useMe } from "./session";

/** “You”, a name, the command line; the id where the reader may not see who there is. */
export function useWho(): (actor: string | undefined) => string {
  const t = useAppTexts();
  const me = useMe();
  const may = useMay();
  const users = useGet("/api/v1/users", undefined, { enabled: may("users.manage"), staleTime: 300_000 }).data;
  return useMemo(() => {
    const names = new Map((users?.items ?? []).map((one) => [one.id, one.name || one.login]));
    return (actor) =>
      !actor
        ? ""
        : actor === me?.id
          ? t("you")
          : actor === "cli"
            ? t("command_line")
            : (names.get(actor) ?? actor);
  }, [users, me, t]);
}
