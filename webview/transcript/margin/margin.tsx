import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Stands level with the answer as far as it fits on the screen with all it holds, and stays in view. */
export function Margin({ level, children }: { level: number; children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    const scroller = element?.closest<HTMLElement>('.scroller');
    if (element === null || scroller == null) return;
    const measure = () => setRoom(Math.max(0, scroller.clientHeight - element.scrollHeight - 16));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(scroller);
    measure();
    return () => observer.disconnect();
  }, []);
  return (
    <div class="margin-column" style={{ paddingTop: `${Math.min(level, room)}px` }}>
      <aside class="margin" ref={box} aria-label="Judge and people" tabIndex={0}>
        {children}
      </aside>
    </div>
  );
}
