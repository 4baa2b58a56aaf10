// Signing in and out, where the server asks for a key.
import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { CallFailure, SIGNED_OUT } from "../api/call.ts";
import { type Session, session, signIn, signOut } from "../api/session.ts";
import { usePick } from "../settings.ts";
import { Problem } from "./problem.tsx";

interface Signed {
  /** `null` while it is not known. */
  session: Session | null;
  look: () => Promise<void>;
}

export const SignedContext = createContext<Signed>({ session: null, look: async () => {} });

/** Who is signed in, looked at anew whenever a call is refused for its key. */
export function useSigned(): Signed {
  const [state, setState] = useState<Session | null>(null);
  // A server that cannot be reached is told of by whatever is called next.
  const look = () => session().then(setState, () => setState({ asksForKey: false, key: null }));
  useEffect(() => {
    void look();
    const again = () => void look();
    addEventListener(SIGNED_OUT, again);
    return () => removeEventListener(SIGNED_OUT, again);
  }, []);
  return { session: state, look };
}

export function SignIn() {
  const pick = usePick();
  const { look } = useContext(SignedContext);
  const [problem, setProblem] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await signIn(field.current?.value.trim() ?? "");
      await look();
    } catch (error) {
      setProblem(said(error, pick));
      field.current?.select();
    }
  };
  return (
    <form class="sign" onSubmit={submit}>
      <h1>{pick("登录", "Sign in")}</h1>
      <p>{pick("请填写 API 密钥，管理员建立密钥时会交给您。", "Give your API key; whoever runs the server has made one for you.")}</p>
      <label>
        {pick("密钥", "Key")}
        <input ref={field} type="password" autocomplete="current-password" required spellcheck={false} />
      </label>
      <Problem failure={problem} />
      <button type="submit" class="primary">
        {pick("登录", "Sign in")}
      </button>
    </form>
  );
}

export function SignOut() {
  const pick = usePick();
  const { session, look } = useContext(SignedContext);
  if (!session?.key) {
    return null;
  }
  return (
    <button type="button" class="quiet" onClick={() => void signOut().then(look)}>
      {pick(`退出 ${session.key.tenant}`, `Sign out ${session.key.tenant}`)}
    </button>
  );
}

function said(error: unknown, pick: ReturnType<typeof usePick>): unknown {
  const reason = error instanceof CallFailure ? error.reason : "";
  switch (reason) {
    case "API_KEY_MISSING":
    case "API_KEY_INVALID":
      return new Error(pick("密钥不对，请检查是否完整。", "This is none of the server's keys; check that it is whole."));
    case "API_KEY_REVOKED":
      return new Error(pick("密钥已被吊销，请索取新的。", "The key was revoked; ask for another one."));
    case "API_KEY_EXPIRED":
      return new Error(pick("密钥已过期，请索取新的。", "The key has expired; ask for another one."));
    default:
      return error;
  }
}
