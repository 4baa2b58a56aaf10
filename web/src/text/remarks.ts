// What feedback says of passages of an answer, in one form for keypoints and all else, so that a passage and what is said of
// it can be lit together.
import type { Coverage, Evidence, Feedback } from "../api/types.ts";

export type Tone = "full" | "partial" | "contradicted" | "missed" | "rule" | "language";

export interface Remark {
  /** Names it within the feedback. */
  key: string;
  tone: Tone;
  /** What stands before its passages: the number of a keypoint, from 1; empty for others. */
  label: string;
  evidence: Evidence[];
}

/** A stretch of an answer of which the same is said. */
export interface Segment {
  text: string;
  /** Keys of the remarks on it, keypoints first. */
  keys: string[];
  tone: Tone | null;
  /** Labels of the remarks that begin here. */
  labels: string[];
}

const TONES: Record<Coverage, Tone> = {
  COVERAGE_UNSPECIFIED: "missed",
  COVERAGE_FULL: "full",
  COVERAGE_PARTIAL: "partial",
  COVERAGE_MISSED: "missed",
  COVERAGE_CONTRADICTED: "contradicted",
};

export function tone(coverage: Coverage | undefined): Tone {
  return TONES[coverage ?? "COVERAGE_UNSPECIFIED"];
}

/** All remarks of some feedback, keypoints first. */
export function remarks(feedback: Feedback): Remark[] {
  const keypoints = (feedback.keypoints ?? []).map((keypoint, at): Remark => {
    return {
      key: `keypoint-${at}`,
      tone: tone(keypoint.coverage),
      label: String(at + 1),
      evidence: keypoint.evidence ?? [],
    };
  });
  const rules = (name: string, list: { evidence?: Evidence[] }[] | undefined) =>
    (list ?? []).map((one, at): Remark => ({
      key: `${name}-${at}`,
      tone: "rule",
      label: "",
      evidence: one.evidence ?? [],
    }));
  const notes = (feedback.language?.notes ?? []).map((note, at): Remark => {
    return { key: `note-${at}`, tone: "language", label: "", evidence: note.evidence ? [note.evidence] : [] };
  });
  return [
    ...keypoints,
    ...notes,
    ...rules("deduction", feedback.deductions),
    ...rules("fault", feedback.structure?.faults),
    ...rules("flag", feedback.flags),
    ...rules("check", feedback.essay?.checks),
  ];
}

/**
 * Cuts `text` where remarks begin and end. `graded` is the text that the remarks are on: where `text` was changed since,
 * passages before and after the change are kept and those that it touches are not.
 */
export function segments(text: string, graded: string, all: Remark[]): Segment[] {
  const place = placer(text, graded);
  const spans = all.flatMap((remark) =>
    remark.evidence.flatMap((evidence) => {
      const at = place(evidence.start ?? 0, evidence.end ?? 0);
      return at ? [{ ...at, remark }] : [];
    }),
  );
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    const over = spans.filter((span) => span.start <= start && end <= span.end);
    const begun = over.filter((span) => span.start === start && span.remark.label !== "");
    const keys = [...new Set(over.map((span) => span.remark.key))];
    return {
      text: text.slice(start, end),
      keys,
      tone: over[0]?.remark.tone ?? null,
      labels: begun.map((span) => span.remark.label),
    };
  });
}

/** From a span in code points of `graded` to one in UTF-16 units of `text`, where it stands in both. */
function placer(text: string, graded: string) {
  const units = unitsByPoint(graded);
  let before = 0;
  let after = 0;
  if (text !== graded) {
    const most = Math.min(text.length, graded.length);
    while (before < most && text[before] === graded[before]) {
      before += 1;
    }
    while (after < most - before && text.at(-1 - after) === graded.at(-1 - after)) {
      after += 1;
    }
  }
  const shift = text.length - graded.length;
  return (from: number, to: number) => {
    const [start, end] = [units[from] ?? graded.length, units[to] ?? graded.length];
    if (start >= end) {
      return null;
    }
    if (text === graded || end <= before) {
      return { start, end };
    }
    return start >= graded.length - after ? { start: start + shift, end: end + shift } : null;
  };
}

function unitsByPoint(text: string): number[] {
  const units: number[] = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  return units;
}
