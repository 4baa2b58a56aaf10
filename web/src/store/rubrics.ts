// Rubrics of this browser: drafts and edited ones, each with the versions that were kept.
import type { Rubric } from "../api/types.ts";
import { all, get, put, remove } from "./database.ts";

/** Versions of one rubric that are kept: a term of careful editing. */
const VERSIONS_MAX = 50;

export interface Version {
  /** When it was kept, in milliseconds since 1970. */
  time: number;
  toml: string;
  /** The same as a message. */
  rubric: Rubric;
}

export interface OwnRubric {
  id: string;
  /** The oldest first; at least one. */
  versions: Version[];
}

export async function ownRubrics(): Promise<OwnRubric[]> {
  return (await all<OwnRubric>("rubrics")).sort((a, b) => (latest(b)?.time ?? 0) - (latest(a)?.time ?? 0));
}

export async function ownRubric(id: string): Promise<OwnRubric | undefined> {
  return get<OwnRubric>("rubrics", id);
}

export function latest(own: OwnRubric): Version | undefined {
  return own.versions.at(-1);
}

/** Keeps a new version, unless the last one says the same. */
export async function keepVersion(id: string, toml: string, rubric: Rubric): Promise<OwnRubric> {
  const before = (await ownRubric(id))?.versions ?? [];
  const isNew = before.at(-1)?.toml !== toml;
  const own = { id, versions: isNew ? [...before, { time: Date.now(), toml, rubric }].slice(-VERSIONS_MAX) : before };
  await put("rubrics", own);
  return own;
}

export async function forgetRubric(id: string): Promise<void> {
  await remove("rubrics", id);
}

/** An id that no rubric of this browser has. */
export async function freeId(): Promise<string> {
  const stamp = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const taken = new Set((await ownRubrics()).map((own) => own.id));
  let number = 1;
  while (taken.has(`own-${stamp}-${number}`)) {
    number += 1;
  }
  return `own-${stamp}-${number}`;
}
