// The TOML of a rubric, wherever it is kept, and in which version.
import { call } from "../api/call.ts";
import { OWN } from "../student/question.ts";
import { latest, ownRubric, type Version } from "../store/rubrics.ts";

export interface Source {
  id: string;
  title: string;
  toml: string;
  /** Versions kept in this browser, the oldest first; none for a rubric of the server. */
  versions: Version[];
}

/** Between the id of a rubric and the time of one of its versions. */
export const AT = "@";

/** The rubric of an id, or with `@` and a time behind it a version of it. */
export async function findSource(named: string): Promise<Source> {
  const [id = "", time] = named.split(AT);
  if (!id.startsWith(OWN)) {
    const { rubric = {}, toml = "" } = await call("get-rubric", { rubricId: id });
    return { id, title: rubric.title ?? id, toml, versions: [] };
  }
  const own = await ownRubric(id.slice(OWN.length));
  const version = own && (time === undefined ? latest(own) : own.versions.find((one) => String(one.time) === time));
  if (!own || !version) {
    throw new Error(`no rubric ${named} is kept in this browser`);
  }
  return { id, title: version.rubric.title ?? id, toml: version.toml, versions: own.versions };
}
