// A teacher's marks over the engine's, by job, in this browser until they are exported.
import type { Feedback } from "../api/types.ts";
import { get, put } from "./database.ts";

export interface Review {
  /** Marks by keypoint id, where they are not the engine's. */
  points: Record<string, number>;
  /** The whole score, where it was set by itself. */
  score: number | null;
  note: string;
  /** Whether a person has looked at it and agreed or changed it. */
  seen: boolean;
}

/** By the number of the result. */
export type Reviews = Record<number, Review>;

export const UNTOUCHED: Review = { points: {}, score: null, note: "", seen: false };

export async function reviewsOf(job: string): Promise<Reviews> {
  return (await get<{ id: string; reviews: Reviews }>("reviews", job))?.reviews ?? {};
}

export async function keepReviews(job: string, reviews: Reviews): Promise<void> {
  await put("reviews", { id: job, reviews });
}

/** The score after a review: the one set, or the engine's with the differences of the keypoints; 0 to the ceiling. */
export function reviewedScore(feedback: Feedback, review: Review | undefined): number {
  const score = feedback.score ?? 0;
  if (!review) {
    return score;
  }
  if (review.score !== null) {
    return review.score;
  }
  const changes = (feedback.keypoints ?? []).filter((keypoint) => keypoint.counted);
  const difference = changes.reduce((sum, keypoint) => {
    const points = review.points[keypoint.keypointId ?? ""];
    return sum + (points === undefined ? 0 : points - (keypoint.points ?? 0));
  }, 0);
  return hundredths(Math.min(Math.max(score + difference, 0), feedback.maxScore ?? 0));
}

/** Whether a review changes what the engine gave. */
export function isChanged(feedback: Feedback, review: Review | undefined): boolean {
  return reviewedScore(feedback, review) !== (feedback.score ?? 0);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
