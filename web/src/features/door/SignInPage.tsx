import { Button } from "antd";
import { useSession } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { Panel, useTitle } from "@/ui/Page";
import { DoorFrame } from "./DoorFrame";
import { SignInForm } from "./SignInForm";
import { useDoorTexts } from "./texts";

export default function SignInPage() {
  const t = useAppTexts();
  const d = useDoorTexts();
  const provider = useSession().data?.sign_on;
  useTitle(t("sign_in"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("sign_in")}</h1>
        <p className="quiet">{d("sign_in_lead")}</p>
      </div>
      <Panel>
        <SignInForm />
        {provider ? (
          <Button block href="/api/v1/session/sign-on" style={{ marginTop: 16 }}>
            {d("sign_on", { provider })}
          </Button>
        ) : null}
      </Panel>
    </DoorFrame>
  );
}
