import { useAppTexts } from "@/app/texts";
import { Panel, useTitle } from "@/ui/Page";
import { DoorFrame } from "./DoorFrame";
import { SignInForm } from "./SignInForm";
import { useDoorTexts } from "./texts";

export default function SignInPage() {
  const t = useAppTexts();
  const d = useDoorTexts();
  useTitle(t("sign_in"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("sign_in")}</h1>
        <p className="quiet">{d("sign_in_lead")}</p>
      </div>
      <Panel>
        <SignInForm />
      </Panel>
    </DoorFrame>
  );
}
