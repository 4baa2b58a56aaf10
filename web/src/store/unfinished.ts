// Answers that are being written, by question, and which question was the last one. Writing goes on where the browser keeps
// nothing.

const ANSWER = "yuejuan.answer.";
const QUESTION = "yuejuan.question";

export function unfinished(question: string): string {
  return read(ANSWER + question) ?? "";
}

export function keepUnfinished(question: string, text: string): void {
  keep(ANSWER + question, text);
}

export function lastQuestion(): string | undefined {
  return read(QUESTION) ?? undefined;
}

export function keepLastQuestion(question: string | null): void {
  keep(QUESTION, question);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // The browser is full, or told to keep nothing.
  }
}
