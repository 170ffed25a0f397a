import { Button } from "antd";
import { useState } from "react";
import { useSession } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { Panel, useTitle } from "@/ui/Page";
import { CodeForm } from "./CodeForm";
import { DoorFrame } from "./DoorFrame";
import { SignInForm } from "./SignInForm";
import { useDoorTexts } from "./texts";

export default function SignInPage() {
  const t = useAppTexts();
  const d = useDoorTexts();
  const session = useSession().data;
  const provider = session?.sign_on;
  // The provider let them in; the door for passwords stays for whoever has no code.
  const [byPassword, setByPassword] = useState(false);
  const asksCode = session?.state === "code_needed" && !byPassword;
  useTitle(t("sign_in"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("sign_in")}</h1>
        <p className="quiet">{d(asksCode ? "code_lead" : "sign_in_lead")}</p>
      </div>
      <Panel>
        {asksCode ? <CodeForm /> : <SignInForm />}
        {asksCode ? (
          <Button block type="link" style={{ marginTop: 8 }} onClick={() => setByPassword(true)}>
            {d("by_password")}
          </Button>
        ) : null}
        {provider ? (
          <Button block href="/api/v1/session/sign-on" style={{ marginTop: 16 }}>
            {d("sign_on", { provider })}
          </Button>
        ) : null}
      </Panel>
    </DoorFrame>
  );
}
