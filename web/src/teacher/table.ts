// The results of a class as rows that can be sorted and filtered.
import type { JobResult } from "../api/types.ts";
import { isChanged, reviewedScore, type Reviews } from "../store/reviews.ts";

export type Column =
  "number" | "name" | "score" | "confidence" | "length" | "flags" | "reviewed" | `keypoint:${string}`;

export interface Order {
  column: Column;
  down: boolean;
}

export interface Filter {
  words: string;
  /** Only those that a person should look at. */
  only: "all" | "flagged" | "unsure" | "unseen" | "changed";
  question: string;
}

/** Confidence below which a person should look at a score. */
export const SURE = 0.75;

export function arrange(
  results: JobResult[],
  reviews: Reviews,
  { words, only, question }: Filter,
  { column, down }: Order,
): JobResult[] {
  const wanted = words.trim().toLowerCase();
  const kept = results.filter((result) => {
    const review = reviews[result.number ?? 0];
    const feedback = result.feedback ?? {};
    const { candidateId = "", name = "", number = "", className = "" } = result.candidate ?? {};
    const isNamed =
      wanted === "" || [candidateId, name, number, className].some((text) => text.toLowerCase().includes(wanted));
    const isOfQuestion = question === "" || result.questionId === question;
    switch (only) {
      case "flagged":
        return isNamed && isOfQuestion && (feedback.flags?.length ?? 0) > 0;
      case "unsure":
        return isNamed && isOfQuestion && (feedback.confidence ?? 0) < SURE;
      case "unseen":
        return isNamed && isOfQuestion && !review?.seen;
      case "changed":
        return isNamed && isOfQuestion && isChanged(feedback, review);
      default:
        return isNamed && isOfQuestion;
    }
  });
  const sign = down ? -1 : 1;
  return kept.sort(
    (a, b) => sign * compare(value(a, reviews, column), value(b, reviews, column)) || (a.number ?? 0) - (b.number ?? 0),
  );
}

export function personName({ candidate, number }: JobResult): string {
  return candidate?.name || candidate?.candidateId || candidate?.number || String(number ?? "");
}

function value(result: JobResult, reviews: Reviews, column: Column): number | string {
  const feedback = result.feedback ?? {};
  switch (column) {
    case "number":
      return result.number ?? 0;
    case "name":
      return personName(result);
    case "score":
      return feedback.score ?? 0;
    case "confidence":
      return feedback.confidence ?? 0;
    case "length":
      return feedback.length?.count ?? 0;
    case "flags":
      return feedback.flags?.length ?? 0;
    case "reviewed":
      return reviewedScore(feedback, reviews[result.number ?? 0]);
    default: {
      const id = column.slice("keypoint:".length);
      return feedback.keypoints?.find((keypoint) => keypoint.keypointId === id)?.points ?? 0;
    }
  }
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh-Hans");
}
