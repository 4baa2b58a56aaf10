// Who is signed in: a key is exchanged for a cookie that this page cannot read, which then goes with every call.
import { CallFailure, failure, parse } from "./call.ts";

export interface Session {
  /** Whether the server asks for a key at all. */
  asksForKey: boolean;
  key: { tenant: string; scopes: string[] } | null;
}

export async function session(): Promise<Session> {
  const response = await ask("GET");
  return (await response.json()) as Session;
}

export async function signIn(key: string): Promise<void> {
  await ask("POST", JSON.stringify({ key }));
}

export async function signOut(): Promise<void> {
  await ask("DELETE");
}

async function ask(method: string, body?: string) {
  const asked: RequestInit = body ? { method, headers: { "content-type": "application/json" }, body } : { method };
  const response = await fetch("/session", asked).catch(() => {
    throw new CallFailure("the server cannot be reached", "UNREACHABLE", []);
  });
  if (!response.ok) {
    throw failure(parse(await response.text()));
  }
  return response;
}
