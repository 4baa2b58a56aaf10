// Grading and counting while somebody writes: after a pause, and given up where the text has changed meanwhile.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { call, isAborted } from "../api/call.ts";
import type { Feedback, InspectTextResponse, Language } from "../api/types.ts";
import { type Question, source } from "./question.ts";

/** Milliseconds of rest after which 字数 is asked for: shorter than a look aside. */
const COUNT_REST = 150;
/** Milliseconds of rest after which a text is graded as it is written: about the pause between two clauses. */
const GRADE_REST = 350;

export interface Graded {
  feedback: Feedback;
  /** The text that the feedback is on. */
  text: string;
}

export interface Grading {
  graded: Graded | null;
  busy: boolean;
  failure: unknown;
  /** Grades the text as it is now; `null` where that failed or was overtaken. */
  grade: () => Promise<Graded | null>;
  forget: () => void;
}

export interface GradeOptions {
  live: boolean;
  deep: boolean;
  language: Language;
}

export function useGrading(question: Question | null, text: string, { live, deep, language }: GradeOptions): Grading {
  const [graded, setGraded] = useState<Graded | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  const grade = useCallback(async () => {
    running.current?.abort();
    if (!question) {
      return null;
    }
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    try {
      const depth = deep ? { reading: "READING_DEPTH_DEEP" as const } : {};
      const request = { ...source(question), submission: { text }, language, ...depth };
      const { feedback = {} } = await call("grade", request, controller.signal);
      const found = { feedback, text };
      setGraded(found);
      setFailure(null);
      return found;
    } catch (error) {
      if (!isAborted(error)) {
        setFailure(error);
      }
      return null;
    } finally {
      if (running.current === controller) {
        running.current = null;
        setBusy(false);
      }
    }
  }, [question, text, deep, language]);

  useEffect(() => {
    if (!live || text.trim() === "") {
      return;
    }
    const timer = setTimeout(() => void grade(), GRADE_REST);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [live, grade, text]);

  const forget = useCallback(() => {
    running.current?.abort();
    setGraded(null);
    setFailure(null);
  }, []);
  return { graded, busy, failure, grade, forget };
}

/** What the server sees in a text. Stays that of the text before until the new one is there. */
export function useInspection(text: string, language: Language): InspectTextResponse {
  const [inspection, setInspection] = useState<InspectTextResponse>({});
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call("inspect-text", { text, language }, controller.signal)
        .then(setInspection)
        .catch(() => undefined);
    }, COUNT_REST);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, language]);
  return inspection;
}
