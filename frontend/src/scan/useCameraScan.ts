import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type Camera, CameraError, type CameraProblem, openCamera } from './camera';
import { createDecoder, type Decoder } from './decoder';

export type ScanPhase = 'starting' | 'looking' | CameraProblem;

export interface CameraScan {
  phase: ScanPhase;
  /** Looking for a while without reading anything. */
  hard: boolean;
  /** In view is the code that was just handled, which is not read again until it leaves. */
  same: boolean;
  /** Null when the camera has no light. */
  torch: { on: boolean; toggle: () => void } | null;
  retry: () => void;
}

const PAUSE_MS = 90;
const HARD_AFTER_MS = 8_000;
/** A code that stays in view, or comes back at once, is the one that was just handled. */
const SAME_CODE_MS = 1_500;

let lastRead = { text: '', at: 0 };

/**
 * Reads codes as long as it is mounted. A code is reported when it comes into view, and again only
 * after it has left: a card still lying under the camera must not be opened over and over. `handled`:
 * that also goes for the code read before this scanner was opened.
 */
export function useCameraScan(
  video: RefObject<HTMLVideoElement | null>,
  onRead: (text: string) => void,
  handled = false,
): CameraScan {
  const [phase, setPhase] = useState<ScanPhase>('starting');
  const [hard, setHard] = useState(false);
  const [same, setSame] = useState(false);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [lit, setLit] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const report = useRef(onRead);
  report.current = onRead;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is how retry() asks for another go
  useEffect(() => {
    const life = { over: false };
    let opened: Camera | null = null;
    let hint: ReturnType<typeof setTimeout> | undefined;
    if (handled) lastRead = { ...lastRead, at: Number.POSITIVE_INFINITY };
    setPhase('starting');
    setHard(false);
    const run = async () => {
      const [started, decoder] = await Promise.all([openCamera(), createDecoder()]);
      opened = started;
      const screen = video.current;
      if (life.over || !screen) {
        started.stop();
        return;
      }
      screen.srcObject = started.stream;
      await screen.play();
      setCamera(started);
      setPhase('looking');
      // From here on the code of before has its time to leave the picture.
      if (handled) lastRead = { ...lastRead, at: Date.now() };
      hint = setTimeout(() => setHard(true), HARD_AFTER_MS);
      // Unplugged, or taken away by a call.
      started.stream.getVideoTracks()[0]?.addEventListener('ended', () => setPhase('busy'));
      await look(screen, decoder, life, (text, known) => {
        setSame(known);
        if (text === null || known) return;
        clearTimeout(hint);
        setHard(false);
        report.current(text);
      });
    };
    run().catch((error: unknown) => {
      opened?.stop();
      if (!life.over) setPhase(error instanceof CameraError ? error.problem : 'busy');
    });
    return () => {
      life.over = true;
      clearTimeout(hint);
      opened?.stop();
      setCamera(null);
      setLit(false);
    };
  }, [video, attempt, handled]);

  const setTorch = camera?.setTorch;
  const torch = setTorch
    ? {
        on: lit,
        toggle: () => {
          setTorch(!lit).then(
            () => setLit(!lit),
            () => setLit(false),
          );
        },
      }
    : null;
  return {
    phase,
    hard,
    same,
    torch,
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

async function look(
  video: HTMLVideoElement,
  decoder: Decoder,
  life: { over: boolean },
  onFrame: (text: string | null, known: boolean) => void,
): Promise<void> {
  while (!life.over) {
    const text = document.hidden ? null : await decoder.read(video).catch(() => null);
    if (life.over) return;
    const recent = Date.now() - lastRead.at < SAME_CODE_MS;
    const known = recent && (text === null || text === lastRead.text);
    if (text) lastRead = { text, at: Date.now() };
    onFrame(text, known);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
