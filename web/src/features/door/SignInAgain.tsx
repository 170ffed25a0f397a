// The session ended while somebody works: the page waits behind this dialog.

import { useAppTexts } from "@/app/texts";
import { Dialog } from "@/ui/Dialog";
import { SignInForm } from "./SignInForm";

export default function SignInAgain({ login, onDone }: { login: string; onDone: () => void }) {
  const t = useAppTexts();
  return (
    <Dialog
      open
      title={t("sign_in_again")}
      footer={null}
      closable={false}
      keyboard={false}
      maskClosable={false}
      width={400}
      zIndex={1200}
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t("sign_in_again_hint")}
      </p>
      <SignInForm login={login} again onDone={onDone} />
    </Dialog>
  );
}
