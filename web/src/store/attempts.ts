// Graded attempts of this browser.
import type { Feedback } from "../api/types.ts";
import { all, put, remove } from "./database.ts";

export interface Attempt {
  id: string;
  /** Which question: see Question. */
  question: string;
  title: string;
  /** When it was graded, in milliseconds since 1970. */
  time: number;
  /** How long it was written, in seconds. */
  seconds: number;
  text: string;
  feedback: Feedback;
}

/** The attempts, the youngest first. */
export async function attempts(): Promise<Attempt[]> {
  return (await all<Attempt>("attempts")).sort((a, b) => b.time - a.time);
}

export async function keepAttempt(attempt: Attempt): Promise<void> {
  await put("attempts", attempt);
}

export async function forgetAttempt(id: string): Promise<void> {
  await remove("attempts", id);
}
