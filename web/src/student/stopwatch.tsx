import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { usePick } from "../settings.ts";
import { clock } from "../words.ts";

/** Seconds that run from the first key on. */
export interface Stopwatch {
  seconds: number;
  running: boolean;
  start: () => void;
  stop: () => void;
  reset: () => void;
}

export function useStopwatch(): Stopwatch {
  const [seconds, setSeconds] = useState(0);
  const [running, setRunning] = useState(false);
  const base = useRef(0);
  useEffect(() => {
    if (!running) {
      return;
    }
    const began = performance.now() - base.current * 1000;
    const timer = setInterval(() => {
      base.current = (performance.now() - began) / 1000;
      setSeconds(Math.floor(base.current));
    }, 500);
    return () => clearInterval(timer);
  }, [running]);
  const start = useCallback(() => setRunning(true), []);
  const stop = useCallback(() => setRunning(false), []);
  const reset = useCallback(() => {
    base.current = 0;
    setSeconds(0);
    setRunning(false);
  }, []);
  return { seconds, running, start, stop, reset };
}

export function StopwatchButton({ watch }: { watch: Stopwatch }) {
  const pick = usePick();
  const action = watch.running ? pick("暂停计时", "Pause the timer") : pick("开始计时", "Start the timer");
  return (
    <button
      type="button"
      class="quiet watch"
      onClick={watch.running ? watch.stop : watch.start}
      aria-label={`${action}，${clock(watch.seconds)}`}
      title={action}
    >
      <span aria-hidden="true">{watch.running ? "❚❚" : "▶"}</span>
      <span class="digits">{clock(watch.seconds)}</span>
    </button>
  );
}
