// The questions to choose from: rubrics of the server, and those kept in this browser.
import { useCallback, useEffect, useState } from "preact/hooks";
import { call, type Request } from "../api/call.ts";
import type { Rubric, RubricSummary } from "../api/types.ts";
import { latest, ownRubric, ownRubrics } from "../store/rubrics.ts";

/** A question to write an answer to. */
export interface Question {
  /** The rubric's id; with OWN before it where the rubric is of this browser. */
  id: string;
  rubric: Rubric;
  own: boolean;
}

/** A line of the list of questions. */
export interface Choice {
  id: string;
  title: string;
  own: boolean;
  summary: RubricSummary;
}

/** Before the ids of rubrics of this browser, which may have the id of one of the server's. */
export const OWN = "own:";

/** Rubrics on a page of the list, the most that the server gives. */
const PAGE_SIZE = 1000;

export function useChoices(): { choices: Choice[]; failure: unknown; reload: () => void } {
  const [choices, setChoices] = useState<Choice[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const reload = useCallback(() => {
    Promise.all([ownChoices().catch(() => []), serverChoices()])
      .then((lists) => setChoices(lists.flat()))
      .catch(setFailure);
  }, []);
  useEffect(reload, [reload]);
  return { choices, failure, reload };
}

export async function findQuestion(id: string): Promise<Question> {
  if (!id.startsWith(OWN)) {
    const { rubric = {} } = await call("get-rubric", { rubricId: id });
    return { id, rubric, own: false };
  }
  const own = await ownRubric(id.slice(OWN.length));
  const version = own && latest(own);
  if (!version) {
    throw new Error(`no rubric ${id} is kept in this browser`);
  }
  return { id, rubric: version.rubric, own: true };
}

/** What a request says of the rubric. */
export function source(question: Question): Pick<Request<"grade">, "rubricId" | "rubric"> {
  return question.own ? { rubric: question.rubric } : { rubricId: question.id };
}

async function serverChoices(): Promise<Choice[]> {
  const found: Choice[] = [];
  let pageToken = "";
  do {
    const page = await call("list-rubrics", { pageSize: PAGE_SIZE, pageToken });
    found.push(
      ...(page.rubrics ?? []).map((summary) => ({
        id: summary.rubricId ?? "",
        title: summary.title ?? "",
        own: false,
        summary,
      })),
    );
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
  return found;
}

async function ownChoices(): Promise<Choice[]> {
  return (await ownRubrics()).flatMap((own) => {
    const rubric = latest(own)?.rubric;
    return rubric
      ? [{ id: OWN + own.id, title: rubric.title ?? own.id, own: true, summary: summary(own.id, rubric) }]
      : [];
  });
}

function summary(rubricId: string, rubric: Rubric): RubricSummary {
  const keypointCount = (rubric.groups ?? []).reduce((sum, group) => sum + (group.keypoints?.length ?? 0), 0);
  return {
    rubricId,
    title: rubric.title ?? "",
    kind: rubric.kind ?? "RUBRIC_KIND_UNSPECIFIED",
    maxScore: rubric.maxScore ?? 0,
    keypointCount,
  };
}
